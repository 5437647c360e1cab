"""perform(): the only door through which anything changes state.

    lock the case → read the object afresh → compare the version of the form → who may → what must be true
    → move → save → write the event → what follows from it (records, slips, notices, due dates)

all in one transaction: either everything has happened, or nothing has.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.guards import Blocked, Forbidden, Stale, Stateful, Step
from aftersales.models import User
from aftersales.roles import Role
from cases.deadlines import refresh_case
from cases.models import Case, Event, Notice, ReturnedMotor
from cases.statuses import FINAL_MOTOR, CaseStatus

Thing = TypeVar("Thing", bound=Stateful)
Consequence = Callable[[Any, Event], None]

_consequences: defaultdict[str, list[Consequence]] = defaultdict(list)


def on(*names: str) -> Callable[[Consequence], Consequence]:
    """Let a function run inside the transaction of ``noun.verb``, after the event is written.

    The app that owns a consequence registers it, so the lower app never imports the higher one.
    """

    def register(consequence: Consequence) -> Consequence:
        for name in names:
            _consequences[name].append(consequence)
        return consequence

    return register


def perform(
    obj: Thing,
    verb: str,
    *,
    by: User,
    version: int | None = None,
    at: dt.datetime | None = None,
    **data: Any,
) -> Thing:
    """Take a transition and everything that follows from it; return the object as it now is.

    ``version`` is the one the person saw; None where the caller holds the lock already. ``at`` is when it
    happened, now unless said. Raises Stale, Forbidden or Blocked, with nothing changed.
    """
    with transaction.atomic():
        obj.lock()  # type: ignore[attr-defined]
        fresh = read(obj)
        if version is not None and version != fresh.version:
            raise Stale(_("Somebody else has changed this in the meantime."))
        take(fresh, verb, by=by, at=at or timezone.now(), data=data)
        return fresh


def read(obj: Thing) -> Thing:
    """The row as the database has it now, with what conditions look at."""
    return type(obj)._default_manager.select_related(*obj.reads).get(pk=obj.pk)


def take(
    obj: Any, verb: str, *, by: User, at: dt.datetime, data: dict[str, Any], derived: bool = False
) -> Event:
    """One transition of a locked, fresh object. ``derived`` ones ask nobody's permission."""
    obj.moment = at
    row = obj.transition(verb)
    if row is None:
        raise moved_on(obj)
    check(row, obj, by, derived)
    before = obj.status
    getattr(obj, verb)(by=by, at=at, **data)
    obj.version += 1
    obj.save()
    event = write_event(obj, verb, by=by, at=at, before=before, data=data)
    for consequence in _consequences[f"{obj.noun}.{verb}"] + _consequences[f"{obj.noun}.*"]:
        consequence(obj, event)
    tell(obj, row.custom["step"], event)
    return event


def moved_on(obj: Any) -> Stale:
    """What to say of a verb that is not possible from the present state."""
    state = obj.get_status_display()
    return Stale(_("This is not possible any more: the state is now “%(state)s”.") % {"state": state})


def check(row: Any, obj: Any, by: User, derived: bool) -> None:
    """Raise Forbidden where the person may not, Blocked where something must happen first."""
    if not derived and (reason := row.permission.why(obj, by)):
        raise Forbidden(reason)
    for condition in row.conditions:
        if reason := condition.why(obj):
            raise Blocked(reason)


def write_event(
    obj: Any, verb: str, *, by: User, at: dt.datetime, before: str, data: dict[str, Any]
) -> Event:
    """The line of the audit log. ``event.data`` keeps the Python values for what follows in this transaction."""
    return Event.objects.create(
        case=obj.case,
        motor=obj if isinstance(obj, ReturnedMotor) else getattr(obj, "motor", None),
        subject=obj.noun,
        subject_id=obj.pk,
        verb=verb,
        from_status=before,
        to_status=obj.status,
        actor=by,
        actor_name=str(by),
        at=at,
        data=data | obj.stamp(),
    )


def tell(obj: Any, step: Step, event: Event) -> None:
    """Leave a notice for everybody whom the step concerns: whole roles, but only the case's own salesperson.

    Nobody is told of a draft, which only its author may see.
    """
    if obj.case is not None and obj.case.number is None:
        return
    people = User.objects.filter(
        grants__role__in=[r for r in step.tells if r != Role.SALESPERSON], is_active=True
    )
    readers = set(people.values_list("pk", flat=True)) if step.tells else set()
    if Role.SALESPERSON in step.tells:
        readers.add(obj.case.salesperson_id)
    readers |= obj.readers(event)
    readers.discard(event.actor_id)
    Notice.objects.bulk_create(Notice(event=event, user_id=reader) for reader in sorted(readers))


@on("motor.*")
def advance(motor: ReturnedMotor, event: Event) -> None:
    """A case is completed with the last of its motors, even if none of them ever arrived."""
    case = Case.objects.get(pk=motor.case_id)
    if not motor.final or case.motors.exclude(status__in=FINAL_MOTOR).exists():
        return
    for status, verb in (
        (CaseStatus.AWAITING_RECEIPT, "start_processing"),
        (CaseStatus.IN_PROCESS, "complete"),
    ):
        if case.status == status:
            take(case, verb, by=event.actor, at=event.at, data={}, derived=True)


def open_case(case: Case, *, by: User, at: dt.datetime | None = None) -> Case:
    """Write down a new feedback as its author's draft (四.1)."""
    if not by.can("case.create"):
        raise Forbidden(_("Only sales can register a feedback."))
    if case.salesperson_id != by.pk and not by.can("case.create_for_others"):
        raise Forbidden(_("Only the sales coordinator registers a feedback for somebody else."))
    moment = at or timezone.now()
    case.created_by, case.created_at = by, moment
    with transaction.atomic():
        case.save()
        write_event(case, "create", by=by, at=moment, before="", data={})
        refresh_case(case)
    return case


def revise_case(case: Case, fields: dict[str, Any], *, by: User, version: int) -> Case:
    """Correct the facts of a case that is still with its author."""
    with transaction.atomic():
        fresh = perform(case, "revise", by=by, version=version)
        for name, value in fields.items():
            setattr(fresh, name, value)
        fresh.save()
        refresh_case(fresh)  # the date of the feedback may be another
    return fresh
