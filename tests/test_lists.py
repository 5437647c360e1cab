"""Every long list: sorted, filtered, with the columns that one wants, and taken along exactly as it is shown."""

import datetime as dt
import io

import openpyxl
import pytest
from django.utils import timezone

from accountability.models import Employee, Penalty
from accountability.views.penalties import penalties
from satisfaction.models import Campaign, Improvement, Target
from satisfaction.views.improvements import improvements
from slips.actions import ask_void
from slips.models import Slip
from slips.views.slips import slips
from tests.accountability.factories import penalty_at
from tests.actors import (
    another_salesperson,
    assessment,
    coordinator,
    director,
    dispatcher,
    manager,
    production,
    salesperson,
    workshop,
)
from tests.factories import customer, motor_at, product, registered
from tests.satisfaction.factories import answered, survey, target_of
from warranty.actions import record
from warranty.models import Customer, Motor
from warranty.views.registers import customers, motors
from workflow.actions import perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("factory")]

NORTH, SOUTH = "山东济南", "浙江宁波"


@pytest.fixture(scope="module")
def factory(made_once):
    """Slips of two motors, one of them void; two penalties; a survey in two regions; entries of the register."""
    motor_at("return_approved"), motor_at("return_approved")
    void = Slip.objects.filter(kind="TH").first()
    perform(ask_void(void, "纸张损坏", by=coordinator()), "confirm", by=manager())
    drafted, assessed = penalty_at("drafted"), penalty_at("assessed")
    jinan = customer("济南中恒机电有限公司", region=NORTH)
    customer("宁波甬江泵业", region=SOUTH)
    asked = survey()
    for name in ("济南中恒机电有限公司", "宁波甬江泵业"):
        answered(target_of(asked, name), quality="good", packaging="poor")
    registered("250101-0001", consignee=jinan, ex_factory_date=dt.date(2025, 1, 1))
    return {"void": void, "drafted": drafted, "assessed": assessed}


def page_of(browser, path, **query):
    page = browser.get(path, query)
    assert page.status_code == 200
    return page


def things(browser, path, **query):
    return [row.thing for row in page_of(browser, path, **query).context["rows"]]


LISTS = {
    "/slips/": (slips.shown, manager),
    "/penalties/": (penalties.shown, director),
    "/improvements/": (improvements.shown, manager),
    "/register/motors/": (motors.list_columns, manager),
    "/register/customers/": (customers.list_columns, manager),
}


def columns_of(path):
    shown, who = LISTS[path]
    return shown(who()) if callable(shown) else shown


@pytest.mark.parametrize("way", ["", "-"])
@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_sorted_by_each_column_that_offers_it(path, way, browse):
    browser = browse(LISTS[path][1]())
    sorts = {name: column.sort for name, column in columns_of(path).items() if column.sort}
    assert sorts
    for name, field in sorts.items():
        values = [getattr(row, field) for row in things(browser, path, sort=f"{way}{name}")]
        assert len(values) > 1
        assert values == sorted(values, reverse=bool(way))


@pytest.mark.parametrize("path", LISTS)
def test_the_sheet_has_the_rows_and_columns_that_are_shown(path, browse):
    browser = browse(LISTS[path][1]())
    _first, *others = columns_of(path)
    asked = {"column": others[:2] + others[-1:], "sort": next(iter(columns_of(path)))}
    page = page_of(browser, path, **asked)
    sheet = browser.get(path, asked | {"as": "xlsx"}).getvalue()
    heads, *rows = openpyxl.load_workbook(io.BytesIO(sheet)).active.values
    assert list(heads) == [head.label for head in page.context["heads"]]
    assert len(rows) == len(page.context["rows"])
    shown = [row.cells[0].words for row in page.context["rows"]]
    assert [row[0] for row in rows] == shown


MORE = [("/surveys/", salesperson), ("/register/models/", manager), ("/register/employees/", assessment)]


@pytest.mark.parametrize(("path", "who"), [*((path, who) for path, (_, who) in LISTS.items()), *MORE])
def test_one_keeps_a_view_of_every_long_list(path, who, browse):
    browser = browse(who())
    page = page_of(browser, path)
    name = page.resolver_match.view_name
    browser.post("/views/", {"page": name, "query": "q=x", "name": "我的"})
    assert [view.name for view in page_of(browser, path).context["views"]] == ["我的"]


# -- slips --------------------------------------------------------------------------------------------


def test_slips_are_filtered_by_whether_they_hold_and_by_day(browse, factory):
    browser, today = browse(coordinator()), timezone.localdate()
    assert things(browser, "/slips/", state="void", kind="TH") == [factory["void"]]
    assert factory["void"] not in things(browser, "/slips/", state="valid")
    assert things(browser, "/slips/", until=today - dt.timedelta(days=1)) == []
    assert len(things(browser, "/slips/", since=today, until=today)) == len(things(browser, "/slips/"))


def test_a_slip_leads_to_its_motors_and_is_ticked_to_be_printed(browse, factory):
    page = page_of(browse(coordinator()), "/slips/", kind="TH").content.decode()
    (motor,) = {
        item
        for slip in things(browse(coordinator()), "/slips/", state="void", kind="TH")
        for item in slip.items
    }
    assert f'href="{motor.get_absolute_url()}"' in page
    assert f'name="slip" value="{factory["void"].pk}"' in page
    assert 'form="many"' in page


# -- penalties ----------------------------------------------------------------------------------------


def test_penalties_show_their_amounts_to_the_chain_that_handles_no_other_amounts(browse):
    page = page_of(browse(production()), "/penalties/")
    assert "Amount (CNY)" in [head.label for head in page.context["heads"]]
    assert not production().can("amount.view")


def test_penalties_are_filtered_by_department_state_and_day(browse, factory):
    browser, drafted = browse(director()), factory["drafted"]
    today = timezone.localdate()
    assert things(browser, "/penalties/", status="drafted") == [drafted]
    assert drafted in things(browser, "/penalties/", department=drafted.department)
    assert things(browser, "/penalties/", department="sales") == []
    assert len(things(browser, "/penalties/", since=today)) == Penalty.objects.count()
    assert things(browser, "/penalties/", until=today - dt.timedelta(days=1)) == []


def test_the_sheet_of_penalties_has_none_that_the_person_may_not_see(browse):
    for who, seen in ((workshop, 2), (dispatcher, 0)):  # the first is concerned
        sheet = browse(who()).get("/penalties/", {"as": "xlsx"}).getvalue()
        assert len(list(openpyxl.load_workbook(io.BytesIO(sheet)).active.values)) == 1 + seen


# -- surveys ------------------------------------------------------------------------------------------


def test_improvements_are_filtered_by_region_surveyor_and_day(browse):
    browser, today = browse(manager()), timezone.localdate()
    (north,) = things(browser, "/improvements/", region=NORTH)
    assert north.customer.region == NORTH
    assert len(things(browser, "/improvements/", salesperson=salesperson().pk)) == Improvement.objects.count()
    assert things(browser, "/improvements/", salesperson=another_salesperson().pk) == []
    assert things(browser, "/improvements/", until=today - dt.timedelta(days=1)) == []


def test_who_asks_finds_customers_by_region_and_by_who_has_answered(browse):
    browser = browse(salesperson())
    assert [row.customer.region for row in things(browser, "/surveys/", region=SOUTH)] == [SOUTH]
    silent = things(browser, "/surveys/", answered="no")
    assert len(silent) == Target.objects.count() - 2


# -- registers ----------------------------------------------------------------------------------------


def test_customers_are_filtered_by_region_and_channel(browse):
    browser = browse(manager())
    assert {row.region for row in things(browser, "/register/customers/", region=NORTH)} == {NORTH}
    agents = things(browser, "/register/customers/", channel="agent")
    assert len(agents) == Customer.objects.filter(channel="agent").count()


def test_motors_are_filtered_by_the_day_on_which_they_left_and_lead_to_their_passport(browse):
    browser = browse(manager())
    (entry,) = things(browser, "/register/motors/", until="2025-01-31")
    assert entry == Motor.objects.get(serial_number="250101-0001")
    page = page_of(browser, "/register/motors/").content.decode()
    assert 'href="/serial/250101-0001/"' in page
    assert f'href="/register/motors/{entry.pk}/"' in page


def test_wages_are_no_column_for_who_may_not_see_them(browse):
    Employee.objects.create(name="陶明", department="winding", monthly_wage=5000)
    asked = {"column": ["monthly_wage", "department"], "department": "winding"}
    office = page_of(browse(assessment()), "/register/employees/", **asked)
    assert "5,000.00" in office.content.decode()
    others = page_of(browse(production()), "/register/employees/", **asked)
    assert [head.label for head in others.context["heads"]] == ["Name", "Department"]
    sheet = browse(production()).get("/register/employees/", asked | {"as": "xlsx"}).getvalue()
    assert list(openpyxl.load_workbook(io.BytesIO(sheet)).active.values)[1] == ("陶明", "winding workshop")


def test_what_is_out_of_use_says_so_in_the_list(browse):
    record(product("110SZ53"), {"active": False}, by=coordinator(), why="停产")
    page = page_of(browse(dispatcher()), "/register/models/", use="no").content.decode()
    assert "110SZ53" in page
    assert '<span class="tag plain grey">out of use</span>' in page


# -- one survey ---------------------------------------------------------------------------------------


def test_the_customers_of_one_survey_are_sorted_and_have_columns_to_choose(browse):
    path, browser = Campaign.objects.get().get_absolute_url(), browse(manager())
    regions = [target.region for target in things(browser, path, sort="region")]
    assert regions == sorted(regions)
    assert [target.region for target in things(browser, path, sort="-region")] == regions[::-1]
    page = page_of(browser, path, column=["customer", "surveyor"], answered="yes")
    assert [head.label for head in page.context["heads"]] == ["Customer", "Surveyor"]
    assert {row.thing.customer.name for row in page.context["rows"]} == {
        "济南中恒机电有限公司",
        "宁波甬江泵业",
    }


def test_the_customers_of_one_survey_are_taken_along_as_they_are_shown(browse):
    path, browser = Campaign.objects.get().get_absolute_url(), browse(manager())
    asked = {"column": ["customer", "region"], "sort": "region", "answered": "yes", "as": "xlsx"}
    heads, *rows = openpyxl.load_workbook(io.BytesIO(browser.get(path, asked).getvalue())).active.values
    assert heads == ("Customer", "Region")
    assert sorted(rows) == sorted([("济南中恒机电有限公司", NORTH), ("宁波甬江泵业", SOUTH)])


def test_a_view_of_one_survey_is_kept_and_leads_back_to_it(browse):
    path, browser = Campaign.objects.get().get_absolute_url(), browse(manager())
    name = page_of(browser, path).context["list_name"]
    answer = browser.post("/views/", {"page": name, "query": "sort=region", "name": "按地区"})
    assert answer.url == f"{path}?sort=region"
    assert [view.name for view in page_of(browser, path).context["views"]] == ["按地区"]


@pytest.mark.parametrize(
    "name", ["satisfaction:campaign", "satisfaction:campaign/x", "/", "satisfaction:campaign/1/2"]
)
def test_no_view_is_kept_of_what_is_no_list(browse, name):
    assert browse(manager()).post("/views/", {"page": name, "query": "", "name": "x"}).status_code == 404
