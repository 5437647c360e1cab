"""What those who lead should know: ten figures of the month, what is late and with whom, what warns."""

from dataclasses import dataclass

from django.utils import timezone

from aftersales.models import User
from figures.declared import Figure
from figures.models import Alarm
from figures.months import Month
from figures.report import Line, Report, figures_for, report_of
from figures.statuses import AlarmStatus
from workflow.team import Late, late_of, led_by, whose

LATE, WARNINGS = 8, 5  # rows shown


@dataclass(frozen=True)
class Overview:
    """All of it for one person."""

    report: Report
    late: list[tuple[Late, str]]
    warnings: list[Alarm]
    missed: list[Line]
    """The targets that the month before has missed."""

    @property
    def lines(self) -> list[Line]:
        """The ten figures."""
        return [line for group in self.report.groups for line in group.lines]


def important(user: User) -> list[Figure]:
    """The ten figures, as far as the person may see them, the most important first."""
    return sorted((figure for figure in figures_for(user) if figure.important), key=lambda one: one.important)


def overview_of(user: User) -> Overview:
    """What the person sees first, in the active language."""
    now = Month.now()
    late = late_of(user, led_by(user), timezone.localdate())[:LATE]
    return Overview(
        report=report_of(now, important(user), paretos=False),
        late=[(row, row.item.whose or whose(row.task, row.person)) for row in late],
        warnings=open_alarms(user),
        missed=missed_in(now.plus(-1), user),
    )


def open_alarms(user: User) -> list[Alarm]:
    """The warnings that somebody has to look into, the first due first."""
    rows = Alarm.objects.visible_to(user).filter(status=AlarmStatus.OPEN).select_related(*Alarm.reads)
    return list(rows.order_by("due_on", "pk")[:WARNINGS])


def missed_in(month: Month, user: User) -> list[Line]:
    """The figures of a month that miss their target."""
    aimed = [figure for figure in figures_for(user) if figure.target]
    report = report_of(month, aimed, paretos=False)
    return [line for group in report.groups for line in group.lines if line.met is False]
