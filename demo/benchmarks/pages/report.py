"""The figures as text."""

import os
import platform
from collections.abc import Iterator

import django
from django.db import connection
from django.utils import timezone

from aftersales.kit.untyped import Json
from cases.models import Case
from demo.benchmarks.pages.figures import Figures, growth
from demo.benchmarks.pages.walk import FLOOR, Walker
from workflow.models import Waiting
from workflow.worklist import count_of

HEAD = f"{'page':16} {'p50':>8} {'p95':>8} {'processor':>10} {'database':>9} {'queries':>8} {'kB':>7} {'× floor':>8}"


def about() -> Json:
    """The size of the database, and the machine."""
    waiting = Waiting.objects.begun(timezone.localdate()).filter(beside=False)
    tasks = waiting.values("task", "noun", "item_id").distinct().count()
    return {"cases": Case.objects.count(), "tasks": tasks, "machine": machine()}


def machine() -> str:
    """Processor, cores, versions."""
    database = f"{connection.display_name} {'.'.join(map(str, connection.get_database_version()))}"
    python = f"Python {platform.python_version()}, Django {django.__version__}"
    return f"{processor()}, {os.cpu_count()} cores; {python}, {database}"


def processor() -> str:
    """What the machine calls its processor."""
    with open("/proc/cpuinfo") as lines:
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def heading(facts: Json, rounds: int) -> Iterator[str]:
    yield f"{facts['cases']:,} cases, {facts['tasks']:,} open tasks; {rounds} rounds, times in ms"
    yield facts["machine"]


def tables(people: list[Walker], figures: dict[str, Figures], earlier: Json | None) -> Iterator[str]:
    """The floor, then the pages of each person."""
    grown = growth(figures, earlier) if earlier else {}
    yield HEAD + (f" {'growth':>8}" if earlier else "")
    yield line(FLOOR, figures[FLOOR], grown.get(FLOOR))
    for person in people:
        yield ""
        yield f"{person.role.label}: {person.user}, {count_of(person.user)} tasks"
        for step in person.steps:
            name = person.key(step)
            yield line(step.name, figures[name], grown.get(name))
    if earlier:
        yield ""
        yield f"growth: the multiple of the floor, as that with {earlier['cases']:,} cases ({earlier['machine']})"


def line(name: str, page: Figures, grown: float | None) -> str:
    """A line of a table."""
    return (
        f"{name:16} {page.p50:8.1f} {page.p95:8.1f} {page.application:10.1f} {page.database:9.1f} "
        f"{page.queries:8.0f} {page.size / 1000:7.1f} {page.multiple:8.1f}"
    ) + (f" {grown:8.2f}" if grown else "")
