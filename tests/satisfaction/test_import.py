"""Answers gathered on paper: first looked at, then all of them or none, and nobody's twice."""

import io
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from satisfaction.actions.uploads import take_over
from satisfaction.models import Response
from satisfaction.uploads import HEADINGS, Line
from tests.actors import another_salesperson, coordinator, manager, salesperson
from tests.satisfaction.factories import answered, survey, target_of
from workflow.actions import perform
from workflow.guards import Blocked

pytestmark = pytest.mark.django_db

A, B = "青岛海纳包装机械有限公司", "温州锐成包装设备厂"
RIGHT = (A, "林海波", "采购部", "走访", "", "2026-01-05", "好", "按期", "及时有效", "合理", "无缺陷", "很好")


@pytest.fixture
def running(db):
    return survey(A, B)


def sheet(*rows, headings=HEADINGS):
    book = Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("MY.xlsx", file.getvalue())


def looked_at(browser, campaign, *rows):
    """The page of the dry run."""
    return browser.post(f"/surveys/{campaign.pk}/import/", {"file": sheet(*rows)}).content.decode()


def confirm(browser, campaign, page, key=None):
    rows = re.search(r'name="rows" value="([^"]+)"', page)[1]
    data = {"rows": rows, "key": key or uuid.uuid4(), "confirm": "1"}
    return browser.post(f"/surveys/{campaign.pk}/import/", data)


def test_a_dry_run_takes_nothing_over(running, browse):
    page = looked_at(
        browse(coordinator()), running, RIGHT, (B, "叶志勇", "", "电话", "", "", "1", "2", "3", *[""] * 3)
    )
    assert "good · on schedule · prompt and effective · reasonable · no defects" in page
    assert "good · mostly on schedule · not prompt or not effective · – · –" in page
    assert "Take them over" in page
    assert not Response.objects.exists()


def test_confirmed_answers_count_like_any_others(running, browse):
    browser = browse(coordinator())
    confirm(
        browser,
        running,
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
    page, key = looked_at(browser, running, RIGHT), uuid.uuid4()
    confirm(browser, running, page, key)
    confirm(browser, running, page, key)
    confirm(browser, running, page)
    again = looked_at(browser, running, RIGHT)
    assert "has answered already" in again
    assert "Take them over" not in again
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    ("place", "wrong", "said"),
    [
        (0, "无此客户", "is not among the customers"),
        (1, "", "Say who answered."),
        (3, "飞鸽", "is no method"),
        (4, "查无此人", "Nobody here is called"),
        (5, "明天", "is no date"),
        (5, "2099-01-01", "cannot be the day"),
        (5, "1926-01-05", "is not a day of our time"),
        (6, "凑合", "is none of"),
        (11, "长" * 4001, "at most 4000 characters"),
    ],
)
def test_a_wrong_row_is_named_with_its_reason_and_nothing_is_taken_over(place, wrong, said, running, browse):
    row = [*RIGHT[:place], wrong, *RIGHT[place + 1 :]]
    page = looked_at(browse(coordinator()), running, (B, *RIGHT[1:]), row)
    assert said in page
    assert "Take them over" not in page
    assert not Response.objects.exists()


def test_the_same_person_twice_in_a_sheet_is_an_error(running, browse):
    assert "stands in the sheet twice" in looked_at(browse(coordinator()), running, RIGHT, RIGHT)


def test_a_row_without_an_answer_is_an_error(running, browse):
    assert "Answer at least one question." in looked_at(
        browse(coordinator()), running, (*RIGHT[:6], *[""] * 6)
    )


def test_a_sheet_without_the_headings_is_sent_back_to_the_template(running, browse):
    page = browse(coordinator()).post(
        f"/surveys/{running.pk}/import/", {"file": sheet(headings=HEADINGS[1:])}
    )
    assert "The first row lacks: 客户. Start from the template." in page.content.decode()


def test_whose_answers_were_withdrawn_may_answer_again(running, browse):
    perform(
        answered(target_of(running, A), "林海波", quality="poor"), "withdraw", by=manager(), reason="记错"
    )
    browser = browse(coordinator())
    confirm(browser, running, looked_at(browser, running, RIGHT))
    assert Response.objects.counted().get().respondent == "林海波"


def test_what_has_become_wrong_since_it_was_looked_at_is_named_and_nothing_is_taken_over(running, browse):
    browser, asker = browse(coordinator()), another_salesperson()
    page = looked_at(browser, running, RIGHT, (B, "叶志勇", "", "电话", str(asker), "", *"12333", ""))
    asker.is_active = False
    asker.save()
    assert "Nobody here is called" in confirm(browser, running, page).content.decode()
    assert not Response.objects.exists()


def test_of_rows_of_which_one_cannot_be_recorded_none_is(running):
    facts = {"respondent": "林海波", "method": "visit", "quality": "good"}
    lines = [Line(number, {}, facts=facts, target=target_of(running, A)) for number in (2, 3)]
    with pytest.raises(Blocked, match=r"^3: "):
        take_over(running, lines, by=coordinator())
    assert not Response.objects.exists()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04nonsense", b"hello", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_spreadsheet_is_refused_in_words(data, running, browse):
    file = SimpleUploadedFile("MY.xlsx", data)
    page = browse(coordinator()).post(f"/surveys/{running.pk}/import/", {"file": file})
    assert page.status_code == 200
    assert not Response.objects.exists()


def test_rows_that_were_tampered_with_are_refused(running, browse):
    page = browse(coordinator()).post(f"/surveys/{running.pk}/import/", {"rows": "forged", "confirm": "1"})
    assert "choose the file again" in page.content.decode()
    assert not Response.objects.exists()


def test_the_template_can_be_filled_in_and_taken_over(running, browse):
    browser = browse(coordinator())
    file = b"".join(browser.get(f"/surveys/{running.pk}/template/").streaming_content)
    book = load_workbook(io.BytesIO(file))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0] == HEADINGS
    assert {row[0] for row in rows[1:]} >= {A, B}
    filled = [list(row) for row in rows[1:] if row[0] == A]
    filled[0][1], filled[0][6] = "林海波", "一般"
    page = looked_at(browser, running, *filled)
    confirm(browser, running, page)
    assert Response.objects.get().target == target_of(running, A)


def test_a_salesperson_takes_nothing_over(running, browse):
    assert browse(salesperson()).get(f"/surveys/{running.pk}/import/").status_code == 403


@pytest.mark.parametrize(
    "day", ["2026/1/5", "2026年1月5日", "20260105", "2026.1.5", "2026-01-05 08:30", "２０２６－１－５"]
)
def test_a_day_is_understood_as_offices_write_it(day, running, browse):
    browser = browse(coordinator())
    page = looked_at(browser, running, [*RIGHT[:5], day, *RIGHT[6:]])
    confirm(browser, running, page)
    assert Response.objects.get().answered_on.isoformat() == "2026-01-05"


@pytest.mark.parametrize("day", ["3/4/2026", "26-3-4", "2026年3月"])
def test_a_day_that_is_not_clear_is_refused(day, running, browse):
    assert "Take them over" not in looked_at(browse(coordinator()), running, [*RIGHT[:5], day, *RIGHT[6:]])


@pytest.mark.parametrize(
    ("said", "meant"), [("及时", "good"), ("１", "good"), ("２", "fair"), ("不及时", "poor")]
)
def test_an_answer_is_understood_as_people_write_it(said, meant, running, browse):
    browser = browse(coordinator())
    confirm(browser, running, looked_at(browser, running, [*RIGHT[:8], said, *RIGHT[9:]]))
    assert Response.objects.get().service == meant


def test_headings_are_known_by_other_names_and_strange_ones_are_named(running, browse):
    browser = browse(coordinator())
    heads = ["意见" if head == "意见建议" else "服务及时性" if head == "服务" else head for head in HEADINGS]
    url = f"/surveys/{running.pk}/import/"
    page = browser.post(url, {"file": sheet(RIGHT, headings=heads)}).content.decode()
    confirm(browser, running, page)
    assert (Response.objects.get().service, Response.objects.get().comments) == ("good", "很好")
    page = browser.post(url, {"file": sheet([*RIGHT, "x"], headings=[*HEADINGS, "心情"])}).content.decode()
    assert "These headings are not known: 心情." in page
