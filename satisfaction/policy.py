"""The figures of the policy for surveys."""

from dataclasses import dataclass

from workflow.policy import Policy, declare, figure
from workflow.policy import gettext_noop as _


@declare(rank=60)
@dataclass(frozen=True, slots=True)
class SatisfactionPolicy(Policy):
    """What answers are worth, and when who is asked."""

    good_score: int = figure(100, _("points for the best answer (十)"))
    """Points for the best of a survey question's three answers (十)."""

    fair_score: int = figure(60, _("points for the middle answer (十)"))
    """Points for the middle answer (十)."""

    poor_score: int = figure(0, _("points for the worst answer (十)"))
    """Points for the worst answer (十)."""

    case_survey: bool = figure(False, _("customers of closed cases are surveyed (十)"))
    """Whether the customer of every closed case is asked a few questions of the survey (十)."""

    survey_days: int = figure(14, _("asking the customer of a closed case (days, 十)"))
    """Calendar days after closing a case to ask its customer (十 is silent)."""

    survey_link_days: int = figure(30, _("validity of a personal link to the survey (days, 十)"))
    """Calendar days for which a personal link to the survey is valid (十 is silent)."""

    improvement_days: int = figure(30, _("improvement after the worst answer (days, 十)"))
    """Calendar days for an improvement that the worst of a question's answers asks for (十 is silent)."""
