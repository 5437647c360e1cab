"""How many pages a second a server gives to many people at once, beside those of the floor."""

import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from functools import partial
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from pathlib import Path
from socket import create_server
from statistics import median
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import connections

from demo.benchmarks.pages import check_database, positive
from demo.benchmarks.pages.figures import percentile
from demo.benchmarks.pages.floor import floor_table
from demo.benchmarks.pages.meter import filled_in
from demo.benchmarks.pages.report import about, machine
from demo.benchmarks.pages.walk import CSRF, HOST, Step, Walker, walking

CLIENTS, SECONDS, TURNS = 30, 60, 4
WARMING = 2  # seconds that do not count: imports, templates, plans
LARGEST = "largest case"
READING = 9  # pages that somebody opens between two acts
WANTED = 0.35  # of the floor's pages a second
PATIENCE = 60  # seconds until the server must have begun, and answer
WORKERS, THREADS, KEPT = 3, 4, 60  # as deploy/systemd/aftersales-web.service and the settings have them


class Answer(NamedTuple):
    """What a client got."""

    step: Step
    waited: float  # seconds
    problem: str = ""


def add_arguments(parser: CommandParser) -> None:
    """The options of ``bench clients``."""
    parser.add_argument("--cases", type=positive, help="refuse a database that has not about so many cases")
    parser.add_argument("--clients", type=positive, default=CLIENTS, help="default: %(default)s")
    parser.add_argument("--seconds", type=positive, default=SECONDS, help="of each; default: %(default)s")
    parser.add_argument("--workers", type=positive, default=WORKERS, help="processes; default: %(default)s")
    parser.add_argument("--threads", type=positive, default=THREADS, help="of each; default: %(default)s")
    parser.add_argument(
        "--kept", type=seconds_or_none, default=KEPT, help="seconds that a connection is kept"
    )


def seconds_or_none(text: str) -> int:
    """A number from 0 on."""
    if not text.isdecimal():
        raise ArgumentTypeError("must be at least 0")
    return int(text)


def clients(
    cases: int | None = None,
    clients: int = CLIENTS,
    seconds: int = SECONDS,
    workers: int = WORKERS,
    threads: int = THREADS,
    kept: int = KEPT,
) -> Iterator[str]:
    """Pages a second for many at once, nine of ten requests reading, as a share of the floor's."""
    check_database(cases)
    yield f"{about()['cases']:,} cases; {clients} clients, {seconds} s each in {TURNS} turns"
    yield machine()
    yield f"gunicorn: {workers} workers, {threads} threads each, connections kept for {kept} s"
    with floor_table(), walking() as people, gunicorn(workers, threads, kept) as server:
        connections.close_all()
        ask = partial(crowd, server.port, clients, seconds / TURNS)
        floors, pages = [person.floor for person in people], [day_of(person) for person in people]
        crowd(server.port, clients, WARMING, pages)
        turns = [(ask([[step] for step in floors]), ask(pages)) for _ in range(TURNS)]
        memory = server.memory()
    floor, product = (list(part) for part in (joined(turns, 0), joined(turns, 1)))
    yield from report(floor, product, seconds)
    yield f"memory of the server {memory:.0f} MB"
    if problems := [answer.problem for answer in (*floor, *product) if answer.problem]:
        raise CommandError(f"{len(problems)} errors, the first: {problems[0]}")


def joined(turns: Sequence[tuple[list[Answer], list[Answer]]], place: int) -> Iterator[Answer]:
    for turn in turns:
        yield from turn[place]


def day_of(person: Walker) -> list[Step]:
    """What a person does again and again: every tenth request is an act, the others are their pages in turn.

    The largest case of all is left out: few ever open it.
    """
    pages = [step for step in person.steps if not step.acts and step.name != LARGEST]
    acts = cycle(step for step in person.steps if step.form)
    steps: list[Step] = []
    for number, page in enumerate(pages * READING, 1):
        steps.append(page)
        if number % READING == 0:
            steps.append(next(acts))
    return steps


def report(floor: list[Answer], product: list[Answer], seconds: int) -> Iterator[str]:
    yield f"{'':16} {'a second':>9} {'p50 ms':>8} {'p95 ms':>8} {'requests':>9} {'acts':>6} {'errors':>7}"
    yield line("floor", floor, seconds)
    yield line("product", product, seconds)
    share = len(product) / len(floor)
    yield f"the product gives {share:.2f} of the floor's pages a second; at least {WANTED} wanted"


def line(name: str, answers: list[Answer], seconds: int) -> str:
    waits = sorted(answer.waited * 1000 for answer in answers)
    acts = sum(answer.step.acts for answer in answers)
    errors = sum(bool(answer.problem) for answer in answers)
    return (
        f"{name:16} {len(answers) / seconds:9.1f} {median(waits):8.0f} {percentile(waits, 95):8.0f} "
        f"{len(answers):9} {acts:6} {errors:7}"
    )


# -- clients ------------------------------------------------------------------------------------------


def crowd(port: int, count: int, seconds: float, days: Sequence[Sequence[Step]]) -> list[Answer]:
    """What so many clients get in so many seconds, each asking as soon as it has an answer."""
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(count) as pool:
        parts = pool.map(lambda number: client(port, until, day(days, number)), range(count))
        return [answer for part in parts for answer in part]


def day(days: Sequence[Sequence[Step]], number: int) -> Iterator[Step]:
    """The steps of one client, who begins elsewhere than the others."""
    steps = days[number % len(days)]
    start = number * 7 % len(steps)
    return cycle([*steps[start:], *steps[:start]])


def client(port: int, until: float, steps: Iterator[Step]) -> list[Answer]:
    answers: list[Answer] = []
    with closing(HTTPConnection(HOST, port, timeout=PATIENCE)) as server:
        while time.monotonic() < until:
            answers.append(asked(server, next(steps), f"http://{HOST}:{port}"))
    return answers


def asked(server: HTTPConnection, step: Step, origin: str) -> Answer:
    """One request and its answer; what is wrong with it, if anything."""
    body = urlencode(filled_in(step.form)) if step.form else None
    headers = {"Cookie": f"sessionid={step.session}; csrftoken={CSRF}", "Origin": origin}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    began = time.perf_counter()
    try:
        server.request("POST" if body else "GET", step.address, body, headers)
        response = server.getresponse()
        response.read()
    except (OSError, HTTPException) as problem:
        return Answer(step, time.perf_counter() - began, f"{step.address}: {problem!r}")
    wrong = response.status != step.status
    problem_ = f"{step.address} answered {response.status}" if wrong else ""
    return Answer(step, time.perf_counter() - began, problem_)


# -- server -------------------------------------------------------------------------------------------


class Server(NamedTuple):
    """Production's server, at a port of this machine."""

    process: "subprocess.Popen[bytes]"
    port: int

    def memory(self) -> float:
        """MB of the processes together; what they share counts once."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return sum(map(proportional, [self.process.pid, *map(int, children)])) / 1024


def proportional(process: int) -> int:
    """kB of a process, with its part of what it shares."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


@contextmanager
def gunicorn(workers: int, threads: int, kept: int) -> Iterator[Server]:
    """Production's server with the floor beside the product, until we are done."""
    with create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    options = f"--preload --workers={workers} --worker-class=gthread --threads={threads} --bind={HOST}:{port}"
    options += " --no-control-socket --log-level=warning"
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "gunicorn", *options.split(), "demo.benchmarks.served:application"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"KEPT": str(kept)},
    )
    try:
        wait_until(partial(answers_at, port), process)
        yield Server(process, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def wait_until(ready: Callable[[], bool], process: "subprocess.Popen[bytes]") -> None:
    began = time.monotonic()
    while not ready():
        if process.poll() is not None or time.monotonic() - began > PATIENCE:
            raise CommandError("The server did not begin.")
        time.sleep(0.1)


def answers_at(port: int) -> bool:
    with closing(HTTPConnection(HOST, port, timeout=PATIENCE)) as server, suppress(OSError):
        server.request("GET", "/healthy/")
        return server.getresponse().status == 200
    return False


BENCHMARKS = {"clients": clients}
OPTIONS = {"clients": add_arguments}
