"""The lists of cases and motors: sorted, filtered, with the columns that one wants, kept as a view, and taken along."""

import datetime as dt
import io

import openpyxl
import pytest
from django.utils import timezone

from aftersales.models import SavedView
from cases.models import Case, ReturnedMotor
from cases.views import lists
from tests.accountability.factories import action_of
from tests.actors import after_sales, another_salesperson, dispatcher, manager, salesperson
from tests.factories import appraised, case_at, customer, motor_at, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("factory")]


@pytest.fixture(scope="module")
def factory(made_once):
    """Motors of two regions, one of them appraised; and feedbacks of which nothing has come yet."""
    for one in (after_sales, another_salesperson, dispatcher, manager):
        one()
    jinan = customer("济南中恒机电有限公司", region="山东济南")
    motor = appraised(motor_at("received", entry=registered(consignee=jinan)), "repair_free")
    for _ in range(2):
        motor_at("received")
    return {"jinan": jinan, "appraised": motor, "draft": case_at("draft"), "submitted": case_at("submitted")}


def things(client, path, **query):
    page = client.get(path, query)
    assert page.status_code == 200
    return [row.thing for row in page.context["rows"]]


SORTS = [
    (path, f"{way}{name}")
    for path, page in (("/cases/", lists.cases), ("/motors/", lists.motors))
    for name, column in page.shown.items()
    if column.sort
    for way in ("", "-")
]


@pytest.mark.parametrize(("path", "sort"), SORTS)
def test_page_after_page_each_row_comes_once_in_the_order_of_the_column(path, sort, browse):
    """Whatever many rows have in common, and back again."""
    page_of = lists.cases if path == "/cases/" else lists.motors
    browser = browse(manager())
    whole = things(browser, path, sort=sort)
    field = page_of.shown[sort.lstrip("-")].sort
    values = [row.pk if field == "pk" else getattr(row, field) for row in whole]
    assert values == sorted(values, reverse=sort.startswith("-"))
    assert walked(browser, f"{path}?sort={sort}", page_of) == whole


def walked(browser, url, page):
    """The rows from the first page to the last, with two rows a page."""
    object.__setattr__(page, "size", 2)
    try:
        found, path = [], url.partition("?")[0]
        while url:
            answer = browser.get(url)
            found += [row.thing for row in answer.context["rows"]]
            older = answer.context["page"].older_url
            url = older and path + older
        return found
    finally:
        object.__setattr__(page, "size", 25)


def test_who_sorts_by_a_day_gets_what_has_one(browse, factory):
    rows = things(browse(manager()), "/cases/", sort="due")
    assert rows
    assert factory["submitted"] in rows
    assert all(row.next_due_on for row in rows)


def test_lists_are_filtered_by_region_salesperson_department_and_day(browse, factory):
    browser, motor = browse(manager()), factory["appraised"]
    today = timezone.localdate()
    assert things(browser, "/motors/", region="山东济南") == [motor]
    assert things(browser, "/cases/", region="山东济南") == [motor.case]
    assert things(browser, "/motors/", department=motor.appraisal.liable_department) == [motor]
    assert things(browser, "/motors/", salesperson=another_salesperson().pk) == []
    assert len(things(browser, "/motors/", salesperson=salesperson().pk)) == 3
    assert len(things(browser, "/motors/", since=today, until=today)) == 3
    assert things(browser, "/motors/", until=today - dt.timedelta(days=1)) == []


def test_one_chooses_the_columns_and_the_first_stays(browse):
    page = browse(manager()).get("/cases/", {"column": ["region", "serial"]})
    assert [head.label for head in page.context["heads"]] == ["Number", "Region", "Serial number"]
    usual = browse(manager()).get("/cases/", {"column": ["no-such-column"]})
    assert len(usual.context["heads"]) == 8


def test_the_sheet_has_exactly_what_is_shown(browse):
    asked = {"status": "in_process", "sort": "-reported", "column": ["customer", "reported", "region"]}
    browser = browse(manager())
    page = browser.get("/cases/", asked)
    sheet = browser.get("/cases/", asked | {"as": "xlsx"})
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet.getvalue())).active.values)
    assert list(rows[0]) == [head.label for head in page.context["heads"]]
    shown = [[cell.words for cell in row.cells] for row in page.context["rows"]]
    assert [[as_text(value) for value in row] for row in rows[1:]] == shown
    assert len(shown) == 3


def as_text(value):
    return value.date().isoformat() if isinstance(value, dt.datetime) else value or ""


def test_the_sheet_has_nothing_that_the_person_may_not_see(browse):
    sheet = browse(another_salesperson()).get("/cases/", {"as": "xlsx"})
    assert len(list(openpyxl.load_workbook(io.BytesIO(sheet.getvalue())).active.values)) == 1


def test_a_view_is_kept_opened_replaced_and_deleted_by_its_owner_alone(browse):
    browser = browse(manager())
    kept = {"page": "cases:list", "query": "status=in_process&sort=-due", "name": "在办"}
    back = browser.post("/views/", kept)
    assert back.url == "/cases/?status=in_process&sort=-due"
    assert b"status=in_process&amp;sort=-due" in browser.get("/cases/").content
    browser.post("/views/", kept | {"query": "sort=due"})
    view = SavedView.objects.get()
    assert (view.query, view.user) == ("sort=due", manager())
    assert "在办" not in browse(dispatcher()).get("/cases/").content.decode()
    assert browse(dispatcher()).post(f"/views/{view.pk}/delete/").status_code == 404
    browse(manager()).post(f"/views/{view.pk}/delete/")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("page", ["", "no:such", "https://evil.example/", "cases:case"])
def test_a_view_of_what_is_no_list_is_not_kept(page, browse):
    sent = {"page": page, "query": "", "name": "x"}
    assert browse(manager()).post("/views/", sent).status_code == 404
    assert not SavedView.objects.exists()


def test_a_view_without_a_name_is_asked_for_one_and_nothing_is_lost(browse):
    answer = browse(manager()).post(
        "/views/", {"page": "cases:motors", "query": "sort=-due", "name": " "}, follow=True
    )
    assert b"Give the view a name" in answer.content
    assert answer.redirect_chain == [("/motors/?sort=-due", 302)]


def test_what_waits_for_approval_says_which_motor_whose_customer_and_how_it_is_judged(browse, factory):
    (work,) = [g for g in browse(manager()).get("/").context["groups"] if g.task.key == "authorise"]
    (item,) = work.items
    case = factory["submitted"]
    for said in (case.serial_number, str(case.salesperson), "in warranty", str(case.get_cause_display())):
        assert said in item.detail


def test_corrective_actions_are_sorted_filtered_and_taken_along_too(browse, factory):
    action, browser = action_of(factory["appraised"]), browse(manager())
    for sort in ("number", "-due", "issued"):
        assert things(browser, "/actions/", sort=sort) == [action]
    assert things(browser, "/actions/", since=timezone.localdate(), department=action.department) == [action]
    assert things(browser, "/actions/", until=timezone.localdate() - dt.timedelta(days=1)) == []
    sheet = browser.get("/actions/", {"as": "xlsx", "column": "model"})
    assert list(openpyxl.load_workbook(io.BytesIO(sheet.getvalue())).active.values) == [
        ("Number", "Model"),
        (action.number, action.model),
    ]


def test_there_are_cases_and_motors_to_sort(factory):
    assert (Case.objects.count(), ReturnedMotor.objects.count()) == (5, 3)
