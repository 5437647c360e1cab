"""The ledgers of what moves on paper: consignments, repairs, returns, transfers, and the prints themselves."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.choices import ColouredChoices
from aftersales.ledger import (
    DATE,
    ID,
    LONG,
    MOMENT,
    MONEY,
    NUMBER,
    STATE,
    Column,
    Ledger,
    Totals,
    register,
)
from aftersales.ledger.filters import choice
from aftersales.models import User
from aftersales.search import encode
from cases.ledgers import CASE, CUSTOMER, MODEL, SALESPERSON, SERIAL, customer, model, of_visible_cases
from cases.statuses import MotorStatus
from returns.kinds import KINDS
from returns.models import Finding, Handover, HandoverStatus, PrintedCopy, ReturnEntry, Slip, Transfer

M = MotorStatus
SLIP_NUMBER = re.compile(r"(?!FK)[A-Z]{2}-\d{4}-\d{4,}", re.IGNORECASE)  # that of FK is the case's


def slips_of(kind: str, path: str) -> Prefetch:
    """The slips in force of one kind, for ``number_of``."""
    slips = Slip.objects.filter(kind=kind, voided_at=None).only("number", "motor", "handover")
    return Prefetch(f"{path}slips", slips, to_attr="in_force")


def number_of(owner: Any) -> str:
    """The number of the slip that documents a motor's or consignment's line; empty before it is issued."""
    return next((slip.number for slip in reversed(owner.in_force)), "")


def search(case: str, **owner: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    """By what the case of this path is found by, or by the number of a slip.

    ``owner`` says what the rows share with their slip: ``motor="motor"``, ``pk="handover"``.
    """
    ((field, of_slip),) = owner.items()

    def narrow(rows: QuerySet[Any], word: str) -> QuerySet[Any]:
        if not SLIP_NUMBER.fullmatch(word):
            return rows.filter(**{f"{case}__search_text__contains": encode(word)})
        return rows.filter(**{f"{field}__in": Slip.objects.filter(number=word.upper()).values(of_slip)})

    return narrow


# -- consignments -------------------------------------------------------------------------------------


def handovers(user: User) -> QuerySet[Handover]:
    rows = of_visible_cases(Handover.objects.all(), user, "case")
    people = ("counted_by", "signed_by", "case__customer", "case__salesperson")
    return rows.select_related(*people).prefetch_related("lines", slips_of("JJ", ""))


def lines(*findings: str) -> Callable[[Handover], int]:
    """How many motors of a consignment were found so."""
    return lambda handover: sum(line.finding in findings for line in handover.lines.all())


HANDOVER = Ledger(
    key="handover",
    title=_("Handover ledger"),
    hint=_("Every consignment that was counted against its list"),
    icon="package-search",
    permission="slip.view",
    rows=handovers,
    period="arrived_on",
    search=search("case", pk="handover"),
    filters=(
        customer("case__customer"),
        choice("status", _("Status"), HandoverStatus.choices, "status"),
    ),
    columns=(
        Column(_("Number"), lambda handover: number_of(handover) or handover, ID, url="get_absolute_url"),
        Column(_("Status"), "state", STATE),
        Column(_("Arrived"), "arrived_on", DATE, sort="arrived_on"),
        Column(_("Customer"), "case.customer.name", LONG),
        Column(_("Carrier"), "carrier"),
        Column(_("Waybill"), "waybill", ID),
        Column(_("As listed"), lines(Finding.RECEIVED), NUMBER),
        Column(_("Wrong model"), lines(Finding.WRONG_MODEL), NUMBER),
        Column(_("Not listed"), lines(Finding.UNLISTED), NUMBER),
        Column(_("Missing"), lines(Finding.MISSING), NUMBER),
        Column(_("Counted by"), "counted_by", screen=False),
        Column(_("Countersigned by"), "signed_by", screen=False),
        Column(_("Signed"), "signed_at", MOMENT, screen=False),
        Column(_("Case"), "case.number", ID, url="case.get_absolute_url"),
        Column(_("Salesperson"), "case.salesperson", screen=False),
    ),
)


# -- repairs ------------------------------------------------------------------------------------------


class Void(ColouredChoices):
    """A slip that does not hold any more."""

    VOID = "void", "red", _("void")


def repairs(user: User) -> QuerySet[Slip]:
    """The repair slips: motors repaired, or sent back as they came."""
    rows = Slip.objects.visible_to(user).filter(kind="FX")
    return rows.select_related("case__customer", "case__salesperson", "motor__product", "issued_by")


def now_at(slip: Slip) -> Any:
    """Where the motor is by now."""
    return Void.VOID if slip.void else slip.motor and slip.motor.state


def standing_at(rows: QuerySet[Slip], state: str) -> QuerySet[Slip]:
    if state == Void.VOID:
        return rows.filter(voided_at__isnull=False)
    return rows.filter(voided_at=None, motor__status=state)


def fact(name: str) -> Callable[[Slip], Any]:
    """What the slip says, in the words that were printed."""
    return lambda slip: slip.facts.get(name)


def amount(name: str) -> Callable[[Slip], Decimal]:
    return lambda slip: Decimal(slip.facts.get(name) or 0)


REPAIR = Ledger(
    key="repair",
    title=_("Repair ledger"),
    hint=_("Every repair slip: what was done, what it costs, where the motor is"),
    icon="wrench",
    permission="slip.view",
    rows=repairs,
    period="issued_at",
    search=search("case", pk="pk"),
    filters=(
        customer("case__customer"),
        model(),
        choice(
            "status",
            _("Status"),
            [
                *((state.value, state.label) for state in (M.READY_TO_SHIP, M.SHIPPED, M.DELIVERED)),
                *Void.choices,
            ],
            standing_at,
        ),
    ),
    columns=(
        Column(_("Number"), "number", ID, url="get_absolute_url"),
        Column(_("Status"), now_at, STATE),
        Column(_("Issued"), "issued_at", MOMENT, sort="issued_at"),
        Column(_("Customer"), "case.customer.name", LONG),
        MODEL,
        SERIAL,
        Column(_("Warranty"), fact("warranty"), LONG, screen=False),
        Column(_("Fault"), fact("fault"), LONG),
        Column(
            _("Work done"),
            lambda slip: slip.facts["work_done"] or slip.facts["unrepaired"],
            LONG,
            screen=False,
        ),
        Column(_("Material"), amount("material_fee"), MONEY, screen=False),
        Column(_("Labour"), amount("labour_fee"), MONEY, screen=False),
        Column(_("Total"), amount("total"), MONEY),
        Column(_("Inspected by"), fact("inspected_by"), screen=False),
        Column(_("Case"), "case.number", ID, url="case.get_absolute_url"),
        Column(_("Salesperson"), "case.salesperson", screen=False),
    ),
)


# -- returns and transfers ----------------------------------------------------------------------------


class Entry(ColouredChoices):
    """What became of a line of the return ledger."""

    PENDING = "pending", "amber", _("awaiting approval")
    APPROVED = "approved", "green", _("approved")
    DROPPED = "dropped", "grey", _("not taken back")


ENTRY = {
    Entry.PENDING: Q(motor__status=M.RETURN_PENDING, motor__return_drafted_at__isnull=False),
    Entry.APPROVED: Q(motor__return_drafted_at__isnull=False) & ~Q(motor__status=M.RETURN_PENDING),
    Entry.DROPPED: Q(motor__return_drafted_at=None),
}


def entry_state(entry: ReturnEntry) -> Entry:
    """A refused return and a new appraisal forget that the return was drafted; the line stays on record."""
    if entry.motor.return_drafted_at is None:
        return Entry.DROPPED
    return Entry.PENDING if entry.motor.status == M.RETURN_PENDING else Entry.APPROVED


OF_MOTOR = ("motor__case__customer", "motor__case__salesperson", "motor__product")


def return_entries(user: User) -> QuerySet[ReturnEntry]:
    rows = of_visible_cases(ReturnEntry.objects.all(), user)
    return rows.select_related(*OF_MOTOR, "entered_by").prefetch_related(slips_of("TH", "motor__"))


RETURN = Ledger(
    key="return",
    title=_("Return ledger"),
    hint=_("What is taken back, on which document, for how much (四.2)"),
    icon="undo-2",
    permission="slip.view",
    rows=return_entries,
    period="entered_at",
    search=search("motor__case", motor="motor"),
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
        Column(_("Entered by"), "entered_by", screen=False),
        CASE,
        SALESPERSON,
    ),
    totals=Totals("motor__case__customer__name", "price", lambda rows: rows.exclude(ENTRY[Entry.DROPPED])),
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
    permission="slip.view",
    rows=transfers,
    period="prepared_at",
    search=search("motor__case", motor="motor"),
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
        Column(_("Prepared by"), "prepared_by", screen=False),
        Column(_("Taken over by"), "accepted_by", screen=False),
        Column(_("Taken over"), "accepted_at", MOMENT, screen=False),
        Column(_("Workshop result"), "result", LONG, screen=False),
        CASE,
        SALESPERSON,
    ),
)


# -- prints -------------------------------------------------------------------------------------------


def prints(user: User) -> QuerySet[PrintedCopy]:
    """Every copy of a slip that the person may see."""
    rows = PrintedCopy.objects.filter(slip__in=Slip.objects.visible_to(user))
    return rows.select_related("slip__case__customer", "job__printed_by", "job__profile")


def recipient(copy: PrintedCopy) -> str:
    return next((one.recipient for one in copy.slip.definition.copies if one.number == copy.number), "")


PRINT = Ledger(
    key="print",
    title=_("Print log"),
    hint=_("Who printed which copy of which slip when, and how often"),
    icon="printer",
    permission="slip.view",
    rows=prints,
    period="job__printed_at",
    search=search("slip__case", slip="pk"),
    filters=(
        customer("slip__case__customer"),
        choice("kind", _("Kind"), [(kind.prefix, kind.name) for kind in KINDS.values()], "slip__kind"),
    ),
    columns=(
        Column(_("Number"), "slip.number", ID, url="slip.get_absolute_url"),
        Column(_("Printed"), "job.printed_at", MOMENT, sort="job__printed_at"),
        Column(_("Kind"), "slip.definition.name"),
        Column(_("Copy"), "number", NUMBER),
        Column(_("Copy for"), recipient),
        Column(_("Print of this copy"), "nth", NUMBER),
        Column(_("Printed by"), "job.printed_by"),
        Column(_("Printer"), "job.profile"),
        Column(_("Customer"), "slip.case.customer.name", LONG),
        Column(_("SHA-256 of the PDF"), "job.sha256", LONG, screen=False),
    ),
)

register(HANDOVER, REPAIR, RETURN, TRANSFER, PRINT)
