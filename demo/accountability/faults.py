"""Which of the demo's faults are followed, and that each of them has its finding and its corrective action."""

import datetime as dt
import random
from collections.abc import Iterator
from functools import partial

from accountability.conditions import is_factory_fault
from accountability.consequences.corrective_actions import follow
from accountability.consequences.penalties import note_liability
from accountability.models import Liability
from cases.models import ReturnedMotor
from demo.accountability.timing import Deed, last_words, moments
from demo.stage import Stage
from workflow.waiting import act

LATEST, SPREAD = 100, 40  # of very many, those that are looked at: the last ones, and some of all


def faults_to_follow() -> list[ReturnedMotor]:
    """The confirmed faults, the oldest first; of very many the last ones and a few, spread over the past."""
    appraised = ReturnedMotor.objects.exclude(disposition="")
    keys = list(appraised.order_by("appraisal__effective_at").values_list("pk", flat=True))
    some = {*keys[:: max(1, len(keys) // SPREAD)], *keys[-LATEST:]}
    rows = appraised.filter(pk__in=some).select_related(
        "case__customer", "appraisal", "registered", "product"
    )
    ordered = rows.order_by("appraisal__effective_at")
    return [row for row in ordered if row.signed and is_factory_fault(row.signed)]


def follow_faults(stage: Stage, chance: random.Random) -> Iterator[tuple[dt.datetime, Deed]]:
    """Copied cases have no actions and findings yet: they get theirs late."""
    new = [motor for motor in faults_to_follow() if not Liability.objects.filter(motor=motor).exists()]
    ends = last_words({motor.case_id for motor in new})
    for motor in new:
        for at in moments(stage, chance, ends[motor.case_id], 1):
            yield at, partial(catch_up, motor)


def catch_up(motor: ReturnedMotor, at: dt.datetime) -> None:
    assert motor.appraisal is not None
    with act():
        note_liability(motor, at=at)
        follow(motor, by=motor.appraisal.signatures.latest("pk").user, at=at)
