"""The last case of the demo: a customer brings a defect of which all was thought to be well."""

import datetime as dt
import random
from typing import Any

from django.utils import timezone

from accountability.demo.timing import last_words
from accountability.models import CorrectiveAction
from aftersales.demo import Stage
from returns.demo.cast import Casting, Play
from returns.demo.plan import Schedule
from returns.demo.scenes import Cue, play
from returns.demo.stories import Fate, Story
from warranty.demo import Production
from warranty.models import Motor, Product


def at_rest(stage: Stage) -> CorrectiveAction | None:
    """The last verified action of whose case nothing has been heard for some days."""
    rows = CorrectiveAction.objects.filter(status="verified", case__isnull=False).order_by("-verified_at")
    ends = last_words({row.case_id for row in rows})
    quiet = stage.today - dt.timedelta(days=4)
    return next((row for row in rows if timezone.localdate(ends[row.case_id]) < quiet), None)


def come_back(stage: Stage, chance: random.Random) -> None:
    """A customer brings that defect again, and it is appraised."""
    action = at_rest(stage)
    product = Product.objects.filter(model=action.model).first() if action else None
    if action is None or product is None:
        return
    story = Story((Fate("young", "appraise", ago=1),), end="", ago=(1, 1), share=0)
    schedule = Schedule(story, stage.today, chance)
    casting = Casting(stage, chance, Production(chance))
    casting.products = [product]
    drama = casting.cast(story, schedule.claimed_on)
    suffers_from(drama, action)
    Motor.objects.bulk_create(casting.new)
    for at, which, beat in schedule.timed:
        play(beat.scene, Cue(at, drama, which, beat.argument))


def suffers_from(drama: Play, action: CorrectiveAction) -> None:
    """Every motor of the play has the defect of the action."""
    known: dict[str, Any] = {"defect": action.defect, "group": action.defect_group}
    known |= {"department": action.department, "cause": "factory"}
    for unit in drama.units:
        unit.troubles = {name: trouble._replace(**known) for name, trouble in unit.troubles.items()}
