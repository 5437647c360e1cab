"""What the documents say is true of the code."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from aftersales import __version__
from tests.actors import admin

READMES = ["README.md", "README.zh-CN.md"]
GUIDES = ["docs/operating.md", "docs/operating.zh-CN.md"]
HOUSE = ["docs/house.md", "docs/house.zh-CN.md"]
RECIPES = ["CONTRIBUTING.md", "CONTRIBUTING.zh-CN.md"]
MEASURED = ["docs/figures.md", "docs/figures.zh-CN.md"]
SPEED = ["docs/performance.md", "docs/performance.zh-CN.md"]
CHANGELOGS = ["CHANGELOG.md", "CHANGELOG.zh-CN.md"]
ROOT = Path(settings.BASE_DIR)


def test_the_diagrams_are_drawn_from_the_code_as_it_is():
    call_command("diagrams", "--check")


@pytest.mark.parametrize(
    "name", [*READMES, *GUIDES, *HOUSE, *RECIPES, *CHANGELOGS, *MEASURED, "docs/visual-language.md"]
)
def test_every_link_within_the_project_leads_somewhere(name):
    document = ROOT / name
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text())
    broken = [link for link in links if ":" not in link and not (document.parent / link).exists()]
    assert not broken


@pytest.mark.parametrize("name", HOUSE)
def test_the_ways_to_the_five_answers_lead_there(name):
    """Every file that a row names is there, and every word of code in one of them."""
    rows = [line for line in (ROOT / name).read_text().splitlines() if re.match(r"\| [^|]+[?？] \|", line)]
    assert len(rows) == 5
    for row in rows:
        named = re.findall(r"`([^`]+)`", row)
        files = [word for word in named if re.search(r"/.*\.\w+$", word)]
        text = "".join((ROOT / file).read_text() for file in files)
        assert [word for word in set(named) - set(files) if word not in text] == []


def settings_read():
    """The names that settings.py takes from the environment."""
    return set(re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "aftersales/settings.py").read_text()))


@pytest.mark.parametrize("name", READMES)
def test_every_setting_that_can_be_configured_is_described(name):
    described = set(re.findall(r"^\| `(\w+)`", (ROOT / name).read_text(), re.MULTILINE))
    assert settings_read() - {"DEBUG"} == described


@pytest.mark.parametrize("name", CHANGELOGS)
def test_the_changelog_begins_with_the_version_that_the_product_shows(name):
    newest = re.search(r"^## (.+)$", (ROOT / name).read_text(), re.MULTILINE)[1]
    assert newest == __version__ == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def test_the_account_menu_shows_the_version(browse):
    assert f"After-sales {__version__}" in browse(admin()).get("/").content.decode()
