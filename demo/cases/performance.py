"""All plays on one stage: their scenes are played in the order of time, as they would have happened."""

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from demo.cases.cast import Casting
from demo.cases.plan import Schedule
from demo.cases.scenes import Cue, play
from demo.cases.stories import STORIES, Story
from demo.register import Production
from demo.stage import Stage
from notices.models import Notice
from warranty.models import Motor
from workflow.models import Event

UNREAD = dt.timedelta(days=3)  # older notices have been read


@dataclass
class Performance:
    """The stories of a stage, cast, with their motors in the register; played when asked."""

    stage: Stage
    production: Production
    cues: list[tuple[str, Cue]]

    def play(self, alone: bool = False) -> None:
        """Every scene at its moment, and between them what others do about it, unless they are left out."""
        for done, (name, cue) in enumerate(self.cues, start=1):
            if not alone:
                self.stage.meanwhile(cue.at)
                self.stage.progress(self.stage.cases * done // len(self.cues))
            play(name, cue)
        old_notices(self.stage).update(read_at=self.cues[-1][1].at)


def prepare(stage: Stage, count: int, chance: random.Random, further: Iterable[Story] = ()) -> Performance:
    """Choose so many stories and add the further ones, put their scenes in the order of time, and cast them."""
    stories = [*chosen(count, chance), *further]
    schedules = [(story, Schedule(story, stage.today, chance)) for story in stories]
    schedules.sort(key=lambda pair: pair[1].claimed_on)
    production = Production(chance)
    casting = Casting(stage, chance, production)
    cues = []
    for story, schedule in schedules:
        drama = casting.cast(story, schedule.claimed_on)
        cues += [(beat.scene, Cue(at, drama, unit, beat.argument)) for at, unit, beat in schedule.timed]
    Motor.objects.bulk_create(casting.new)
    return Performance(stage, production, sorted(cues, key=lambda pair: pair[1].at))


def chosen(count: int, chance: random.Random) -> list[Story]:
    """Every story once, the rest by their shares; of fewer, some of every kind."""
    once = min(count, len(STORIES))
    spread = [STORIES[place * len(STORIES) // once] for place in range(once)]
    return spread + chance.choices(STORIES, [story.share for story in STORIES], k=count - once)


def old_notices(stage: Stage) -> QuerySet[Notice]:
    """No join: PostgreSQL has no statistics of what this transaction wrote, and would plan it as if both were small."""
    since = dt.datetime.combine(stage.today - UNREAD, dt.time(), timezone.get_default_timezone())
    return Notice.objects.filter(event__in=Event.objects.filter(at__lt=since))
