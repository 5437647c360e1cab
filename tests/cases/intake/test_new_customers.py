"""A new customer is entered with the feedback; the coordinator confirms it, or says which known one it is."""

import uuid

import pytest

from cases.models import Case
from tests.actors import coordinator, salesperson
from tests.cases.intake.test_registering import filled
from tests.factories import customer
from tests.work import keys
from warranty.models import Customer, RegisterChange

pytestmark = pytest.mark.django_db

NAME = "潍坊新远机械厂"


@pytest.fixture
def newcomer(browse):
    customer()
    told = filled(customer_name=NAME, new_customer="on", contact="马工", phone="0536-1")
    browse(salesperson()).post("/cases/new/", told)
    return Customer.objects.get(name=NAME)


def test_a_new_customer_comes_with_a_draft(newcomer):
    assert (newcomer.provisional, newcomer.contact, newcomer.phone) == (True, "马工", "0536-1")
    assert Case.objects.get().customer == newcomer


def test_nobody_is_entered_by_a_slip_of_the_pen(browse):
    page = browse(salesperson()).post("/cases/new/", filled(customer_name=NAME))
    assert "tick that it is a new one" in page.context["form"].errors["customer_name"][0]
    assert not Customer.objects.exists()


def test_who_is_known_is_not_entered_twice(browse, newcomer):
    known = customer().name
    browse(salesperson()).post(
        "/cases/new/", filled(customer_name=known, new_customer="on", problem="又一台")
    )
    assert Customer.objects.filter(name=known).count() == 1
    assert not Customer.objects.get(name=known).provisional


def test_what_is_wrong_elsewhere_enters_nobody(browse):
    browse(salesperson()).post("/cases/new/", filled(customer_name=NAME, new_customer="on", quantity="0"))
    assert not Customer.objects.exists()


def test_the_coordinator_is_asked_to_confirm(browse, newcomer):
    assert "confirm_customer" in keys(coordinator())
    form = {"confirm": "1", "key": uuid.uuid4(), "name": NAME, "channel": "agent", "region": "山东潍坊"}
    assert browse(coordinator()).post(f"/customers/{newcomer.pk}/confirm/", form).status_code == 302
    newcomer.refresh_from_db()
    assert (newcomer.provisional, newcomer.channel) == (False, "agent")
    assert "confirm_customer" not in keys(coordinator())


def test_a_known_customer_takes_over_the_cases_of_its_other_name(browse, newcomer):
    form = {"merge": "1", "key": uuid.uuid4(), "name": customer().name}
    assert browse(coordinator()).post(f"/customers/{newcomer.pk}/confirm/", form).status_code == 302
    case = Case.objects.get()
    newcomer.refresh_from_db()
    assert (case.customer, newcomer.active) == (customer(), False)
    assert list(RegisterChange.objects.values_list("entry_id", "reason")) == [
        (newcomer.pk, f"merged into {customer()}"), (newcomer.pk, ""),
    ]  # fmt: skip
    assert case.events.get(verb="change_customer").actor == coordinator()
    assert Case.objects.search(customer().name).get() == case
    assert "confirm_customer" not in keys(coordinator())


def test_nobody_else_confirms(browse, newcomer):
    assert browse(salesperson()).get(f"/customers/{newcomer.pk}/confirm/").status_code == 403
    assert browse(coordinator()).get(f"/customers/{customer().pk}/confirm/").status_code == 404
