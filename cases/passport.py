"""The rounds of one motor: every time that it came back, or that somebody told us of it, and how soon again."""

from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import ngettext

from aftersales.models import User
from cases.models import Case, ReturnedMotor
from cases.same_motor import Elsewhere, elsewhere, same_motor, without_list
from warranty.models import Motor

MOST = 50  # rounds of one motor, which no motor has


@dataclass
class Round:
    """One time. ``motor`` is None where the feedback is all there is: solved on site, or its list is still to come.

    ``days`` are those between the round before, when it was given back, and this feedback; None where there is none.
    """

    case: Case
    motor: ReturnedMotor | None = None
    days: int | None = None
    repaired_before: bool = False
    same_failure: bool = False

    @property
    def place(self) -> ReturnedMotor | Case:
        """Whose page tells all of it."""
        return self.motor or self.case

    @property
    def found(self) -> str:
        """What the appraisal found, else what the customer said."""
        sheet = self.motor.appraisal if self.motor else None
        return sheet.defect if sheet and sheet.defect else self.case.problem

    @property
    def gap(self) -> str:
        """How soon it came again, in words."""
        if self.days is None:
            return ""
        if self.repaired_before:
            said = ngettext("repaired %(n)d day before", "repaired %(n)d days before", self.days)
        else:
            said = ngettext("back after %(n)d day", "back after %(n)d days", self.days)
        return said % {"n": self.days}


def rounds_of(serial_number: str, entry: Motor | None, user: User) -> list[Round]:
    """Those that the person may see, the latest first."""
    same = same_motor(serial_number, entry)
    motors = ReturnedMotor.objects.visible_to(user).filter(same).order_by("-pk")
    related = ("case__customer", "case__product", "product", "appraisal", "failure")
    found = [Round(motor.case, motor) for motor in motors.select_related(*related)[:MOST]]
    cases = (
        without_list()
        .visible_to(user)
        .filter(same_motor(serial_number))
        .select_related("customer", "product")
    )
    found += [Round(case) for case in cases.order_by("-pk")[:MOST]]
    found.sort(key=lambda one: (one.case.claim_date, one.case.pk, one.place.pk), reverse=True)
    for later, earlier in pairwise(found):
        compare(later, earlier)
    return found


def compare(later: Round, earlier: Round) -> None:
    """How soon after the round before it came, and whether with the same fault."""
    before = earlier.motor
    if before is None or before.stopped_on is None or later.case.claim_date < before.stopped_on:
        return
    later.days = (later.case.claim_date - before.stopped_on).days
    later.repaired_before = before.repair_id is not None
    failure = later.motor.failure_id if later.motor else later.case.failure_id
    later.same_failure = failure is not None and failure == before.failure_id


def repeat_of(rounds: list[Round]) -> Round | None:
    """The latest round in which a motor came that we had repaired before; it deserves a second look."""
    return next((one for one in rounds if one.repaired_before), None)


def out_of_sight(serial_number: str, user: User) -> list[Elsewhere]:
    """That it was here at other times, for who may not see what they were."""
    return [told for told in elsewhere([serial_number], user).get(serial_number, []) if not told.case]
