"""The cases of the demo: stories played through the real actions, on days of the past months."""

from collections import Counter

from cases.models import Case
from demo.cases.multiply import PATTERNS, multiply
from demo.cases.performance import prepare
from demo.cases.stories import LARGEST
from demo.stage import Stage, chapter
from notices.models import Notice

PLAYED = 200  # cases at most that are played one by one


@chapter("cases")
def cases(stage: Stage) -> str:
    """Every story once, then further ones as often as their share says; very many as copies of played ones."""
    chance = stage.random("cases")
    if stage.cases <= PLAYED:
        prepare(stage, stage.cases, chance).play()
    else:
        multiply(prepare(stage, PATTERNS, chance, [LARGEST]), stage.cases, chance)
    states = Counter(Case.objects.values_list("status", flat=True).iterator())
    return f"{sum(states.values())} in {len(states)} states, {Notice.objects.count()} notices"
