"""Quotations and their answers, and what is paid (七)."""

import datetime as dt

from django.utils.translation import gettext as _

from cases.models import (
    Quotation,
    QuotedPart,
    Receipt,
    ReturnedMotor,
)
from cases.photos.scans import keep_scan
from cases.policy import CasePolicy
from cases.repair.models import ReceiptKind
from cases.statuses import Lapse
from workflow.actions import on
from workflow.models import Event, policy_on


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
