"""What of return list, handover, return and transfer waits for whom."""

from collections.abc import Callable, Iterator

from django.db.models import F, QuerySet, prefetch_related_objects

from cases.models import Case, ReturnedMotor
from cases.statuses import TAKEN_BACK, CaseStatus, MotorStatus
from cases.waiting import people_of
from returns.conditions import entry_of, order_of
from returns.models import (
    COUNTING,
    Arrival,
    ArrivalStatus,
    Handover,
    HandoverStatus,
    Parcel,
    ParcelStatus,
    ReturnEntry,
)
from workflow.waiting import Source, Wait, further_shows, source, waits_for

M = MotorStatus

THE_OTHER = {"dispatcher": "after_sales", "after_sales": "dispatcher"}


def open_counts() -> QuerySet[Handover]:
    """Counts that the other department has not signed."""
    return Handover.objects.filter(status=HandoverStatus.COUNTED)


further_shows("motor", "transfer_order", "to_workshop", "instruction", "due_on")
source(Source("handover", Handover, open_counts, ("case",), shows=("case__customer",)))


# -- lists and counts ---------------------------------------------------------------------------------


@waits_for("case")
def arriving(cases: list[Case]) -> Iterator[Wait]:
    """A return list is entered; motors that may still arrive are counted, unless a count waits for a signature."""
    for case in cases:
        if case.status == CaseStatus.AUTHORISED:
            yield Wait(case, "return_list")
    if counting := [case for case in cases if case.status in COUNTING]:
        yield from (Wait(case, "count") for case in to_count(counting))


def to_count(cases: list[Case]) -> Iterator[Case]:
    keys = [case.pk for case in cases]
    due = ReturnedMotor.objects.filter(case__in=keys, status__in=[M.EXPECTED, M.MISSING])
    expecting = set(due.exclude(case__in=open_counts().values("case")).order_by().values_list("case"))
    return (case for case in cases if (case.pk,) in expecting)


@waits_for("handover")
def second_signature(handovers: list[Handover]) -> Iterator[Wait]:
    """The department that has not counted signs; a person holding both roles may, but for who counted."""
    for handover in handovers:
        if handover.status == HandoverStatus.COUNTED:
            role = THE_OTHER[handover.counted_as]
            yield Wait(handover, "sign_count", role=role, barred=[handover.counted_by_id])


# -- the motor ----------------------------------------------------------------------------------------


@waits_for("motor")
def elsewhere(motors: list[ReturnedMotor]) -> Iterator[Wait]:
    """Missing motors, and those in the workshop with the day by which they were asked for."""
    inside = [motor for motor in motors if motor.status == M.TRANSFERRED]
    prefetch_related_objects(inside, "transfer_order")
    for motor in inside:
        order = order_of(motor)
        yield Wait(motor, "workshop_result", due_on=order.due_on if order else None)
    yield from (Wait(motor, "write_off") for motor in motors if motor.status == M.MISSING)


@waits_for("motor")
def going_back(motors: list[ReturnedMotor]) -> Iterator[Wait]:
    """Motors that are taken back, by their papers."""
    found = [motor for motor in motors if motor.status in PAPERS]
    prefetch_related_objects(found, "return_entry", "transfer_order")
    for motor in found:
        yield from PAPERS[motor.status](motor)


def taking_back(motor: ReturnedMotor) -> Iterator[Wait]:
    """Entered in the ledger, endorsed where it is exceptional, approved: by different people."""
    entry = entry_of(motor)
    if entry is None:
        yield Wait(motor, "draft_return")
    elif motor.exceptional and entry.endorsed_at is None:
        yield Wait(motor, "endorse_return", barred=[entry.entered_by_id])
    else:
        yield Wait(motor, "approve_return", barred=[entry.entered_by_id, *people_of(motor.case)])


def taken_back(motor: ReturnedMotor) -> Iterator[Wait]:
    """Into stock where it is intact and found fit, else to the workshop, which somebody else takes over."""
    order = order_of(motor)
    if motor.cleared:
        yield Wait(motor, "restock")
    if order:
        yield Wait(motor, "transfer", barred=[order.prepared_by_id])
    if not motor.cleared and not order:
        yield Wait(motor, "clear_for_stock" if motor.intact else "prepare_transfer")


PAPERS: dict[str, Callable[[ReturnedMotor], Iterator[Wait]]] = {
    M.RETURN_PENDING: taking_back,
    M.RETURN_APPROVED: taken_back,
}


# -- parcels that nobody announced --------------------------------------------------------------------


def open_parcels() -> QuerySet[Parcel]:
    return Parcel.objects.filter(status=ParcelStatus.COUNTED)


def open_arrivals() -> QuerySet[Arrival]:
    return Arrival.objects.filter(status__in=[ArrivalStatus.WAITING, ArrivalStatus.ASKED])


source(
    Source("parcel", Parcel, open_parcels, shows=("customer",)),
    Source("arrival", Arrival, open_arrivals, ("parcel",), shows=("parcel__customer", "product")),
)


@waits_for("parcel")
def parcel_signature(parcels: list[Parcel]) -> Iterator[Wait]:
    """The department that has not counted signs."""
    for parcel in parcels:
        if parcel.status == ParcelStatus.COUNTED:
            role = THE_OTHER[parcel.counted_as]
            yield Wait(parcel, "sign_parcel", role=role, barred=[parcel.counted_by_id])


@waits_for("arrival")
def without_a_case(arrivals: list[Arrival]) -> Iterator[Wait]:
    """The coordinator finds the case, or asks sales; then the salesperson registers it, and it is joined."""
    for arrival in arrivals:
        if arrival.status in (ArrivalStatus.WAITING, ArrivalStatus.ASKED):
            yield Wait(arrival, "place_arrival")
        if arrival.status == ArrivalStatus.ASKED:
            yield Wait(arrival, "register_arrival", person=arrival.salesperson_id)


# -- the money of what was taken back -----------------------------------------------------------------


def unsettled_entries() -> QuerySet[ReturnEntry]:
    """Approved returns for which nobody has made the customer good."""
    counts = ReturnEntry.objects.filter(appraisal=F("motor__appraisal"), settled_at=None)
    return counts.filter(motor__status__in=TAKEN_BACK)


source(
    Source(
        "return_entry",
        ReturnEntry,
        unsettled_entries,
        ("motor__case",),
        ("motor",),
        shows=("motor__case__customer", "motor__product"),
    )
)


@waits_for("return_entry")
def settling(entries: list[ReturnEntry]) -> Iterator[Wait]:
    """Finance refunds, credits, or sees that the replacement is ordered."""
    for entry in entries:
        if entry.counts and entry.settled_at is None and entry.motor.status in TAKEN_BACK:
            yield Wait(entry, "settle_return")
