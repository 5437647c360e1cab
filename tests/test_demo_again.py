"""The demo told again: the same seed tells the same story, and another seed another one."""

import pytest
from django.core.management import call_command
from django.db import transaction

from slips.models import Acknowledgement, Slip
from workflow.models import Event

pytestmark = pytest.mark.django_db


def told(seed: int) -> list[tuple]:
    """All that happens and all that is written in a demo of three cases, without the ids."""
    with transaction.atomic():
        call_command("demo", cases=3, seed=seed, verbosity=0)
        story = [
            *Event.objects.order_by("id").values_list(
                "at", "actor_name", "subject", "verb", "to_status", "dossier__number"
            ),
            *Slip.objects.order_by("id").values_list("number", "facts"),
            *Acknowledgement.objects.order_by("id").values_list("at", "slip__number", "user__username"),
        ]
        transaction.set_rollback(True)
    return story


def test_the_same_seed_tells_the_same_story_and_another_seed_another_one():
    assert told(1) == told(1) != told(2)
