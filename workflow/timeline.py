"""What happened to a thing, and what may happen to it next, in words."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from django.db.models import Count, Model, Q, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.addresses import addresses
from aftersales.kit.choices import ColouredChoices, Label
from aftersales.kit.prepared import prepared
from aftersales.models import User
from workflow.changes import in_words
from workflow.guards import Offer, OfNoun
from workflow.machines import machines
from workflow.models import Event, Stateful
from workflow.panels import Link
from workflow.queries import NOBODY
from workflow.verbs import find_verb

# What an event's data may show in the timeline, and under which name.
SAID: dict[str, Label] = {
    "reason": _("Reason"),
    "question": _("Question"),
    "answer": _("Answer"),
    "note": _("Note"),
    "result": _("Result"),
}


def say(**labels: Label) -> None:
    """Let the timeline show further data of events, under these names."""
    SAID.update(labels)


Dossiers = Callable[[OfNoun], QuerySet[Model]]
Mentions = Callable[[OfNoun], Q]

BESIDE: defaultdict[str, list[Dossiers]] = defaultdict(list)
MENTIONS: defaultdict[str, list[Mentions]] = defaultdict(list)


def beside(noun: str) -> Callable[[Dossiers], Dossiers]:
    """Let the pages of a noun show other dossiers' events and slips as well: a function gives their rows.

    It looks for them by the keys of the thing alone: the query is written once for all things.
    """

    def register(dossiers: Dossiers) -> Dossiers:
        BESIDE[noun].append(dossiers)
        return dossiers

    return register


def mentions(noun: str) -> Callable[[Mentions], Mentions]:
    """Let the timeline of a noun show events that only speak of it: those that match what a function gives."""

    def register(events: Mentions) -> Mentions:
        MENTIONS[noun].append(events)
        return events

    return register


def dossiers_beside(obj: Stateful) -> list[QuerySet[Model, dict[str, int]]]:
    """The keys of the dossiers that the pages of an object show beside its own."""
    return [dossiers(obj).order_by().values("pk") for dossiers in BESIDE[obj.noun]]


@prepared
def events_of(obj: Stateful, user: User) -> QuerySet[Event]:
    """The events of an object, and what the apps above show beside them; what is confined only for who may see it.

    Newest first. A union, so that each part finds its rows by its own index.
    """
    parts = [obj.events]
    if keys := dossiers_beside(obj):
        parts.append(Event.objects.filter(dossier__in=keys[0].union(*keys[1:], all=True)))
    parts += [Event.objects.filter(events(obj)) for events in MENTIONS[obj.noun]]
    first, *others = (part.order_by().not_confined_from(user) for part in parts)
    return (first.union(*others, all=True) if others else first).order_by("-id")


@dataclass(frozen=True)
class Milestone:
    """A state of a road: done, current or to come, with the moment at which it was reached."""

    state: ColouredChoices
    done: bool
    current: bool
    at: dt.datetime | None


def road(
    states: Sequence[ColouredChoices], reached: Iterable[dt.datetime | None], here: ColouredChoices
) -> list[Milestone]:
    """States in their order, as far as the thing has come."""
    place = states.index(here)
    return [
        Milestone(state, rank < place, rank == place, at if rank <= place else None)
        for rank, (state, at) in enumerate(zip(states, reached, strict=True))
    ]


def arranged(obj: Stateful, actions: Iterable[Link]) -> list[Link]:
    """The action to do next, marked ``primary``, then what else is possible, the grave last, then the blocked."""
    rows = [replace(row, again=done_before(obj, row.offer)) for row in actions]
    rows.sort(key=lambda row: (not row.offer.open, row.offer.step.grave, row.again))
    possible = [row for row in rows if row.offer.open and not row.offer.step.grave and not row.again]
    forward = [row for row in possible if not row.offer.step.seldom]
    first = min(forward, key=lambda row: row.offer.verb == "revise", default=None)
    return [replace(row, primary=row is first) for row in sorted(rows, key=lambda row: row is not first)]


def done_before(obj: Stateful, offer: Offer) -> bool:
    """Whether somebody has taken the step, which one may take over again."""
    if done := find_verb(obj.noun, offer.verb).done:
        return done(obj)
    return bool(offer.step.done and getattr(obj, offer.step.done, None))


@dataclass(frozen=True)
class Part:
    """The part of a dossier that an event is about, with its own page."""

    key: str
    name: str
    url: str


@dataclass(frozen=True)
class Line:
    """One event in words."""

    at: dt.datetime
    who: str
    what: Label
    item: Part | None
    state: ColouredChoices | None  # to which it moved
    said: list[tuple[Label, str]]
    each: "Sequence[Line]" = ()  # of several things of one act a line each, with what is said of it alone
    things: Label = ""  # what these are


def timeline(events: Iterable[Event], obj: Stateful) -> list[Line]:
    """Events of an object in words, one line an act.

    Amounts are not among what it repeats, so everybody may read it.
    """
    acts: defaultdict[Act, list[Event]] = defaultdict(list)
    some = list(events)
    know_dossiers([event for event in some if leads_to_dossier(event)], obj)
    for event in some:
        acts[act_of(event)].append(event)
    return [line(some[0]) if len(some) == 1 else line_of_several(some) for some in acts.values()]


class Act(NamedTuple):
    """What the events of an act have in common, among them its moment."""

    dossier_id: int
    subject: str
    verb: str
    at: dt.datetime
    actor_id: int
    on_behalf_of_id: int | None


def act_of(event: Event) -> Act:
    """The act of which an event is a part."""
    return Act(*(getattr(event, name) for name in Act._fields))


def line_of_several(events: Sequence[Event]) -> Line:
    """What one act did with several things, the newest event first: what is said of all of them once."""
    lines = [line(event) for event in reversed(events)]
    common = [pair for pair in lines[0].said if all(pair in one.said for one in lines)]
    each = [replace(one, said=[pair for pair in one.said if pair not in common]) for one in lines]
    if len({one.state for one in lines}) == 1:
        each = [replace(one, state=None) for one in each]
    state = None if each[0].state else lines[0].state
    things = machines()[events[0].subject]._meta.verbose_name_plural
    return replace(lines[0], item=None, state=state, said=common, each=each, things=things or "")


def others_of(events: Iterable[Event]) -> dict[int, int]:
    """With how many other things each event's act did the same, by the key of the event."""
    some = list(events)
    rows = Event.objects.filter(
        dossier__in={event.dossier_id for event in some} or {NOBODY},  # it asks as often for nothing
        at__in={event.at for event in some} or {timezone.now()},
    )
    grouped = rows.order_by().values_list(*Act._fields).annotate(n=Count("id"))
    counted = {Act(*row): n - 1 for *row, n in grouped}
    return {event.pk: counted.get(act_of(event), 0) for event in some}


def line(event: Event) -> Line:
    moved = event.to_status != event.from_status
    return Line(
        at=event.at,
        who=event.who,
        what=step_labels().get(f"{event.subject}.{event.verb}", event.verb),
        item=item_of(event),
        state=state_of(event) if moved else None,
        said=[(label, event.data[key]) for key, label in SAID.items() if event.data.get(key)]
        + in_words(event, machines()[event.subject]),
    )


def item_of(event: Event) -> Part | None:
    """The part of the dossier that an event is about, where it has a page of its own."""
    if "item" not in event.data:
        return None
    return Part(f"{event.subject} {event.subject_id}", event.about, address(event))


def know_dossiers(events: list[Event], obj: Stateful) -> None:
    """Read the dossiers of events along, but for that of the object, which is known."""
    for event in events:
        if event.dossier_id == obj.dossier_id:
            event.dossier = obj.dossier
    prefetch_related_objects(events, "dossier")


def leads_to_dossier(event: Event) -> bool:
    """Whether it is about a part of the dossier that has no page of its own."""
    return "item" in event.data and not machines()[event.subject].has_page


def address(event: Event) -> str:
    """The page of what the event is about, or that of the dossier."""
    model = machines()[event.subject]
    if not model.has_page:
        return event.dossier.get_absolute_url()
    return addresses(f"{model._meta.app_label}:{event.subject}")(event.subject_id)


def state_of(event: Event) -> ColouredChoices | None:
    """The state that the event led to, with its name and colour."""
    model = machines()[event.subject]
    return model.states(event.to_status) if model.shows_states else None


@cache
def step_labels() -> dict[str, Label]:
    """The words of every verb as the buttons have them, by ``noun.verb``."""
    labels: dict[str, Label] = {}
    for noun, model in machines().items():
        for row in model.rows():
            labels[f"{noun}.{row.name}"] = row.custom["step"].label
    return labels
