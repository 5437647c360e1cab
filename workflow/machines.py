"""Every model with a state machine, by its noun."""

from functools import cache
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from workflow.models import Stateful


@cache
def machines() -> dict[str, type["Stateful"]]:
    """The models of all apps that have states, once they are loaded."""
    from workflow.models import Stateful

    return {model.noun: model for model in apps.get_models() if issubclass(model, Stateful)}


@cache
def views() -> list[str]:
    """The permissions that let see everything of a kind."""
    return sorted({model.view for model in machines().values() if model.view})


def is_confined(noun: str) -> bool:
    """Whether not everybody may read of this noun, so that no group is told."""
    return noun in machines() and machines()[noun].confined
