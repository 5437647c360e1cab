"""The figures of the policy for feedback and its motors, as they are until an edition in the database sets others.

What they do stands in `cases/clock/rules.py` (days and extensions) and in `cases/limits.py` (what else they limit).
"""

from dataclasses import dataclass
from typing import Literal

from workflow.policy import Policy, declare, figure
from workflow.policy import gettext_noop as _


@declare(rank=20)
@dataclass(frozen=True, slots=True)
class CasePolicy(Policy):
    """Within which days a case and its motors move on."""

    parts_complete_days: int = figure(7, _("repair, parts complete (days, 四.3)"))
    """Calendar days to give the motor back when the parts are complete (四.3)."""

    parts_missing_days: int = figure(15, _("repair, parts missing (days, 四.3)"))
    """Calendar days to give the motor back when parts are missing (四.3)."""

    clock_start: Literal["cause_found", "handover"] = figure(
        "cause_found",
        _("the clock starts with"),
        cause_found=_("the fourth signature of the appraisal"),
        handover=_("the handover"),
    )
    """What starts the promise clock: the appraisal's last signature, or the handover (四.3)."""

    clock_stop: Literal["shipped", "delivered"] = figure(
        "shipped",
        _("the clock stops with"),
        shipped=_("the shipping"),
        delivered=_("the delivery"),
    )
    """What stops the promise clock (四.3)."""

    appraisal_days: int = figure(3, _("appraisal after the handover (days)"))
    """Calendar days from handover to appraisal (四.2, 四.3)."""

    register_days: int = figure(1, _("registering a feedback (days, 二.1)"))
    """Calendar days to register a feedback (二.1)."""

    backdating_days: int = figure(7, _("registering without a reason after the feedback (days, 八)"))
    """Calendar days after which a feedback needs a reason, and its date the sales manager's word (八)."""

    first_answer_days: int = figure(1, _("first answer to the customer (days, 二.3)"))
    """Calendar days to the first answer to the customer (二.3)."""

    solution_days: int = figure(3, _("solution for the customer (days, 二.3)"))
    """Calendar days to the solution given to the customer (二.3)."""

    quotation_days: int = figure(7, _("asking again about a quotation (days, 四.3)"))
    """Calendar days to the customer's answer to a quotation; then the customer is asked again (四.3)."""

    quotation_valid_days: int = figure(30, _("validity of a quotation (days, 七)"))
    """Calendar days for which a quotation is valid; of a silent customer the motor then goes back unrepaired."""

    hour_cost: int = figure(60, _("own cost of an hour of repair (CNY)"))
    """What an hour of work costs the factory, whoever pays for the repair. CNY."""

    near_limit_percent: int = figure(10, _("a value is close to its limit (per cent of the range)"))
    """Within how many per cent of its range a value is close to a limit, so that one looks further."""

    same_complaints: int = figure(3, _("same complaints of a model before one looks further"))
    """The how-manieth motor of one model with one complaint makes one look further before no fault is found."""

    same_complaint_days: int = figure(90, _("period of same complaints (days)"))
    """Calendar days within which those are counted."""

    no_fault_percent: int = figure(
        5, _("motors without a fault before one looks further (per cent of a month)")
    )
    """Above how many per cent of a model's appraisals of the month without a fault one looks further."""

    extension_days: int = figure(30, _("longest extension at once (days, 四.3)"))
    """Calendar days by which one extension may move the due date at most (四.3)."""

    extensions: int = figure(3, _("extensions of one motor (四.3)"))
    """How often the due date of one motor may be moved, holidays not counted (四.3)."""
