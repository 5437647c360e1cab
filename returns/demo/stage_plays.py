"""All plays on one stage: their scenes are played in the order of time, as they would have happened."""

import datetime as dt
import random
from typing import NamedTuple

from django.db.models import QuerySet

from aftersales.demo import Stage
from cases.models import Notice
from returns.demo.cast import Casting, Play
from returns.demo.plan import Schedule, Timed
from returns.demo.scenes import Cue, play
from returns.demo.stories import STORIES, Story
from warranty.models import Motor

READ_AFTER = dt.timedelta(days=3)  # older notices have been read


class Cast(NamedTuple):
    play: Play
    timed: list[Timed]


def play_all(stage: Stage) -> None:
    """Choose the stories, cast them, and play every scene at its moment."""
    chance = stage.random("cases")
    casting = Casting(stage, chance)
    schedules = [(story, Schedule(story, stage.today, chance)) for story in chosen(stage.cases, chance)]
    schedules.sort(key=lambda pair: pair[1].claimed_on)
    plays = [(casting.cast(story, plan.claimed_on), plan.timed) for story, plan in schedules]
    Motor.objects.bulk_create(casting.new)
    cues = [
        (beat.scene, Cue(at, drama, unit, beat.argument))
        for drama, timed in plays
        for at, unit, beat in timed
    ]
    for name, cue in sorted(cues, key=lambda pair: pair[1].at):
        play(name, cue)
    old_notices(stage).update(read_at=min(cue.at for _, cue in cues))


def chosen(count: int, chance: random.Random) -> list[Story]:
    """Every story once as far as they go; the rest by their shares."""
    more = max(count - len(STORIES), 0)
    return [*STORIES[:count], *chance.choices(STORIES, [story.share for story in STORIES], k=more)]


def old_notices(stage: Stage) -> QuerySet[Notice]:
    return Notice.objects.filter(event__at__date__lt=stage.today - READ_AFTER)
