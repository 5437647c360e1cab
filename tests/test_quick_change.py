"""At a computer of the workshop people change by badge or PIN, where the installation allows it."""

import pytest
from django.test import Client

from aftersales.models import QuickSign
from tests.actors import PASSWORD, admin, another_salesperson, finance, workshop
from tests.factories import charged_motor_at

pytestmark = pytest.mark.django_db
PAGE = "/change-person/"
BADGE = "WS-00471182"


@pytest.fixture(autouse=True)
def allowed(settings):
    settings.QUICK_CHANGE = True


@pytest.fixture
def computer(browse):
    """A computer that an administrator has made one of the workshop, at which nobody is signed in."""
    browser = browse(admin())
    assert browser.post("/workshop-computer/").status_code == 302
    browser.post("/logout/")
    return browser


def badge_and_pin(browse, user, **said):
    return browse(user).post("/my-badge/", {"password": PASSWORD} | said)


def who(browser):
    return browser.get("/").context["user"].username


def test_a_badge_changes_the_person_and_so_does_a_pin(browse, computer):
    badge_and_pin(browse, workshop(), badge=BADGE)
    badge_and_pin(browse, finance(), pin="4711")
    assert computer.post(PAGE, {"who": BADGE.lower()}).url == "/"
    assert who(computer) == "ma"
    assert computer.post(PAGE, {"who": "xu", "pin": "4711"}).url == "/"
    assert who(computer) == "xu"
    assert computer.session.get_expiry_age() <= 30 * 60


def test_elsewhere_there_is_no_such_page(browse, settings, computer):
    badge_and_pin(browse, workshop(), badge=BADGE)
    assert Client().post(PAGE, {"who": BADGE}).status_code == 404
    forged = Client()
    forged.cookies["workshop"] = "1"
    assert forged.get(PAGE).status_code == 404
    settings.QUICK_CHANGE = False
    assert computer.get(PAGE).status_code == 404
    assert browse(workshop()).get("/my-badge/").status_code == 404


def test_five_wrong_pins_close_it_until_a_new_one_is_chosen_with_the_password(browse, computer):
    badge_and_pin(browse, finance(), pin="4711")
    for _time in range(5):
        assert computer.post(PAGE, {"who": "xu", "pin": "0000"}).status_code == 200
    assert computer.post(PAGE, {"who": "xu", "pin": "4711"}).status_code == 200
    badge_and_pin(browse, finance(), pin="8520")
    assert computer.post(PAGE, {"who": "xu", "pin": "8520"}).url == "/"


def test_an_empty_pin_and_who_has_left_open_nothing(browse, computer):
    badge_and_pin(browse, workshop(), badge=BADGE)
    assert computer.post(PAGE, {"who": "ma", "pin": ""}).status_code == 200
    user = workshop()
    user.is_active = False
    user.save()
    assert computer.post(PAGE, {"who": BADGE}).status_code == 200


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"badge": "123"}, "at least eight characters"),
        ({"pin": "12a4"}, "Enter a valid value"),
        ({"badge": BADGE}, "somebody else"),
        ({"badge": "WS-00990011", "password": "wrong"}, "not your password"),
    ],
)
def test_what_will_not_do_is_said(browse, said, error):
    badge_and_pin(browse, workshop(), badge=BADGE)
    assert error in badge_and_pin(browse, another_salesperson(), **said).content.decode()
    assert not QuickSign.objects.filter(user=another_salesperson()).exists()


def test_money_asks_for_the_password_of_who_came_with_a_pin(browse, computer):
    motor = charged_motor_at("ready_to_ship")
    badge_and_pin(browse, finance(), pin="4711")
    computer.post(PAGE, {"who": "xu", "pin": "4711"})
    assert computer.get(f"/motors/{motor.pk}/record_payment/").url.startswith("/password/again/")


def test_neither_badge_nor_pin_can_be_read_back(browse):
    badge_and_pin(browse, workshop(), badge=BADGE, pin="4711")
    sign = QuickSign.objects.get()
    assert BADGE not in sign.badge
    assert "4711" not in sign.pin
