"""A report is issued: what it says is kept under a seal, and later held beside what is known by then."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from typing import NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from aftersales.models import User
from figures.declared import figures
from figures.models import IssuedReport
from figures.months import Month
from figures.report import Bar, Group, Line, Pareto, Report, Shown, report_of
from workflow.guards import Blocked
from workflow.models import Facts

# -- issued -------------------------------------------------------------------------------------------


@transaction.atomic
def issue(month: Month, *, by: User, edition: int) -> IssuedReport:
    """Issue the report of a month that is over. ``edition`` is the one that the person saw coming.

    Who presses twice gets the same one. Raises ``Blocked`` where nothing has changed since the last.
    """
    if month >= Month.now():
        raise Blocked(_("This month is still running."))
    there = IssuedReport.objects.filter(first=month.first)
    if known := there.filter(edition=edition).first():
        return known
    last, facts = there.first(), frozen(month)
    if last and said(last.facts) == said(facts):
        raise Blocked(_("Nothing has changed since %(report)s was issued.") % {"report": last})
    number = last.edition + 1 if last else 1
    return IssuedReport.objects.create(first=month.first, edition=number, facts=facts, issued_by=by)


def editions_of(month: Month) -> list[IssuedReport]:
    """What was issued of a month, the last first."""
    return list(IssuedReport.objects.filter(first=month.first).select_related("issued_by"))


def frozen(month: Month) -> Facts:
    """All figures of a month in Chinese, as JSON values, with the permissions that they ask for."""
    with translation.override("zh-hans"):
        report = report_of(month, figures())
        kept: Facts = json.loads(json.dumps(asdict(report), cls=DjangoJSONEncoder))
    return kept | {
        "permissions": {figure.key: figure.permission for figure in figures() if figure.permission}
    }


def said(facts: Facts) -> Facts:
    """The facts without the moment at which they were counted."""
    return {name: value for name, value in facts.items() if name != "counted_at"}


# -- read again ---------------------------------------------------------------------------------------


def as_issued(issued: IssuedReport, user: User) -> Report:
    """The report as it was issued, with the figures that the person may see."""
    facts = issued.facts
    hidden = {key for key, permission in facts["permissions"].items() if not user.can(permission)}
    groups = [group_of(group, hidden) for group in facts["groups"]]
    return Report(
        month=facts["month"],
        live=False,
        counted_at=dt.datetime.fromisoformat(facts["counted_at"]),
        months=tuple(facts["months"]),
        groups=tuple(group for group in groups if group.lines),
        paretos=tuple(pareto_of(pareto) for pareto in facts["paretos"] if pareto["figure"] not in hidden),
    )


def group_of(said: Facts, hidden: set[str]) -> Group:
    lines = tuple(line_of(line) for line in said["lines"] if line["key"] not in hidden)
    return Group(said["title"], said["icon"], lines)


def line_of(said: Facts) -> Line:
    numbers = {name: shown_of(said[name]) for name in ("now", "before", "year_ago")}
    return Line(**said | numbers | {"trend": tuple(map(shown_of, said["trend"]))})


def shown_of(said: Facts) -> Shown:
    return Shown(**said | {"number": decimal(said["number"])})


def pareto_of(said: Facts) -> Pareto:
    shares = ("share", "cumulative")
    bars = tuple(Bar(**bar | {name: Decimal(bar[name]) for name in shares}) for bar in said["bars"])
    return Pareto(**said | {"bars": bars})


def decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


# -- beside what is known now -------------------------------------------------------------------------


class Beside(NamedTuple):
    """One figure, or one value of a Pareto, as it was said and as it is known now; None where there was or is none."""

    label: str
    said: Shown | None
    now: Shown | None

    @property
    def differs(self) -> bool:
        return self.said != self.now

    @property
    def difference(self) -> str:
        """How much more it is now, with its sign; empty where that says nothing."""
        if not (self.said and self.now) or self.said.number is None or self.now.number is None:
            return ""
        more = self.now.number - self.said.number
        return f"{more.normalize():+f}" if more else ""


class Section(NamedTuple):
    """The figures of one section, or the values of one Pareto."""

    title: str
    rows: list[Beside]


def beside(issued: Report, known: Report) -> list[Section]:
    """Every section of both, in the words of what is known now."""
    before = {line.key: line for group in issued.groups for line in group.lines}
    sections = [
        Section(
            group.title,
            [Beside(line.label, now_of(before.pop(line.key, None)), line.now) for line in group.lines],
        )
        for group in known.groups
    ]
    gone = [Beside(line.label, line.now, None) for line in before.values()]
    return [*sections, Section(_("No longer counted"), gone)] if gone else sections


def now_of(line: Line | None) -> Shown | None:
    return line.now if line else None


def moved(issued: Report, known: Report) -> list[Section]:
    """The values of each Pareto that have other motors now."""
    before = {(pareto.figure, pareto.by): pareto for pareto in issued.paretos}
    found = []
    for pareto in known.paretos:
        earlier = before.get((pareto.figure, pareto.by))
        rows = [row for row in values(earlier, pareto) if row.differs]
        if rows:
            found.append(Section(f"{pareto.of} · {pareto.title}", rows))
    return found


def values(issued: Pareto | None, known: Pareto) -> Iterator[Beside]:
    """Each value of either, with its motors."""
    then = {bar.value: bar for bar in issued.bars} if issued else {}
    now = {bar.value: bar for bar in known.bars}
    for value in now | then:
        bar = now.get(value) or then[value]
        yield Beside(bar.label, motors(then.get(value)), motors(now.get(value)))


def motors(bar: Bar | None) -> Shown:
    count = bar.motors if bar else 0
    return Shown(Decimal(count), str(count))
