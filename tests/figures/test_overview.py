"""The first page of those who lead, and the week in figures by mail."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from figures.digest import write_next
from figures.months import Month
from notices.models import Letter
from notices.sending import send
from tests.actors import PASSWORD, director, engineer, lead, manager
from tests.factories import case_at, motor_at
from tests.figures.factories import an_alarm
from tests.notices.test_senders import reachable

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.localtime() - dt.timedelta(days=40)
MONDAY = dt.datetime(2026, 11, 30, 7, tzinfo=timezone.get_default_timezone())


def test_the_director_sees_ten_figures_what_is_late_with_whom_and_what_warns(browse):
    alarm = an_alarm()
    late = motor_at("repairing", at=LONG_AGO)
    case_at("submitted")
    page = browse(director()).get("/overview/")
    found = page.context["overview"]
    assert [line.key for line in found.lines] == [
        "feedback", "returns", "per_hundred", "repeats", "faults", "recurrences", "repair_days", "on_time",
        "actions_open", "free_cost",
    ]  # fmt: skip
    assert found.lines[0].now.number >= 1
    assert found.warnings == [alarm]
    assert (f"{late.model_name} {late}", "after-sales") in [
        (row.item.title, whose) for row, whose in found.late
    ]
    html = page.content.decode()
    assert f"/report/{Month.now()}/feedback/" in html
    assert html.count('class="spark"') == 10


def test_who_leads_comes_to_the_month_first_and_everybody_else_to_their_work(settings):
    for user, address in ((manager(), "/overview/"), (engineer(), "/")):
        user.set_password(PASSWORD)
        user.save()
        browser = Client()
        answer = browser.post("/login/", {"username": user.username, "password": PASSWORD})
        assert answer.url == address
    assert browser.get("/overview/").status_code == 403
    assert "/overview/" not in browser.get("/").content.decode()


def test_each_monday_who_leads_is_mailed_the_figures_once_in_their_language(mailoutbox, settings):
    settings.SITE_URL = "https://aftersales.factory.example/"
    late = motor_at("repairing", at=LONG_AGO)
    for user in (director(), lead(), engineer()):
        reachable(user)
    assert write_next(MONDAY - dt.timedelta(hours=2)) == 0
    while write_next(MONDAY):
        pass
    send(lambda: MONDAY + dt.timedelta(hours=2))
    letters = [mail for mail in mailoutbox if "Quality, week of 2026-11-30" in mail.subject]
    assert len(letters) == 2
    assert {letter.user for letter in Letter.objects.all()} == {director(), lead()}
    body = letters[0].body
    assert "Feedback: " in body
    assert "(month before " in body
    assert str(late) in body
    assert "https://aftersales.factory.example/overview/" in body
    assert write_next(MONDAY + dt.timedelta(days=1)) == 0
    assert write_next(MONDAY + dt.timedelta(days=7)) == 1
