"""The catalogue to look through, its history, and its tables."""

import pytest

from aftersales.kit.tables import Fate
from catalogue.models import Failure, TestItem
from catalogue.starting import begin
from catalogue.tables import FAILURES, PARTS
from tests.actors import after_sales, engineer, inspector, warehouse
from tests.tables import sheets
from tests.tables.sheets import rows_of
from tests.warranty.test_register_pages import sent
from warranty.models import RegisterChange

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def starting_catalogue():
    begin()


def test_a_code_is_found_by_a_synonym(browse):
    page = browse(warehouse()).get("/register/failures/?q=匝短")
    assert [row.code for row in page.context["page"].rows] == ["E01"]


def test_a_retired_code_shows_when_asked_for(browse):
    Failure.objects.filter(code="E01").update(active=False)
    browser = browse(warehouse())
    assert browser.get("/register/failures/?q=E01").context["page"].rows == []
    assert len(browser.get("/register/failures/?q=E01&use=all").context["page"].rows) == 1


def test_a_code_shows_causes_remedies_and_parts(browse):
    code = Failure.objects.get(code="C01")
    page = browse(warehouse()).get(f"/register/failures/{code.pk}/").content.decode()
    assert all(word in page for word in ("中性线偏移", "研磨或更换碳刷", "TS-55", "打火"))


def test_prices_show_to_who_handles_amounts(browse):
    assert "98.00" in browse(after_sales()).get("/register/parts/?q=DS-55SZ01").content.decode()
    assert "98.00" not in browse(warehouse()).get("/register/parts/?q=DS-55SZ01").content.decode()


def test_the_plan_of_a_family_shows_its_limits_as_not_looked_at(browse):
    page = browse(warehouse()).get("/catalogue/tests/?family=SZ").content.decode()
    assert "0.35*rated_w/(rated_v*0.6)" in page
    assert "not looked at yet" in page


def test_the_keeper_stands_for_limits_as_they_are_or_corrects_them_and_both_are_kept(browse):
    right, wrong = TestItem.objects.filter(certainty="default", active=True).order_by("pk")[:2]
    browser = browse(inspector())
    browser.post("/catalogue/tests/review/", {"items": [right.pk], "query": "family=SZ"})
    right.refresh_from_db()
    assert (right.reviewed_by, right.to_be_looked_at) == (inspector(), False)
    url = f"/catalogue/tests/{wrong.pk}/"
    page = browser.post(url, {"least": "os.system", "most": "3", "note": "图 90SZ.02"})
    assert page.context["form"].errors["least"] == ["This is neither a number nor such a formula."]
    page = browser.post(url, {"least": "5", "most": "3", "note": "图 90SZ.02"})
    assert page.context["form"].errors["most"] == ["It is below the lower limit."]
    was = (wrong.least, wrong.most)
    browser.post(url, {"least": "", "most": "2.5", "note": "图 90SZ.02"})
    (review,) = wrong.reviews.all()
    assert (review.was_least, review.was_most, review.most, review.note) == (*was, "2.5", "图 90SZ.02")
    wrong.refresh_from_db()
    assert (wrong.most, wrong.to_be_looked_at) == ("2.5", False)
    left = browser.get("/catalogue/tests/?doubtful=on").context["page"].rows
    assert not {right.pk, wrong.pk} & {item.pk for item in left}


def test_nobody_but_the_keeper_stands_for_limits(browse):
    item = TestItem.objects.first()
    assert browse(warehouse()).post("/catalogue/tests/review/", {"items": [item.pk]}).status_code == 403
    assert browse(warehouse()).get(f"/catalogue/tests/{item.pk}/").status_code == 403
    assert 'name="items"' not in browse(warehouse()).get("/catalogue/tests/").content.decode()


def test_what_is_typed_proposes_codes(browse):
    page = browse(warehouse()).get("/catalogue/proposals/?of=text&text=火花大&model=90SZ03").content.decode()
    assert "C01" in page
    assert "C01" not in browse(warehouse()).get("/catalogue/proposals/?of=text&text=火").content.decode()


def test_a_change_has_a_reason_and_stays_in_the_history(browse):
    code = Failure.objects.get(code="N01")
    sent(browse(inspector()), f"/register/failures/{code.pk}/edit/", minutes=90, why="两端轴承都换")
    assert Failure.objects.get(code="N01").minutes == 90
    change = RegisterChange.objects.get(noun="failure", entry_id=code.pk)
    assert (change.by, change.reason, list(change.changes)) == (inspector(), "两端轴承都换", ["minutes"])
    assert "两端轴承都换" in browse(warehouse()).get(f"/register/failures/{code.pk}/").content.decode()


def test_nobody_else_changes_it(browse):
    code = Failure.objects.get(code="N01")
    assert browse(warehouse()).get(f"/register/failures/{code.pk}/edit/").status_code == 403


def test_merging_stands_in_the_history_of_both(browse):
    one, other = Failure.objects.get(code="N08"), Failure.objects.get(code="N01")
    browse(inspector()).post(f"/register/failures/{one.pk}/merge/", {"into": "N01", "why": "同一现象"})
    rows = RegisterChange.objects.filter(noun="failure").order_by("pk")
    assert {row.entry_id for row in rows} == {one.pk, other.pk}
    assert {row.reason for row in rows} == {"N08 → N01: 同一现象"}


def test_an_unknown_part_is_refused(browse):
    url = f"/register/failures/{Failure.objects.get(code='N01').pk}/edit/"
    page = sent(browse(inspector()), url, parts="ZC-629;QQ-1", why="改")
    assert "Not among the parts: QQ-1." in page.content.decode()


@pytest.mark.parametrize(("slug", "kind", "count"), [("failures", FAILURES, 73), ("parts", PARTS, 74)])
def test_what_is_exported_comes_back_unchanged(browse, slug, kind, count):
    file = b"".join(browse(engineer()).get(f"/register/{slug}/export/?use=all").streaming_content)
    rows = rows_of(sheets.look(kind, file, engineer()))
    assert {row.fate for row in rows} == {Fate.SAME}, [row.errors or row.changes for row in rows]
    assert len(rows) == count
