"""A figure is a declaration: what is counted, of what, by what it can be broken down, and the list behind it.

    declare(
        Figure(
            key="repeats",
            section=RETURNS,
            label=_("Repaired before"),
            explained=_("Of the motors received in the month, those that we had repaired before."),
            rows=received,
            hit=Q(repeated=True),
            unit=SHARE,
            better=LESS,
            target="target_repeat_percent",
        )
    )

``rows`` gives the rows of a month as one query; the part is counted or summed over those that ``hit``, the whole over
those ``among`` which it is counted. Figures of the same rows are counted in one statement. The report, its PDF and
Excel, the aggregates and the lists are all drawn from these declarations.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from django.db.models import Aggregate, Count, F, Model, Q, QuerySet, Sum
from django.db.models.expressions import BaseExpression, Combinable

from aftersales.kit.choices import Label
from aftersales.kit.ledger import Column
from figures.months import Month

Rows: TypeAlias = Callable[[Month], "QuerySet[Model]"]
Unit: TypeAlias = Literal["count", "share", "mean", "rate", "money"]
COUNT: Final = "count"
SHARE: Final = "share"
MEAN: Final = "mean"
RATE: Final = "rate"
MONEY: Final = "money"
MORE: Final = "more"
LESS: Final = "less"
EVERYTHING = Q()


@dataclass(frozen=True)
class Section:
    """A part of the report."""

    key: str
    title: Label
    icon: str


@dataclass(frozen=True)
class Dimension:
    """By what a figure is broken down: its values as they are kept, and their words."""

    key: str
    label: Label
    words: Callable[[Iterable[str]], dict[str, str]] = field(
        default=lambda values: {value: value for value in values}
    )


@dataclass(frozen=True)
class Behind:
    """How the list behind a figure shows its rows; ``dossier`` leads to the dossier by which they are seen.

    ``reads`` are read with each row, ``parts`` are what each has several of.
    """

    columns: tuple[Column, ...]
    dossier: str
    reads: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """One figure of the monthly report; see above.

    ``amount`` is what is summed instead of counted; ``weight`` what is summed of the whole; ``per`` gives the rows of
    which a rate counts per hundred, ``clump`` what several rows may come together of. ``by`` says of a row what it is
    in each of its dimensions. ``scale`` turns 100 into what the target is given in. Who lacks ``permission`` does not
    see it.
    """

    key: str
    section: Section
    label: Label
    explained: Label
    rows: Rows
    behind: Behind
    hit: Q = EVERYTHING
    among: Q = EVERYTHING
    amount: "BaseExpression | F | None" = None
    weight: "BaseExpression | F | None" = None
    unit: Unit = COUNT
    per: Rows | None = None
    clump: str = ""
    by: Mapping[str, Combinable] = field(default_factory=dict)
    better: Literal["more", "less", ""] = ""
    target: str = ""
    scale: int = 1
    permission: str = ""
    important: int = 0
    """Its place among the ten of the home page; 0: not among them."""

    @property
    def part(self) -> Aggregate:
        """What is counted or summed, as an aggregate."""
        if self.amount:
            return Sum(self.amount, filter=self.among & self.hit, default=None)
        return Count("pk", filter=self.among & self.hit)

    @property
    def whole(self) -> Aggregate | None:
        """Of what, as an aggregate; None where it is of nothing, or of other rows."""
        if self.weight:
            return Sum(self.weight, filter=self.among, default=None)
        if self.clump:
            return Count(self.clump, filter=self.among & self.hit, distinct=True)
        if self.unit == SHARE:
            return Count("pk", filter=self.among)
        return Count("pk", filter=self.among & self.hit) if self.unit == MEAN else None

    def listed(self, month: Month, whole: bool = False) -> "QuerySet[Model]":
        """The rows behind it, of the part or of the whole."""
        return self.rows(month).filter(self.among if whole else self.among & self.hit)


_figures: dict[str, Figure] = {}


def declare(*figures: Figure) -> None:
    """Put figures into the report, in the order in which they are declared."""
    _figures.update({figure.key: figure for figure in figures})


def figures() -> list[Figure]:
    """All of them."""
    return list(_figures.values())


def figure_of(key: str) -> Figure | None:
    return _figures.get(key)
