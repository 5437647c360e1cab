"""How satisfied customers are (二.3, 十)."""

from functools import reduce
from operator import add

from django.db.models import Case as When_
from django.db.models import F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from aftersales.kit.ledger import DATE, ID, LONG, Column
from cases.models import Case
from figures.declared import MEAN, MORE, SHARE, Behind, Figure, Section, declare
from figures.months import Month
from figures.sections.common import CASES
from satisfaction.models import Response
from satisfaction.policy import SatisfactionPolicy
from satisfaction.questions import KEYS
from satisfaction.scoring import FAIR, GOOD, POOR
from workflow.models import policy_on

SATISFIED = Section("satisfied", _("Customer satisfaction"), "smile")


def ended(month: Month) -> QuerySet[Case]:
    """The cases completed in a month whose customer has said how satisfied they are."""
    return Case.objects.filter(completed_at__range=month.moments, customer_satisfied__isnull=False)


def answers(month: Month) -> QuerySet[Response]:
    """The surveys answered in a month, with the points of their answers and how many there are."""
    policy = policy_on(SatisfactionPolicy, month.last)
    points = {GOOD: policy.good_score, FAIR: policy.fair_score, POOR: policy.poor_score}
    given = dict.fromkeys(points, 1)
    rows = Response.objects.counted().filter(answered_on__range=month.days)
    return rows.annotate(points=in_all(points), given=in_all(given))


def in_all(worth: dict[str, int]) -> Combinable:
    """What the answers to the five questions are worth together; none is worth nothing."""
    return reduce(add, [answer(key, worth) for key in KEYS])


def answer(key: str, worth: dict[str, int]) -> When_:
    whens = [When(**{key: said}, then=Value(points)) for said, points in worth.items()]
    return When_(*whens, default=Value(0), output_field=IntegerField())


RESPONSES = Behind(
    (
        Column(_("Number"), "number", ID, url="get_absolute_url"),
        Column(_("Customer"), "target.customer.name", LONG),
        Column(_("Date"), "answered_on", DATE),
        Column(_("Points"), "points"),
        Column(_("Questions answered"), "given"),
    ),
    "dossier",
    ("target__customer", "target__campaign", "target__case"),
)

declare(
    Figure(
        key="satisfied",
        section=SATISFIED,
        label=_("Satisfied with how their case ended"),
        explained=_(
            "Of the cases completed in the month whose customer was asked at the end, the satisfied ones."
        ),
        rows=ended,
        behind=CASES,
        hit=Q(customer_satisfied=True),
        unit=SHARE,
        better=MORE,
        target="target_satisfied_percent",
    ),
    Figure(
        key="survey_points",
        section=SATISFIED,
        label=_("Points in surveys"),
        explained=_(
            "The mean of the points of all answers given in the month, the yearly survey and others (十)."
        ),
        rows=answers,
        behind=RESPONSES,
        amount=F("points"),
        weight=F("given"),
        unit=MEAN,
        better=MORE,
    ),
)
