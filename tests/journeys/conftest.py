"""Debian's Chromium against a live server, with a desk at which the people of the factory take turns."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.servers.basehttp import WSGIRequestHandler
from playwright.sync_api import expect

from tests.browser import SCREEN, Desk, Scriptless
from tests.factories import printer

PATIENCE = 20_000  # milliseconds, for a machine that is busy with other tests

HEADLESS_IN_A_CONTAINER = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


# Else the body of every second answer waits 40 ms until the browser has confirmed the head.
WSGIRequestHandler.disable_nagle_algorithm = True


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    # Playwright keeps an event loop in this thread, where Django would refuse to touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return browser_type_launch_args | {
        "executable_path": shutil.which("chromium-headless-shell") or "/usr/bin/chromium",
        "args": list(HEADLESS_IN_A_CONTAINER),
    }


@pytest.fixture
def pictures(request) -> Path | None:
    """Where to keep pictures of the pages, if anywhere."""
    folder = request.config.getoption("--screenshots")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder) if folder else None


@pytest.fixture
def new_desk(live_server, new_context, pictures):
    """Makes desks, each with a browser of its own; none may have had trouble in the end."""
    desks: list[Desk] = []
    printer()  # a test before this one may have emptied the table that a migration fills
    expect.set_options(timeout=PATIENCE)

    def make(kind=Desk, **options) -> Desk:
        locale = "en-US" if settings.LANGUAGE_CODE == "en" else "zh-CN"
        context = new_context(**{"viewport": SCREEN, "locale": locale} | options)
        context.set_default_timeout(PATIENCE)
        desks.append(kind(context, live_server.url, pictures))
        return desks[-1]

    yield make
    assert [trouble for desk in desks for trouble in desk.trouble] == []


@pytest.fixture
def scripted_desk(new_desk) -> Desk:
    """The desk in the office, for what scripts alone can do."""
    return new_desk()


@pytest.fixture(params=["scripts", pytest.param("no scripts", marks=pytest.mark.long)])
def desk(request, new_desk) -> Desk:
    """The desk in the office, with a browser that runs scripts and with one that runs none."""
    if request.param == "scripts":
        return new_desk()
    return new_desk(Scriptless, java_script_enabled=False)
