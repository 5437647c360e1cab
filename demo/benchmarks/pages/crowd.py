"""Several processes at once, as a server has them."""

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain
from multiprocessing import get_context
from statistics import median
from time import perf_counter

from django.db import connections

from demo.benchmarks.pages.figures import Figures, percentile
from demo.benchmarks.pages.meter import Meter, Reading
from demo.benchmarks.pages.rounds import walk
from demo.benchmarks.pages.server import one_connection
from demo.benchmarks.pages.walk import Walker

QUEUES = "change of state"  # all would change the same case, one after the other


def crowd(people: list[Walker], rounds: int, processes: int, alone: dict[str, Figures]) -> Iterator[str]:
    """How long pages keep people waiting who are many, beside one who is alone."""
    people = [person.without(QUEUES) for person in people]
    connections.close_all()  # no two processes may share one
    began = perf_counter()
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        walks = list(pool.map(partial(walk_alone, people, rounds), range(processes)))
    readings = [(name, reading.waited) for found in walks for name, reading in found]
    yield ""
    yield f"{processes} at once: {len(readings) / (perf_counter() - began):.0f} pages a second, floor included"
    yield f"{'page':36} {'p50':>8} {'p95':>8} {'p50 alone':>10}"
    yield from lines(readings, alone)


def walk_alone(people: list[Walker], rounds: int, place: int) -> list[tuple[str, Reading]]:
    """What one of the processes does: everybody's walk, each process beginning with somebody else."""
    turn = place % len(people)
    order = (people[turn:] + people[:turn]) * rounds
    with (
        one_connection()
    ):  # of its own; a process has not always the connection objects of where it came from
        meter = Meter()
        found = list(chain.from_iterable(walk(meter, person) for person in order))
    connections.close_all()
    return found


def lines(readings: list[tuple[str, float]], alone: dict[str, Figures]) -> Iterator[str]:
    """A line a page."""
    waits: dict[str, list[float]] = defaultdict(list)
    for name, waited in readings:
        waits[name].append(waited)
    for name, times in waits.items():
        p50, p95 = median(times) * 1000, percentile(sorted(times), 95) * 1000
        yield f"{name:36} {p50:8.1f} {p95:8.1f} {alone[name].p50:10.1f}"
