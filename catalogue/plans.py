"""The test plan of a model: what is measured of it, in its order, and between which limits."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from django.db.models import QuerySet

from aftersales.kit.prepared import prepared
from catalogue.limits import Limits, Outcome, limit, rated_value
from catalogue.lists import family_of, listed
from catalogue.models import TestItem
from warranty.models import Product

COUNTS = {"次", "处"}  # units


@dataclass(frozen=True)
class Line:
    """One item of the plan of a model."""

    item: TestItem
    limits: Limits = field(default_factory=Limits)  # neither end where the plan has none for this model

    @property
    def place(self) -> int:
        return self.item.place

    @property
    def codes(self) -> list[str]:
        """The failure codes to which a value outside the limits points."""
        return listed(self.item.points_to)

    @property
    def counted(self) -> bool:
        """Whether it is counted, or set rather than measured, as a test voltage: such a value is never near a limit."""
        return self.item.unit in COUNTS or (self.item.unit == "V" and self.limits.most is None)

    def judge(self, value: Decimal, near: int) -> Outcome:
        """Where a value stands, see ``Limits.judge``."""
        return self.limits.judge(value, 0 if self.counted else near)

    @property
    def to_be_looked_at(self) -> bool:
        """Whether the limit is a default that nobody stands for yet."""
        return self.item.to_be_looked_at


def plan_of(product: Product | None, slip: str) -> list[Line]:
    """What is measured of a model for one kind of slip (JD, FX); nothing where its family has no plan.

    Of several lines at one place the one of this model counts. Where all of them are for other models, the item is
    there without a limit.
    """
    if product is None:
        return []
    rows = [item for item in items_of(family_of(product.model)) if slip in listed(item.prints_on)]
    rated = rated_values(product)
    return [
        line_of(list(items), product.model, rated) for _place, items in groupby(rows, lambda row: row.place)
    ]


@prepared
def items_of(family: str) -> QuerySet[TestItem]:
    return TestItem.objects.filter(family=family, active=True).order_by("place", "-of_models")


def line_of(items: list[TestItem], model: str, rated: dict[str, Decimal]) -> Line:
    """The line of the model among those of one place; those for the whole family come last."""
    mine = next(iter(of_model(items, model)), None)
    if mine is None:
        return Line(items[0])
    return Line(mine, Limits(limit(mine.least, rated), limit(mine.most, rated)))


def of_model(items: list[TestItem], model: str) -> Iterator[TestItem]:
    wanted = model.upper()
    yield from (item for item in items if wanted in listed(item.of_models.upper()))
    yield from (item for item in items if not item.of_models)


def rated_values(product: Product) -> dict[str, Decimal]:
    """What formulas may ask of a model; what its entry does not say is left out."""
    said = {"rated_v": product.voltage, "rated_w": product.power, "rated_rpm": product.speed}
    found = {name: rated_value(text) for name, text in said.items()}
    return {name: value for name, value in found.items() if value is not None}
