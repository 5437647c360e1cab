"""Months in service: the register by shipped month, confirmed returns by the month in which they were claimed."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Case as When_
from django.db.models import Count, DateField, Exists, F, Func, IntegerField, OuterRef, QuerySet, Value, When
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from aftersales.kit.untyped import DbRow
from cases.models import ReturnedMotor
from figures.models import ReturnedLot, ShippedLot
from figures.months import Month
from figures.sections.found import OURS
from figures.watching import SURE, Lot, clump, done
from warranty.models import Channel, Motor
from warranty.policy import WarrantyPolicy
from workflow.models import Facts, policy_on

KEY = ("product", "made", "shipped", "months")
CLUMP_MONTHS = 24
DELAY_MONTHS, DELAY_LEAST = 12, 20


# -- counted afresh -----------------------------------------------------------------------------------


def of_cell(path: str) -> dict[str, Func | When_]:
    """Model, production month, shipped month and warranty of motors; ``path`` leads to their entries."""
    policy = policy_on(WarrantyPolicy, timezone.localdate())
    direct = When(**{f"{path}consignee__channel": Channel.DIRECT}, then=Value(policy.direct_months))
    made = Coalesce(f"{path}produced_on", f"{path}ex_factory_date", output_field=DateField())
    return {
        "made": TruncMonth(made),
        "shipped": TruncMonth(f"{path}ex_factory_date"),
        "months": When_(direct, default=Value(policy.agent_months), output_field=IntegerField()),
    }


def shipped_rows() -> QuerySet[Motor, DbRow]:
    """The register by cell."""
    rows = Motor.objects.filter(active=True).order_by().annotate(**of_cell(""))
    return rows.values_list(*KEY).annotate(motors=Count("pk"))


def confirmed() -> QuerySet[ReturnedMotor]:
    """Motors of the register with a confirmed fault of the factory, claimed in warranty and after they were shipped.

    A motor that comes again counts at its first claim only.
    """
    rows = ReturnedMotor.objects.filter(
        OURS, registered__isnull=False, appraisal__verdict__warranty__status="in"
    )
    rows = rows.exclude(disposition="").filter(case__claim_date__gte=F("registered__ex_factory_date"))
    earlier = rows.filter(registered=OuterRef("registered"), pk__lt=OuterRef("pk"))
    return rows.filter(~Exists(earlier), registered__active=True)


def returned_rows() -> QuerySet[ReturnedMotor, DbRow]:
    """Confirmed returns by cell, month of the claim and month of the last signature."""
    names = {f"of_{name}": value for name, value in of_cell("registered__").items()}
    rows = (
        confirmed()
        .order_by()
        .annotate(
            **names,
            claimed=TruncMonth("case__claim_date"),
            confirmed=TruncMonth("appraisal__effective_at", output_field=DateField()),
        )
    )
    columns = ("registered__product", "of_made", "of_shipped", "of_months", "claimed", "confirmed")
    return rows.values_list(*columns).annotate(motors=Count("pk"))


@transaction.atomic
def keep_service() -> int:
    """Count both anew; how many rows."""
    shipped = [ShippedLot(**cell(row)) for row in shipped_rows()]
    returned = [ReturnedLot(**cell(row), claimed=row[4], confirmed=row[5]) for row in returned_rows()]
    ShippedLot.objects.all().delete()
    ReturnedLot.objects.all().delete()
    ShippedLot.objects.bulk_create(shipped, batch_size=2000)
    ReturnedLot.objects.bulk_create(returned, batch_size=2000)
    return len(shipped) + len(returned)


def cell(row: DbRow) -> Facts:
    product, made, shipped, months = row[:4]
    return {"product_id": product, "made": made, "shipped": shipped, "months": months, "motors": row[-1]}


def service_differs() -> bool:
    """Whether what is kept differs from a fresh count."""
    kept = Counter(ShippedLot.objects.values_list(*KEY, "motors"))
    kept_back = Counter(ReturnedLot.objects.values_list(*KEY, "claimed", "confirmed", "motors"))
    return kept != Counter(shipped_rows()) or kept_back != Counter(returned_rows())


# -- read ---------------------------------------------------------------------------------------------


@dataclass
class Cells:
    """Cells of one lot or shipped month, as {month in service: [exposure, returns]}, and how many motors they are."""

    motors: int = 0
    cells: dict[int, list[float]] = field(default_factory=dict)
    unsure: set[int] = field(default_factory=set)
    """Months in service of which claims are not all confirmed yet."""

    until: Month | None = None
    """The last month of the warranty of the last motor."""

    def expose(self, shipped: Month, months: int, motors: int, now: Month, shares: list[float]) -> None:
        """Motors are exposed from the month of shipping until today, or the end of their warranty."""
        self.motors += motors
        ends = shipped.plus(months)
        self.until = max(self.until or ends, ends)
        for k in range(min(months, shipped.until(now)) + 1):
            share = shares[min(shipped.plus(k).until(now), SURE)]
            self.cells.setdefault(k, [0.0, 0])[0] += motors * share
            if share < 1:
                self.unsure.add(k)

    def come_back(self, k: int, motors: int) -> None:
        if k in self.cells:
            self.cells[k][1] += motors

    def open(self, now: Month) -> bool:
        """Whether anything can still come of it: a claim in warranty, or its confirmation."""
        return self.until is not None and self.until.plus(SURE) >= now

    @property
    def lot(self) -> Lot:
        return {k: (exposure, int(returned)) for k, (exposure, returned) in sorted(self.cells.items())}

    @property
    def returned(self) -> int:
        return int(sum(returned for _exposure, returned in self.cells.values()))


def delays(now: Month) -> list[float]:
    """How late claims are confirmed, by those of the year that ended half a year ago; of too few, by all before."""
    first, last = now.plus(-SURE - DELAY_MONTHS + 1), now.plus(-SURE)
    old = ReturnedLot.objects.filter(claimed__lte=last.first)
    recent = counted_delays(old.filter(claimed__gte=first.first))
    return done(recent if recent.total() >= DELAY_LEAST else counted_delays(old))


def counted_delays(rows: QuerySet[ReturnedLot]) -> "Counter[int]":
    found: Counter[int] = Counter()
    for claimed, confirmed_in, motors in rows.values_list("claimed", "confirmed", "motors"):
        found[max(0, Month.of(claimed).until(Month.of(confirmed_in)))] += motors
    return found


def clump_now(now: Month) -> float:
    """How motors of one lot come back together, in the cases of two years."""
    rows = confirmed().filter(case__claim_date__gte=now.plus(-CLUMP_MONTHS).first).order_by()
    made = Coalesce("registered__produced_on", "registered__ex_factory_date", output_field=DateField())
    groups = rows.annotate(of_made=TruncMonth(made)).values("case", "registered__product", "of_made")
    return clump(groups.annotate(motors=Count("pk")).values_list("motors", flat=True))


def lots(
    now: Month, by: str = "made", products: Iterable[int] | None = None
) -> dict[tuple[int, Month], Cells]:
    """The cells of each model and month of making, or of shipping, as they stand at the end of a month."""
    shares = delays(now)
    found: defaultdict[tuple[int, Month], Cells] = defaultdict(Cells)
    shipped = ShippedLot.objects.filter(shipped__lte=now.first)
    returned = ReturnedLot.objects.filter(claimed__lte=now.first, confirmed__lte=now.first)
    if products is not None:
        shipped, returned = shipped.filter(product__in=products), returned.filter(product__in=products)
    for product, of, left, months, motors in shipped.values_list(
        "product", by, "shipped", "months", "motors"
    ):
        found[product, Month.of(of)].expose(Month.of(left), months, motors, now, shares)
    for product, of, left, claimed, motors in returned.values_list(
        "product", by, "shipped", "claimed", "motors"
    ):
        found[product, Month.of(of)].come_back(Month.of(left).until(Month.of(claimed)), motors)
    return dict(found)
