"""Answers gathered on paper: first looked at, then all of them or none, and nobody's twice."""

import io

import pytest
from openpyxl import load_workbook

from aftersales.kit.tables import Fate
from satisfaction.models import Response
from satisfaction.tables import ANSWERS, Known
from tests.actors import another_salesperson, coordinator, manager, salesperson
from tests.satisfaction.factories import answered, survey, target_of
from tests.tables import sheets
from tests.tables.sheets import decide, rows_of, send, text, workbook
from workflow.actions import perform

pytestmark = pytest.mark.django_db

A, B = "青岛海纳包装机械有限公司", "温州锐成包装设备厂"
RIGHT = (A, "林海波", "采购部", "走访", "", "2026-01-05", "好", "按期", "及时有效", "合理", "无缺陷", "很好")


@pytest.fixture
def running(db):
    return survey(A, B)


HEADINGS = (
    "客户",
    "被访人",
    "职务或电话",
    "方式",
    "调查人",
    "日期",
    "实物质量",
    "交货期",
    "服务",
    "价格",
    "包装",
    "意见建议",
)


def looked_at(browser, campaign, *rows, headings=HEADINGS):
    """The page on which one decides."""
    return send(browser, f"/surveys/{campaign.pk}/import/", workbook(headings, *rows))


def confirm(browser, page):
    return decide(browser, page, "all")


def test_a_dry_run_takes_nothing_over(running, browse):
    other = (B, "叶志勇", "", "电话", "", "", "1", "2", "3", *[""] * 3)
    page = text(looked_at(browse(coordinator()), running, RIGHT, other))
    for words in (
        "on schedule",
        "prompt and effective",
        "no defects",
        "mostly on schedule",
        "not prompt or not",
    ):
        assert words in page
    assert "Take them over" in page
    assert not Response.objects.exists()


def test_confirmed_answers_count_like_any_others(running, browse):
    browser = browse(coordinator())
    confirm(
        browser,
        looked_at(browser, running, RIGHT, (B, "叶志勇", "", "电话", "", "", "1", "2", "3", "", "", "")),
    )
    first, second = Response.objects.order_by("pk")
    assert (first.status, first.method, first.quality, first.packaging) == (
        "submitted",
        "visit",
        "good",
        "good",
    )
    assert (second.quality, second.delivery, second.service, second.price) == ("good", "fair", "poor", "")
    assert second.improvements.get().question == "service"
    assert first.number.startswith("MY-")


def test_a_second_click_and_a_second_sheet_leave_nothing_twice(running, browse):
    browser = browse(coordinator())
    page = looked_at(browser, running, RIGHT)
    confirm(browser, page)
    confirm(browser, page)
    again = text(looked_at(browser, running, RIGHT))
    assert "has answered already" in again
    assert "Take them over" not in again
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    ("place", "wrong", "said"),
    [
        (0, "无此客户", "is not among the customers"),
        (1, "", "Something must stand here."),
        (3, "飞鸽", "is none of"),
        (4, "查无此人", "Nobody here is called"),
        (5, "明天", "is no date"),
        (5, "2099-01-01", "cannot be the day"),
        (5, "1926-01-05", "is not a day of our time"),
        (6, "凑合", "is none of"),
        (11, "长" * 4001, "at most 4000 have room here"),
    ],
)
def test_a_wrong_row_is_named_with_its_reason_and_the_person_chooses(place, wrong, said, running, browse):
    row = [*RIGHT[:place], wrong, *RIGHT[place + 1 :]]
    browser = browse(coordinator())
    page = looked_at(browser, running, (B, *RIGHT[1:]), row)
    assert said in text(page)
    assert "Take them over" not in text(page)
    assert not Response.objects.exists()
    decide(browser, page, "good")
    assert Response.objects.get().target == target_of(running, B)


def test_the_same_person_twice_in_a_sheet_is_an_error(running, browse):
    assert "stands in the sheet twice" in text(looked_at(browse(coordinator()), running, RIGHT, RIGHT))


def test_a_row_without_an_answer_is_an_error_and_one_that_nobody_filled_in_is_skipped(running, browse):
    empty = (*RIGHT[:6], *[""] * 6)
    page = text(looked_at(browse(coordinator()), running, empty, (B, "", "", "走访", "", "", *[""] * 6)))
    assert "Answer at least one question." in page
    assert "nothing is filled in" in page


def test_a_sheet_without_the_customer_is_asked_for_its_columns(running, browse):
    page = looked_at(browse(coordinator()), running, RIGHT, headings=("甲方", *HEADINGS[1:]))
    assert page.redirect_chain[-1][0].endswith("/columns/")


def test_whose_answers_were_withdrawn_may_answer_again(running, browse):
    perform(
        answered(target_of(running, A), "林海波", quality="poor"), "withdraw", by=manager(), reason="记错"
    )
    browser = browse(coordinator())
    confirm(browser, looked_at(browser, running, RIGHT))
    assert Response.objects.counted().get().respondent == "林海波"


def test_what_has_become_wrong_since_it_was_looked_at_is_named_and_nothing_is_taken_over(running, browse):
    browser, asker = browse(coordinator()), another_salesperson()
    page = looked_at(browser, running, RIGHT, (B, "叶志勇", "", "电话", str(asker), "", *"12333", ""))
    asker.is_active = False
    asker.save()
    again = text(confirm(browser, page))
    assert "1 row is wrong; nothing was taken over." in again
    assert "Nobody here is called" in again
    assert not Response.objects.exists()


def test_of_rows_of_which_one_cannot_be_recorded_none_is(running, browse, monkeypatch):
    browser = browse(coordinator())
    page = looked_at(browser, running, RIGHT, (B, *RIGHT[1:]))
    known = Known({A: target_of(running, A), B: target_of(running, A)}, {}, set(), Seen())
    monkeypatch.setattr("satisfaction.tables.known", lambda batch: known)
    assert "3: 林海波 has answered already." in text(confirm(browser, page))
    assert not Response.objects.exists()


class Seen(set):
    """Somebody else has recorded the same answers in this very moment."""

    def __contains__(self, place):
        return False


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04nonsense", b"hello", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_spreadsheet_is_refused_in_words(data, running, browse):
    page = send(browse(coordinator()), f"/surveys/{running.pk}/import/", data)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Response.objects.exists()


def test_the_template_can_be_filled_in_and_taken_over(running, browse):
    browser = browse(coordinator())
    file = b"".join(browser.get(f"/surveys/{running.pk}/import/template/").streaming_content)
    rows = list(load_workbook(io.BytesIO(file)).worksheets[0].iter_rows(values_only=True))
    assert {row[0] for row in rows[1:]} >= {A, B}
    filled = [list(row) for row in rows[1:] if row[0] == A]
    filled[0][1], filled[0][6] = "林海波", "一般"
    page = looked_at(browser, running, *filled, *rows[2:], headings=rows[0])
    confirm(browser, page)
    assert Response.objects.get().target == target_of(running, A)


def test_export_then_import_changes_nothing(running, browse):
    browser = browse(coordinator())
    confirm(
        browser, looked_at(browser, running, RIGHT, (B, "叶志勇", "-20℃", "电话", "", "", *"12333", "+好"))
    )
    file = b"".join(browser.get(f"/surveys/{running.pk}/import/export/").streaming_content)
    rows = rows_of(sheets.look(ANSWERS, file, coordinator(), running))
    assert [row.fate for row in rows] == [Fate.SAME, Fate.SAME]
    kept = ["respondent", "position", "method", "answered_on", "quality", "service", "comments"]
    there = Response.objects.order_by("pk").values(*kept)
    assert [{name: row.values[name] for name in kept} for row in rows] == list(there)


def test_a_salesperson_takes_nothing_over(running, browse):
    assert browse(salesperson()).get(f"/surveys/{running.pk}/import/").status_code == 403


@pytest.mark.parametrize(
    "day", ["2026/1/5", "2026年1月5日", "20260105", "2026.1.5", "2026-01-05 08:30", "２０２６－１－５"]
)
def test_a_day_is_understood_as_offices_write_it(day, running, browse):
    browser = browse(coordinator())
    page = looked_at(browser, running, [*RIGHT[:5], day, *RIGHT[6:]])
    confirm(browser, page)
    assert Response.objects.get().answered_on.isoformat() == "2026-01-05"


@pytest.mark.parametrize("day", ["3/4/2026", "26-3-4", "2026年3月"])
def test_a_day_that_is_not_clear_is_refused(day, running, browse):
    page = looked_at(browse(coordinator()), running, [*RIGHT[:5], day, *RIGHT[6:]])
    assert "Take them over" not in text(page)


@pytest.mark.parametrize(
    ("said", "meant"), [("及时", "good"), ("１", "good"), ("２", "fair"), ("不及时", "poor")]
)
def test_an_answer_is_understood_as_people_write_it(said, meant, running, browse):
    browser = browse(coordinator())
    confirm(browser, looked_at(browser, running, [*RIGHT[:8], said, *RIGHT[9:]]))
    assert Response.objects.get().service == meant


def test_headings_are_known_by_other_names_and_strange_ones_are_named(running, browse):
    browser = browse(coordinator())
    heads = ["意见" if head == "意见建议" else "服务及时性" if head == "服务" else head for head in HEADINGS]
    page = looked_at(browser, running, [*RIGHT, "x"], headings=[*heads, "心情"])
    assert "These columns are not taken over: 心情" in text(page)
    confirm(browser, page)
    assert (Response.objects.get().service, Response.objects.get().comments) == ("good", "很好")
