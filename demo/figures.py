"""The report of the last month, as quality has issued it."""

from aftersales.roles import Role
from demo.stage import Stage, chapter
from figures.issuing import issue
from figures.months import Month


@chapter("figures")
def figures(stage: Stage) -> str:
    """Closed months are counted by the worker; what is issued is there from the start."""
    return str(issue(Month.of(stage.today).plus(-1), by=stage.people(Role.QUALITY)[0], edition=1))
