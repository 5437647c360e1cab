"""In which language a page answers: as chosen, else as the browser prefers, else in Chinese."""

import pytest
from django.test import Client

from aftersales.models import User
from tests.actors import PASSWORD, manager, salesperson

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_chinese")]

ENGLISH, CHINESE = "en-GB,en;q=0.9", "zh-CN,zh;q=0.9,en;q=0.8"


def language_of(browser, path="/login/"):
    return browser.get(path)["Content-Language"]


def browser_of(prefers):
    return Client(headers={"accept-language": prefers})


def sign_in(browser, person):
    browser.post("/login/", {"username": person.username, "password": PASSWORD})


@pytest.mark.parametrize(
    ("prefers", "language"),
    [
        (ENGLISH, "en"),
        (CHINESE, "zh-hans"),
        ("zh-TW", "zh-hans"),
        ("de-DE,de;q=0.9,en;q=0.5", "en"),
        ("fr", "zh-hans"),
        ("", "zh-hans"),
        ("*;q=nonsense", "zh-hans"),
    ],
)
def test_who_has_not_signed_in_reads_what_the_browser_prefers(prefers, language):
    page = browser_of(prefers).get("/login/")
    assert page["Content-Language"] == language
    assert ("Sign in" in page.content.decode()) == (language == "en")
    assert "Accept-Language" in page["Vary"]


def test_a_choice_at_the_door_goes_before_the_browser():
    browser = browser_of(ENGLISH)
    browser.post("/language/", {"language": "zh-hans", "next": "/login/"})
    assert language_of(browser) == "zh-hans"
    sign_in(browser, salesperson())
    assert language_of(browser, "/") == "zh-hans"


def test_a_persons_choice_follows_them_to_another_computer():
    office = browser_of(CHINESE)
    sign_in(office, salesperson())
    office.post("/language/", {"language": "en", "next": "/"})
    workshop = browser_of(CHINESE)
    assert language_of(workshop) == "zh-hans"
    sign_in(workshop, salesperson())
    assert language_of(workshop, "/") == "en"


def test_who_signs_out_leaves_their_choice_to_nobody():
    browser = browser_of(CHINESE)
    sign_in(browser, salesperson())
    browser.post("/language/", {"language": "en", "next": "/"})
    browser.post("/logout/")
    assert language_of(browser) == "zh-hans"
    sign_in(browser, manager())
    assert language_of(browser, "/") == "zh-hans"


@pytest.mark.parametrize("language", ["fr", "", "x" * 5000])
def test_a_language_that_we_do_not_have_is_kept_for_nobody(language):
    browser = browser_of(ENGLISH)
    sign_in(browser, salesperson())
    browser.post("/language/", {"language": language, "next": "/"})
    assert User.objects.get(username="zhou").language == ""
    assert language_of(browser, "/") == "en"
