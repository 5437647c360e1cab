"""What a scene is played with, and the scenes by name."""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from django.utils import timezone

from cases.models import Case, ReturnedMotor
from demo.cases.cast import Play, Unit
from workflow.actions import Thing, perform, read
from workflow.models import Fact


class Cue(NamedTuple):
    """When a scene is played, in which play, for which motor, and how exactly."""

    at: dt.datetime
    play: Play
    unit: int | None
    argument: str

    @property
    def day(self) -> dt.date:
        return timezone.localdate(self.at)

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.play.case_pk)

    @property
    def motor(self) -> ReturnedMotor:
        """The motor as it is now; ``motor_key`` is enough for an action, which reads the rest itself."""
        return read(self.motor_key)

    @property
    def motor_key(self) -> ReturnedMotor:
        """The motor's keys alone."""
        known = self.play.motor_pks
        if self.unit not in known:
            motors = ReturnedMotor.objects.filter(case=self.play.case_pk).values_list("position", "pk")
            known |= {position - 1: pk for position, pk in motors}
        return ReturnedMotor(pk=known[self.unit], case_id=self.play.case_pk)

    @property
    def cast(self) -> Unit:
        """The motor as it was cast; the first one where the whole case is concerned."""
        return self.play.units[self.unit or 0]

    def say(self, lines: tuple[str, ...]) -> str:
        """One of the lines."""
        return self.play.chance.choice(lines)

    def act(self, obj: Thing, verb: str, role: str, **data: Fact) -> Thing:
        """The action itself, by the person who holds the role in this play."""
        return perform(obj, verb, by=self.play.team[role], at=self.at, version=None, **data)


Scene = Callable[[Cue], None]
SCENES: dict[str, Scene] = {}


def scene(function: Scene) -> Scene:
    """A scene by the name of its function."""
    SCENES[function.__name__] = function
    return function
