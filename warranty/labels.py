"""The figures and switches of the policy in words: label, and the words of its choices."""

from typing import Any

from django.utils.translation import gettext_lazy as _

POLICY_LABELS: dict[str, tuple[Any, dict[str, Any]]] = {
    "direct_months": (_("warranty, direct sale (months, 八)"), {}),
    "agent_months": (_("warranty, office or agent (months, 八)"), {}),
    "claim_basis": (
        _("warranty is judged on the date of"),
        {"feedback": _("the first feedback"), "handover": _("the handover")},
    ),
    "custom_made_bar": (
        _("custom-made bars the return (五.1)"),
        {"intact_only": _("of intact motors only"), "every_ground": _("on every ground")},
    ),
    "dead_on_arrival_is_mismatch": (_("an unused motor with a factory fault fails the contract (五.2)"), {}),
    "transport_repaired_free": (_("damage in transport arranged by the factory is repaired free"), {}),
    "parts_complete_days": (_("repair, parts complete (days, 四.3)"), {}),
    "parts_missing_days": (_("repair, parts missing (days, 四.3)"), {}),
    "clock_start": (
        _("the clock starts with"),
        {"cause_found": _("the fourth signature of the appraisal"), "handover": _("the handover")},
    ),
    "clock_stop": (
        _("the clock stops with"),
        {"shipped": _("the shipping"), "delivered": _("the delivery")},
    ),
    "appraisal_days": (_("appraisal after the handover (days)"), {}),
    "register_days": (_("registering a feedback (days, 二.1)"), {}),
    "first_answer_days": (_("first answer to the customer (days, 二.3)"), {}),
    "solution_days": (_("solution for the customer (days, 二.3)"), {}),
    "quotation_days": (_("asking again about a quotation (days, 四.3)"), {}),
    "acknowledgement_days": (_("acknowledging the copies of a slip (days, 四.2)"), {}),
    "plan_days": (_("planning a corrective action (days, 二.4)"), {}),
    "verification_days": (_("verifying a corrective action (days, 二.4)"), {}),
    "recurrence_months": (_("recurrence of the same defect (months, 二.4)"), {}),
    "penalty_days": (_("each step of a penalty (days, 九)"), {}),
    "remind_days": (_("reminder before a due date (days)"), {}),
    "lead_days": (_("overdue work is brought before the lead after (days)"), {}),
    "manager_days": (_("overdue work is brought before the sales manager after (days)"), {}),
    "director_days": (_("overdue work is brought before the director after (days)"), {}),
    "good_score": (_("points for the best answer (十)"), {}),
    "fair_score": (_("points for the middle answer (十)"), {}),
    "poor_score": (_("points for the worst answer (十)"), {}),
    "case_survey": (_("customers of closed cases are surveyed (十)"), {}),
    "survey_days": (_("asking the customer of a closed case (days, 十)"), {}),
    "survey_link_days": (_("validity of a personal link to the survey (days, 十)"), {}),
    "improvement_days": (_("improvement after the worst answer (days, 十)"), {}),
}


def in_words(name: str, value: Any) -> Any:
    """A figure as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return POLICY_LABELS[name][1].get(value, value)
