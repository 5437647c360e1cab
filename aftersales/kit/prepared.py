"""Queries that are written once: the ORM takes longer to write a statement than the database to answer it.

    @prepared
    def photos_of(case: int) -> QuerySet[Photo]:
        return Photo.objects.filter(case=case).order_by("id")

    photos_of(case.pk)      a list of photos

The function says what is asked for. It is called once for every shape of its arguments, with stand-ins for them, and
their own values are put into the statement afterwards. So it may do nothing with them but look for them: for a number,
a text, a day, the key of a form, for any of a list, for the keys of a thing, and for what a person may see. The shape
of a list is about its length, that of a person is what they may.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from copy import copy
from functools import cache, lru_cache, update_wrapper
from itertools import count
from typing import Any, Generic, NamedTuple, ParamSpec, TypeAlias, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import ManyToOneRel, Model, QuerySet
from django.db.models.expressions import BaseExpression
from django.db.transaction import TransactionManagementError
from django.http import Http404

from aftersales.kit.planned import Parameter, Part, Place, Plan
from aftersales.models import User

P = ParamSpec("P")
Row = TypeVar("Row")
T = TypeVar("T")
SHAPES = 128  # statements kept of one query

Argument: TypeAlias = "Parameter | User | Model | list[Parameter]"
"""What may be asked for: a value, any of a list, the keys of a thing, what a person may see."""


class Person(NamedTuple):
    """What of a person changes a statement."""

    roles: frozenset[str]
    is_active: bool
    duties: frozenset[str] | None
    stands_in: "tuple[Person, ...]"


class Several(NamedTuple):
    """A list with so many places for values of a kind."""

    places: int
    kind: type


Shape: TypeAlias = Person | Several | type
"""What of an argument changes the statement."""


class Prepared(Generic[P, Row]):
    """A query that is written once for every shape of its arguments."""

    def __init__(self, query: "Callable[P, QuerySet[Model, Row]]", around: str = "{}") -> None:
        self.query: Callable[..., QuerySet[Model, Row]] = query
        self.around = around
        self.written = lru_cache(SHAPES)(self.write)
        update_wrapper(self, query)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[Row]:
        """The rows."""
        statement, values = self.asked(*args, **kwargs)
        return statement.rows(values)

    def part(self, *args: P.args, **kwargs: P.kwargs) -> Part:
        """The statement for who puts it into another; empty where there can be no rows."""
        statement, values = self.asked(*args, **kwargs)
        return Part(statement.plan.sql, statement.plan.parameters, adapted(values))

    def asked(self, *args: Any) -> "tuple[Statement[Row], list[Parameter]]":
        """The statement for these arguments, by their places alone, and what is put into it."""
        values = [value for argument in args for value in values_of(argument)]
        return self.written(connection.vendor, *map(shape_of, args)), values

    def write(self, vendor: str, *shapes: Shape) -> "Statement[Row]":
        """The statement for arguments of these shapes."""
        places = count()
        rows = self.query(*(stand_in(shape, places) for shape in shapes))
        return Statement(getattr(self.query, "__name__", ""), rows, self.around)


prepared = Prepared


def prepared_within(around: str) -> "Callable[[Callable[P, QuerySet[Model, Row]]], Prepared[P, Row]]":
    """A query inside a statement that says what the ORM cannot: its columns come first, further numbers after them."""
    return lambda query: Prepared(query, around)


class Statement(Generic[Row]):
    """A statement as it was written, and how its rows are read."""

    def __init__(self, name: str, rows: "QuerySet[Model, Row]", around: str) -> None:
        self.queryset = rows
        self.compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, parameters = self.compiler.as_sql()
            sql = around.format(sql)
        except EmptyResultSet:  # whoever this is may see none
            sql, parameters = "", ()
        self.locks = rows.query.select_for_update and connection.features.has_select_for_update
        self.plan = Plan(name, sql, [as_place(parameter) for parameter in parameters])
        self.converters = self.compiler.get_converters(self.columns()) if sql else {}

    def rows(self, values: list[Parameter]) -> list[Row]:
        """What the queryset would give for these values."""
        if not self.plan.sql:
            return []
        if self.locks and connection.get_autocommit():
            raise TransactionManagementError("Rows are locked inside a transaction.")
        called = self.plan.call(adapted(values))
        compiler = copy(self.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # every thread has its own
        compiler.as_sql = lambda *args, **kwargs: called
        compiler.get_converters = lambda columns: self.converters
        compiler.has_composite_fields = lambda columns: False  # no model has any, and each column is asked
        rows = self.queryset.all()
        rows.query.get_compiler = lambda *args, **kwargs: compiler  # type: ignore[method-assign]
        return list(rows)

    def columns(self) -> list[BaseExpression]:
        """What is selected: what of it Django converts is the same every time."""
        return [column for column, *_ in self.compiler.select[: self.compiler.col_count]]


def adapted(values: list[Parameter]) -> list[Parameter]:
    """Values as the database takes them."""
    return [adapt(value) if isinstance(value, dt.date | UUID) else value for value in values]


def adapt(value: dt.date | UUID) -> Parameter:
    """A day, or the key of a form."""
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    return value if connection.features.has_native_uuid_field else value.hex


# -- arguments ----------------------------------------------------------------------------------------

FIRST = -(10**15)  # no key is so far below zero
WORD = "stand-in "
FORM = 32  # letters of the key of a form
NO_FORM = "0" * (FORM - 4)  # what none begins with


def shape_of(argument: Argument) -> Shape:
    """What of an argument changes the statement."""
    if isinstance(argument, User):
        return person_of(argument)
    if isinstance(argument, list):
        return Several(room(argument), type(argument[0]) if argument else int)
    return type(argument)


def person_of(user: User) -> Person:
    instead = tuple(map(person_of, user.stands_in))
    return Person(user.roles, user.is_active, user.duties, instead)


def values_of(argument: Argument) -> list[Parameter]:
    """What of an argument is put into the statement."""
    if isinstance(argument, User):
        return [argument.pk, *(principal.pk for principal in argument.stands_in)]
    if isinstance(argument, Model):
        return [getattr(argument, name) for name in keys_of(type(argument))]
    if isinstance(argument, list):
        return filled_up(argument)
    return [argument]


def filled_up(values: Sequence[T]) -> list[T]:
    """The same with the last one over again, up to the places that it gets."""
    return list(values) + list(values[-1:]) * (room(values) - len(values))


def room(values: Sized) -> int:
    """How many places a list gets, so that lists of nearly the same length have one statement: a power of two."""
    return 1 << (len(values) - 1).bit_length() if values else 0


def stand_in(shape: Shape, places: Iterator[int]) -> Argument:
    """Something of this shape that is looked for in the place of the argument."""
    if isinstance(shape, Person):
        return somebody(shape, places)
    if isinstance(shape, Several):
        return [SINGLE[shape.kind](next(places)) for _ in range(shape.places)]
    if issubclass(shape, Model):
        return shape(**{name: FIRST - next(places) for name in keys_of(shape)})
    return SINGLE[shape](next(places))


def somebody(shape: Person, places: Iterator[int]) -> User:
    """A person of these roles, with those whom they stand in for."""
    found = User(pk=FIRST - next(places), is_active=shape.is_active)
    found.roles, found.duties = shape.roles, shape.duties
    found.stands_in = tuple(somebody(principal, places) for principal in shape.stands_in)
    for principal in found.stands_in:
        principal.deputy = found
    return found


def number(place: int) -> int:
    return FIRST - place


def word(place: int) -> str:
    return f"{WORD}{place}"


def day(place: int) -> dt.date:
    return dt.date.min + dt.timedelta(place)


def form(place: int) -> UUID:
    return UUID(int=place)


SINGLE: dict[type, Callable[[int], Parameter]] = {int: number, str: word, dt.date: day, UUID: form}


def as_place(parameter: Parameter) -> Place | Parameter:
    """The place for which a parameter stands, or itself."""
    number = place_of(parameter)
    return parameter if number is None else Place(number, type(parameter))


def place_of(parameter: Parameter) -> int | None:
    """The place for which a parameter of a statement stands, or None."""
    if isinstance(parameter, int):
        return FIRST - parameter if parameter <= FIRST else None
    if isinstance(parameter, str) and parameter.startswith(WORD):
        return int(parameter.removeprefix(WORD))
    if isinstance(parameter, UUID):
        parameter = parameter.hex
    if isinstance(parameter, str) and parameter.startswith(NO_FORM) and len(parameter) == FORM:
        return int(parameter, 16)
    if isinstance(parameter, str) and parameter.startswith("0001-"):  # how SQLite has a day
        parameter = dt.date.fromisoformat(parameter)
    if isinstance(parameter, dt.date) and parameter.year == 1:
        return (parameter - dt.date.min).days
    return None


@cache
def keys_of(model: type[Model]) -> list[str]:
    """The key of a thing, and those of what it belongs to."""
    return [field.attname for field in model._meta.concrete_fields if field.primary_key or field.is_relation]


# -- what has been read -------------------------------------------------------------------------------


def found_or_404(rows: list[Row]) -> Row:
    """The only one; none is "no such page"."""
    if not rows:
        raise Http404
    return rows[0]


def attach(things: Sequence[Model], name: str, rows: Iterable[Model]) -> None:
    """Let ``thing.name.all()`` be those of ``rows`` that point at the thing: they have been read already."""
    if not things:
        return
    relation = things[0]._meta.get_field(name)
    assert isinstance(relation, ManyToOneRel)
    field, by_key = relation.field, {thing.pk: thing for thing in things}
    found: dict[int, list[Model]] = {key: [] for key in by_key}
    for row in rows:
        key = getattr(row, field.attname)
        field.set_cached_value(row, by_key[key])
        found[key].append(row)
    for key, thing in by_key.items():
        queryset = getattr(thing, name).all()
        queryset._result_cache, queryset._prefetch_done = found[key], True
        thing.__dict__.setdefault("_prefetched_objects_cache", {})[name] = queryset
