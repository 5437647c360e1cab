"""The product as a server has it: all of its middleware, with the floor beside its own addresses."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db import DEFAULT_DB_ALIAS, connection, connections
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
    open_for_ever = patch.object(connections[DEFAULT_DB_ALIAS], "close_if_unusable_or_obsolete", lambda: None)
    with open_for_ever:
        if connection.vendor == "postgresql":
            execute("SET max_parallel_workers_per_gather = 0")
        try:
            yield
        finally:
            if connection.vendor == "postgresql":
                execute("RESET max_parallel_workers_per_gather")
