"""What follows from the verbs of the main job beside the new state: one function a record.

Each runs inside the transaction of its verb, in the order of this file; see workflow.actions.on(). Slips are issued in
modules called `slips`, notices are `tells=` in `cases/transitions/`, and apps above have consequences of their own:
`python manage.py verbs motor.approve_return` lists all that follows from a verb, with file and line.
"""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from aftersales.models import User
from cases.clock import deadlines
from cases.conditions import departments_to_sign, signing_state
from cases.models import (
    Appraisal,
    Case,
    Extension,
    Inspection,
    Quotation,
    QuotedPart,
    Receipt,
    Repair,
    RepairPart,
    ReturnedMotor,
    Shipment,
    Signature,
)
from cases.photos.scans import keep_scan
from cases.policy import CasePolicy
from cases.repair.fees import charged
from cases.repair.models import ReceiptKind
from cases.shipping.models import ShipmentEnd
from cases.statuses import FINAL_MOTOR, CaseStatus, Lapse, MotorStatus
from catalogue.models import Part
from catalogue.queries import parts_called
from warranty.queries import registered_motors
from workflow.actions import on, take
from workflow.guards import Blocked, Stale
from workflow.models import Event, Facts, policy_on
from workflow.waiting import touched


@on("case.correct_list")
def correct_lines(case: Case, event: Event) -> None:
    """Each motor that the correction is about says so in an event of its own, old and new."""
    struck, corrected = event.data["struck"], event.data["corrected"]
    expected = case.motors.filter(status=MotorStatus.EXPECTED).select_related("product", "registered")
    motors = {motor.pk: motor for motor in expected}
    if not motors.keys() >= {*struck, *corrected}:
        raise Stale(_("Some of it has been counted by now; look at the list again."))
    numbers = {pk: edit["serial_number"] for pk, edit in corrected.items() if "serial_number" in edit}
    case.motors.filter(pk__in=numbers).update(serial_number="")  # two may change places
    entries = registered_motors(numbers.values())
    said = {"reason": event.data["reason"]}
    for pk in struck:
        line = motors[pk]
        take(line, "strike", by=event.actor, at=event.at, data=said, derived=True)
    for pk, edit in corrected.items():
        line = motors[pk]
        if pk in numbers:
            line.registered = entries.get(numbers[pk])
        take(line, "correct_line", by=event.actor, at=event.at, data=said | {"edit": edit}, derived=True)


@on("case.accept_list", "case.list_more", "case.correct_list")
def list_motors(case: Case, event: Event) -> None:
    """The return list becomes one motor a line (四.2), of the round in which the case is."""
    lines = case.motors.values_list("status", "serial_number")
    listed = [number for status, number in lines if status != MotorStatus.STRUCK]
    rows = [
        ReturnedMotor(case=case, round=case.revision, position=position, **line)
        for position, line in enumerate(event.data["motors"], len(lines) + 1)
    ]
    ReturnedMotor.objects.bulk_create(rows)
    case.search_text = case.build_search_text(*listed, *(row.serial_number for row in rows))
    case.save(update_fields=["search_text"])


@on("case.correct_list")
def go_on_with_the_list(case: Case, event: Event) -> None:
    """A list of which nothing is left is entered anew; else the case goes on with what is left."""
    left = case.motors.filter(round=case.revision).exclude(status=MotorStatus.STRUCK)
    if left.exists():
        settle_with_the_last(case, event)
    else:
        follow(case, {CaseStatus.AWAITING_RECEIPT: "list_anew"}, event)


@on("motor.draft_appraisal")
def keep_appraisal(motor: ReturnedMotor, event: Event) -> None:
    """Rewrite an unsigned draft in place; once somebody has signed, a correction is a new version."""
    fields = event.data["appraisal"]
    present = motor.appraisal
    if present is None or present.signatures.exists():
        version = motor.appraisals.count() + 1
        present = Appraisal(motor=motor, version=version)
    for name, value in fields.items():
        setattr(present, name, value)
    present.drafted_by, present.drafted_at = event.by, event.at
    present.save()
    motor.appraisal = present
    motor.save(update_fields=["appraisal"])


@on("motor.sign_appraisal")
def sign(motor: ReturnedMotor, event: Event) -> None:
    """One department's signature; the fourth one lets the appraisal take effect (四.2)."""
    assert motor.appraisal is not None
    department, wording = event.data["department"], motor.appraisal.wording
    if event.data.get("wording", wording) != wording:
        raise Stale(_("The appraisal has been rewritten; read the new version."))
    if department not in departments_to_sign(motor, event.by):
        raise Blocked(_("You cannot sign for this department."))
    Signature.objects.create(
        appraisal=motor.appraisal,
        department=department,
        user=event.by,
        at=event.at,
        dissent=event.data.get("dissent", ""),
    )
    take_effect(motor, event)


@on("motor.sign_on_paper")
def sign_on_paper(motor: ReturnedMotor, event: Event) -> None:
    """A signature that stands on the printed sheet, with its scan; it counts as any other (四.2)."""
    said = event.data
    signer = User.objects.get(pk=said["signer_id"])
    if said["department"] not in departments_to_sign(motor, signer):
        raise Blocked(_("%(name)s cannot sign for this department, or has signed.") % {"name": signer})
    assert motor.appraisal is not None
    Signature.objects.create(
        appraisal=motor.appraisal,
        department=said["department"],
        user=signer,
        at=event.at,
        dissent=said.get("dissent", ""),
        entered_by=event.actor,
        scan=keep_scan(said["scan_id"], motor, event),
    )
    take_effect(motor, event)


@on("motor.settle_dissent")
def settle(motor: ReturnedMotor, event: Event) -> None:
    """The director decides where the departments disagree; the appraisal then stands as written."""
    assert motor.appraisal is not None
    motor.appraisal.settled_by, motor.appraisal.settled_at = event.by, event.at
    motor.appraisal.settlement = event.data["reason"]
    motor.appraisal.save()
    take_effect(motor, event)


def take_effect(motor: ReturnedMotor, event: Event) -> None:
    """Appraise the motor as soon as all have signed and nobody's dissent is open."""
    missing, unsettled = signing_state(motor)
    if not missing and not unsettled:
        take(motor, "appraise", by=event.by, at=event.at, data={}, derived=True)


@on("motor.appraise")
def note_effect(motor: ReturnedMotor, event: Event) -> None:
    assert motor.appraisal is not None
    motor.appraisal.effective_at = event.at
    motor.appraisal.save(update_fields=["effective_at"])


@on("motor.quote", "motor.quote_again")
def keep_quotation(motor: ReturnedMotor, event: Event) -> None:
    """A new offer; one that the customer has not answered is replaced by it."""
    motor.quotations.filter(answered_at=None).update(
        accepted=False,
        answered_by=event.by,
        answered_at=event.at,
        lapse=Lapse.REPLACED,
    )
    motor.quotation = Quotation.objects.create(
        motor=motor,
        material_fee=event.data["material_fee"],
        labour_fee=event.data["labour_fee"],
        discount=event.data.get("discount") or 0,
        discount_reason=event.data.get("discount_reason", ""),
        note=event.data.get("note", ""),
        valid_until=event.data.get("valid_until") or valid_until(motor),
        quoted_by=event.by,
        quoted_at=event.at,
    )
    motor.save(update_fields=["quotation"])
    parts = event.data.get("parts", [])
    QuotedPart.objects.bulk_create(QuotedPart(quotation=motor.quotation, **part) for part in parts)


@on("motor.agree_departure")
def note_agreement(motor: ReturnedMotor, event: Event) -> None:
    """The quotation says who answers for what is charged less."""
    offer = motor.quotation
    assert offer is not None
    offer.agreed_by, offer.agreed_at = event.by, event.at
    offer.save(update_fields=["agreed_by", "agreed_at"])


@on("motor.refuse_departure")
def drop_offer(motor: ReturnedMotor, event: Event) -> None:
    """The customer never sees it; after-sales quotes again."""
    motor.quotations.filter(answered_at=None).update(
        accepted=False, answered_by=event.by, answered_at=event.at, lapse=Lapse.NOT_AGREED
    )
    motor.quotation = None
    motor.save(update_fields=["quotation"])


def valid_until(motor: ReturnedMotor) -> dt.date:
    """How long an offer of today is valid, by the edition of the motor's case."""
    policy = policy_on(CasePolicy, motor.case.claim_date)
    return motor.today + dt.timedelta(policy.quotation_valid_days)


@on("motor.give_up_quote")
def lapse_quotation(motor: ReturnedMotor, event: Event) -> None:
    """Nobody answered while it was valid."""
    offer = motor.quotation
    assert offer is not None
    offer.accepted, offer.lapse = False, Lapse.SILENT
    offer.answered_by, offer.answered_at = event.by, event.at
    offer.save()


MONEY = {
    "record_payment": ReceiptKind.PAYMENT,
    "correct_payment": ReceiptKind.CORRECTION,
    "refund_payment": ReceiptKind.REFUND,
}


@on("motor.record_payment", "motor.correct_payment", "motor.refund_payment")
def keep_receipt(motor: ReturnedMotor, event: Event) -> None:
    """One entry for the money, a second one for what the first said wrongly, or what is paid back."""
    so_far = sum(motor.receipts.values_list("amount", flat=True))
    Receipt.objects.create(
        motor=motor,
        amount=motor.paid_amount - so_far,
        reference=event.data["reference"],
        kind=MONEY[event.verb],
        reason=event.data.get("reason", ""),
        entered_by=event.by,
        entered_at=event.at,
    )


@on("motor.accept_quote", "motor.refuse_quote")
def answer_quotation(motor: ReturnedMotor, event: Event) -> None:
    """The customer's answer, as the salesperson heard it."""
    offer, said = motor.quotation, event.data
    assert offer is not None
    offer.accepted = event.verb == "accept_quote"
    offer.answered_by, offer.answered_at = event.by, event.at
    offer.answered_for, offer.answered_how = said.get("who", ""), said.get("how", "")
    offer.answer_note = said.get("note", "")
    if scan := said.get("scan_id"):  # of the case: several motors may stand on one paper
        offer.answer_scan = keep_scan(scan, motor.case, event, _("answer to the quotation"))
    offer.save()


@on("motor.finish_repair")
def keep_repair(motor: ReturnedMotor, event: Event) -> None:
    """Work and parts; what the customer pays follows from the charge, within the accepted quotation (七)."""
    data = event.data
    fees = charged(motor.disposition, motor.charge, data["parts"], data["labour"])
    if (fees.material, fees.labour) != (data["material_fee"], data["labour_fee"]):
        raise Blocked(_("The fees do not follow from the parts and the charge."))
    if motor.quotation and fees.total > motor.quotation.by_rules:
        raise Blocked(
            _("%(total)s is more than the accepted quotation of %(quoted)s. Quote again first.")
            % {"total": fees.total, "quoted": motor.quotation.by_rules}
        )
    motor.repair = Repair.objects.create(
        motor=motor,
        work_done=data["work_done"],
        labour_fee=data["labour"],
        charged_material=fees.material,
        charged_labour=fees.labour,
        minutes=data.get("minutes") or 0,
        minute_cost=Decimal(policy_on(CasePolicy, motor.case.claim_date).hour_cost) / 60,
        done_by=event.by,
        done_at=event.at,
    )
    motor.save(update_fields=["repair"])
    keep_parts(motor.repair, data["parts"])


def keep_parts(repair: Repair, lines: list[Facts]) -> None:
    """What was used, each at the price of the catalogue where that has it, else at the one that was entered."""
    known = parts_called([line["name"] for line in lines]) if lines else {}
    RepairPart.objects.bulk_create([used_part(repair, line, known.get(line["name"])) for line in lines])


def used_part(repair: Repair, line: Facts, part: Part | None) -> RepairPart:
    """A line with what the catalogue says of the part on this day."""
    if part is None:
        return RepairPart(repair=repair, unit_cost=line["unit_price"], **line)
    return RepairPart(repair=repair, part=part, unit_cost=part.price, supplier=part.bought_of, **line)


@on("motor.pass_inspection", "motor.fail_inspection", "motor.clear_for_stock", "motor.find_unfit")
def keep_inspection(motor: ReturnedMotor, event: Event) -> None:
    """Quality's findings on a motor."""
    motor.inspection = Inspection.objects.create(
        motor=motor,
        passed=event.verb in {"pass_inspection", "clear_for_stock"},
        findings=event.data.get("findings") or event.data.get("reason", ""),
        unmeasured=event.data.get("unmeasured", ""),
        inspected_by=event.by,
        inspected_at=event.at,
    )
    motor.save(update_fields=["inspection"])


@on("motor.request_extension")
def keep_extension(motor: ReturnedMotor, event: Event) -> None:
    """A later date is asked for; the promised one stays until somebody grants it (四.3)."""
    new_due_on = event.data["new_due_on"]
    if motor.due_on is None or new_due_on <= motor.due_on:
        raise Blocked(_("The new date must be later than the present due date."))
    within_the_limits(motor, new_due_on)
    Extension.objects.create(
        motor=motor,
        old_due_on=motor.due_on,
        new_due_on=new_due_on,
        reason=event.data["reason"],
        requested_by=event.by,
        requested_at=event.at,
    )


def within_the_limits(motor: ReturnedMotor, new_due_on: dt.date) -> None:
    """No extension is longer, and none is one more, than the edition allows. Raises Blocked."""
    policy = policy_on(CasePolicy, motor.case.claim_date)
    assert motor.due_on is not None
    if (new_due_on - motor.due_on).days > policy.extension_days:
        raise Blocked(_("An extension is at most %(days)d days (四.3).") % {"days": policy.extension_days})
    if motor.extensions.filter(granted=True, holiday=False).count() >= policy.extensions:
        raise Blocked(
            _("The date of one motor is moved at most %(times)d times (四.3).") % {"times": policy.extensions}
        )


@on("motor.extend_for_holiday")
def keep_holiday(motor: ReturnedMotor, event: Event) -> None:
    """The house is closed: the new day needs no request and counts against no limit."""
    said = event.data
    Extension.objects.create(
        motor=motor,
        old_due_on=said["old_due_on"],
        new_due_on=said["new_due_on"],
        reason=said["reason"],
        holiday=True,
        granted=True,
        requested_by=event.by,
        requested_at=event.at,
        decided_by=event.by,
        decided_at=event.at,
    )


@on("motor.grant_extension", "motor.refuse_extension")
def decide_extension(motor: ReturnedMotor, event: Event) -> None:
    """The decision on the open extension, by somebody other than who asked."""
    motor.extensions.filter(decided_at=None).update(
        granted=event.verb == "grant_extension",
        decided_by=event.by,
        decided_at=event.at,
        decision_note=event.data.get("reason", ""),
    )


SHIPPING = ("consignee", "recipient", "address", "carrier", "waybill")


@on("motor.ship")
def keep_shipment(motor: ReturnedMotor, event: Event) -> None:
    """The way back to the customer or the salesperson (四.2)."""
    said = {name: event.data.get(name, "") for name in SHIPPING}
    motor.shipment = Shipment.objects.create(motor=motor, shipped_by=event.by, shipped_at=event.at, **said)
    motor.save(update_fields=["shipment"])


@on("motor.confirm_delivery", "motor.correct_delivery")
def keep_delivery(motor: ReturnedMotor, event: Event) -> None:
    motor.shipments.filter(end="").update(delivered_on=event.data["delivered_on"])


@on("motor.take_in_again", "motor.correct_shipment")
def end_shipment(motor: ReturnedMotor, event: Event) -> None:
    """It came back, or was written down wrongly: it stays on record and does not count."""
    end = ShipmentEnd.CAME_BACK if event.verb == "take_in_again" else ShipmentEnd.CORRECTED
    motor.shipments.filter(end="").update(end=end, end_note=event.data["reason"])


@on("motor.correct_shipment")
def replace_shipment(motor: ReturnedMotor, event: Event) -> None:
    """The second entry: what was wrong as it should have been, all else as it was."""
    wrong = motor.shipment
    assert wrong is not None
    said = {name: event.data.get(name) or getattr(wrong, name) for name in SHIPPING}
    motor.shipment = Shipment.objects.create(
        motor=motor,
        shipped_by=wrong.shipped_by,
        shipped_at=wrong.shipped_at,
        delivered_on=wrong.delivered_on,
        **said,
    )
    motor.save(update_fields=["shipment"])


@on("motor.take_in_again")
def forget_shipment(motor: ReturnedMotor, event: Event) -> None:
    motor.shipment = None
    motor.save(update_fields=["shipment"])


@on("motor.reappraise", "motor.refuse_return", "motor.scrap", "motor.ship")
def withdraw_offers(motor: ReturnedMotor, event: Event) -> None:
    """Whatever waited for an answer waits no more: the motor is appraised again, or gone."""
    lapse = Lapse.APPRAISED_AGAIN if motor.status == MotorStatus.RECEIVED else Lapse(motor.status)
    motor.quotations.filter(answered_at=None).update(
        accepted=False, answered_by=event.by, answered_at=event.at, lapse=lapse
    )
    motor.extensions.filter(decided_at=None).update(
        granted=False, decided_by=event.by, decided_at=event.at, lapse=lapse
    )


@on("motor.*")
def refresh_motor_deadline(motor: ReturnedMotor, event: Event) -> None:
    if motor.received_at:  # until it is here no clock of it runs
        deadlines.refresh_motor(motor)


@on("case.*")
def refresh_case_deadline(case: Case, event: Event) -> None:
    if event.from_status:  # who opens it writes its first day down with it
        deadlines.refresh_case(case)


@on("motor.*")
def advance(motor: ReturnedMotor, event: Event) -> None:
    """A case is completed with the last of its motors, even if none of them ever arrived; and goes on with one."""
    if motor.status == MotorStatus.STRUCK:
        return  # what that means for the case, the corrected list as a whole says
    case = Case.objects.get(pk=motor.case_id)
    if (event.from_status in FINAL_MOTOR) != motor.final:
        touched(case)  # whether any of its motors is still to be settled
    if not motor.final:
        follow(case, {CaseStatus.COMPLETED: "go_on", CaseStatus.CLOSED: "go_on"}, event)
    else:
        settle_with_the_last(case, event)


def settle_with_the_last(case: Case, event: Event) -> None:
    if not case.motors.exclude(status__in=FINAL_MOTOR).exists():
        follow(case, {CaseStatus.AWAITING_RECEIPT: "start_processing"}, event)
        follow(case, {CaseStatus.IN_PROCESS: "complete"}, event)


def follow(case: Case, verbs: dict[str, str], event: Event) -> None:
    """Take what the case's own state wants of it, if anything."""
    if verb := verbs.get(case.status):
        take(case, verb, by=event.by, at=event.at, data={}, derived=True)


@on("case.hand_over")
def ask_the_other(case: Case, event: Event) -> None:
    """What waits at its motors for the salesperson waits for the other one."""
    touched(*case.motors.select_related(*ReturnedMotor.reads))
