"""The dates kept on cases and motors so that lists can sort by them; all follow from the log of events.

The days themselves, 7 or 15, are figures of `cases/policy.py`; `rules.py` chooses between them.

``manage.py deadlines`` derives them anew and says where a row differs.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import F, Min, QuerySet
from django.utils import timezone

from aftersales.kit.prepared import prepared
from aftersales.kit.untyped import DbRow
from cases.clock.rules import Course, Fact, What, course
from cases.limits import LIMITS
from cases.models import Case, ReturnedMotor
from cases.policy import CasePolicy
from cases.statuses import TIMED, CaseStatus, MotorStatus
from workflow.models import Event, Facts, policies, policy_on

# The verbs of a motor that its clock looks at, and what each means to it.
MEANING: dict[str, What | None] = {
    "hand_over": "received",
    "draft_appraisal": None,  # tells whether the parts are complete
    "appraise": "judged",
    "quote": "quoted",
    "ask_again": "asked_again",
    "accept_quote": "answered",
    "refuse_quote": "answered",
    "give_up_quote": "given_up",
    "quote_again": "quoted",
    "refuse_departure": "answered",
    "parts_arrived": "parts_arrived",
    "request_extension": "asked",
    "grant_extension": "extended",
    "refuse_extension": "refused",
    "extend_for_holiday": "extended",
    "reappraise": "judged_again",
    "refuse_return": "judged_again",
    "ship": "shipped",
    "confirm_delivery": "delivered",
    "correct_delivery": None,  # tells on which day it was in truth
    "take_in_again": "came_back",
    "scrap": "settled",
}
READ = ("verb", "at", "to_status", "data")  # of an event
Row = tuple[str, dt.datetime, str, Facts]


def day(moment: dt.datetime) -> dt.date:
    """The day in Shanghai on which a moment falls."""
    return timezone.localdate(moment)


# -- the motor ----------------------------------------------------------------------------------------


def facts(rows: Iterable[Row]) -> Iterator[Fact]:
    """The events of one motor, in their order, as its clock reads them."""
    complete = True
    for verb, at, to_status, data in corrected(rows):
        if verb == "draft_appraisal":
            complete = data["appraisal"]["parts_complete"]
        elif what := MEANING[verb]:
            yield Fact(
                date_in(data, "delivered_on") or day(at),
                what,
                parts_complete=complete,
                promised=to_status != MotorStatus.RETURN_PENDING,
                new_due_on=date_in(data, "new_due_on"),
            )


def corrected(rows: Iterable[Row]) -> list[Row]:
    """The same with each delivery on the day that was last said of it."""
    right: list[Row] = []
    for row in rows:
        if row[0] == "correct_delivery":
            place = max(n for n, (verb, *_) in enumerate(right) if verb == "confirm_delivery")
            right[place] = (*right[place][:3], row[3])
        right.append(row)
    return right


def date_in(data: Facts, key: str) -> dt.date | None:
    """A date that an event keeps as text."""
    return dt.date.fromisoformat(data[key]) if data.get(key) else None


def courses(motors: Iterable[ReturnedMotor], events: Iterable[Event] | None = None) -> dict[int, Course]:
    """How the clocks of some motors went, by the id of the motor; each by the edition of its claim date.

    ``events`` are theirs among others, newest first, where they have been read already.
    """
    in_force = policies(CasePolicy)
    policy = {motor.pk: in_force(motor.case.claim_date) for motor in motors}
    rows: dict[int, list[Row]] = {motor: [] for motor in policy}
    for motor, *row in clock_rows(list(rows)) if events is None else clock_rows_of(events):
        if motor in rows:
            rows[motor].append(tuple(row))
    return {motor: course(facts(own), policy[motor]) for motor, own in rows.items()}


@prepared
def clock_rows(motors: list[int]) -> QuerySet[Event, DbRow]:
    """What of their events the clocks of motors read, oldest first."""
    found = Event.objects.filter(subject="motor", subject_id__in=motors, verb__in=MEANING).order_by("id")
    return found.values_list("subject_id", *READ)


def clock_rows_of(events: Iterable[Event]) -> Iterator[DbRow]:
    """The same of events that have been read already, newest first."""
    for event in reversed(list(events)):
        if event.subject == "motor" and event.verb in MEANING:
            yield event.subject_id, *(getattr(event, name) for name in READ)


def motor_dates(found: Course) -> dict[str, dt.date | None]:
    """What a motor keeps of its course."""
    return {
        "due_on": found.due,
        "original_due_on": found.original,
        "extended_to": found.extended_to,
        "reply_due_on": found.reply_due,
        "stopped_on": found.stopped_on,
    }


def refresh_motor(motor: ReturnedMotor) -> None:
    """Write what the motor keeps: when it is due, and when that was settled; and what that leaves due of its case."""
    save_dates(motor, motor_dates(courses([motor])[motor.pk]))
    refresh_next(motor.case)


# -- the case -----------------------------------------------------------------------------------------


UNDER_A_LIMIT = (CaseStatus.DRAFT, CaseStatus.INFO_REQUESTED, CaseStatus.SUBMITTED)


def case_limit(case: Case) -> str:
    """The limit that holds for a case now, or an empty string."""
    if case.status == CaseStatus.SUBMITTED:
        return "solution" if case.first_answered_at else "first_answer"
    return {CaseStatus.DRAFT: "register", CaseStatus.INFO_REQUESTED: "information"}.get(case.status, "")


def case_dates(case: Case) -> dict[str, dt.date | None]:
    """What a case keeps: the day by which somebody must move it on."""
    limit = case_limit(case)
    if not limit:
        return {"due_on": None}
    start = case.claim_date if limit == "register" else waiting_since(case)
    return {"due_on": LIMITS[limit].due(start, policy_on(CasePolicy, case.claim_date))}


def waiting_since(case: Case) -> dt.date:
    """The day on which the case came into its present state."""
    arrivals = case.events.filter(subject="case", to_status=case.status)
    last = arrivals.exclude(from_status=F("to_status")).order_by("id").last()
    return day(last.at) if last else timezone.localdate()


def refresh_case(case: Case) -> None:
    """Write the case's due date."""
    dates = case_dates(case)
    save_dates(case, dates | next_date(case, dates["due_on"]))


def refresh_next(case: Case) -> None:
    """Write what is due next of a case."""
    save_dates(case, next_date(case, case.due_on))


def next_date(case: Case, own: dt.date | None) -> dict[str, dt.date | None]:
    """What is due next of a case: by itself, or of the first of its motors."""
    return {"next_due_on": earliest(own, first_of_motors([case.pk]).get(case.pk))}


def first_of_motors(cases: list[int]) -> dict[int, dt.date | None]:
    """By the key of the case, when the first of its motors is due."""
    return dict(first_due_rows(cases))


@prepared
def first_due_rows(cases: list[int]) -> QuerySet[ReturnedMotor, DbRow]:
    """Cases, each with the first due date of its motors that have one."""
    running = ReturnedMotor.objects.filter(case__in=cases, status__in=TIMED).order_by()
    return running.values_list("case").annotate(Min("due_on"))


def earliest(*days: dt.date | None) -> dt.date | None:
    """The first of these days, as far as there are any."""
    return min((day for day in days if day), default=None)


def save_dates(row: Case | ReturnedMotor, dates: dict[str, dt.date | None]) -> None:
    """Save what differs: dates alone, so past all that a save does besides."""
    changed = {name: dates[name] for name in differing(row, dates)}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        type(row)._base_manager.filter(pk=row.pk).update(**changed)


def differing(row: Case | ReturnedMotor, dates: dict[str, dt.date | None]) -> list[str]:
    """The dates that the row keeps otherwise."""
    return [name for name, value in dates.items() if getattr(row, name) != value]
