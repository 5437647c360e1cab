"""Loaded by pytest before Django's settings are: the tests run like a trial installation."""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Callable
from typing import Any

import pytest
from _pytest import runner

os.environ.setdefault("DEMO", "1")
os.environ["MEDIA_ROOT"] = tempfile.mkdtemp(prefix="aftersales-test-media-")
atexit.register(shutil.rmtree, os.environ["MEDIA_ROOT"], ignore_errors=True)

# Seldom through everything: a tenth of all time would go into that.
gc.set_threshold(700, 10, 500)


def with_room(act: Callable[..., Any], *arguments: Any) -> Any:
    """Run it with half a megabyte for the frames below.

    CPython maps 16 KB for them at a time and gives these back at once: a loop in whose middle they end maps, fills and
    unmaps memory at every call, which was a quarter of the time of a page.
    """
    return act(*arguments)


with_room.__code__ = with_room.__code__.replace(co_stacksize=66_000)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Every test and its fixtures, as pytest runs them."""
    return with_room(runner.pytest_runtest_protocol, item, nextitem)
