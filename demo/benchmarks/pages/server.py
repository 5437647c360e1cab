"""The product as a server has it: all of its middleware, with the floor beside its own addresses."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test.utils import override_settings

from demo.benchmarks.pages.floor import execute, floor_table
from demo.benchmarks.pages.walk import HOST


@contextmanager
def server() -> Iterator[None]:
    """Addresses, floor and database as the benchmark wants them, and afterwards as they were."""
    with (
        tempfile.TemporaryDirectory() as folder,
        override_settings(
            ROOT_URLCONF="demo.benchmarks.pages.floor", ALLOWED_HOSTS=[HOST], MEDIA_ROOT=folder
        ),
        one_connection(),
        floor_table(),
    ):
        yield


@contextmanager
def one_connection() -> Iterator[None]:
    """The same process of the database for all requests, doing all of its work itself, so that its time can be read."""
    on_postgresql = connection.vendor == "postgresql"
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    if on_postgresql:
        execute("SET max_parallel_workers_per_gather = 0")
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
        if on_postgresql:
            execute("RESET max_parallel_workers_per_gather")
