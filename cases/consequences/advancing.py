"""What the motors make of their case, and the days that follow."""

from django.db.models import QuerySet

from aftersales.kit.prepared import prepared
from cases.clock import deadlines
from cases.models import (
    Case,
    ReturnedMotor,
)
from cases.statuses import FINAL_MOTOR, CaseStatus, MotorStatus
from workflow.actions import on, take
from workflow.models import Event
from workflow.waiting import touched


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
    (case,) = case_of(motor.case_id)
    if (event.from_status in FINAL_MOTOR) != motor.final:
        touched(case)  # whether any of its motors is still to be settled
    if not motor.final:
        follow(case, {CaseStatus.COMPLETED: "go_on", CaseStatus.CLOSED: "go_on"}, event)
    else:
        settle_with_the_last(case, event)


@prepared
def case_of(pk: int) -> QuerySet[Case]:
    """The case as it is now."""
    return Case.objects.filter(pk=pk)


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
