"""What is written by itself fits, whatever is entered: a copied name, or a text that grows when it is compared."""

import pytest
from django.apps import apps
from django.db.models import CharField
from django.db.models.functions import Length

from accountability.models import CorrectiveAction
from tests.actors import person
from tests.factories import SIGNERS, appraised, drafted, motor_at, sign

pytestmark = pytest.mark.django_db

# Each character becomes four, three or eighteen when it is normalised.
GROWING = ["㎜㎡㍿", "ﷺ", "ΐ", "👍"]


def overflowing():
    """Every column with a row that is too long for it; SQLite takes it, PostgreSQL fails."""
    columns = [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, CharField) and field.max_length
    ]
    return [
        str(field)
        for model, field in columns
        if model._base_manager.annotate(length=Length(field.name))
        .filter(length__gt=field.max_length)
        .exists()
    ]


@pytest.mark.parametrize("text", GROWING)
def test_a_fault_in_growing_characters_opens_its_corrective_action_with_the_last_signature(text):
    motor = motor_at("received")
    motor.product, motor.other_model = None, (text * 60)[:60]
    motor.save()
    defect = (text * 80)[:80]
    assert appraised(motor, "repair_free", defect=defect).status == "repairing"
    assert CorrectiveAction.objects.get().defect == defect
    assert overflowing() == []


def test_the_same_fault_in_growing_characters_joins_its_corrective_action():
    for _ in range(2):
        appraised(motor_at("received"), "repair_free", defect="㎜" * 80)
    assert CorrectiveAction.objects.get().occurrences.count() == 2


def test_who_has_no_name_acts_under_a_long_username():
    motor = drafted(motor_at("received"), cause="factory")
    for department in SIGNERS:
        sign(motor, department, by=person(department.ljust(150, "x"), "", department))
    assert CorrectiveAction.objects.get().team.startswith("after_salesxxx")
    assert overflowing() == []
