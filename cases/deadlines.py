"""The due dates kept on cases and motors, derived from their records through the pure clock."""

import datetime as dt

from django.utils import timezone

from cases.clock import Due, Pause, Promise, due
from cases.models import Case, Event, ReturnedMotor
from cases.statuses import PROMISED, CaseStatus, MotorStatus
from warranty.models import policy_on
from warranty.policy import Policy


def day(moment: dt.datetime) -> dt.date:
    """The day in Shanghai on which a moment falls."""
    return timezone.localdate(moment)


def refresh_case(case: Case) -> None:
    """Write the case's due date: a submitted case wants a first answer (二.3)."""
    due_on = None
    if case.status == CaseStatus.SUBMITTED:
        days = policy_on(case.claim_date).first_answer_days
        due_on = submitted_on(case) + dt.timedelta(days=days)
    if due_on != case.due_on:
        case.due_on = due_on
        case.save(update_fields=["due_on"])


def submitted_on(case: Case) -> dt.date:
    """The day since which the case has waited for an answer: submitted, or reopened."""
    last = (
        Event.objects.filter(case=case, subject="case", to_status=CaseStatus.SUBMITTED).order_by("id").last()
    )
    return day(last.at) if last else timezone.localdate()


def refresh_motor(motor: ReturnedMotor) -> None:
    """Write the motor's due dates: for the appraisal (四.2), then for giving it back (四.3)."""
    if motor.status == MotorStatus.SHIPPED or motor.status == MotorStatus.DELIVERED:
        return  # what was promised stays readable
    dates = Due(None, None, paused=False)
    if motor.status == MotorStatus.RECEIVED:
        appraise_by = waiting_since(motor) + dt.timedelta(
            days=policy_on(motor.case.claim_date).appraisal_days
        )
        dates = Due(appraise_by, appraise_by, paused=False)
    elif motor.status in PROMISED:
        policy = policy_on(motor.case.claim_date)
        dates = due(promise(motor, policy), policy)
    if (motor.original_due_on, motor.due_on) != (dates.original, dates.current):
        motor.original_due_on, motor.due_on = dates.original, dates.current
        motor.save(update_fields=["original_due_on", "due_on"])


def waiting_since(motor: ReturnedMotor) -> dt.date:
    """The day since which the motor has waited for its appraisal; drafting and signing are part of the wait."""
    arrivals = Event.objects.filter(motor=motor, to_status=MotorStatus.RECEIVED)
    last = arrivals.exclude(from_status=MotorStatus.RECEIVED).order_by("id").last()
    return day(last.at) if last else timezone.localdate()


def promise(motor: ReturnedMotor, policy: Policy) -> Promise:
    """What the due date of this motor follows from."""
    started_at = motor.received_at if policy.clock_start == "handover" else motor.appraised_at
    pauses = tuple(
        Pause(day(offer.quoted_at), day(offer.answered_at) if offer.answered_at else None)
        for offer in motor.quotations.order_by("id")
        if motor.appraised_at and offer.quoted_at >= motor.appraised_at
    )
    return Promise(
        started_on=day(started_at) if started_at else None,
        parts_complete=motor.parts_complete,
        pauses=pauses,
        extended_to=motor.extended_to,
        stopped_on=day(motor.shipped_at) if motor.shipped_at else None,
    )
