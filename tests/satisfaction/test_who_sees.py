"""Who sees which customers and what they said: those who run the survey all, others what they asked or improve."""

import io

import pytest
from pypdf import PdfReader

from satisfaction.actions import begin, save_draft
from tests.actors import another_salesperson, engineer, lead, manager, salesperson
from tests.factories import case_at
from tests.satisfaction.factories import answered, survey, target_of
from tests.satisfaction.test_matrix import an_owner
from workflow.actions import perform
from workflow.guards import Forbidden

pytestmark = pytest.mark.django_db

NAME = "青岛海纳包装机械有限公司"
LEDGER = "/ledgers/survey/"


@pytest.fixture
def target(db):
    return target_of(survey())


@pytest.fixture
def improvement(target):
    return answered(target, "林海波", packaging="poor").improvements.get()


def read(browser, address):
    page = browser.get(address)
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize("page", ["", "results/", "report/"])
def test_a_survey_as_a_whole_is_for_those_who_run_it(target, page, browse):
    address = f"/surveys/{target.campaign_id}/{page}"
    assert browse(manager()).get(address).status_code == 200
    assert browse(salesperson()).get(address).status_code == 403


def test_an_improvement_is_seen_by_its_owner_and_by_whoever_asked(improvement, browse):
    perform(improvement, "assign", by=manager(), **an_owner())
    for who in (manager(), lead(), engineer(), salesperson()):
        assert NAME in read(browse(who), "/improvements/")
        assert NAME in read(browse(who), f"/improvements/{improvement.pk}/")
    stranger = browse(another_salesperson())
    assert NAME not in read(stranger, "/improvements/")
    assert stranger.get(f"/improvements/{improvement.pk}/").status_code == 404


def test_the_ledger_has_the_answers_of_whom_one_has_asked(improvement, browse):
    assert "林海波" in read(browse(salesperson()), LEDGER)
    assert "林海波" not in read(browse(another_salesperson()), LEDGER)


def test_whoever_asks_a_customer_sees_no_cases_of_a_colleague(target, browse):
    case = case_at("in_process")
    assert case.number in read(browse(salesperson()), target.get_absolute_url())
    target.surveyor = another_salesperson()
    target.save()
    assert case.number not in read(browse(another_salesperson()), target.get_absolute_url())


def test_a_form_to_take_along_names_only_ones_own_customers(target, browse):
    address = f"/surveys/{target.campaign_id}/form/?target={target.pk}"
    for who, named in ((salesperson(), True), (another_salesperson(), False)):
        pages = PdfReader(io.BytesIO(browse(who).get(address).content)).pages
        assert (NAME in pages[0].extract_text()) is named


def test_nobody_writes_in_the_draft_of_a_colleague(target):
    draft = begin(target, by=salesperson())
    with pytest.raises(Forbidden):
        save_draft(draft, {"quality": "good"}, by=another_salesperson())
    assert save_draft(draft, {"quality": "good"}, by=manager()).quality == "good"
