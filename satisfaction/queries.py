"""Who is to be asked, who has answered, and which rows wait for whom."""

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from aftersales.models import User
from cases.models import Case
from satisfaction.models import Campaign, Response, Target
from satisfaction.statuses import Reach, ResponseStatus
from warranty.models import Customer, Motor


def year_of(year: int) -> tuple[dt.date, dt.date]:
    """The first and the last day."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def deliveries(year: int) -> QuerySet[Motor]:
    """Motors that left the factory in a year."""
    return Motor.objects.filter(ex_factory_date__range=year_of(year)).order_by()


def cases_of_year(year: int) -> QuerySet[Case]:
    """Cases that customers brought in a year."""
    return Case.objects.filter(claim_date__range=year_of(year), number__isnull=False).order_by()


def chosen(campaign: Campaign) -> QuerySet[Customer]:
    """The customers whom a survey asks, as its filter finds them now."""
    rows = Customer.objects.order_by("pk")
    if campaign.channels:
        rows = rows.filter(channel__in=campaign.channels)
    if campaign.regions:
        rows = rows.filter(region__in=campaign.regions)
    bought = Exists(deliveries(campaign.year).filter(consignee=OuterRef("pk")))
    had_case = Exists(cases_of_year(campaign.year).filter(customer=OuterRef("pk")))
    reached = {Reach.BOUGHT: bought, Reach.HAD_CASE: had_case, Reach.EITHER: bought | had_case}
    return rows.filter(reached[Reach(campaign.reach)]) if campaign.reach != Reach.ALL else rows


class Dealings(NamedTuple):
    """What customers and the factory had to do with each other in a year, by customer."""

    models: dict[int, set[str]]
    with_case: set[int]

    def of(self, customer: int) -> tuple[list[str], bool]:
        """The models of the customer with this key, and whether it had a case."""
        return sorted(self.models.get(customer, ())), customer in self.with_case


def dealings(year: int, customers: QuerySet[Customer]) -> Dealings:
    """Models bought or complained of, and who had a case; two queries for any number of customers."""
    found: dict[int, set[str]] = defaultdict(set)
    ids = customers.order_by().values("pk")
    bought = deliveries(year).filter(consignee__in=ids).values_list("consignee", "product__model").distinct()
    complained = cases_of_year(year).filter(customer__in=ids)
    with_case = set()
    for customer, model in bought:
        found[customer].add(model)
    for customer, model, other in complained.values_list("customer", "product__model", "other_model"):
        with_case.add(customer)
        found[customer] |= {model or other} - {""}
    return Dealings(found, with_case)


def likely_surveyors(customers: QuerySet[Customer], surveyors: list[int]) -> dict[int, int]:
    """Of each customer the surveyor who was the salesperson of its latest case, where there is one."""
    latest = Case.objects.filter(customer__in=customers.order_by().values("pk"), salesperson__in=surveyors)
    return dict(latest.order_by("pk").values_list("customer", "salesperson"))


# -- who has answered ---------------------------------------------------------------------------------


def has_answered() -> Exists:
    """Of a target: whether somebody of the customer is counted."""
    return Exists(Response.objects.counted().filter(target=OuterRef("pk")))


def with_answers(rows: QuerySet[Target]) -> QuerySet[Target]:
    """Targets with ``answers``, how many of their people are counted."""
    counted = Count("responses", filter=Q(responses__status=ResponseStatus.SUBMITTED))
    return rows.annotate(answers=counted)


class Progress(NamedTuple):
    """How far a survey is, counted in customers: three people of one customer are one."""

    targets: int
    answered: int
    responses: int

    @property
    def rate(self) -> int:
        """Whole per cent of the customers who were to be asked."""
        return round(self.answered * 100 / self.targets) if self.targets else 0


def progress(campaigns: list[Campaign]) -> dict[int, Progress]:
    """How far each of these surveys is; two queries for all of them."""
    targets = Target.objects.filter(campaign__in=campaigns).order_by().values_list("campaign")
    asked = dict(targets.annotate(n=Count("pk")))
    counted = Response.objects.counted().filter(target__campaign__in=campaigns).order_by()
    rows = counted.values("target__campaign").annotate(n=Count("pk"), who=Count("target", distinct=True))
    given = {row["target__campaign"]: (row["who"], row["n"]) for row in rows}
    return {
        campaign.pk: Progress(asked.get(campaign.pk, 0), *given.get(campaign.pk, (0, 0)))
        for campaign in campaigns
    }


def people() -> list[tuple[int, str]]:
    """Everybody who may be asked to improve something, by name."""
    rows = User.objects.filter(is_active=True, grants__isnull=False).distinct()
    return sorted(((user.pk, str(user)) for user in rows), key=lambda row: row[1])


def askers() -> list[tuple[int, str]]:
    """Everybody whose roles let them ask customers."""
    rows = User.objects.filter(is_active=True, grants__isnull=False).distinct().prefetch_related("grants")
    return sorted(
        ((user.pk, str(user)) for user in rows if user.can("response.fill")), key=lambda row: row[1]
    )


def cases_of(target: Target, user: User) -> QuerySet[Case]:
    """The customer's latest cases that the person may see."""
    rows = Case.objects.visible_to(user).filter(customer=target.customer_id, number__isnull=False)
    return rows.select_related("product", "customer").order_by("-pk")[:10]
