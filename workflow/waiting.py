"""What waits for whom is written down once an act, from the things that the act has touched.

    with act():          the outermost one of a transaction
        …                every event touches its object; consequences touch what else they have changed
    at its end           the rows of what was touched are derived anew, and what differs is written

The app that owns a task registers a function that derives it (``waits_for``), for a noun of its own or of a lower
app. ``manage.py tasks --check`` holds the rows against all that there is.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, product
from operator import attrgetter
from typing import NamedTuple

from django.db import connection, models, transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from aftersales.kit.planned import Parameter, places_of, plan_of
from aftersales.kit.prepared import Prepared, filled_up, prepared
from aftersales.kit.untyped import DbRow
from workflow.guards import OfNoun
from workflow.models import Barred, Dossier, Waiting

A_DAY = dt.timedelta(days=1)
AT_ONCE = 500  # items of one query


@dataclass(frozen=True, slots=True)
class Wait:
    """One task of an item: for a person, for a role, or for anybody with the task's permission.

    ``barred`` are the keys of people who may not do it, empty ones among them. ``not_before`` is the first day
    on which it waits; ``beside`` says that the person may do it as well, but that it is another's.
    """

    item: models.Model
    task: str
    role: str = ""
    person: int | None = None
    due_on: dt.date | None = None
    not_before: dt.date | None = None
    barred: Iterable[int | None] = ()
    beside: bool = False


@dataclass(frozen=True)
class Source:
    """A kind of things at which tasks wait.

    ``dossier`` are the paths to the dossier, of which one is set; none where they belong to no dossier.
    ``reads`` is what deriving looks at, ``shows`` what the worklist shows of them, and ``columns`` which of their
    fields that are; all where none are named.
    """

    noun: str
    model: type[models.Model]
    open: Callable[[], QuerySet[models.Model]]
    """The rows for which something may wait; of all others nothing does."""

    dossier: tuple[str, ...] = ("dossier",)
    reads: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    def dossier_of(self, item: models.Model) -> int | None:
        """The key of its dossier."""
        keys = (attrgetter(f"{path.replace('__', '.')}_id")(item) for path in self.dossier)
        return next((key for key in keys if key), None)

    def of_dossiers(self, dossiers: Q) -> QuerySet[models.Model]:
        """Its open rows of some dossiers; ``dossiers`` asks for ``of``, the key of the dossier."""
        return self.open().alias(of=self.key).filter(dossiers).select_related(*self.reads).order_by("pk")

    @property
    def key(self) -> Combinable:
        """The key of the dossier, as queries have it."""
        if not self.dossier:
            return Value(None, models.BigIntegerField())
        return Coalesce(*self.dossier) if len(self.dossier) > 1 else F(self.dossier[0])

    def shown(self, keys: Iterable[int]) -> dict[int, models.Model]:
        """Its rows as the worklist shows them, by their keys, in one query."""
        return {thing.pk: thing for thing in self.shown_by_key(list(keys))}

    @cached_property
    def shown_by_key(self) -> Prepared[[list[int]], models.Model]:
        rows = self.model._default_manager.select_related(*self.shows)
        return by_key(rows.only(*self.columns) if self.columns else rows)

    @cached_property
    def read_by_key(self) -> Prepared[[list[int]], models.Model]:
        """Its rows as deriving looks at them."""
        return by_key(self.model._default_manager.select_related(*self.reads))


def by_key(rows: QuerySet[models.Model]) -> Prepared[[list[int]], models.Model]:
    def rows_with(keys: list[int]) -> QuerySet[models.Model]:
        return rows.filter(pk__in=keys)

    return prepared(rows_with)


Derive = Callable[[list[OfNoun]], Iterator[Wait]]

SOURCES: dict[str, Source] = {}
FUNCTIONS: defaultdict[str, list[Derive]] = defaultdict(list)
_nouns: dict[type, str] = {}


def source(*sources: Source) -> None:
    """Let tasks wait at things of these kinds."""
    for one in sources:
        SOURCES[one.noun] = one
        _nouns[one.model] = one.noun


def further_shows(noun: str, path: str, *columns: str) -> None:
    """Let the worklist read rows of a lower app together with what the app that registers it shows of them."""
    known, further = SOURCES[noun], tuple(f"{path}__{name}" for name in columns)
    SOURCES[noun] = replace(known, shows=(*known.shows, path), columns=known.columns + further)


def waits_for(noun: str) -> Callable[[Derive], Derive]:
    """Let a function derive tasks from things of a noun: many at once, with few queries for any number.

    The app that owns a task registers it, so the lower app never hears of it.
    """

    def register(derive: Derive) -> Derive:
        FUNCTIONS[noun].append(derive)
        return derive

    return register


# -- an act -------------------------------------------------------------------------------------------

Place = tuple[str, int]  # noun and key of an item


@dataclass
class Act:
    """What the act under way has touched so far, and when it happens."""

    touched: dict[Place, models.Model] = field(default_factory=dict)
    twice: set[Place] = field(default_factory=set)  # as two objects, of which either may be out of date
    at: dt.datetime | None = None


_under_way: ContextVar[Act | None] = ContextVar("act", default=None)


@contextmanager
def act() -> Iterator[None]:
    """One transaction; at the end of the outermost one the worklist says what waits now.

    What is undone inside, because a part of it fails and the rest goes on, has touched nothing.
    """
    outer = _under_way.get()
    if outer is None:
        yield from _outermost()
        return
    before = dict(outer.touched)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        outer.touched = before
        raise


def _outermost() -> Iterator[None]:
    own = Act()
    token = _under_way.set(own)
    try:
        with transaction.atomic():
            yield
            rewrite(as_they_are(own), own.at or timezone.now())
    finally:
        _under_way.reset(token)


def touched(*items: models.Model, at: dt.datetime | None = None) -> None:
    """The act under way has changed these; their tasks may be others. Only inside ``act()``."""
    under_way = _under_way.get()
    if under_way is None:
        raise RuntimeError("Whatever changes what waits does so inside act().")
    under_way.at = at or under_way.at
    for item in items:
        if noun := _nouns.get(type(item)):
            earlier = under_way.touched.setdefault((noun, item.pk), item)
            if earlier is not item:
                under_way.twice.add((noun, item.pk))


def as_they_are(under_way: Act) -> list[models.Model]:
    """What the act has touched; what it has touched as two objects is read again."""
    keys: defaultdict[str, list[int]] = defaultdict(list)
    for noun, key in under_way.twice:
        keys[noun].append(key)
    found = dict(under_way.touched)
    for noun, some in keys.items():
        found |= {(noun, row.pk): row for row in SOURCES[noun].read_by_key(some)}
    return list(found.values())


# -- what there is, and what there should be ----------------------------------------------------------


class Key(NamedTuple):
    """Which row it is."""

    noun: str
    item_id: int
    task: str
    role: str
    person_id: int | None

    def __str__(self) -> str:
        whom = self.role or (f"person {self.person_id}" if self.person_id else "anybody")
        return f"{self.noun} {self.item_id} {self.task} for {whom}"


class Says(NamedTuple):
    """What a row says beside its key."""

    dossier_id: int | None
    due_on: dt.date | None
    not_before: dt.date | None
    beside: bool
    barred: frozenset[int]


class Row(NamedTuple):
    """A row that is there, with its own key."""

    pk: int
    says: Says


def derived(items: Iterable[models.Model]) -> dict[Key, Says]:
    """What waits at these items, as their apps say."""
    groups: defaultdict[str, list[models.Model]] = defaultdict(list)
    for item in items:
        groups[_nouns[type(item)]].append(item)
    found: dict[Key, Says] = {}
    for noun, group in groups.items():
        for derive in FUNCTIONS[noun]:
            found.update(said(SOURCES[noun], wait) for wait in derive(group))
    return with_deputies(found)


def with_deputies(found: dict[Key, Says]) -> dict[Key, Says]:
    """Whoever acted in the place of somebody who is barred is barred as well."""
    keys = {says.dossier_id for says in found.values() if says.barred and says.dossier_id}
    dossiers = Dossier.objects.only("stood_in").in_bulk(keys) if keys else {}
    return {
        key: says._replace(barred=frozenset(dossiers[says.dossier_id].with_deputies(*says.barred)))
        if says.dossier_id in dossiers
        else says
        for key, says in found.items()
    }


def said(of: Source, wait: Wait) -> tuple[Key, Says]:
    """The row that a task makes."""
    key = Key(of.noun, wait.item.pk, wait.task, wait.role, wait.person)
    barred = frozenset(filter(None, wait.barred))
    return key, Says(of.dossier_of(wait.item), wait.due_on, wait.not_before, wait.beside, barred)


def rewrite(items: Iterable[models.Model], at: dt.datetime) -> None:
    """Write what waits at these items; what is new waits since ``at``. Few queries for any number of items."""
    left = list(items)
    while left:
        some, left = left[:AT_ONCE], left[AT_ONCE:]
        there = stored("noun, item_id", [(_nouns[type(item)], item.pk) for item in some])
        write(derived(some), there, at)


def write(wanted: dict[Key, Says], there: dict[Key, Row], at: dt.datetime) -> None:
    """Make the rows that are there those that are wanted; what stays has waited since then."""
    done = there.keys() - wanted.keys()
    remove([row for key, row in there.items() if key in done])
    stays = [(row, wanted[key]) for key, row in there.items() if key not in done]
    change([(row, says) for row, says in stays if row.says != says])
    insert({key: says for key, says in wanted.items() if key not in there}, at)


# -- the rows, past the ORM: every act pays for them --------------------------------------------------

WAITING, BARRED = Waiting._meta.db_table, Barred._meta.db_table
FIELDS = (*Key._fields, *Says._fields[:-1])
OWN = ", ".join(f"{WAITING}.{name}" for name in ("id", *FIELDS))
SELECT = f"SELECT {OWN}, {BARRED}.person_id FROM {WAITING} LEFT JOIN {BARRED} ON waiting_id = {WAITING}.id"  # noqa: S608
SHOWN_WITH = "COALESCE((SELECT view FROM workflow_dossier WHERE id = %s AND number IS NOT NULL), '')"
ROW = f"({', '.join(['%s'] * len(FIELDS))}, %s, {SHOWN_WITH})"
INSERT = f"INSERT INTO {WAITING} ({', '.join(FIELDS)}, since, shown_with) VALUES {{}} RETURNING id"  # noqa: S608
BAR = f"INSERT INTO {BARRED} (waiting_id, person_id) VALUES {{}}"  # noqa: S608
UPDATE = f"UPDATE {WAITING} SET {', '.join(f'{name} = %s' for name in Says._fields[:-1])} WHERE id = %s"  # noqa: S608
DELETE = "DELETE FROM {} WHERE {} IN {}"


def stored(columns: str, values: Sequence[tuple[str | int, ...]]) -> dict[Key, Row]:
    """The rows that have one of these values in these columns, with the people barred from them; in one query."""
    found: dict[Key, Row] = {}
    if not values:
        return found
    asked = filled_up(values)
    keys = [*chain(*asked)]
    plan = plan_of("stored", f"{SELECT} WHERE ({columns}) IN ({marks(asked)})", places_of(keys))
    statement, parameters = plan.call(keys)
    rows = execute(statement, *parameters)
    barred: defaultdict[int, set[int]] = defaultdict(set)
    for pk, noun, item_id, task, role, person_id, dossier_id, due_on, not_before, beside, somebody in rows:
        barred[pk].add(somebody)
        says = Says(dossier_id, due_on, not_before, beside, frozenset(filter(None, barred[pk])))
        found[Key(noun, item_id, task, role, person_id)] = Row(pk, says)
    return found


def remove(rows: list[Row]) -> None:
    """It is done."""
    keys = [row.pk for row in rows]
    if any(row.says.barred for row in rows):
        execute(DELETE.format(BARRED, "waiting_id", marks([keys])), *keys)
    if keys:
        execute(DELETE.format(WAITING, "id", marks([keys])), *keys)


def change(rows: list[tuple[Row, Says]]) -> None:
    """These wait with other dates, or other people are barred from them."""
    for row, says in rows:
        if row.says[:-1] != says[:-1]:
            execute(UPDATE, *says[:-1], row.pk)
    unbar(chain.from_iterable(product([row.pk], row.says.barred - says.barred) for row, says in rows))
    bar(chain.from_iterable(product([row.pk], says.barred - row.says.barred) for row, says in rows))


def insert(wanted: dict[Key, Says], since: dt.datetime) -> None:
    """It waits from now on."""
    if not wanted:
        return
    moment = connection.ops.adapt_datetimefield_value(since)
    rows = [(*key, *says[:-1], moment, says.dossier_id) for key, says in wanted.items()]
    keys = execute(INSERT.format(", ".join([ROW] * len(rows))), *chain(*rows))
    pairs = zip(keys, wanted.values(), strict=True)
    bar(chain.from_iterable(product([pk], says.barred) for (pk,), says in pairs))


def unbar(pairs: Iterable[tuple[int, int]]) -> None:
    """These people may do it again."""
    if rows := list(pairs):
        execute(DELETE.format(BARRED, "(waiting_id, person_id)", f"({marks(rows)})"), *chain(*rows))


def bar(pairs: Iterable[tuple[int, int]]) -> None:
    """These people may not do what waits in these rows."""
    if rows := list(pairs):
        execute(BAR.format(marks(rows)), *chain(*rows))


def marks(rows: Iterable[Sized]) -> str:
    """A place for each value of each row: (%s, %s), (%s, %s)."""
    return ", ".join(f"({', '.join(['%s'] * len(row))})" for row in rows)


def execute(statement: str, *values: Parameter) -> list[DbRow]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []
