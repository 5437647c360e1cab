"""The benchmark of pages by several processes, which see only what is committed."""

import pytest
from django.core.management import call_command

from tests.everything import one_in_every_state


@pytest.mark.django_db(transaction=True)
def test_many_can_walk_at_once(capsys, monkeypatch):
    monkeypatch.setattr("demo.benchmarks.pages.rounds.WARMING", 0)
    one_in_every_state()
    call_command("bench", "pages", "--rounds", "1", "--only", "list", "--at-once", "2")
    assert "2 at once" in capsys.readouterr().out
