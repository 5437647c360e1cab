"""A session that has ended and a form that is too old cost nobody what was typed."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from aftersales.models import User
from cases.models import Case, Photo
from tests.actors import PASSWORD, another_salesperson, salesperson
from tests.cases.intake.test_registering import filled
from tests.cases.photos.test_photos import picture, upload
from tests.factories import customer

pytestmark = pytest.mark.django_db


def test_a_part_of_a_page_never_gets_the_sign_in_page():
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/cases/new/?kind=opinion"}
    answer = Client().post("/cases/new/", {"preview": "1"}, headers=headers)
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == "/login/?next=%2Fcases%2Fnew%2F%3Fkind%3Dopinion"
    assert answer.content == b""


def test_nobody_is_led_to_another_site_after_signing_in():
    headers = {"HX-Request": "true", "HX-Current-URL": "https://evil.example//evil.example/x"}
    there = Client().get("/cases/", headers=headers)["HX-Redirect"]
    salesperson()
    answer = Client().post(there, {"username": "zhou", "password": PASSWORD})
    assert answer.url == "/"


def too_old(origin):
    customer()
    client = Client(enforce_csrf_checks=True)
    client.force_login(salesperson())
    form = {"problem": "启动后 换向火花大", "csrfmiddlewaretoken": "x" * 64, "csrftoken": "<b>"}
    return client.post("/cases/new/", form, headers={"Origin": origin})


def test_a_form_that_is_too_old_can_be_sent_again():
    page = too_old("http://testserver")
    assert page.status_code == 403
    text = page.content.decode()
    assert '<input type="hidden" name="problem" value="启动后 换向火花大">' in text
    assert "x" * 64 not in text
    assert "<b>" not in text


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_nobody_else_gets_our_visitors_to_send_a_form(origin):
    page = too_old(origin)
    assert page.status_code == 403
    assert "换向火花大" not in page.content.decode()


# -- a form that is sent after the session has ended -------------------------------------------------

SENT = {"problem": "启动后换向火花大\n壳体发烫", "photo": ["7", "8"], "save": "1"}


def sign_in(client, person, to="/"):
    return client.post(f"/login/?next={to}", {"username": person.username, "password": PASSWORD, "next": to})


def sent_too_late(client, path="/cases/new/", **fields):
    """Somebody who has signed in, or had, sends a form when the session is over; where they are led."""
    Session.objects.all().delete()
    return client.post(path, SENT | fields).url


@pytest.fixture
def ended(db):
    client = Client()
    sign_in(client, salesperson())
    return client


def offered(client):
    page = client.get("/send-again/")
    return (page.context["path"], page.context["fields"]) if page.status_code == 200 else None


@pytest.mark.parametrize("path", ["/cases/new/", "/cases/7/photos/", "/motors/3/quote/"])
def test_whatever_is_sent_after_the_session_has_ended_can_be_sent_again(ended, path):
    there = sent_too_late(ended, path)
    assert there == "/login/?next=/send-again/"
    assert "kept for an hour" in ended.get(there).content.decode()
    assert sign_in(ended, salesperson(), "/send-again/").url == "/send-again/"
    fields = [("problem", "启动后换向火花大\n壳体发烫"), ("photo", "7"), ("photo", "8"), ("save", "1")]
    assert offered(ended) == (path, [list(field) for field in fields])
    assert ended.session.get_expiry_age() > 60 * 60


def test_what_is_sent_again_is_carried_out_and_kept_no_longer(ended):
    customer()
    sent_too_late(ended, **filled(problem=SENT["problem"]))
    sign_in(ended, salesperson(), "/send-again/")
    path, fields = offered(ended)
    assert not Case.objects.exists()
    ended.post(path, dict(fields))
    assert Case.objects.get().problem == SENT["problem"]
    assert offered(ended) is None


def test_photos_that_came_with_it_are_kept_and_other_files_named(ended):
    sent_too_late(ended, photos=upload(picture()), scan=upload(b"%PDF", "同意书.pdf"))
    sign_in(ended, salesperson(), "/send-again/")
    page = ended.get("/send-again/")
    assert ["photo", str(Photo.objects.get(added_by=salesperson()).pk)] in page.context["fields"]
    assert page.context["lost"] == ["同意书.pdf"]


def test_somebody_else_who_signs_in_there_does_not_see_it(ended):
    sent_too_late(ended)
    assert sign_in(ended, another_salesperson(), "/send-again/").url == "/send-again/"
    assert offered(ended) is None
    sign_in(ended, salesperson())
    assert offered(ended) is None


def test_it_is_let_go_of_after_an_hour(ended, monkeypatch):
    sent_too_late(ended)
    sign_in(ended, salesperson())
    later = time.time() + 3601
    monkeypatch.setattr("aftersales.unsent.time.time", lambda: later)
    assert offered(ended) is None


def changed_password(client):
    person = salesperson()
    person.set_password("ein anderes")
    person.save()


@pytest.mark.parametrize(
    "circumstance",
    [
        lambda client: client.post("/logout/"),
        lambda client: client.cookies.pop("person"),
        lambda client: client.cookies.load("person=1:x"),
        changed_password,
        lambda client: User.objects.update(is_active=False),
    ],
)
def test_nothing_is_kept_of_whom_nobody_knows(ended, circumstance):
    circumstance(ended)
    assert sent_too_late(ended) == "/login/?next=/cases/new/"


def test_no_book_is_kept(ended):
    assert sent_too_late(ended, problem="火" * 300_000) == "/login/?next=/cases/new/"


def test_a_password_is_not_kept_with_what_was_sent_beside_it(ended):
    assert sent_too_late(ended, old_password="geheim-7") == "/login/?next=/send-again/"
    sign_in(ended, salesperson())
    page = ended.get("/send-again/").content.decode()
    assert SENT["problem"] in page
    assert "geheim-7" not in page
    assert "old_password" not in page
