"""Bring the tables up to date as Django does, in less time: nobody listens for the models that migrations draw."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.models.signals import class_prepared


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        gc.freeze()  # or the collector walks through the whole product for every few models that are done with
        with nobody_listening():
            super().handle(*args, **options)


@contextmanager
def nobody_listening() -> Iterator[None]:
    """Let no field listen for the models after it: those of the product are ready, those of a migration live briefly.

    django_fsm's fields do. Migrations draw some ten thousand models, each of which was told to all fields before it.
    """
    listening, class_prepared.receivers = class_prepared.receivers, []
    class_prepared.connect(forget)
    try:
        yield
    finally:
        class_prepared.receivers = listening


def forget(sender: type, **_more: Any) -> None:
    """Let go of the fields that have begun to listen, all after this function itself."""
    del class_prepared.receivers[1:]
