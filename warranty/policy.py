"""The policy edition: every figure and switch that a factory may set differently from its neighbour.

Where the regulation is silent or ambiguous, what is chosen is a field here, never a constant in code.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self, get_args, get_type_hints


@dataclass(frozen=True, slots=True)
class Policy:
    """One edition of the regulation. A claim is judged by the edition in force on its claim date."""

    direct_months: int = 12
    """Warranty of motors sold directly, in months from the ex-factory date (八)."""

    agent_months: int = 16
    """Warranty of motors consigned to an office or an agent, in months from the ex-factory date (八)."""

    claim_basis: Literal["feedback", "handover"] = "feedback"
    """Which date is the claim date: the customer's first feedback, or the handover of the motor (八)."""

    custom_made_bar: Literal["intact_only", "every_ground"] = "intact_only"
    """Whether custom-made bars only the return of an intact motor, or a return on any ground (五.1)."""

    dead_on_arrival_is_mismatch: bool = True
    """An unused motor with a factory fault counts as failing the contract (五.2)."""

    transport_repaired_free: bool = True
    """Damage in transport that the factory arranged is repaired free (七 is silent)."""

    parts_complete_days: int = 7
    """Calendar days to give the motor back when the parts are complete (四.3)."""

    parts_missing_days: int = 15
    """Calendar days to give the motor back when parts are missing (四.3)."""

    clock_start: Literal["cause_found", "handover"] = "cause_found"
    """What starts the promise clock: the appraisal's last signature, or the handover (四.3)."""

    clock_stop: Literal["shipped", "delivered"] = "shipped"
    """What stops the promise clock (四.3)."""

    appraisal_days: int = 3
    """Calendar days from handover to appraisal (四.2, 四.3)."""

    register_days: int = 1
    """Calendar days to register a feedback (二.1)."""

    first_answer_days: int = 1
    """Calendar days to the first answer to the customer (二.3)."""

    solution_days: int = 3
    """Calendar days to the solution given to the customer (二.3)."""

    quotation_days: int = 7
    """Calendar days to the customer's answer to a quotation; then the customer is asked again (四.3)."""

    acknowledgement_days: int = 1
    """Calendar days from printing a slip to the acknowledgement of its copies (四.2)."""

    plan_days: int = 10
    """Calendar days to plan a corrective action (二.4)."""

    verification_days: int = 30
    """Calendar days from implementation to the check that it works (二.4)."""

    recurrence_months: int = 6
    """Months after verification in which the same defect of the same model reopens the action (二.4)."""

    penalty_days: int = 7
    """Calendar days for each step of a penalty, from the finding to the decision (九 is silent)."""

    remind_days: int = 2
    """Calendar days before a due date at which whoever has the work is reminded."""

    lead_days: int = 1
    """Calendar days overdue at which the lead hears of it."""

    manager_days: int = 3
    """Calendar days overdue at which the sales manager hears of it."""

    director_days: int = 7
    """Calendar days overdue at which the director hears of it."""

    good_score: int = 100
    """Points for the best of a survey question's three answers (十)."""

    fair_score: int = 60
    """Points for the middle answer (十)."""

    poor_score: int = 0
    """Points for the worst answer (十)."""

    case_survey: bool = False
    """Whether the customer of every closed case is asked a few questions of the survey (十)."""

    survey_days: int = 14
    """Calendar days after closing a case to ask its customer (十 is silent)."""

    survey_link_days: int = 30
    """Calendar days for which a personal link to the survey is valid (十 is silent)."""

    improvement_days: int = 30
    """Calendar days for an improvement that the worst of a question's answers asks for (十 is silent)."""

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """The edition with these fields, the rest as default; ValueError names a field that cannot be."""
        for name, value in values.items():
            _check(name, value, get_type_hints(cls).get(name))
        return cls(**values)

    def as_dict(self) -> dict[str, Any]:
        """Every field by name, JSON-able."""
        return asdict(self)

    def warranty_months(self, channel: str) -> int:
        """Months of warranty of a motor consigned through this channel (八)."""
        return self.direct_months if channel == "direct" else self.agent_months


def _check(name: str, value: Any, wanted: Any) -> None:
    if wanted is None:
        raise ValueError(f"{name}: is not a field of the policy")
    choices = get_args(wanted)
    if choices and value not in choices:
        raise ValueError(f"{name}: must be one of {', '.join(choices)}, not {value!r}")
    if not choices and (type(value) is not wanted or value < 0):
        raise ValueError(f"{name}: must be {'true or false' if wanted is bool else 'a count'}, not {value!r}")


DEFAULT = Policy()
