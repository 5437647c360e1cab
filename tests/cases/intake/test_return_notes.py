"""The note in the customer's parcel, and what comes without approval."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.appraisal.forms import from_intake
from cases.models import Case
from tests.actors import after_sales, another_salesperson, manager, salesperson
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


@pytest.mark.parametrize(
    ("circumstance", "said"),
    [
        ({"authorised_at": None}, "Nobody has approved"),
        ({"authorised_at": timezone.now() + dt.timedelta(days=2)}, "approved only on"),
    ],
)
def test_who_appraises_reads_why_it_is_proposed(browse, circumstance, said):
    motor = motor_at("received")
    Case.objects.filter(pk=motor.case_id).update(
        **circumstance, authorised_by=manager() if circumstance["authorised_at"] else None
    )
    page = browse(after_sales()).get(f"/motors/{motor.pk}/appraise/")
    assert page.context["form"]["wrongly_returned"].value() is True
    assert said in page.content.decode()
