"""What the documents say is true of the code."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

READMES = ["README.md", "README.zh-CN.md"]
ROOT = Path(settings.BASE_DIR)


def test_the_diagrams_are_drawn_from_the_code_as_it_is():
    call_command("diagrams", "--check")


@pytest.mark.parametrize("name", [*READMES, "docs/operating.md", "docs/visual-language.md"])
def test_every_link_within_the_project_leads_somewhere(name):
    document = ROOT / name
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text())
    broken = [link for link in links if ":" not in link and not (document.parent / link).exists()]
    assert not broken


@pytest.mark.parametrize("name", READMES)
def test_every_setting_that_can_be_configured_is_described(name):
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "aftersales/settings.py").read_text()))
    described = set(re.findall(r"^\| `(\w+)`", (ROOT / name).read_text(), re.MULTILINE))
    assert read - {"DEBUG"} == described
