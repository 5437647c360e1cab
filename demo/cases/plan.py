"""When the scenes of a play take place: reckoned backwards from the last one, in working hours."""

import datetime as dt
import random
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from django.utils import timezone

from demo.cases.stories import DAYS, OTHERWISE, SHORTHANDS, Story

# Minutes of the day at which people work: 8:00 to 11:30 and 13:00 to 17:30.
WORKING = (*range(8 * 60, 11 * 60 + 30), *range(13 * 60, 17 * 60 + 30))


class Beat(NamedTuple):
    """One scene of a plot, and exactly how many days after the one before, if the plot says so."""

    scene: str
    argument: str
    days: int | None = None


class Timed(NamedTuple):
    """A beat with its moment; ``unit`` is the motor it is about, None for the whole case."""

    at: dt.datetime
    unit: int | None
    beat: Beat


class Schedule:
    """The moments of one story, so that its last scene was so many days ago as the story says."""

    def __init__(self, story: Story, today: dt.date, chance: random.Random) -> None:
        self.chance = chance
        last = workday(today - dt.timedelta(days=chance.randint(*story.ago)))
        end = beats(story.end)
        end_days = self.days_until(last, end)
        settled = self.before(end_days[0], end[0]) if end else last
        fates = [
            (beats(fate.plot), settled if fate.ago is None else today - dt.timedelta(days=fate.ago))
            for fate in story.fates
        ]
        self.timed: list[Timed] = []
        starts = [
            self.before(self.add(unit, plot, until), plot[0])
            for unit, (plot, until) in enumerate(fates)
            if plot
        ]
        self.add(None, beats(story.plot), min(starts, default=settled))
        self.add(None, end, last, end_days)
        self.timed.sort(key=lambda timed: timed.at)

    @property
    def claimed_on(self) -> dt.date:
        """The day of the feedback, on which it is registered."""
        return timezone.localdate(self.timed[0].at)

    def add(
        self, unit: int | None, plot: list[Beat], until: dt.date, days: list[dt.date] | None = None
    ) -> dt.date:
        """Put the scenes of a plot into the schedule, the last one on the day given; return the first day."""
        days = days or self.days_until(until, plot)
        self.timed += [Timed(at, unit, beat) for at, beat in zip(self.moments(days), plot, strict=True)]
        return days[0] if days else until

    def days_until(self, last: dt.date, plot: list[Beat]) -> list[dt.date]:
        """The day of every scene, reckoned backwards."""
        days = [last] if plot else []
        for beat in reversed(plot[1:]):
            days.insert(0, workday(days[0] - dt.timedelta(days=self.gap(beat))))
        return days

    def before(self, day: dt.date, beat: Beat) -> dt.date:
        """A day for whatever comes before this scene: never the same one."""
        return workday(day - dt.timedelta(days=max(self.gap(beat), 1)))

    def gap(self, beat: Beat) -> int:
        return self.chance.choice(DAYS.get(beat.scene, OTHERWISE)) if beat.days is None else beat.days

    def moments(self, days: list[dt.date]) -> Iterator[dt.datetime]:
        """A moment of every day, later ones of the same day later."""
        for day, same in groupby(days):
            for minute in sorted(self.chance.sample(WORKING, len([*same]))):
                time = dt.time(minute // 60, minute % 60, self.chance.randrange(60))
                yield dt.datetime.combine(day, time, timezone.get_default_timezone())


def workday(day: dt.date) -> dt.date:
    """The day itself, or the Saturday before a Sunday."""
    return day - dt.timedelta(days=1) if day.isoweekday() == 7 else day


def beats(plot: str) -> list[Beat]:
    """A plot, scene by scene."""
    return [beat for word in plot.split() for beat in expand(word)]


def expand(word: str) -> list[Beat]:
    """The scenes of one word; the argument and days of a shorthand go to its first scene."""
    name, argument, days = parts(word)
    scenes = [Beat(*parts(scene)) for scene in SHORTHANDS.get(name, name).split()]
    first = scenes[0]
    return [Beat(first.scene, argument or first.argument, days), *scenes[1:]]


def parts(word: str) -> tuple[str, str, int | None]:
    """``name:argument+days`` taken apart."""
    word, _, days = word.partition("+")
    name, _, argument = word.partition(":")
    return name, argument, int(days) if days else None
