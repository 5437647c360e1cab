"""Rounds through all pages of all people, each page beside the floor."""

from collections import defaultdict

from demo.benchmarks.pages.figures import Figures, figures_of
from demo.benchmarks.pages.meter import Meter, Reading
from demo.benchmarks.pages.walk import FLOOR, Walker

WARMING = 2  # rounds that do not count: imports, templates, plans

Readings = dict[str, list[Reading]]  # by person and page, the floor of all of them


def measure(people: list[Walker], rounds: int) -> Readings:
    """The readings of every round; before each page the floor."""
    meter, found = Meter(), defaultdict(list)
    for number in range(WARMING + rounds):
        for person in people:
            for name, reading in walk(meter, person):
                if number >= WARMING:
                    found[name].append(reading)
    return found


def walk(meter: Meter, person: Walker) -> list[tuple[str, Reading]]:
    """One walk of a person through their pages."""
    found = []
    for step in person.steps:
        for asked, name in ((person.floor, FLOOR), (step, person.key(step))):
            found.append((name, meter.read(asked)))
    return found


def figures_of_all(readings: Readings) -> dict[str, Figures]:
    """The figures of every page, and of the floor."""
    return {name: figures_of(page, readings[FLOOR]) for name, page in readings.items()}
