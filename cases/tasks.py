"""What the main job puts on the worklists, and where the click leads."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from aftersales.addresses import addresses
from aftersales.kit.choices import Label
from cases.freight.statuses import Payer
from cases.models import Case, Freight, ReturnedMotor
from cases.statuses import Answer, CaseStatus, MotorStatus
from warranty.models import Customer
from warranty.statuses import ChargeOutcome
from workflow.worklist import Item, Task, register

C, M = CaseStatus, MotorStatus


def many(verb: str) -> Label:
    """The page on which a verb is taken of several motors at once."""
    return reverse_lazy("cases:many", args=[verb])


def case_item(url: str, **verb: str) -> Callable[[Case], Item]:
    """How a case is shown in the worklist; the click leads to ``url``."""

    def item(case: Case) -> Item:
        return Item(
            title=str(case),
            detail=f"{case.model_name} · {case.problem[:60]}" if case.model_name else case.problem[:80],
            customer=case.customer.name,
            url=addresses(url, **verb)(case.pk),
            due_on=case.due_on,
            standing=case.standing,
        )

    return item


def motor_item(url: str = "cases:act_motor", **verb: str) -> Callable[[ReturnedMotor], Item]:
    """How a motor is shown in the worklist; the click leads to ``url``."""

    def item(motor: ReturnedMotor) -> Item:
        return Item(
            title=f"{motor.model_name} {motor}",
            detail=f"{motor.case} · {motor.case.problem[:60]}",
            customer=motor.case.customer.name,
            url=addresses(url, **verb)(motor.pk),
            due_on=None if motor.stopped_on else motor.due_on,
            standing=None if motor.stopped_on else motor.standing,
        )

    return item


def feedback_to_decide(url: str, **verb: str) -> Callable[[Case], Item]:
    """A feedback that somebody approves: which motor, whose customer, and how sales judges it."""
    item = case_item(url, **verb)

    def decided(case: Case) -> Item:
        said = [case.model_name, case.serial_number, case.salesperson, *judged(case), case.problem[:40]]
        return replace(item(case), detail=in_a_line(said))

    return decided


def judged(case: Case) -> list[Label]:
    """The judgements of sales that are preliminary until the appraisal: whose fault, and whether in warranty."""
    warranty = WARRANTY.get(case.in_warranty)
    return [case.get_cause_display()] + ([warranty] if warranty else [])


WARRANTY: dict[str, Label] = {Answer.YES: _("in warranty"), Answer.NO: _("out of warranty")}


def motor_to_decide(url: str = "cases:act_motor", **verb: str) -> Callable[[ReturnedMotor], Item]:
    """A motor of which somebody approves something: whose customer, and what the appraisal came to."""
    item = motor_item(url, **verb)

    def decided(motor: ReturnedMotor) -> Item:
        return replace(item(motor), detail=in_a_line(known_of(motor)))

    return decided


def known_of(motor: ReturnedMotor) -> list[object]:
    """The case, its salesperson, and the verdict of the appraisal."""
    charge = ChargeOutcome(motor.charge).label if motor.charge else ""
    return [motor.case, motor.case.salesperson, motor.get_disposition_display(), charge]


def in_a_line(said: Iterable[object]) -> str:
    """What is known, with dots between."""
    return " · ".join(filter(None, map(str, said)))


def freight_item(verb: str) -> Callable[[Freight], Item]:
    """The freight of a motor, which somebody decides or settles; the click leads to its verb."""

    def item(freight: Freight) -> Item:
        motor = freight.motor
        who = str(freight.salesperson) if freight.payer == Payer.SALESPERSON else freight.get_payer_display()
        return Item(
            title=f"{motor.model_name} {freight}",
            detail=in_a_line([*known_of(motor), who]),
            customer=motor.case.customer.name,
            url=addresses("cases:act_freight", verb=verb)(freight.pk),
        )

    return item


NOT_PASSED = _("Not passed")


def repair_item(motor: ReturnedMotor) -> Item:
    """A motor to repair; one that quality sent back says so first."""
    item = motor_item("cases:repair")(motor)
    check = motor.inspection
    if check is None or check.passed:
        return item
    return replace(item, detail=f"{NOT_PASSED}: {check.findings[:80]}")


def reply_item(url: str = "cases:act_motor", **verb: str) -> Callable[[ReturnedMotor], Item]:
    """A motor whose quotation waits for the customer, with the day by which the reply is due."""
    item = motor_item(url, **verb)
    return lambda motor: replace(item(motor), due_on=motor.reply_due_on, standing=motor.reply_standing)


def customer_item(customer: Customer) -> Item:
    url = reverse("cases:confirm_customer", args=[customer.pk])
    return Item(title=customer.name, detail=customer.contact, customer=customer.name, url=url)


register(
    Task(
        "confirm_customer",
        _("Confirm new customers"),
        "customer.confirm",
        customer_item,
        hint=_("Entered with a feedback: a new one, or one that is known under another name?"),
        icon="user-plus",
    ),
    Task(
        "finish_draft",
        _("Finish and submit your drafts"),
        "case.submit",
        case_item("cases:case"),
        hint=_("Nobody else sees a draft; submitted, it gets its number."),
        icon="file-pen",
    ),
    Task(
        "give_info",
        _("Answer the manager's questions"),
        "case.submit",
        case_item("cases:case"),
        hint=_("Complete the facts, then submit again."),
        icon="message-circle-question-mark",
    ),
    Task(
        "first_answer",
        _("Give customers a first answer"),
        "case.first_answer",
        case_item("cases:act_case", verb="first_answer"),
        hint=_("Within a day: that we know, who looks after it, and when they hear more."),
        icon="phone-outgoing",
    ),
    Task(
        "authorise",
        _("Approve or reject returns"),
        "case.authorise_return",
        feedback_to_decide("cases:case"),
        hint=_("Read the facts and the warning, then approve, ask back or reject."),
        icon="stamp",
    ),
    Task(
        "answer",
        _("Answer opinions and complaints"),
        "case.answer",
        case_item("cases:act_case", verb="answer"),
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
        motor_item("cases:appraise"),
        hint=_("Tick what was found; the rules propose what follows."),
        icon="clipboard-pen",
        many=many("draft_appraisal"),
    ),
    Task(
        "sign",
        _("Sign appraisals"),
        "motor.sign_appraisal",
        motor_item("cases:appraise"),
        hint=_("With the fourth signature the appraisal counts and the clock starts."),
        icon="signature",
        many=many("sign_appraisal"),
    ),
    Task(
        "settle",
        _("Settle disagreements"),
        "motor.settle_dissent",
        motor_to_decide(verb="settle_dissent"),
        hint=_("A department disagrees; your word decides."),
        icon="scale",
    ),
    Task(
        "quote",
        _("Send quotations"),
        "motor.quote",
        motor_item("cases:quote"),
        hint=_("The clock stands still until the customer has replied."),
        icon="receipt-text",
        many=many("quote"),
    ),
    Task(
        "agree_departure",
        _("Agree to charge less"),
        "motor.agree_departure",
        motor_to_decide(verb="agree_departure"),
        hint=_("Less than 七 says is charged, or nothing: you answer for it."),
        icon="badge-percent",
        many=many("agree_departure"),
    ),
    Task(
        "customer_reply",
        _("Get the customer's reply"),
        "motor.accept_quote",
        reply_item("cases:motor"),
        hint=_("Yes: the repair begins. No: the motor goes back as it came."),
        icon="phone",
        many=many("accept_quote"),
    ),
    Task(
        "ask_again",
        _("Ask again about quotations"),
        "motor.ask_again",
        reply_item(verb="ask_again"),
        hint=_("The customer has not answered in time; the motor stands still meanwhile."),
        icon="phone-call",
        many=many("ask_again"),
    ),
    Task(
        "silent",
        _("Send back motors of silent customers"),
        "motor.give_up_quote",
        reply_item(verb="give_up_quote"),
        hint=_("Nobody answered the quotation as long as it was valid; the motor goes back unrepaired."),
        icon="undo-2",
    ),
    Task(
        "parts",
        _("Get the missing parts"),
        "motor.parts_arrived",
        motor_item(verb="parts_arrived"),
        hint=_("Parts that come late do not move the due date."),
        icon="package-open",
        many=many("parts_arrived"),
    ),
    Task(
        "repair",
        _("Repair"),
        "motor.finish_repair",
        repair_item,
        hint=_("Record the work and the parts; quality inspects it next."),
        icon="wrench",
        many=many("finish_repair"),
    ),
    Task(
        "inspect",
        _("Inspect repaired motors"),
        "motor.pass_inspection",
        motor_item("cases:motor"),
        hint=_("Whoever repaired a motor does not inspect it."),
        icon="badge-check",
        many=many("pass_inspection"),
    ),
    Task(
        "payment",
        _("Record payments"),
        "motor.record_payment",
        motor_item(verb="record_payment"),
        hint=_("Charged repairs leave the house when paid, or on approved credit."),
        icon="banknote",
        many=many("record_payment"),
    ),
    Task(
        "refund",
        _("Refund what was paid too much"),
        "motor.refund_payment",
        motor_item(verb="refund_payment"),
        hint=_("The repair cost less than was paid for it, or there was none."),
        icon="hand-coins",
    ),
    Task(
        "no_charge",
        _("Confirm repairs for nothing"),
        "motor.confirm_no_charge",
        motor_item(verb="confirm_no_charge"),
        hint=_("The rules charge for them, and nothing is asked: they leave only past you."),
        icon="circle-percent",
        many=many("confirm_no_charge"),
    ),
    Task(
        "freight",
        _("Settle freight"),
        "freight.settle",
        freight_item("settle"),
        hint=_("Who has paid the carrier is not who bears it: pay it back, or charge it."),
        icon="truck",
    ),
    Task(
        "decide_freight",
        _("Decide who bears freight"),
        "freight.decide",
        freight_item("decide"),
        hint=_("The appraisal leaves it open."),
        icon="scale",
    ),
    Task(
        "extension",
        _("Decide extensions"),
        "motor.decide_extension",
        motor_to_decide("cases:motor"),
        hint=_("A date is moved before it is due, or not at all."),
        icon="calendar-clock",
        many=many("grant_extension"),
    ),
    Task(
        "ship",
        _("Ship"),
        "motor.ship",
        motor_item(verb="ship"),
        hint=_("Inspected or going back as they came, and nothing is owed."),
        icon="truck",
        many=many("ship"),
    ),
    Task(
        "delivery",
        _("Confirm deliveries"),
        "motor.confirm_delivery",
        motor_item(verb="confirm_delivery"),
        hint=_("When the last motor has arrived, the case is complete."),
        icon="package-check",
        many=many("confirm_delivery"),
    ),
    rank=30,
)
register(
    Task(
        "next_round",
        _("List what comes back after a reopening"),
        "case.accept_list",
        case_item("cases:act_case", verb="list_more"),
        hint=_("The case was reopened: enter the motors that the customer sends back again."),
        icon="list-plus",
    ),
    Task(
        "answer_round",
        _("Answer reopened cases"),
        "case.complete",
        case_item("cases:act_case", verb="complete"),
        hint=_("No motor comes back: write down what the customer was told."),
        icon="message-square-reply",
    ),
    Task(
        "close",
        _("Close completed cases"),
        "case.close",
        case_item("cases:act_case", verb="close"),
        hint=_("Ask whether the customer is satisfied, and write down the words."),
        icon="circle-check-big",
    ),
    rank=70,
)
