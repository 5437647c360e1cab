"""The first steps of a new factory: what an administrator does before the first case, and whether it is done.

register(Step("printer", _("Printers"), …, done=lambda: Exists(…)), rank=60)

Each app says it of its own things; ``done`` is an expression, so that all of them are asked in one statement.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.expressions import Combinable, ExpressionWrapper
from django.db.models.fields import BooleanField
from django.urls import reverse

from aftersales.kit.choices import Label
from aftersales.models import User


@dataclass(frozen=True)
class Step:
    """Something to be done before the product can be used, or worth doing soon after."""

    key: str
    label: Label
    hint: Label
    url_name: str
    done: Callable[[], Combinable | Q]
    needed: bool = True
    """Whether no case can go its way before."""

    act: str = ""
    """The name of an address that does it at once when something is sent there."""

    button: Label = ""
    """What the button says that sends it."""

    @property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True)
class Stage:
    """A step, and whether it is done."""

    step: Step
    done: bool


_steps: list[tuple[int, Step]] = []


def register(step: Step, *, rank: int) -> None:
    """Add a step to the list, in the order of the ranks."""
    _steps.append((rank, step))
    _steps.sort(key=lambda pair: pair[0])


def stages(user: User) -> list[Stage]:
    """Every step with whether it is done; in one statement."""
    asked = {step.key: ExpressionWrapper(step.done(), BooleanField()) for _rank, step in _steps}
    known = User.objects.filter(pk=user.pk).annotate(**asked).values(*asked).get()
    return [Stage(step, bool(known[step.key])) for _rank, step in _steps]


def left(user: User) -> list[Stage]:
    """The steps as long as one that is needed is not done; then none."""
    found = stages(user)
    return found if any(stage.step.needed and not stage.done for stage in found) else []
