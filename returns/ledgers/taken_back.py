"""What is taken back, and where it goes from there."""

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices
from aftersales.kit.ledger import DATE, ID, LONG, MOMENT, MONEY, NUMBER, STATE, Column, Ledger, Totals
from aftersales.kit.ledger.filters import choice
from aftersales.models import User
from cases.ledgers import (
    CASE,
    CUSTOMER,
    MODEL,
    SALESPERSON,
    SERIAL,
    by_whom,
    customer,
    model,
    of_visible_cases,
    search,
)
from cases.statuses import MotorStatus
from returns.ledgers.slips import number_of, slips_of
from returns.models import ReturnEntry, SettledBy, Transfer

M = MotorStatus


class Entry(ColouredChoices):
    """What became of a line of the return ledger."""

    PENDING = "pending", "amber", _("awaiting approval")
    APPROVED = "approved", "green", _("approved")
    DROPPED = "dropped", "grey", _("not taken back")


COUNTS = Q(appraisal=F("motor__appraisal"))
ENTRY = {
    Entry.PENDING: COUNTS & Q(motor__status=M.RETURN_PENDING),
    Entry.APPROVED: COUNTS & ~Q(motor__status=M.RETURN_PENDING),
    Entry.DROPPED: ~COUNTS,
}


def entry_state(entry: ReturnEntry) -> Entry:
    """A refused return and a new appraisal leave the line on record."""
    if not entry.counts:
        return Entry.DROPPED
    return Entry.PENDING if entry.motor.status == M.RETURN_PENDING else Entry.APPROVED


OF_MOTOR = ("motor__case__dossier", "motor__case__customer", "motor__case__salesperson", "motor__product")


def return_entries(user: User) -> QuerySet[ReturnEntry]:
    rows = of_visible_cases(ReturnEntry.objects.all(), user)
    return rows.select_related(*OF_MOTOR, "entered_by").prefetch_related(slips_of("TH", "motor__"))


RETURN = Ledger(
    key="return",
    title=_("Return ledger"),
    hint=_("What is taken back, on which document, for how much (四.2)"),
    icon="undo-2",
    rank=50,
    permission="slip.view",
    rows=return_entries,
    period="entered_at",
    search=search("motor__case", "motor__slips"),
    filters=(
        customer("motor__case__customer"),
        model(),
        choice("status", _("Status"), Entry.choices, lambda rows, state: rows.filter(ENTRY[Entry(state)])),
    ),
    columns=(
        SERIAL,
        Column(_("Status"), entry_state, STATE),
        Column(_("Entered"), "entered_at", MOMENT, sort="entered_at"),
        CUSTOMER,
        MODEL,
        Column(_("Delivery note or invoice"), "source_document", ID),
        Column(_("Quantity"), lambda entry: 1, NUMBER, screen=False),
        Column(_("Price"), "price", MONEY, screen=False),
        Column(_("Amount"), "amount", MONEY, sort="price"),
        Column(_("Reason"), "reason", LONG),
        Column(_("Return slip"), lambda entry: number_of(entry.motor), ID),
        Column(_("Remark"), "remark", screen=False),
        Column(_("Entered by"), by_whom("entered_by"), screen=False),
        CASE,
        SALESPERSON,
    ),
    totals=Totals("motor__case__customer__name", "price", lambda rows: rows.filter(COUNTS)),
)


def transfers(user: User) -> QuerySet[Transfer]:
    rows = of_visible_cases(Transfer.objects.all(), user)
    related = rows.select_related(*OF_MOTOR, "prepared_by", "accepted_by")
    return related.prefetch_related(slips_of("ZY", "motor__"))


TRANSFER = Ledger(
    key="transfer",
    title=_("Transfer ledger"),
    hint=_("Returned motors on their way to the workshop, and what became of them"),
    icon="arrow-right-left",
    rank=60,
    permission="slip.view",
    rows=transfers,
    period="prepared_at",
    search=search("motor__case", "motor__slips"),
    filters=(
        customer("motor__case__customer"),
        model(),
        choice(
            "status",
            _("Status"),
            [
                (state.value, state.label)
                for state in (M.RETURN_APPROVED, M.TRANSFERRED, M.RESTOCKED, M.DISMANTLED, M.SCRAPPED)
            ],
            "motor__status",
        ),
    ),
    columns=(
        SERIAL,
        Column(_("Status"), "motor.state", STATE),
        Column(_("Prepared"), "prepared_at", MOMENT, sort="prepared_at"),
        CUSTOMER,
        MODEL,
        Column(_("Workshop"), "to_workshop"),
        Column(_("What to do"), "instruction", LONG),
        Column(_("By when"), "due_on", DATE, sort="due_on"),
        Column(_("Transfer slip"), lambda order: number_of(order.motor), ID),
        Column(_("Prepared by"), by_whom("prepared_by"), screen=False),
        Column(_("Taken over by"), by_whom("accepted_by"), screen=False),
        Column(_("Taken over"), "accepted_at", MOMENT, screen=False),
        Column(_("Workshop result"), "result", LONG, screen=False),
        CASE,
        SALESPERSON,
    ),
)


def refunds(user: User) -> QuerySet[ReturnEntry]:
    return return_entries(user).filter(settled_at__isnull=False).select_related("settled_by")


REFUND = Ledger(
    key="refund",
    title=_("Refund ledger"),
    hint=_("What customers got for motors that were taken back"),
    icon="hand-coins",
    rank=55,
    permission="amount.view",
    rows=refunds,
    period="settled_at",
    search=search("motor__case", "motor__slips"),
    filters=(
        customer("motor__case__customer"),
        choice("status", _("Settled with"), SettledBy.choices, "settled_with"),
    ),
    columns=(
        SERIAL,
        Column(_("Settled with"), "settled", STATE),
        Column(_("Settled"), "settled_at", MOMENT, sort="settled_at"),
        CUSTOMER,
        MODEL,
        Column(_("Amount"), "settled_amount", MONEY),
        Column(_("Document"), "settled_document", ID),
        Column(_("Return slip"), lambda entry: number_of(entry.motor), ID),
        Column(_("Settled by"), by_whom("settled_by"), screen=False),
        CASE,
        SALESPERSON,
    ),
    totals=Totals("motor__case__customer__name", "settled_amount", lambda rows: rows),
)
