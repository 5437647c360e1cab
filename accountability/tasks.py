"""What accountability puts on the worklists: every step with the day by which it is to be done."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accountability.models import CorrectiveAction, Liability, Measure, Penalty, RatesChange
from accountability.statuses import planning_roles
from aftersales.roles import role_names
from workflow.worklist import Item, Task, register


def action_item(action: CorrectiveAction) -> Item:
    """How a corrective action is shown in the worklist."""
    return Item(
        title=f"{action} {action.model}",
        detail=f"{action.defect} · {action.get_department_display()}",
        customer="",
        url=action.get_absolute_url(),
        due_on=action.due_on,
        standing=action.standing,
    )


def rates_item(change: RatesChange) -> Item:
    """How a change of the amounts is shown to who may decide."""
    detail = f"{change.proposed_by} · {change.reason}"
    return Item(title=str(change), detail=detail, customer="", url=change.get_absolute_url())


def department_item(action: CorrectiveAction) -> Item:
    """What the department that answers for it has to do about a corrective action."""
    return replace(action_item(action), whose=role_names(planning_roles(action.department)))


def measure_item(measure: Measure) -> Item:
    """How a measure is shown to its owner."""
    page = reverse("accountability:act_action", args=[measure.action_id, "finish_measure"])
    return Item(
        title=f"{measure.action} {measure.action.model}",
        detail=measure.text[:120],
        customer=measure.action.defect,
        url=f"{page}?measure={measure.pk}",
        due_on=measure.due_on,
        standing=measure.standing,
    )


def finding_item(finding: Liability) -> Item:
    """How a finding without an opinion is shown to production."""
    motor, sheet = finding.motor, finding.appraisal
    return Item(
        title=f"{motor.model_name} {motor}",
        detail=f"{motor.case} · {sheet.defect} · {sheet.get_liable_department_display()} {sheet.liable_person}".strip(),
        customer=motor.case.customer.name,
        url=reverse("accountability:draft_penalty", args=[motor.pk]),
        due_on=finding.due_on,
        standing=finding.standing,
    )


def penalty_item(penalty: Penalty) -> Item:
    """How a penalty is shown to who has to do something about it."""
    return Item(
        title=str(penalty),
        detail=f"{penalty.motor.model_name} {penalty.motor} · {penalty.get_fault_class_display()}",
        customer=penalty.case.customer.name,
        url=penalty.get_absolute_url(),
        due_on=penalty.due_on,
        standing=penalty.standing,
    )


register(
    Task(
        "plan_action",
        _("Plan corrective actions"),
        "action.plan",
        department_item,
        whom=_("the liable department"),
        hint=_("Find the root cause; name measures, owners and days."),
        icon="clipboard-list",
    ),
    Task(
        "measure",
        _("Carry out your measures"),
        "action.finish_measure",
        measure_item,
        hint=_("Report each one done, with what shows it."),
        icon="list-checks",
    ),
    Task(
        "implement_action",
        _("Declare corrective actions implemented"),
        "action.implement",
        department_item,
        whom=_("the liable department"),
        hint=_("Every measure is done; the check that it works comes next."),
        icon="check-check",
    ),
    Task(
        "verify_action",
        _("Verify corrective actions"),
        "action.verify",
        action_item,
        hint=_("Has the defect stayed away? State the evidence, or send it back."),
        icon="badge-check",
    ),
    Task(
        "judge_recurrence",
        _("Decide whether a defect came back"),
        "action.judge_recurrence",
        action_item,
        hint=_("Was the motor made before or after the measure? Nobody has recorded it."),
        icon="calendar-search",
    ),
    Task(
        "draft_penalty",
        _("Draft handling opinions"),
        "penalty.draft",
        finding_item,
        hint=_("A factory fault is confirmed; the production record proposes who made the motor."),
        icon="gavel",
    ),
    Task(
        "countersign_penalty",
        _("Countersign handling opinions"),
        "penalty.countersign",
        penalty_item,
        hint=_("Production itself is liable: is its opinion right?"),
        icon="signature",
    ),
    Task(
        "respond_penalty",
        _("Respond to handling opinions"),
        "penalty.respond",
        penalty_item,
        hint=_("An opinion concerns you; the director reads what you say before deciding."),
        icon="message-square-reply",
    ),
    Task(
        "assess_penalty",
        _("Assess handling opinions"),
        "penalty.assess",
        penalty_item,
        hint=_("Are finding, class and amounts right and fair?"),
        icon="scale",
    ),
    Task(
        "decide_penalty",
        _("Approve or dismiss penalties"),
        "penalty.approve",
        penalty_item,
        hint=_("Read the opinion, the assessment and the responses first."),
        icon="stamp",
    ),
    Task(
        "deduct_penalty",
        _("Record deductions"),
        "penalty.deduct",
        penalty_item,
        hint=_("Approved by the director; deducted from the performance bonus."),
        icon="banknote",
    ),
    rank=60,
)
register(
    Task(
        "decide_rates",
        _("Confirm penalty amounts"),
        "rates.confirm",
        rates_item,
        hint=_("Handling opinions take their amounts from this table, so two people change it."),
        icon="book-check",
    ),
    rank=87,
)
