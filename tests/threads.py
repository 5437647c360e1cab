"""People who act at the same moment: real threads, each with a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connections
from django.utils.module_loading import import_string

PATIENCE = 0.3  # seconds until it is clear that somebody is held up at a lock and will not come
PATIENT = 30.0


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Let everybody act at the same moment. What each returned, or the exception that each met."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(PATIENT)
            return act()
        except Exception as exception:
            return exception
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(run, acts))


class Meeting:
    """The worst moment: everybody has come to the same point of the code before anybody goes on.

    Where a lock lets only one of them come, that one waits a moment and goes on alone.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, place: str, people: int = 2) -> None:
        self.people = people
        self.again()
        function = import_string(place)

        def with_meeting(*args: Any, **kwargs: Any) -> Any:
            result = function(*args, **kwargs)
            try:
                self.barrier.wait(PATIENCE)
            except BrokenBarrierError:
                self.alone = True
            return result

        monkeypatch.setattr(place, with_meeting)

    def again(self) -> None:
        """Before every round."""
        self.barrier = Barrier(self.people)
        self.alone = False
