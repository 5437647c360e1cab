"""The cases of the demo: stories played through the real actions, on days of the past months."""

from collections import Counter

from aftersales.demo import Stage, chapter
from cases.models import Case, Notice
from returns.demo import stage_plays


@chapter("cases")
def cases(stage: Stage) -> str:
    """Every story once, then further ones as often as their share says."""
    stage_plays.play_all(stage)
    states = Counter(Case.objects.values_list("status", flat=True))
    return f"{sum(states.values())} in {len(states)} states, {Notice.objects.count()} notices"
