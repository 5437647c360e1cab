"""What a survey found: distributions, scores, earlier years, and who answered how (十)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from satisfaction.models import Campaign, Response, ResponseQuerySet
from satisfaction.policy import SatisfactionPolicy
from satisfaction.queries import Progress, progress, year_of
from satisfaction.questions import AFTER_A_CASE, BY_KEY, KEYS, QUESTIONS, Question
from satisfaction.scoring import Points, Tally, index, tally
from satisfaction.statuses import Method
from warranty.models import Channel
from workflow.models import policies, policy_on

YEARS = 5  # compared, this one included

Row = dict[str, Any]


class Aspect(NamedTuple):
    """One question of a survey: how it was answered, its score, and that of the year before."""

    question: Question
    tally: Tally
    score: Decimal | None
    before: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """Against the year before; None where one of the two is missing."""
        return None if self.score is None or self.before is None else self.score - self.before


class Group(NamedTuple):
    """Some of the respondents: how many people of how many customers, and their scores."""

    label: str
    people: int
    customers: int
    scores: list[Decimal | None]
    overall: Decimal | None


class Breakdown(NamedTuple):
    """The respondents divided by something."""

    title: str
    groups: list[Group]


@dataclass(frozen=True)
class Year:
    """The scores of one survey, in the order of QUESTIONS."""

    year: int
    scores: list[Decimal | None]

    @property
    def index(self) -> Decimal | None:
        return index(self.scores)


@dataclass(frozen=True)
class Results:
    """Everything about one survey."""

    campaign: Campaign
    points: Points
    progress: Progress
    aspects: list[Aspect]
    years: list[Year]  # the oldest first, this one last
    breakdowns: list[Breakdown] = field(default_factory=list)

    @property
    def index(self) -> Decimal | None:
        return self.years[-1].index

    @property
    def before(self) -> Decimal | None:
        """The figure of the survey before."""
        return self.years[-2].index if len(self.years) > 1 else None


def points_of(policy: SatisfactionPolicy) -> Points:
    """What the answers are worth in an edition of the policy."""
    return Points(policy.good_score, policy.fair_score, policy.poor_score)


def results_of(campaign: Campaign) -> Results:
    """The results of a survey; the number of queries does not grow with the answers."""
    surveys = list(Campaign.objects.filter(year__lte=campaign.year).order_by("-year")[:YEARS])[::-1]
    rows = rows_of(Response.objects.counted().filter(target__campaign__in=surveys))
    policy = policies(SatisfactionPolicy)
    years = [
        Year(
            survey.year,
            scores([r for r in rows if r["survey"] == survey.pk], points_of(policy(survey.opens_on))),
        )
        for survey in surveys
    ]
    mine = [row for row in rows if row["survey"] == campaign.pk]
    points = points_of(policy(campaign.opens_on))
    before = years[-2].scores if len(years) > 1 else [None] * len(KEYS)
    aspects = [
        aspect(question, mine, points, earlier) for question, earlier in zip(QUESTIONS, before, strict=True)
    ]
    return Results(
        campaign, points, progress([campaign])[campaign.pk], aspects, years, breakdowns(mine, points)
    )


def rows_of(counted: ResponseQuerySet) -> list[Row]:
    """What the figures are made of."""
    names = {
        "survey": "target__campaign", "customer": "target__customer", "channel": "target__channel",
        "region": "target__region", "models": "target__motor_models", "had_case": "target__had_case",
    }  # fmt: skip
    paths = [*names.values(), "method", *KEYS]
    keys = [*names, "method", *KEYS]
    found = counted.order_by("pk").values_list(*paths)
    return [dict(zip(keys, row, strict=True)) for row in found]


def aspect(question: Question, rows: list[Row], points: Points, before: Decimal | None) -> Aspect:
    found = tally(row[question.key] for row in rows)
    return Aspect(question, found, found.score(points), before)


def scores(rows: list[Row], points: Points) -> list[Decimal | None]:
    """The score of every question; None where nobody answered it."""
    return [tally(row[key] for row in rows).score(points) for key in KEYS]


def breakdowns(rows: list[Row], points: Points) -> list[Breakdown]:
    """By channel, region, model, case or none, and method; a customer of three models is in all three."""
    yes, no = _("had a case this year"), _("had no case this year")
    kinds: list[tuple[str, Callable[[Row], list[str]]]] = [
        (_("By channel"), lambda row: [str(Channel(row["channel"]).label)]),
        (_("By region"), lambda row: [row["region"] or _("not known")]),
        (_("By model"), lambda row: row["models"]),
        (_("By whether there was a case"), lambda row: [yes if row["had_case"] else no]),
        (_("By method"), lambda row: [str(Method(row["method"]).label)]),
    ]
    return [Breakdown(title, groups(rows, labels, points)) for title, labels in kinds]


def groups(rows: list[Row], labels: Callable[[Row], list[str]], points: Points) -> list[Group]:
    """The respondents under each label, the most numerous first."""
    by_label: dict[str, list[Row]] = {}
    for row in rows:
        for label in labels(row):
            by_label.setdefault(label, []).append(row)
    found = [group(label, members, points) for label, members in by_label.items()]
    return sorted(found, key=lambda entry: (-entry.people, entry.label))


def group(label: str, rows: list[Row], points: Points) -> Group:
    own = scores(rows, points)
    return Group(label, len(rows), len({row["customer"] for row in rows}), own, index(own))


class AfterCases(NamedTuple):
    """What customers of closed cases said in a year."""

    people: int
    aspects: list[Aspect]


def after_cases(campaign: Campaign) -> AfterCases:
    """The short surveys after closed cases, of the same calendar year; apart from the yearly figures."""
    of_cases = Response.objects.counted().filter(target__case__isnull=False)
    rows = rows_of(of_cases.filter(answered_on__range=year_of(campaign.year)))
    points = points_of(policy_on(SatisfactionPolicy, campaign.opens_on))
    return AfterCases(len(rows), [aspect(BY_KEY[key], rows, points, None) for key in AFTER_A_CASE])
