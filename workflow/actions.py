"""perform() and create(): the only door through which anything comes into being or changes state.

    lock the dossier → read the object afresh → compare the version of the form → who may → what must be true
    → move → save → write the event → what follows from it (records, slips, notices, due dates) → what waits now

all in one transaction: either everything has happened, or nothing has.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.kit.prepared import Prepared, prepared
from aftersales.models import User
from workflow.changes import CHANGED, assign, changes
from workflow.guards import Blocked, Refused, Stale, Step, Transition, demand
from workflow.models import Event, Fact, Facts, JointAct, Stateful
from workflow.verbs import (
    Consequence,
    Together,
    consequences_of,
    find_verb,
    obstacle,
    reads_of,
    together_of,
    verb_named,
)
from workflow.waiting import act, touched

Thing = TypeVar("Thing", bound=Stateful)
Row = TypeVar("Row", bound=models.Model)
LeftOut = list[int | str]
"""A thing that was chosen and did not go: its key, its name, the reason."""


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


def on_together(*names: str, paper: str = "") -> Callable[[Together], Together]:
    """Let a function run once at the end of an act, with all things of which ``noun.verb`` was taken, and their events.

    It runs for one thing as well. ``paper`` is the kind of document that it issues, if any. ``*`` means every verb
    there is, after what is registered for that verb.
    """

    def register(consequence: Together) -> Together:
        for name in names:
            verb_named(name).together.append(consequence)
            verb_named(name).papers += [paper] if paper else []
        return consequence

    return register


# -- what belongs to one act --------------------------------------------------------------------------

Taken = list[tuple[Stateful, Event]]

_taken: ContextVar[Taken | None] = ContextVar("taken", default=None)
_joint: ContextVar[JointAct | None] = ContextVar("joint", default=None)


@contextmanager
def one_act(joint: JointAct | None = None) -> Iterator[Taken]:
    """One transaction; at its end follows what follows once from all that was taken in it."""
    taken: Taken = []
    tokens = _taken.set(taken), _joint.set(joint)
    try:
        with act():
            yield taken
            follow_together(taken)
    finally:
        _taken.reset(tokens[0])
        _joint.reset(tokens[1])


@contextmanager
def part_of_it(taken: Taken) -> Iterator[None]:
    """A part of an act, of which nothing stays where it is refused while the rest goes on."""
    before = len(taken)
    try:
        with act():
            yield
    except Refused:
        del taken[before:]
        raise


def follow_together(taken: Taken) -> None:
    """What follows once from all that was taken, and from what is taken because of that."""
    while taken:
        latest, taken[:] = [*taken], []
        follow_groups(latest)


def follow_groups(taken: Taken) -> None:
    """What follows from a verb once for all things of a dossier, in the order in which verbs were taken."""
    groups: defaultdict[tuple[int, str, str], Taken] = defaultdict(list)
    for obj, event in taken:
        groups[event.dossier_id, event.subject, event.verb].append((obj, event))
    for (_dossier, noun, verb), group in groups.items():
        things, events = (list(column) for column in zip(*group, strict=True))
        for consequence in together_of(noun, verb):
            consequence(things, events)


# -- acting -------------------------------------------------------------------------------------------


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
    with one_act():
        obj.lock()
        fresh = read(obj)
        if version is not None and version != fresh.version:
            raise Stale(_("Somebody else has changed this in the meantime."))
        take(fresh, verb, by=by, at=at or timezone.now(), data=data)
        return fresh


def perform_many(
    things: Sequence[Stateful],
    verb: str,
    facts: Mapping[int, Facts],
    *,
    by: User,
    versions: Mapping[int, int] | None = None,
    at: dt.datetime | None = None,
    form: UUID | None = None,
    left_out: Sequence[LeftOut] = (),
) -> JointAct:
    """Take a transition of several things of one dossier as one act: all that may go, go; the others say why not.

    ``facts`` and ``versions`` are by the key of the thing; ``form`` is the key of the form that asked for it,
    ``left_out`` what had been chosen and could not go, see JointAct.
    Raises Blocked, with nothing changed, where none of them may go.
    """
    first, moment = things[0], at or timezone.now()
    names = {"dossier_id": first.dossier_id, "subject": first.noun, "verb": verb, "actor": by, "at": moment}
    joint = JointAct(form=form, left_out=[*left_out], **names)
    with one_act(joint) as taken:
        first.lock()
        joint.save(force_insert=True)
        for thing in read_together(things):
            try:
                with part_of_it(taken):
                    take_one(thing, verb, facts[thing.pk], (versions or {}).get(thing.pk), by, moment)
            except Refused as refusal:
                joint.left_out.append([thing.pk, str(thing), refusal.reason])
        if not taken:
            raise Blocked(joint.left_out[-1][2])
        if joint.left_out:
            joint.save(update_fields=["left_out"])
    return joint


def take_one(
    thing: Stateful, verb: str, facts: Facts, version: int | None, by: User, at: dt.datetime
) -> None:
    """One of several things: what else happens in the act has not changed its version."""
    if version is not None and version != thing.version:
        raise Stale(_("Somebody else has changed this in the meantime."))
    take(thing, verb, by=by, at=at, data=facts)


def read_together(things: Sequence[Thing]) -> list[Thing]:
    """The things as the database has them now, in their order; what they have in common is one object."""
    model = type(things[0])
    rows = model._default_manager.select_related(*reads_of(model)).in_bulk([thing.pk for thing in things])
    found = [rows[thing.pk] for thing in things if thing.pk in rows]
    common: dict[tuple[str, int], models.Model] = {}
    for name in {path.split("__")[0] for path in reads_of(model)}:
        field = model._meta.get_field(name)
        for thing in found if field.concrete else ():
            if other := getattr(thing, name):
                setattr(thing, name, common.setdefault((name, other.pk), other))
    return found


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
    by = check(row, obj, obj.as_whom(verb, by, data), derived)
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
    with one_act():
        if obj.lock_id is not None:
            obj.lock()
        if row.of:
            read_again(obj, row.of, version)
        obj.moment = moment
        by = check(row, obj, by, derived)
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
    follow_later(obj, event)
    return event


def follow_later(obj: Stateful, event: Event) -> None:
    """What follows once an act follows at its end; at once where a verb is taken for itself."""
    taken = _taken.get()
    if taken is None:
        follow_together([(obj, event)])
    else:
        taken.append((obj, event))


def step_of(obj: Stateful, event: Event) -> Step:
    """What people read of the transition that an event tells of."""
    taken = (row for row in obj.rows() if row.name == event.verb and row.source in (event.from_status, "*"))
    return next(taken).custom["step"]


def moved_on(obj: Stateful) -> Stale:
    """What to say of a verb that is not possible from the present state."""
    state = obj.state.label
    return Stale(_("This is not possible any more: the state is now “%(state)s”.") % {"state": state})


def check(row: Transition, obj: Stateful, by: User, derived: bool) -> User:
    """As whom the person acts. Raises Forbidden where they may not, Blocked where something must happen first."""
    if not derived:
        by = demand(row.permission, obj, by, find_verb(obj.noun, row.name).checks)
    if reason := obstacle(row, obj):
        raise Blocked(reason)
    return by


def write_event(obj: Stateful, verb: str, *, by: User, at: dt.datetime, before: str, data: Facts) -> Event:
    """The line of the audit log. ``event.data`` keeps the Python values for what follows in this transaction."""
    touched(obj, at=at)
    if by.deputy:
        obj.dossier.note_deputy(by, at)
    logged = {name: value for name, value in data.items() if name not in obj.unlogged}
    event = Event.objects.create(
        dossier_id=obj.dossier_id,
        subject=obj.noun,
        subject_id=obj.pk,
        verb=verb,
        from_status=before,
        to_status=obj.status,
        actor=by.deputy or by,
        actor_name=str(by.deputy or by),
        on_behalf_of=by if by.deputy else None,
        on_behalf_of_name=by.own_name if by.deputy else None,
        at=at,
        data=logged | obj.stamp(),
        joint=_joint.get(),
    )
    event.data |= data
    return event
