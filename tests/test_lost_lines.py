"""A session that has ended and a form that is too old cost nobody what was typed."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from cases.models import Case
from tests.actors import PASSWORD, another_salesperson, salesperson
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


# -- a form without script, sent after the session had ended ----------------------------------------


def sent_too_late(client, person, **fields):
    page = client.get("/cases/new/")
    Session.objects.all().delete()
    form = {"mine": page.context["mine"], "problem": "启动后换向火花大", "save": "1"} | fields
    answer = client.post("/cases/new/", form)
    assert answer.url == "/login/?next=/cases/new/"
    client.force_login(person)
    return client.get("/cases/new/")


def test_what_was_sent_after_the_session_had_ended_is_there_after_signing_in():
    client = Client()
    client.force_login(salesperson())
    page = sent_too_late(client, salesperson())
    assert page.context["form"]["problem"].value() == "启动后换向火花大"
    assert not page.context["form"].errors
    assert not Case.objects.exists()
    assert client.get("/cases/new/").context["form"]["problem"].value() is None  # once


def test_somebody_else_who_signs_in_there_does_not_see_it():
    client = Client()
    client.force_login(salesperson())
    page = sent_too_late(client, another_salesperson())
    assert "启动后换向火花大" not in page.content.decode()
    client.force_login(salesperson())
    assert "启动后换向火花大" not in client.get("/cases/new/").content.decode()


@pytest.mark.parametrize("fields", [{"mine": "1:x"}, {"mine": ""}, {"problem": "火" * 300_000}])
def test_nobody_fills_the_table_of_sessions(fields):
    client = Client()
    client.force_login(salesperson())
    assert sent_too_late(client, salesperson(), **fields).context["form"]["problem"].value() is None
