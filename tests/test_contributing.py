"""The recipes of CONTRIBUTING: the first one, followed word by word on a copy of the project, gives what it says."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
GUIDE, IN_CHINESE = ROOT / "CONTRIBUTING.md", ROOT / "CONTRIBUTING.zh-CN.md"
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis", ".env")


def blocks(guide):
    """The blocks of a guide as (file, where in it, what to write there)."""
    for block in re.findall(r"^```python\n(.*?)^```$", guide.read_text(), re.MULTILINE | re.DOTALL):
        head, text = block.split("\n", 1)
        path, where = re.fullmatch(r"# (\S+), (.*)", head).groups()
        yield path, where, text


def write(path, where, text):
    """What a block says, done."""
    if where == "anew":
        path.write_text(text)
    elif where == "at the end":
        path.write_text(path.read_text() + text)
    else:
        path.write_text(below(where.removeprefix("below: "), path.read_text(), text))


def below(words, old, text):
    """The text below the first line that has these words, as far to the right as it."""
    lines = old.splitlines(keepends=True)
    place = next(place for place, line in enumerate(lines) if words in line)
    margin = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
    return "".join([*lines[: place + 1], margin + text, *lines[place + 1 :]])


@pytest.fixture
def run(tmp_path):
    """Runs Python in a copy of the project in which the recipe has been followed; what it says, if it ends well."""
    copy = shutil.copytree(ROOT, tmp_path / "copy", ignore=LEFT_OUT)
    for path, where, text in blocks(GUIDE):
        write(copy / path, where, text)
    environment = os.environ | {"DEMO": "1", "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"}

    def python(*words):
        done = subprocess.run(  # noqa: S603
            [sys.executable, *words],
            cwd=copy,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    return python


def test_both_guides_say_the_same_in_code():
    assert list(blocks(GUIDE)) == list(blocks(IN_CHINESE))


def test_every_block_finds_the_place_that_it_names():
    for path, where, text in blocks(GUIDE):
        if where.startswith("below: "):
            assert text in below(where.removeprefix("below: "), (ROOT / path).read_text(), text)
        else:
            assert (ROOT / path).exists() == (where == "at the end"), path


@pytest.mark.parametrize("guide", [GUIDE, IN_CHINESE], ids=lambda path: path.name)
def test_every_file_that_a_recipe_names_is_there(guide):
    named = re.findall(r"`((?:\w+/)+(?:[\w.]+)?)`", guide.read_text())
    assert named
    assert [path for path in named if "XX" not in path and not (ROOT / path).exists()] == []


@pytest.mark.long
def test_who_follows_the_recipe_of_a_verb_gets_one_with_its_task_and_its_notice(run):
    run("manage.py", "makemigrations", "cases", "-n", "asked_after_the_motors")
    run("manage.py", "makemigrations", "--check", "--dry-run")
    run("manage.py", "check")
    run("-m", "mypy", "cases")
    said = run("manage.py", "verbs", "case.ask_after")
    for words in ("sales coordinator", "AskAfterForm", "salesperson", "ask_after: Ask when the motors come"):
        assert words in said
    run("-m", "pytest", "-q", "tests/cases/test_asking_after.py")
    run("-m", "pytest", "-q", "tests/test_waiting.py", "-k", "oracle")
    run("-m", "pytest", "-q", "tests/cases/test_case_matrix.py", "-k", "authorised or leaves")
