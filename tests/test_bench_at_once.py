"""The benchmark of pages by several processes, which see only what is committed."""

import pytest

from tests.everything import one_in_every_state
from tests.outside import PATIENCE, manage


@pytest.mark.django_db(transaction=True)
def test_many_can_walk_at_once():
    """In a process of its own: it divides itself, which a process of many threads (a browser's, say) must not."""
    one_in_every_state()
    benchmark = manage("bench", "pages", "--rounds", "1", "--only", "list", "--at-once", "2", DEMO="1")
    printed, complaint = benchmark.communicate(timeout=PATIENCE)
    assert benchmark.returncode == 0, complaint.decode()
    assert "2 at once" in printed.decode()
