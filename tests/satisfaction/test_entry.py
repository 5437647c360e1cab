"""A telephone call: the answers are on record from the first moment, and count when they are finished."""

import pytest

from satisfaction.actions import begin
from satisfaction.models import Response
from slips.models import Slip
from tests.actors import another_salesperson, coordinator, manager, salesperson, warehouse
from tests.satisfaction.factories import answered, survey, target_of
from tests.work import to_do
from workflow.actions import perform

pytestmark = pytest.mark.django_db

CALL = {
    "respondent": "林海波",
    "position": "采购部",
    "method": "phone",
    "answered_on": "2026-01-05",
    "comments": "",
}


@pytest.fixture
def target(db):
    return target_of(survey())


@pytest.fixture
def draft(target):
    return begin(target, by=salesperson())


def sent(draft, **answers):
    return CALL | {"version": draft.version, "surveyor": salesperson().pk} | answers


def test_a_draft_is_on_record_before_the_first_word(target, browse):
    page = browse(salesperson()).post(f"/targets/{target.pk}/answer/")
    draft = Response.objects.get()
    assert page.url == f"/responses/{draft.pk}/"
    assert draft.status == "draft"
    begun = draft.events.get()
    assert (begun.verb, begun.actor, begun.to_status) == ("begin", salesperson(), "draft")
    browse(salesperson()).post(f"/targets/{target.pk}/answer/")
    assert Response.objects.count() == 1  # an empty draft is not begun twice


def test_each_change_is_kept_without_leaving_the_page(draft, browse):
    page = browse(salesperson()).post(f"/responses/{draft.pk}/save/", sent(draft, quality="fair"))
    assert "Saved at" in page.content.decode()
    draft = Response.objects.get(pk=draft.pk)
    assert (draft.quality, draft.respondent, draft.status) == ("fair", "林海波", "draft")


def test_what_cannot_be_kept_is_said_and_nothing_is_changed(target, draft, browse):
    answered(target, "林海波", quality="good")
    page = browse(salesperson()).post(f"/responses/{draft.pk}/save/", sent(draft, quality="fair"))
    assert "Not saved: This person has answered already." in " ".join(
        page.content.decode().replace("</span>", "").replace('<span class="late">', "").split()
    )
    draft = Response.objects.get(pk=draft.pk)
    assert draft.quality == ""


def test_finished_answers_count_get_a_form_and_leave_the_worklist(target, draft, browse):
    assert [row for row in to_do(salesperson(), "ask_customer") if row == target]
    page = browse(salesperson()).post(f"/responses/{draft.pk}/", sent(draft, quality="good", finish="1"))
    assert page.url == f"/targets/{target.pk}/"
    draft = Response.objects.get(pk=draft.pk)
    assert draft.status == "submitted"
    slip = Slip.objects.get(kind="MY")
    assert slip.number == draft.number
    chosen = [option["text"] for option in slip.facts["questions"][0]["options"] if option["chosen"]]
    assert (slip.facts["respondent"], chosen) == ("林海波", ["好"])
    assert "林海波" in browse(salesperson()).get(slip.get_absolute_url()).content.decode()
    assert not [row for row in to_do(salesperson(), "ask_customer") if row == target]


def test_nobodys_answers_and_no_answers_are_not_finished(draft, browse):
    page = browse(salesperson()).post(f"/responses/{draft.pk}/", sent(draft, respondent="", finish="1"))
    words = page.content.decode()
    assert "Say who answered." in words
    assert "Answer at least one question." in words
    draft = Response.objects.get(pk=draft.pk)
    assert draft.status == "draft"


def test_nothing_typed_is_lost_when_a_field_is_wrong(draft, browse):
    wrong = sent(draft, answered_on="gestern", comments="纸箱受潮", quality="poor", finish="1")
    words = browse(salesperson()).post(f"/responses/{draft.pk}/", wrong).content.decode()
    assert "纸箱受潮" in words
    assert 'value="poor" ' in words
    assert "林海波" in words


def test_answers_of_tomorrow_are_refused(draft, browse):
    page = browse(salesperson()).post(f"/responses/{draft.pk}/save/", sent(draft, answered_on="2099-01-01"))
    assert "still to come" in page.content.decode()


def test_somebody_elses_customer_is_nobodys_page(target, draft, browse):
    for address in (f"/targets/{target.pk}/", f"/responses/{draft.pk}/"):
        assert browse(another_salesperson()).get(address).status_code == 404
        assert browse(warehouse()).get(address).status_code == 404
        assert browse(coordinator()).get(address).status_code == 200


def test_whoever_wrote_answers_down_still_finds_them_when_somebody_else_asks_the_customer(target, browse):
    response = answered(target, "林海波", quality="good")
    target.surveyor = another_salesperson()
    target.save()
    assert browse(salesperson()).get(f"/responses/{response.pk}/").status_code == 200
    assert browse(salesperson()).get(f"/targets/{target.pk}/").status_code == 404


def test_a_withdrawn_answer_counts_no_more_and_its_form_is_void(target, browse):
    response = answered(target, "林海波", packaging="poor")
    form = {"version": response.version, "key": "", "reason": "记错了客户"}
    form["key"] = "0b8f3f0e-6f55-4c4e-9d3c-0d6b1a9e2f11"
    browse(manager()).post(f"/responses/{response.pk}/withdraw/", form)
    assert response.improvements.get().status == "dropped"
    assert Slip.objects.get(kind="MY").void
    assert not Response.objects.counted().exists()
    answered(target, "林海波", packaging="good")  # the same person may be asked again


def test_after_the_survey_is_closed_nobody_begins_to_answer(target, browse):
    perform(target.campaign, "close", by=manager())
    browse(salesperson()).post(f"/targets/{target.pk}/answer/")
    assert not Response.objects.exists()
