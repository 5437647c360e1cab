"""Where a motor that has arrived belongs: to a listed one, to an approved case, or to nothing that anybody knows."""

from typing import NamedTuple

from django.db.models import F, Q, QuerySet

from aftersales.kit.serials import key, neighbours
from cases.models import Case, ReturnedMotor
from cases.statuses import CaseStatus, MotorStatus
from returns.models import RECEIVING
from warranty.models import Customer, Product

C, M = CaseStatus, MotorStatus
TO_COME = (M.EXPECTED, M.MISSING, M.NOT_RECEIVED)
APPROVED = (C.AUTHORISED, C.AWAITING_RECEIPT, C.IN_PROCESS)


class Place(NamedTuple):
    """The case of a motor, and the motor of its list that it is; None where nobody knows."""

    case: Case | None = None
    motor: ReturnedMotor | None = None


def place_of(serial_number: str, product: Product | None, customer: Customer) -> Place:
    """By its number, by an unknown number of the list that one digit tells apart, by the only case it may be."""
    if spelt := key(serial_number):
        if motor := awaited(Q(serial_key=spelt)).last():
            return Place(motor.case, motor)
        if case := approved(Q(serial_key=spelt), spelt).last():
            return Place(case)
        near = Q(serial_key__in=list(neighbours(spelt)), case__customer=customer, registered=None)
        if len(close := list(awaited(near)[:2])) == 1:
            return Place(close[0].case, close[0])
    found = list(approved(Q(customer=customer, product=product), spelt)[:2]) if product else []
    return Place(found[0]) if len(found) == 1 else Place()


def awaited(which: Q) -> QuerySet[ReturnedMotor]:
    """Motors that are listed, missing or written off."""
    return ReturnedMotor.objects.filter(which, status__in=TO_COME).select_related("case").order_by("pk")


def approved(which: Q, spelt: str) -> QuerySet[Case]:
    """Cases whose motors were let come, without those that have this motor already in their present round."""
    rows = Case.objects.filter(which, status__in=APPROVED).order_by("pk")
    here = ReturnedMotor.objects.filter(serial_key=spelt, round=F("case__revision")).exclude(serial_key="")
    here = here.exclude(status=M.STRUCK)
    return rows.exclude(pk__in=here.values("case"))


def joinable(customer: Customer) -> QuerySet[Case]:
    """The customer's cases to which a motor may be joined, the newest first."""
    rows = Case.objects.filter(customer=customer, authorised_at__isnull=False)
    return rows.filter(status__in=[C.AUTHORISED, *RECEIVING]).order_by("-pk")
