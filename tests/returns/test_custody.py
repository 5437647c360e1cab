"""Every copy is acknowledged by the role that it is for, and the QR code says to others only what they may know."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from slips.actions import acknowledge, ask_void
from slips.kinds import KINDS
from slips.models import Acknowledgement, PrintedCopy, Slip
from slips.queries import places
from tests.actors import (
    after_sales,
    another_dispatcher,
    another_salesperson,
    coordinator,
    dispatcher,
    engineer,
    finance,
    lead,
    manager,
    one_of_each_role,
    salesperson,
    warehouse,
)
from tests.factories import case_at, motor_at, on_paper, printer
from tests.work import to_do
from workflow.actions import perform
from workflow.guards import Blocked, Forbidden
from workflow.projection import mend

pytestmark = pytest.mark.django_db

A_DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def nobody_has_asked():
    cache.clear()


@pytest.fixture
def slip(db):
    """A handover slip: copy 1 for the coordinator, 2 for the dispatcher, 3 for after-sales."""
    case_at("in_process")
    return Slip.objects.get(kind="JJ")


def printed(slip, *numbers, ago=0):
    at = timezone.now() - ago * A_DAY
    copies = numbers or [copy.number for copy in slip.definition.copies]
    return on_paper([(slip.pk, copies)], printer(), by=coordinator(), at=at)


# -- acknowledging ------------------------------------------------------------------------------------


def test_each_copy_is_acknowledged_by_its_role_and_no_other(slip):
    printed(slip)
    people = one_of_each_role()
    for copy in KINDS["JJ"].copies:
        for role, user in people.items():
            if role not in copy.roles:
                with pytest.raises(Forbidden):
                    acknowledge(slip, copy.number, by=user)
        acknowledge(slip, copy.number, by=people[copy.roles[0]])
    taken = Acknowledgement.objects.order_by("number").values_list("number", "role", "user__name")
    assert list(taken) == [
        (1, "sales_coordinator", "吴秀英"), (2, "dispatcher", "陈大勇"), (3, "after_sales", "王立新"),
    ]  # fmt: skip


def test_a_copy_is_acknowledged_once(slip):
    printed(slip)
    first = acknowledge(slip, 2, by=dispatcher())
    assert acknowledge(slip, 2, by=another_dispatcher()) == first
    assert Acknowledgement.objects.get().user == dispatcher()


def test_nobody_has_a_copy_that_was_never_printed(slip):
    printed(slip, 1)
    with pytest.raises(Blocked):
        acknowledge(slip, 2, by=dispatcher())


def test_nobody_needs_the_copies_of_a_void_slip(slip):
    printed(slip)
    perform(ask_void(slip, "遗失", by=after_sales()), "confirm", by=lead())
    with pytest.raises(Blocked):
        acknowledge(slip, 2, by=dispatcher())


def test_one_click_on_the_page_of_the_slip(slip, browse):
    printed(slip)
    browser = browse(dispatcher())
    page = browser.get(slip.get_absolute_url())
    assert [place.copy.number for place in page.context["copies"] if place.mine] == [2]
    answer = browser.post(f"/slips/{slip.pk}/copies/2/", follow=True)
    assert "Acknowledged: you have copy 2." in answer.content.decode()
    assert not any(place.mine for place in answer.context["copies"])
    assert browser.post(f"/slips/{slip.pk}/copies/1/").status_code == 403
    for number in (0, 4, 99):
        assert browser.post(f"/slips/{slip.pk}/copies/{number}/").status_code == 404


def test_the_page_says_where_every_copy_is(slip, browse):
    printed(slip, 1, 2)
    printed(slip, 2)
    acknowledge(slip, 2, by=dispatcher())
    first, second, third = places(slip, manager(), ["", "", ""])
    assert (first.last.nth, first.acknowledgement) == (1, None)
    assert (second.last.reprint, second.acknowledgement.user) == (1, dispatcher())
    assert (third.last, third.acknowledgement) == (None, None)
    page = browse(manager()).get(slip.get_absolute_url()).content.decode()
    assert "not printed" in page
    assert "reprint 1" in page
    assert "with 陈大勇 since" in page


def test_a_salesperson_acknowledges_the_copy_of_an_own_case_alone(browse):
    slip = motor_at("return_approved").slips.get(kind="TH")
    printed(slip)
    assert browse(another_salesperson()).post(f"/slips/{slip.pk}/copies/4/").status_code == 404
    browse(salesperson()).post(f"/slips/{slip.pk}/copies/4/")
    assert Acknowledgement.objects.get().role == "salesperson"


# -- several at once ----------------------------------------------------------------------------------


def several():
    """Handover slips of two cases, printed a day ago, and one that nobody has printed."""
    for _ in range(3):
        case_at("in_process")
    slips = list(Slip.objects.filter(kind="JJ").order_by("pk"))
    for slip in slips[:2]:
        printed(slip, ago=1)
    return slips


def test_all_copies_that_have_come_are_acknowledged_with_one_form_but_those_unticked(browse):
    first, second, _unprinted = several()
    browser = browse(dispatcher())
    assert 'href="/slips/copies/"' in browser.get("/").content.decode()
    rows = [printed for printed, _copy in browser.get("/slips/copies/").context["rows"]]
    assert [(row.slip, row.number) for row in rows] == [(first, 2), (second, 2)]
    answer = browser.post("/slips/copies/", {"copy": [rows[0].pk, "x", 10**9]}, follow=True)
    assert "Acknowledged: 1 copy." in answer.content.decode()
    assert [row.slip for row, _copy in answer.context["rows"]] == [second]
    browser.post("/slips/copies/", {"copy": [row.pk for row in rows]})
    taken = Acknowledgement.objects.values_list("slip", "number", "role", "user")
    assert set(taken) == {(slip.pk, 2, "dispatcher", dispatcher().pk) for slip in (first, second)}
    assert to_do(dispatcher(), "acknowledge") == []


def test_nobody_acknowledges_the_copies_of_others_with_the_form_for_several(browse):
    several()
    copies = list(PrintedCopy.objects.values_list("pk", flat=True))
    browse(dispatcher()).post("/slips/copies/", {"copy": copies})
    browse(another_salesperson()).post("/slips/copies/", {"copy": copies})
    assert set(Acknowledgement.objects.values_list("role", flat=True)) == {"dispatcher"}
    assert browse(dispatcher()).post("/slips/copies/", follow=True).status_code == 200


# -- the worklist -------------------------------------------------------------------------------------


def numbers(user):
    return [copy.number for copy in to_do(user, "acknowledge")]


def test_a_copy_waits_in_the_worklist_of_its_role_from_the_day_after_the_print(slip):
    printed(slip)
    assert numbers(dispatcher()) == []
    PrintedCopy.objects.update(due_on=timezone.localdate())
    mend(slip.dossier_id)
    assert (numbers(coordinator()), numbers(dispatcher()), numbers(after_sales())) == ([1], [2], [3])
    assert (numbers(engineer()), numbers(finance())) == ([], [])


def test_it_is_due_the_day_after_the_print_and_late_after_that(slip):
    printed(slip, 2, ago=1)
    assert to_do(dispatcher(), "acknowledge")[0].standing.state == "due_soon"
    PrintedCopy.objects.update(due_on=timezone.localdate() - A_DAY)
    assert to_do(dispatcher(), "acknowledge")[0].standing.state == "overdue"


def test_acknowledged_it_waits_no_longer_nor_does_a_reprint(slip):
    printed(slip, ago=2)
    acknowledge(slip, 2, by=dispatcher())
    printed(slip, 2, ago=2)
    assert numbers(dispatcher()) == []


def test_the_worklist_leads_to_the_slip(slip, browse):
    printed(slip, ago=3)
    page = browse(dispatcher()).get("/").content.decode()
    assert "Acknowledge your copies" in page
    assert slip.get_absolute_url() in page
    assert "2 days overdue" in page


# -- the QR code --------------------------------------------------------------------------------------

WORDS = {"in_force": "Genuine and in force", "void": "Genuine, but void", "replaced": "Genuine, but replaced"}


def scanned(slip, browser=None):
    path = re.sub(r"^https?://[^/]+", "", slip.qr_url)
    return (browser or Client()).get(path)


def says(response):
    page = response.content.decode()
    return [answer for answer, words in WORDS.items() if words in page] or ["Not genuine" in page]


def test_it_leads_those_allowed_to_the_slip(slip, browse, settings):
    settings.SITE_URL = "https://aftersales.example/"
    assert slip.qr_url.startswith(f"https://aftersales.example/q/{slip.number}/")
    for who in (coordinator, salesperson, dispatcher):
        assert scanned(slip, browse(who())).url == slip.get_absolute_url()


def test_others_learn_that_it_is_genuine_and_nothing_else(slip, browse, stranger):
    for browser in (Client(), browse(stranger), browse(another_salesperson())):
        response = scanned(slip, browser)
        assert (response.status_code, says(response)) == (200, ["in_force"])
        page = response.content.decode()
        assert f"博山微电机厂 · {slip.number}" in re.sub(r"<[^>]+>", "", page)
        secrets = (slip.facts["customer"], slip.issuer, slip.dossier.number, slip.get_absolute_url())
        assert [secret for secret in secrets if secret in page.replace("外来人", "")] == []
        assert response["Referrer-Policy"] == "same-origin"
        assert "no-store" in response["Cache-Control"]


def test_a_stranger_reads_the_answer_in_the_language_they_choose(slip):
    strict = Client(enforce_csrf_checks=True)
    path = scanned(slip, strict).request["PATH_INFO"]
    assert strict.post("/language/", {"language": "zh-hans", "next": path}).url == path
    assert "真实有效" in strict.get(path).content.decode()
    assert set(strict.cookies) == {"django_language"}


def test_a_void_slip_is_genuine_but_void_or_replaced():
    motor = motor_at("quoted")
    slip = motor.slips.get(kind="JD")
    perform(motor, "reappraise", by=after_sales(), reason="重新鉴定")
    assert says(scanned(Slip.objects.get(pk=slip.pk))) == ["void"]
    case = case_at("authorised")
    assert [says(scanned(slip)) for slip in case.slips.order_by("revision")] == [["replaced"], ["in_force"]]


@pytest.mark.parametrize("wrong", ["0" * 16, "", "x", "你好", "0" * 64])
def test_a_mark_that_is_not_its_own_is_not_genuine(slip, wrong, browse):
    path = f"/q/{slip.number}/{wrong or slip.digest[:15]}/"
    for browser in (Client(), browse(coordinator())):
        response = browser.get(path)
        assert response.status_code in (200, 404)
        assert response.status_code == 404 or says(response) == [True]


def test_an_unknown_number_is_answered_like_a_wrong_mark(slip):
    mark, zeros = slip.digest[:16], "0" * 16
    pages = [
        Client().get(f"/q/{n}/{m}/").content.decode()
        for n, m in (("JJ-2026-9999", mark), (slip.number, zeros))
    ]
    asked = f"JJ-2026-9999|{mark}|{slip.number}|{zeros}"
    unknown, wrong = (re.sub(rf'{asked}|name="csrfmiddlewaretoken" value="\w+"', "", page) for page in pages)
    assert unknown == wrong


def test_a_slip_whose_facts_were_changed_behind_its_back_is_not_genuine(slip):
    Slip.objects.filter(pk=slip.pk).update(facts=slip.facts | {"received": 99})
    assert says(scanned(slip)) == [True]


def test_nobody_guesses_for_long(slip):
    guesser = Client()
    answers = [guesser.get(f"/q/{slip.number}/{n:016x}/").status_code for n in range(40)]
    assert answers.count(200) == 30
    assert scanned(slip, guesser).status_code == 429


def test_people_of_the_factory_are_not_held_up(slip, browse):
    browser = browse(warehouse())
    assert {scanned(slip, browser).status_code for _ in range(40)} == {302}
