"""The appraisal chooses a failure code; text without one is allowed."""

import pytest

from catalogue.actions import merge
from catalogue.models import Failure
from catalogue.starting import begin
from slips.models import Slip
from tests.actors import after_sales, inspector
from tests.factories import appraised, drafted, fresh, motor_at, sheet
from workflow.actions import perform

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def starting_catalogue():
    begin()


def code(name):
    return Failure.objects.get(code=name)


def test_a_code_is_proposed_from_what_was_typed_and_none_is_chosen(browse):
    motor = motor_at("received", problem="空载运转时轴承有异响")
    page = browse(after_sales()).get(f"/motors/{motor.pk}/appraise/").content.decode()
    chosen = f'<input type="radio" name="failure" value="{code("N01").pk}"'
    assert f"{chosen}>" in page
    assert f"{chosen} checked>" not in page


def test_the_code_says_the_kind_of_defect_and_its_name():
    motor = drafted(motor_at("received"), failure=code("N01").pk, defect="", defect_group="")
    assert (motor.appraisal.defect, motor.appraisal.defect_group) == ("轴承异响", "N")
    assert motor.appraisal.failure == code("N01")


def test_the_text_stays_beside_the_code():
    motor = drafted(motor_at("received"), failure=code("N01").pk, defect="前轴承沙沙响")
    assert motor.appraisal.defect == "前轴承沙沙响"


def test_a_defect_without_code_and_words_is_none():
    form = sheet(fresh(motor_at("received")), defect="")
    assert "Choose a failure code, or say it in words." in str(form.errors["defect"])


def test_what_was_chosen_stays_chosen(browse):
    motor = drafted(motor_at("received"), failure=code("M03").pk)
    page = browse(after_sales()).get(f"/motors/{motor.pk}/appraise/").content.decode()
    assert f'name="failure" value="{code("M03").pk}" checked' in page


def test_a_retired_code_cannot_be_chosen():
    Failure.objects.filter(code="N01").update(active=False)
    form = sheet(fresh(motor_at("received")), failure=code("N01").pk)
    assert "failure" in form.errors


def test_the_motor_counts_under_the_code_once_it_is_signed_and_not_while_it_is_appraised_anew():
    motor = drafted(motor_at("received"), failure=code("C01").pk)
    assert motor.failure is None
    motor = appraised(motor, "repair_free", failure=code("C01").pk)
    assert motor.failure == code("C01")
    again = perform(motor, "reappraise", by=after_sales(), reason="拆检后发现另有故障")
    assert again.failure is None


def test_the_appraisal_record_prints_the_code():
    appraised(motor_at("received"), "repair_free", failure=code("C01").pk, defect="火花大")
    assert Slip.objects.get(kind="JD").facts["defect"] == "C01 火花大"


def test_merging_changes_no_signed_sheet():
    motor = appraised(motor_at("received"), "repair_free", failure=code("N08").pk)
    merge(code("N08"), code("N01"), by=inspector(), why="同一现象")
    motor = fresh(motor)
    assert (motor.failure.code, motor.appraisal.failure.code) == ("N08", "N08")
    assert motor.failure.stands_for == code("N01")
