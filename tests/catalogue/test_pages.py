"""The catalogue to look through."""

import pytest

from catalogue.models import Failure
from catalogue.starting import begin
from tests.actors import after_sales, warehouse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def starting_catalogue():
    begin()


def test_a_code_is_found_by_a_synonym(browse):
    page = browse(warehouse()).get("/catalogue/?q=匝短")
    assert [row.code for row in page.context["page"].rows] == ["E01"]


def test_a_retired_code_shows_when_asked_for(browse):
    Failure.objects.filter(code="E01").update(active=False)
    browser = browse(warehouse())
    assert browser.get("/catalogue/?q=E01").context["page"].rows == []
    assert len(browser.get("/catalogue/?q=E01&retired=on").context["page"].rows) == 1


def test_a_code_shows_causes_remedies_and_parts(browse):
    code = Failure.objects.get(code="C01")
    page = browse(warehouse()).get(f"/catalogue/{code.pk}/").content.decode()
    assert all(word in page for word in ("中性线偏移", "研磨或更换碳刷", "TS-55", "打火"))


def test_prices_show_to_who_handles_amounts(browse):
    assert "98.00" in browse(after_sales()).get("/catalogue/parts/?q=DS-55SZ01").content.decode()
    assert "98.00" not in browse(warehouse()).get("/catalogue/parts/?q=DS-55SZ01").content.decode()


def test_the_plan_of_a_family_shows_its_limits_as_not_looked_at(browse):
    page = browse(warehouse()).get("/catalogue/tests/?family=SZ").content.decode()
    assert "0.35*rated_w/(rated_v*0.6)" in page
    assert "not looked at yet" in page


def test_what_is_typed_proposes_codes(browse):
    page = browse(warehouse()).get("/catalogue/proposals/?of=text&text=火花大&model=90SZ03").content.decode()
    assert "C01" in page
    assert "C01" not in browse(warehouse()).get("/catalogue/proposals/?of=text&text=火").content.decode()
