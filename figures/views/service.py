"""Months in service of one model: the triangle, the lines, and what is watched."""

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest, require
from figures import charting
from figures.models import ReturnedLot, ShippedLot
from figures.months import Month
from figures.service import Cells, lots
from figures.watching import cumulative
from warranty.models import Product

ROWS = 18  # shipped months in the triangle
LEAST_RETURNS, LEAST_MOTORS = 5, 50  # below which a share says nothing


class Shade(NamedTuple):
    """One cell of the triangle: returns of a month in service; None where it is still to come."""

    returned: int | None
    share: float
    unsure: bool

    @property
    def step(self) -> int:
        """Of the shades, on one scale for all models: up to 0.5, 1, 2, 4 % and more, cumulated."""
        return sum(1 for limit in (0.0, 0.005, 0.01, 0.02, 0.04) if self.share > limit)


class TriangleRow(NamedTuple):
    """One shipped month."""

    month: Month
    motors: int
    cells: list[Shade]
    returned: int
    share: str


@require("report.view")
@require_GET
def service(request: SignedInRequest) -> HttpResponse:
    """Shipped month × months until the return of one model (``?model=``), else of that of which most came back."""
    now = Month.now()
    products = products_by_model()
    asked = request.GET.get("model", "")
    product = next((one for one in products if one.model == asked), most_returned(products))
    found = lots(now, by="shipped", products=[product.pk]) if product else {}
    rows = [(month, cells) for (_product, month), cells in sorted(found.items(), key=lambda one: one[0][1])]
    widest = max((max(cells.cells, default=0) for _month, cells in rows), default=0)
    context = {
        "products": products,
        "product": product,
        "ages": range(widest + 1),
        "rows": [triangle_row(month, cells, widest) for month, cells in rows[-ROWS:]][::-1],
        "share": [f"{share:.2%}" for share in cumulative([cells.lot for _month, cells in rows])],
        "chart": charting.service_lines(product.model, rows) if product and rows else "",
        "now": now,
    }
    return render(request, "figures/service.html", context)


def products_by_model() -> list[Product]:
    """The models of which motors were counted, each with ``returned``, how many of them came back."""
    known = ShippedLot.objects.order_by().values("product").distinct()
    back = ReturnedLot.objects.filter(product=OuterRef("pk")).order_by().values("product")
    returned = Coalesce(Subquery(back.annotate(n=Sum("motors")).values("n")), 0)
    return list(Product.objects.filter(pk__in=known).annotate(returned=returned).order_by("model"))


def most_returned(products: Sequence[Product]) -> Product | None:
    """The model of which most came back; of several the first."""
    return max(products, key=attrgetter("returned"), default=None)


def triangle_row(month: Month, cells: Cells, widest: int) -> TriangleRow:
    """A row; a share only where there are enough motors and returns for one."""
    shades, so_far = [], 0
    for k in range(widest + 1):
        here = cells.cells.get(k)
        so_far += int(here[1]) if here else 0
        share = so_far / cells.motors if cells.motors else 0.0
        shades.append(Shade(int(here[1]) if here else None, share if here else 0.0, k in cells.unsure))
    enough = cells.returned >= LEAST_RETURNS and cells.motors >= LEAST_MOTORS
    total = f"{cells.returned / cells.motors:.1%}" if enough else ""
    return TriangleRow(month, cells.motors, shades, cells.returned, total)
