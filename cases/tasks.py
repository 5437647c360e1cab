"""What the main job puts on the worklists, and where the click leads."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import Case, ReturnedMotor
from cases.queries import (
    cases,
    extensions_to_decide,
    first_answers,
    motors,
    own,
    payments_due,
    shippable,
    silent,
    to_answer,
    to_authorise,
    to_close,
    to_confirm,
    to_inspect,
    to_sign,
    with_dissent,
)
from cases.statuses import CaseStatus, MotorStatus
from workflow.worklist import Item, Task, register

C, M = CaseStatus, MotorStatus


def case_item(url: str, **args: Any) -> Callable[[Case], Item]:
    """How a case is shown in the worklist; the click leads to ``url``."""

    def item(case: Case) -> Item:
        return Item(
            title=str(case),
            detail=f"{case.model_name} · {case.problem[:60]}" if case.model_name else case.problem[:80],
            customer=case.customer.name,
            url=reverse(url, kwargs={"pk": case.pk} | args),
            due_on=case.due_on,
            standing=case.standing,
        )

    return item


def motor_item(url: str = "cases:act_motor", **args: Any) -> Callable[[ReturnedMotor], Item]:
    """How a motor is shown in the worklist; the click leads to ``url``."""

    def item(motor: ReturnedMotor) -> Item:
        return Item(
            title=f"{motor.model_name} {motor}",
            detail=f"{motor.case} · {motor.case.problem[:60]}",
            customer=motor.case.customer.name,
            url=reverse(url, kwargs={"pk": motor.pk} | args),
            due_on=None if motor.stopped_on else motor.due_on,
            standing=None if motor.stopped_on else motor.standing,
        )

    return item


def reply_item(url: str = "cases:act_motor", **args: Any) -> Callable[[ReturnedMotor], Item]:
    """A motor whose quotation waits for the customer, with the day by which the reply is due."""
    item = motor_item(url, **args)
    return lambda motor: replace(item(motor), due_on=motor.reply_due_on, standing=motor.reply_standing)


register(
    Task(
        "finish_draft",
        _("Finish and submit your drafts"),
        "case.submit",
        own(cases(C.DRAFT)),
        case_item("cases:case"),
        "due_on",
        hint=_("Nobody else sees a draft; submitted, it gets its number."),
        icon="file-pen",
        person="salesperson",
    ),
    Task(
        "give_info",
        _("Answer the manager's questions"),
        "case.submit",
        own(cases(C.INFO_REQUESTED)),
        case_item("cases:case"),
        "due_on",
        hint=_("Complete the facts, then submit again."),
        icon="message-circle-question-mark",
        person="salesperson",
    ),
    Task(
        "first_answer",
        _("Give customers a first answer"),
        "case.first_answer",
        first_answers,
        case_item("cases:act_case", verb="first_answer"),
        "due_on",
        hint=_("Within a day: that we know, who looks after it, and when they hear more."),
        icon="phone-outgoing",
        person="salesperson",
    ),
    Task(
        "authorise",
        _("Approve or reject returns"),
        "case.authorise_return",
        to_authorise,
        case_item("cases:case"),
        "due_on",
        hint=_("Read the facts and the warning, then approve, ask back or reject."),
        icon="stamp",
    ),
    Task(
        "answer",
        _("Answer opinions and complaints"),
        "case.answer",
        to_answer,
        case_item("cases:act_case", verb="answer"),
        "due_on",
        hint=_("No motor comes back: write down what the customer was told."),
        icon="message-square-reply",
    ),
    rank=10,
)
register(
    Task(
        "appraise",
        _("Write appraisals"),
        "motor.draft_appraisal",
        motors(M.RECEIVED, appraisal=None),
        motor_item("cases:appraise"),
        "due_on",
        hint=_("Tick what was found; the rules propose what follows."),
        icon="clipboard-pen",
    ),
    Task(
        "sign",
        _("Sign appraisals"),
        "motor.sign_appraisal",
        to_sign,
        motor_item("cases:appraise"),
        "due_on",
        hint=_("With the fourth signature the appraisal counts and the clock starts."),
        icon="signature",
    ),
    Task(
        "settle",
        _("Settle disagreements"),
        "motor.settle_dissent",
        with_dissent,
        motor_item(verb="settle_dissent"),
        "due_on",
        hint=_("A department disagrees; your word decides."),
        icon="scale",
    ),
    Task(
        "quote",
        _("Send quotations"),
        "motor.quote",
        motors(M.QUOTED, quoted_at=None),
        motor_item(verb="quote"),
        "due_on",
        hint=_("The clock stands still until the customer has replied."),
        icon="receipt-text",
    ),
    Task(
        "customer_reply",
        _("Get the customer's reply"),
        "motor.accept_quote",
        own(motors(M.QUOTED, quoted_at__isnull=False), "case__"),
        reply_item("cases:motor"),
        "reply_due_on",
        hint=_("Yes: the repair begins. No: the motor goes back as it came."),
        icon="phone",
        person="case__salesperson",
    ),
    Task(
        "ask_again",
        _("Ask again about quotations"),
        "motor.ask_again",
        silent,
        reply_item(verb="ask_again"),
        "reply_due_on",
        hint=_("The customer has not answered in time; the motor stands still meanwhile."),
        icon="phone-call",
    ),
    Task(
        "parts",
        _("Get the missing parts"),
        "motor.parts_arrived",
        motors(M.AWAITING_PARTS),
        motor_item(verb="parts_arrived"),
        "due_on",
        hint=_("Parts that come late do not move the due date."),
        icon="package-open",
    ),
    Task(
        "repair",
        _("Repair"),
        "motor.finish_repair",
        motors(M.REPAIRING),
        motor_item("cases:repair"),
        "due_on",
        hint=_("Record the work and the parts; quality inspects it next."),
        icon="wrench",
    ),
    Task(
        "inspect",
        _("Inspect repaired motors"),
        "motor.pass_inspection",
        to_inspect,
        motor_item("cases:motor"),
        "due_on",
        hint=_("Whoever repaired a motor does not inspect it."),
        icon="badge-check",
    ),
    Task(
        "payment",
        _("Record payments"),
        "motor.record_payment",
        payments_due,
        motor_item(verb="record_payment"),
        "pay_by",
        hint=_("Charged repairs leave the house when paid, or on approved credit."),
        icon="banknote",
    ),
    Task(
        "extension",
        _("Decide extensions"),
        "motor.decide_extension",
        extensions_to_decide,
        motor_item("cases:motor"),
        "due_on",
        hint=_("A date is moved before it is due, or not at all."),
        icon="calendar-clock",
    ),
    Task(
        "ship",
        _("Ship"),
        "motor.ship",
        shippable,
        motor_item(verb="ship"),
        "due_on",
        hint=_("Inspected or going back as they came, and nothing is owed."),
        icon="truck",
    ),
    Task(
        "delivery",
        _("Confirm deliveries"),
        "motor.confirm_delivery",
        to_confirm,
        motor_item(verb="confirm_delivery"),
        hint=_("When the last motor has arrived, the case is complete."),
        icon="package-check",
    ),
    rank=30,
)
register(
    Task(
        "close",
        _("Close completed cases"),
        "case.close",
        to_close,
        case_item("cases:act_case", verb="close"),
        hint=_("Ask whether the customer is satisfied, and write down the words."),
        icon="circle-check-big",
    ),
    rank=70,
)
