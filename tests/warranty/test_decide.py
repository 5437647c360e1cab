"""`manage.py decide`: a verdict a line, without a database."""

import io
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from warranty.facts import parse_facts
from warranty.management.commands.decide import verdict_on
from warranty.rules import decide

PROJECT = Path(__file__).parents[2]
SOUND = '{"claim_date": "2026-01-10", "evidence": [{"source": "ledger", "date": "2025-09-01"}]}'


@pytest.fixture
def answers_to(monkeypatch):
    """Runs the command here, where the tests allow no database, and reads back what it writes."""

    def answers(*lines):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
        written = io.StringIO()
        with suppress(CommandError):
            call_command("decide", stdout=written)
        return [json.loads(line) for line in written.getvalue().splitlines()]

    return answers


def run(text, **environment):
    """The command as a process of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", "decide"],
        cwd=PROJECT,
        env={**os.environ, "DEMO": "1", **environment},
        input=text.encode(),
        capture_output=True,
        check=False,
    )


def test_each_line_gets_the_verdict_on_its_facts(answers_to):
    other = '{"claim_date": "2026-01-10", "own_product": false}'
    assert answers_to(SOUND, other) == [
        decide(parse_facts(json.loads(line))).as_dict() for line in (SOUND, other)
    ]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ('{"claim_date": "2025-02-30"}', "claim_date: 2025-02-30 is not in the calendar"),
        ('{"claim_date": "2026-01-10", "colour": 1}', "colour: is not a known fact"),
        ('{"claim_date": "2026-01-10", "used": "yes"}', "used: must be true or false, not 'yes'"),
        ('{"claim_date": "2026-01-10", "evidence": [1]}', "evidence: each must have exactly"),
        ('{"used": true}', "claim_date: is required"),
        ("[]", "line: must be a JSON object"),
        ("claim_date", "line: is not JSON"),
        ("[" * 100_000, "line: is not JSON"),
    ],
)
def test_a_line_that_cannot_be_read_gives_an_error_naming_the_key(line, error):
    assert verdict_on(line).keys() == {"error"}
    assert verdict_on(line)["error"].startswith(error)


def test_a_bad_line_does_not_stop_the_others(answers_to):
    first, second, third = answers_to(SOUND, "{}", SOUND)
    assert first == third
    assert second == {"error": "claim_date: is required"}


def test_empty_lines_are_skipped(answers_to):
    assert len(answers_to(SOUND, "", "  ", SOUND, "")) == 2


def test_the_exit_status_tells_whether_every_line_was_read():
    sound = run(SOUND)
    assert (sound.returncode, sound.stderr) == (0, b"")
    bad = run(f'{SOUND}\n{{"claim_date": 1}}\n{SOUND}\n')
    assert bad.returncode == 1
    assert len(bad.stdout.splitlines()) == 3
    assert b"Lines in error: 1" in bad.stderr


def test_the_answer_is_utf_8_in_every_locale_and_holds_whatever_was_asked():
    done = run(SOUND + '\n{"claim_date": "2026-01-10", "\\ud800": 1}', PYTHONIOENCODING="gbk")
    verdict, error = (json.loads(line) for line in done.stdout.decode().splitlines())
    assert verdict["warranty"]["clauses"] == ["八"]
    assert error == {"error": "\ud800: is not a known fact"}


def test_the_command_needs_no_database():
    assert run(SOUND, DATABASE_URL="postgres://nobody@127.0.0.1:1/none").returncode == 0
