"""The note in the customer's parcel, and what comes without approval."""

import pytest

from cases.appraisal.forms import from_intake
from tests.actors import another_salesperson, salesperson
from tests.factories import case_at, motor_at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["authorised", "awaiting_receipt"])
def test_the_note_says_which_case_where_to_and_what_to_pack(browse, settings, state):
    settings.FACTORY_ADDRESS = "山东省淄博市博山区"
    case = case_at(state)
    browser = browse(salesperson())
    assert f"/cases/{case.pk}/return_note/" in browser.get(case.get_absolute_url()).content.decode()
    page = browser.get(f"/cases/{case.pk}/return_note/").content.decode()
    for words in (case.number, case.serial_number, "山东省淄博市博山区", "装箱", "data:image/png;base64"):
        assert words in page


@pytest.mark.parametrize("state", ["draft", "submitted", "rejected"])
def test_there_is_none_before_the_return_is_approved(browse, state):
    case = case_at(state)
    assert browse(salesperson()).get(f"/cases/{case.pk}/return_note/").status_code == 404


def test_only_who_sees_the_case_gets_its_note(browse):
    case = case_at("authorised")
    assert browse(another_salesperson()).get(f"/cases/{case.pk}/return_note/").status_code == 404


def test_a_motor_that_came_without_approval_is_proposed_as_wrongly_returned():
    motor = motor_at("received")
    assert from_intake(motor)["wrongly_returned"] is False
    motor.listed = False
    assert from_intake(motor)["wrongly_returned"] is True
