"""perform() and create(): the only door through which anything comes into being or changes state.

    lock the dossier → read the object afresh → compare the version of the form → who may → what must be true
    → move → save → write the event → what follows from it (records, slips, notices, due dates) → what waits now

all in one transaction: either everything has happened, or nothing has.
"""

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.kit.prepared import Prepared, prepared
from aftersales.models import User
from workflow.changes import CHANGED, assign, changes
from workflow.guards import Blocked, Stale, Step, Transition, demand
from workflow.models import Event, Fact, Facts, Stateful
from workflow.verbs import Consequence, consequences_of, find_verb, obstacle, reads_of, verb_named
from workflow.waiting import act, touched

Thing = TypeVar("Thing", bound=Stateful)
Row = TypeVar("Row", bound=models.Model)


def on(*names: str, paper: str = "") -> Callable[[Consequence], Consequence]:
    """Let a function run inside the transaction of ``noun.verb``, after the event is written.

    ``paper`` is the kind of document that it issues, if any.

    ``noun.*`` means every verb of a noun, and ``*`` every verb there is, after all others. The app that owns a
    consequence registers it, so the lower app never imports the higher one.
    """

    def register(consequence: Consequence) -> Consequence:
        for name in names:
            verb_named(name).consequences.append(consequence)
            verb_named(name).papers += [paper] if paper else []
        return consequence

    return register


def perform(
    obj: Thing,
    verb: str,
    *,
    by: User,
    version: int | None = None,
    at: dt.datetime | None = None,
    **data: Fact,
) -> Thing:
    """Take a transition and everything that follows from it; return the object as it now is.

    ``version`` is the one the person saw; None where the caller holds the lock already. ``at`` is when it
    happened, now unless said. ``edit``, in ``data``, are new values of fields: the event keeps what they change.
    Raises Stale, Forbidden or Blocked, with nothing changed.
    """
    with act():
        obj.lock()
        fresh = read(obj)
        if version is not None and version != fresh.version:
            raise Stale(_("Somebody else has changed this in the meantime."))
        take(fresh, verb, by=by, at=at or timezone.now(), data=data)
        return fresh


def read(obj: Row) -> Row:
    """The row as the database has it now, with what conditions look at."""
    rows = rows_of(type(obj))(obj.pk)
    if not rows:
        raise ObjectDoesNotExist(f"{obj._meta.label} {obj.pk}")
    return rows[0]


@cache
def rows_of(model: type[Row]) -> Prepared[[int], Row]:
    """How a row of this model is read for an act."""
    rows = model._default_manager.select_related(*reads_of(model))
    return prepared(lambda pk: rows.filter(pk=pk))


def take(obj: Stateful, verb: str, *, by: User, at: dt.datetime, data: Facts, derived: bool = False) -> Event:
    """One transition of a locked, fresh object. ``derived`` ones ask nobody's permission."""
    obj.moment = at
    row = obj.transition(verb)
    if row is None:
        raise moved_on(obj)
    check(row, obj, by, derived)
    before = obj.status
    if "edit" in data:
        data = rewrite(obj, **data)
    getattr(obj, verb)(by=by, at=at, **data)
    obj.version += 1
    return settle(obj, verb, by=by, at=at, before=before, data=data)


def rewrite(obj: Stateful, /, *, edit: Facts, **data: Fact) -> Facts:
    """Give fields their new values; what the act is told besides, with what that changes."""
    changed = changes(obj, edit, data)
    assign(obj, edit)
    return data | {CHANGED: changed}


def create(
    obj: Thing,
    *,
    by: User,
    version: int | None = None,
    at: dt.datetime | None = None,
    derived: bool = False,
    **data: Fact,
) -> Thing:
    """Bring a thing into being by the first verb of its machine, with everything that follows from it.

    ``obj`` has been filled in and not saved. ``version`` is the one the person saw of what it is made of.
    ``derived`` ones ask nobody's permission. Raises as ``perform`` does.
    """
    row = obj.opening()
    moment = at or timezone.now()
    with act():
        if obj.lock_id is not None:
            obj.lock()
        if row.of:
            read_again(obj, row.of, version)
        obj.moment = moment
        check(row, obj, by, derived)
        row.act(obj, by=by, at=moment, **data)
        settle(obj, row.name, by=by, at=moment, before="", data=data)
        return obj


def read_again(obj: Stateful, name: str, version: int | None) -> None:
    """What the thing is made of, as the database has it now. Raises Stale where somebody has changed it."""
    source = read(getattr(obj, name))
    if version is not None and version != source.version:
        raise Stale(_("Somebody else has changed this in the meantime."))
    setattr(obj, name, source)


def settle(obj: Stateful, verb: str, *, by: User, at: dt.datetime, before: str, data: Facts) -> Event:
    """Save what an act has changed, write its event, and let follow what follows from it."""
    obj.save()
    event = write_event(obj, verb, by=by, at=at, before=before, data=data)
    for consequence in consequences_of(obj.noun, verb):
        consequence(obj, event)
    return event


def step_of(obj: Stateful, event: Event) -> Step:
    """What people read of the transition that an event tells of."""
    taken = (row for row in obj.rows() if row.name == event.verb and row.source in (event.from_status, "*"))
    return next(taken).custom["step"]


def moved_on(obj: Stateful) -> Stale:
    """What to say of a verb that is not possible from the present state."""
    state = obj.state.label
    return Stale(_("This is not possible any more: the state is now “%(state)s”.") % {"state": state})


def check(row: Transition, obj: Stateful, by: User, derived: bool) -> None:
    """Raise Forbidden where the person may not, Blocked where something must happen first."""
    if not derived:
        demand(row.permission, obj, by, find_verb(obj.noun, row.name).checks)
    if reason := obstacle(row, obj):
        raise Blocked(reason)


def write_event(obj: Stateful, verb: str, *, by: User, at: dt.datetime, before: str, data: Facts) -> Event:
    """The line of the audit log. ``event.data`` keeps the Python values for what follows in this transaction."""
    touched(obj, at=at)
    logged = {name: value for name, value in data.items() if name not in obj.unlogged}
    event = Event.objects.create(
        dossier_id=obj.dossier_id,
        subject=obj.noun,
        subject_id=obj.pk,
        verb=verb,
        from_status=before,
        to_status=obj.status,
        actor=by,
        actor_name=str(by),
        at=at,
        data=logged | obj.stamp(),
    )
    event.data |= data
    return event
