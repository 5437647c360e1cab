"""A personal link is answered once, on a phone and without an account, and tells nobody anything."""

import datetime as dt
import io
import re
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from aftersales.kit import throttle
from satisfaction.actions import Unusable, find, invite, invite_all, revoke
from satisfaction.models import Improvement, Invitation, Response
from slips.models import Slip
from tests.actors import another_salesperson, inspector, manager, salesperson
from tests.satisfaction.factories import ALL_GOOD, answered, link, planned, survey, target_of
from workflow.actions import perform
from workflow.guards import Blocked, Forbidden

pytestmark = pytest.mark.django_db

NAME, CONTACT = "青岛海纳包装机械有限公司", "孙志强"
LONG_AGO = dt.timedelta(days=60)


@pytest.fixture(autouse=True)
def early_in_the_minute(monkeypatch):
    """Guesses are counted by the minute; none shall end in the middle of a test."""
    monkeypatch.setattr(throttle.time, "time", lambda: 1_780_000_020.0)


@pytest.fixture
def target(db):
    return target_of(survey())


def used(target):
    _, url = link(target)
    Client().post(url, ALL_GOOD)
    return url


def revoked(target):
    invitation, url = link(target)
    revoke(invitation, by=salesperson())
    return url


def expired(target):
    return link(target, at=timezone.now() - LONG_AGO)[1]


def guessed(target):
    return "/s/9hC1uQm0ZpX7rT2vLw8kYbN4sD6fGjAe/"


def of_a_closed_survey(target):
    _, url = link(target)
    perform(target.campaign, "close", by=manager())
    return url


UNUSABLE = [(used, 410), (revoked, 410), (expired, 410), (of_a_closed_survey, 410), (guessed, 404)]


def words(page):
    """What stands on a page, without its frame."""
    return re.sub(r"<[^>]+>", " ", page.content.decode())


# -- answering ----------------------------------------------------------------------------------------


def test_a_customer_answers_on_the_phone_without_an_account(target):
    _, url = link(target, respondent="林工")
    page = Client().get(url)
    assert page.status_code == 200
    answer = Client().post(url, ALL_GOOD | {"service": "fair", "comments": "送货再快些"})
    assert answer.status_code == 302
    response = Response.objects.get()
    assert (response.status, response.method, response.respondent) == ("submitted", "online", "林工")
    assert (response.quality, response.service, response.comments) == ("good", "fair", "送货再快些")
    assert response.number.startswith("MY-")
    boxes = {box["title"]: box["name"] for box in Slip.objects.get(kind="MY").facts["signatures"]}
    assert boxes["调查人"] == "客户网上填写"  # nobody else's signature is waited for


def test_a_browser_that_sends_neither_origin_nor_token_may_answer(target):
    """The page gives no referrer, so browsers send the origin as “null”."""
    _, url = link(target)
    strict = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    assert strict.post(url, ALL_GOOD).status_code == 302
    assert Response.objects.count() == 1


def test_who_has_answered_is_thanked_before_the_link_closes(target):
    _, url = link(target)
    page = Client().post(url, ALL_GOOD, follow=True)
    assert page.status_code == 200
    assert "Thank you" in words(page)
    assert NAME not in words(page)
    assert Client().get(url).status_code == 410


@pytest.mark.parametrize(("made", "status"), [(None, 200), *UNUSABLE])
def test_a_stranger_reads_it_in_the_language_they_choose(target, made, status):
    """The page gives no referrer, so browsers send the origin as “null”; and nobody without an account has a token."""
    url = made(target) if made else link(target)[1]
    strict = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    assert strict.post("/language/", {"language": "zh-hans", "next": url}).url == url
    page = strict.get(url)
    assert page.status_code == status
    assert 'lang="zh-hans"' in page.content.decode()
    assert set(strict.cookies) == {"django_language"}


def test_one_answer_is_enough_and_none_is_asked_for_again_with_the_words_kept(target):
    _, url = link(target)
    page = Client().post(url, {"comments": "包装纸箱太薄"})
    assert page.status_code == 200
    assert "Please answer at least one question." in words(page)
    assert "包装纸箱太薄" in page.content.decode()
    assert Client().post(url, {"packaging": "poor"}).status_code == 302


@pytest.mark.parametrize("value", ["best", "1", "good\x00", "good" * 500])
def test_what_is_none_of_the_answers_is_refused_at_its_question(target, value):
    _, url = link(target)
    page = Client().post(url, {"quality": value})
    assert page.status_code == 200
    assert not Response.objects.exists()


def test_two_people_of_one_name_both_count(target):
    for _ in range(2):
        _, url = link(target, respondent="张工")
        assert Client().post(url, ALL_GOOD).status_code == 302
    assert Response.objects.counted().count() == 2


def test_the_worst_of_the_answers_asks_for_an_improvement(target):
    _, url = link(target)
    Client().post(url, ALL_GOOD | {"delivery": "poor"})
    assert Improvement.objects.get().question == "delivery"


def test_a_link_works_for_as_many_days_as_the_policy_says(target):
    made = timezone.now()
    _, url = link(target, at=made)
    token, until = url.split("/")[2], made + dt.timedelta(days=30)
    assert find(token, until - dt.timedelta(seconds=1)).target == target
    with pytest.raises(Unusable) as refusal:
        find(token, until)
    assert refusal.value.standing == "expired"


# -- nothing to learn ---------------------------------------------------------------------------------


def test_nothing_about_the_customer_stands_on_the_page_before_or_after(target):
    _, url = link(target, respondent="林工")
    before, after = Client().get(url), Client().post(url, ALL_GOOD, follow=True)
    for page in (before, after):
        text = page.content.decode()
        assert [word for word in (NAME, CONTACT, "林工", target.region, "MY-") if word in text] == []


@pytest.mark.parametrize(("made", "status"), UNUSABLE)
def test_a_link_that_cannot_be_answered_gets_a_plain_page(target, made, status):
    url = made(target)
    answers = Response.objects.count()
    for page in (Client().get(url), Client().post(url, ALL_GOOD)):
        text = page.content.decode()
        assert page.status_code == status
        assert "<form" not in text.partition("<main")[2]  # above is the choice of language
        assert [word for word in (NAME, CONTACT, target.region, "2026", "2025") if word in text] == []
    assert Response.objects.count() == answers


@pytest.mark.parametrize(("made", "status"), [(None, 200), *UNUSABLE])
def test_no_page_of_a_link_is_kept_or_told_on(target, made, status):
    page = Client().get(made(target) if made else link(target)[1])
    assert page.status_code == status
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"
    assert "sessionid" not in page.cookies


def test_two_guesses_of_different_shape_get_the_same_page(target):
    assert words(Client().get("/s/x/")) == words(Client().get(guessed(target)))


def test_only_the_hash_of_a_token_is_kept(target):
    _, url = link(target)
    token = url.split("/")[2]
    assert len(token) >= 32
    stored = [str(value) for row in Invitation.objects.values() for value in row.values()]
    assert [value for value in stored if token in value] == []


def test_the_address_is_shown_once_and_never_again(target, browse):
    browser = browse(salesperson())
    page = browser.post(f"/targets/{target.pk}/link/", {"respondent": "林工"})
    token = re.search(r"://[^/]+/s/([\w-]{32,})/", page.content.decode()).group(1)
    assert "no-store" in page["Cache-Control"]
    assert Client().get(f"/s/{token}/").status_code == 200
    assert token not in browser.get(f"/targets/{target.pk}/").content.decode()


# -- who may --------------------------------------------------------------------------------------------


def test_whoever_asks_somebody_elses_customers_makes_and_revokes_no_link_for_this_one(target, browse):
    invitation, url = link(target)
    browser = browse(another_salesperson())
    assert browser.post(f"/targets/{target.pk}/link/", {}).status_code == 404
    assert browser.post(f"/invitations/{invitation.pk}/revoke/").status_code == 404
    assert Client().get(url).status_code == 200


def test_who_does_not_ask_customers_neither_makes_nor_revokes_a_link(target):
    invitation, url = link(target)
    with pytest.raises(Forbidden):
        invite(target, by=inspector())
    with pytest.raises(Forbidden):
        revoke(invitation, by=inspector())
    assert Client().get(url).status_code == 200


def test_a_closed_survey_gives_out_no_links(target):
    perform(target.campaign, "close", by=manager())
    with pytest.raises(Blocked):
        invite(target_of(target.campaign), by=salesperson())
    assert not Invitation.objects.exists()


def test_a_link_that_has_been_answered_cannot_be_revoked(target, browse):
    used(target)
    invitation = Invitation.objects.get()
    browse(salesperson()).post(f"/invitations/{invitation.pk}/revoke/")
    assert Invitation.objects.get().revoked_at is None


# -- guessing -------------------------------------------------------------------------------------------


def statuses(guesses, **sender):
    return [Client(**sender).get(f"/s/guess-{n}/").status_code for n in range(guesses)]


def test_fifty_wrong_guesses_in_a_minute_are_stopped_before_they_are_through(target):
    answers = statuses(50)
    assert answers[0] == 404
    assert answers[-1] == 429
    assert answers.count(404) <= 31
    assert answers == sorted(answers)


def test_who_guesses_too_often_finds_no_link_that_works_either(target):
    """Else whoever guesses long enough would still be told of the one that is right."""
    _, url = link(target)
    statuses(50)
    assert Client().get(url).status_code == 429
    assert Client().post(url, ALL_GOOD).status_code == 429
    assert not Response.objects.exists()


def test_somebody_elses_guesses_stop_nobody_at_another_address(target):
    _, url = link(target)
    statuses(50, REMOTE_ADDR="203.0.113.9")
    assert Client(REMOTE_ADDR="198.51.100.4").get(url).status_code == 200


def test_a_minute_later_one_may_try_again(target, monkeypatch):
    _, url = link(target)
    statuses(50)
    monkeypatch.setattr(throttle.time, "time", lambda: 1_780_000_080.0)
    assert Client().get(url).status_code == 200


def test_customers_behind_one_address_who_answer_are_not_counted_as_guessing(target):
    for n in range(40):
        _, url = link(target, respondent=f"职工 {n}")
        assert Client().post(url, ALL_GOOD).status_code == 302


# -- links for all ------------------------------------------------------------------------------------


@pytest.fixture
def asked():
    """A survey of three customers, one of whom has answered."""
    campaign = survey(NAME, "潍坊新进机械厂", "济南泉城泵业")
    answered(target_of(campaign, "潍坊新进机械厂"), quality="good")
    return campaign


def handed_out(page):
    """The rows of the table in the file, and its sheet of codes."""
    with ZipFile(io.BytesIO(page.getvalue())) as archive:
        table = load_workbook(archive.open("links.xlsx")).active
        return list(table.iter_rows(min_row=2, values_only=True)), archive.read("codes.pdf")


def test_all_who_have_not_answered_get_a_link_in_a_table_and_as_a_code(asked, browse):
    page = browse(manager()).post(f"/surveys/{asked.pk}/links/")
    rows, codes = handed_out(page)
    assert {row[0] for row in rows} == {NAME, "济南泉城泵业"}
    for row in rows:
        assert row[5] in row[7]
        assert Client().get(urlsplit(row[5]).path).status_code == 200
    assert codes.startswith(b"%PDF")
    assert "no-store" in page["Cache-Control"]


def test_links_of_an_earlier_file_stop_working_and_those_for_somebody_by_name_go_on(asked):
    own, _ = link(target_of(asked), respondent="林工")
    (_, lost), *_ = invite_all(asked, by=manager())
    invite_all(asked, by=manager())
    with pytest.raises(Unusable):
        find(lost)
    own.refresh_from_db()
    assert own.now == "open"
    assert sum(each.now == "open" for each in Invitation.objects.all()) == 3


def test_a_salesperson_makes_links_for_their_own_customers_alone(asked):
    with pytest.raises(Blocked):
        invite_all(asked, by=another_salesperson())


@pytest.mark.parametrize(("who", "offered"), [(salesperson, True), (another_salesperson, False)])
def test_who_asks_takes_the_links_of_their_own_customers_from_their_own_page(asked, browse, who, offered):
    page = browse(who()).get("/surveys/")
    assert (f'action="/surveys/{asked.pk}/links/"' in page.content.decode()) == offered
    perform(asked, "close", by=manager())
    assert "/links/" not in browse(who()).get("/surveys/").content.decode()


def test_nobody_is_left_to_ask_once_all_have_answered(asked, browse):
    for name in (NAME, "济南泉城泵业"):
        answered(target_of(asked, name), quality="good")
    page = browse(manager()).post(f"/surveys/{asked.pk}/links/", follow=True)
    assert "There is nobody left to ask: all have answered." in words(page)


def test_a_survey_that_has_not_begun_hands_out_no_links(browse):
    campaign = planned(NAME)
    with pytest.raises(Blocked):
        invite_all(campaign, by=manager())
