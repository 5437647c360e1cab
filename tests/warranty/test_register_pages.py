"""The pages of the register: looked at, searched, changed with a reason, taken out as a sheet that comes in again."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accountability.models import Employee
from aftersales.kit.paging import PAGE_SIZE
from aftersales.kit.tables.reading import tables_in
from tests.actors import (
    admin,
    another_salesperson,
    assessment,
    coordinator,
    director,
    finance,
    lead,
    production,
    salesperson,
    workshop,
)
from tests.factories import case_at, customer, product, registered
from tests.warranty.factories import WHY, bound_motor, proposed
from warranty.actions import record
from warranty.models import Amendment, Motor, RegisterChange

pytestmark = pytest.mark.django_db


def text(browser, url):
    return browser.get(url).content.decode()


def sent(browser, url, **changed):
    """The form of a page as it is shown, with some other facts."""
    form = browser.get(url).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    known = {name: value for name, value in shown.items() if value is not None and value is not False}
    return browser.post(url, known | changed)


@pytest.mark.parametrize("pasted", ["260315-0042", "２６０３１５－００４２", "2603150042", "260315"])
def test_a_motor_is_found_by_its_number_however_it_is_written(pasted, browse):
    registered("260315-0042"), registered("250101-0001")
    page = text(browse(salesperson()), f"/register/motors/?q={pasted}")
    assert "260315-0042" in page
    assert "250101-0001" not in page


def test_motors_are_found_by_model_and_customer(browse):
    registered("260315-0042", product=product("110SZ53"), consignee=customer("温州锐成包装设备厂"))
    registered("250101-0001")
    page = text(browse(salesperson()), "/register/motors/?model=110sz&customer=锐成")
    assert "260315-0042" in page
    assert "250101-0001" not in page


def test_what_is_out_of_use_is_shown_to_who_asks_for_it(browse):
    record(customer(), {"active": False}, by=coordinator(), why="已停业")
    browser = browse(coordinator())
    assert customer().name not in text(browser, "/register/customers/")
    assert customer().name in text(browser, "/register/customers/?use=no")


def test_an_entry_is_changed_with_a_reason_which_its_history_shows(browse):
    entry, browser = registered(), browse(coordinator())
    url = f"/register/motors/{entry.pk}/"
    assert "field is required" in sent(browser, f"{url}edit/", document="FH-77").content.decode()
    assert sent(browser, f"{url}edit/", document="FH-77", why=WHY).status_code == 302
    page = text(browser, url)
    assert all(words in page for words in ("吴秀英", "XH-2026-0318 → FH-77", WHY))


def test_wrong_input_keeps_what_was_typed(browse):
    entry = registered()
    page = sent(
        browse(coordinator()),
        f"/register/motors/{entry.pk}/edit/",
        consignee="查无此厂",
        document="FH-77",
        why=WHY,
    ).content.decode()
    assert "“查无此厂” is not in the register" in page
    assert all(f'value="{words}"' in page for words in ("查无此厂", "FH-77"))
    assert WHY in page


def test_what_the_door_refuses_comes_back_to_its_field(browse):
    entry = registered()
    answer = sent(
        browse(coordinator()), f"/register/motors/{entry.pk}/edit/", ex_factory_date="0025-03-15", why=WHY
    )
    assert "before 1990" in str(answer.context["form"].errors["ex_factory_date"])
    assert not RegisterChange.objects.exists()


def test_a_second_press_of_the_button_enters_nothing_twice(browse):
    browser = browse(coordinator())
    key = browser.get("/register/customers/new/").context["form"]["key"].value()
    facts = {"name": "潍坊新客户", "channel": "direct", "language": "en", "key": key, "seen": 0}
    first, second = (browser.post("/register/customers/new/", facts) for _ in range(2))
    assert (first.url, second.url) == (first.url, first.url)
    assert RegisterChange.objects.count() == 1


def test_an_old_page_is_answered_and_overwrites_nothing(browse):
    entry, browser = customer(), browse(coordinator())
    url = f"/register/customers/{entry.pk}/edit/"
    seen = browser.get(url).context["form"]
    record(entry, {"region": "华东"}, by=admin(), why=WHY)
    known = {name: seen[name].value() for name in seen.fields}
    answer = browser.post(url, known | {"region": "华南", "why": WHY})
    assert answer.status_code == 409
    assert customer().region == "华东"


def test_a_motor_with_an_open_case_waits_on_its_page_for_another_person(browse):
    entry, browser = bound_motor(), browse(coordinator())
    url = f"/register/motors/{entry.pk}/"
    assert "confirmed by another person first" in text(browser, f"{url}edit/")
    answer = sent(browser, f"{url}edit/", custom_made="on", why=WHY)
    assert answer.url == f"/amendments/{Amendment.objects.get().pk}/"
    assert "another person has to confirm it" in text(browser, url)
    page = text(browse(lead()), answer.url)
    assert all(
        words in page for words in ("no → yes", WHY, "Confirm the change", str(entry.returned.get().case))
    )


def test_who_does_not_see_the_case_reads_only_that_there_is_one(browse):
    amendment = proposed()
    page = text(browse(another_salesperson()), f"/amendments/{amendment.pk}/")
    assert "another one" in page
    assert str(amendment.entry().returned.get().case) not in page


def test_the_page_of_a_motor_shows_the_cases_that_one_may_see(browse):
    entry = bound_motor()
    case = str(entry.returned.get().case)
    assert case in text(browse(coordinator()), f"/register/motors/{entry.pk}/")
    assert case in text(browse(coordinator()), f"/register/customers/{entry.consignee_id}/")
    assert case not in text(browse(another_salesperson()), f"/register/motors/{entry.pk}/")


def test_who_does_not_keep_the_register_is_offered_no_change(browse):
    entry, browser = registered(), browse(salesperson())
    assert "/edit/" not in text(browser, f"/register/motors/{entry.pk}/")
    assert browser.get(f"/register/motors/{entry.pk}/edit/").status_code == 403
    assert browser.get("/register/motors/new/").status_code == 403


# -- wages --------------------------------------------------------------------------------------------

WAGE, IN_A_LIST = "6543.21", "6,543.21"


def employee():
    facts = {"name": "孙兆亮", "team": "总装一班", "capacity": "responsible", "monthly_wage": Decimal(WAGE)}
    made = record(Employee(), facts, by=assessment(), why="").entry
    record(made, {"monthly_wage": Decimal("7000.00")}, by=assessment(), why="年度调薪")
    record(made, {"team": "总装二班", "monthly_wage": Decimal(WAGE)}, by=assessment(), why="转班")
    return made


PLACES = ("", "{}/", "{}/edit/", "export/")


@pytest.mark.parametrize(
    "who", [admin, production, workshop, finance, director, coordinator, lead, salesperson]
)
def test_wages_are_for_assessment_alone(who, browse):
    """In the list, on the page, in the form, in the history, in the sheet."""
    url, browser = "/register/employees/" + "{}", browse(who())
    made = employee()
    for place in PLACES:
        answer = browser.get(url.format(place.format(made.pk)))
        shown = (
            sheet(answer) if place == "export/" and answer.status_code == 200 else answer.getvalue().decode()
        )
        assert WAGE not in str(shown)
        assert IN_A_LIST not in str(shown)
        assert "wage" not in str(shown).lower()
        assert "年度调薪" not in str(shown)


def test_assessment_sees_wages_and_of_their_change_that_it_was(browse):
    made, browser = employee(), browse(assessment())
    assert IN_A_LIST in text(browser, "/register/employees/")
    page = text(browser, f"/register/employees/{made.pk}/")
    assert "年度调薪" in page
    assert WAGE in str(sheet(browser.get("/register/employees/export/")))


def test_the_administration_shows_no_employees(browse):
    boss = admin()
    boss.is_staff = boss.is_superuser = True
    boss.save()
    assert browse(boss).get("/admin/accountability/employee/").status_code == 404
    assert browse(boss).get(f"/admin/warranty/motor/{registered().pk}/delete/").status_code == 404


# -- sheets -------------------------------------------------------------------------------------------


def sheet(answer):
    """The rows of a sheet that was sent."""
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return [list(row) for row in book.active.iter_rows(values_only=True)]


def test_a_sheet_has_what_the_list_shows_as_texts_days_and_figures(browse):
    registered("260315-0042", document="-20℃")
    registered("250101-0001")
    heads, row = sheet(browse(coordinator()).get("/register/motors/export/?q=260315-0042"))
    said = dict(zip(heads, row, strict=True))
    assert (said["serial number"], said["contract or delivery note"]) == ("260315-0042", "-20℃")
    assert said["ex-factory date"].date() == Motor.objects.get(serial_number="260315-0042").ex_factory_date
    assert (said["consignee"], said["custom-made"]) == (customer().name, "no")


def test_a_sheet_is_read_in_again_as_it_was_written(browse):
    entry = registered("260315-0042", document="2026001", custom_made=True)
    data = b"".join(browse(coordinator()).get("/register/motors/export/").streaming_content)
    (table,) = tables_in(data)
    row = dict(zip(table.rows[0], table.rows[1], strict=True))
    assert (row["serial number"], row["contract or delivery note"]) == ("260315-0042", "2026001")
    assert row["ex-factory date"] == entry.ex_factory_date


def test_a_sheet_is_kept_by_nobody_on_the_way(browse):
    answer = browse(coordinator()).get("/register/customers/export/")
    assert answer["Cache-Control"] == "private, no-store"


# -- queries ------------------------------------------------------------------------------------------


def asked(browser, url):
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)


def test_pages_ask_as_often_for_many_entries_changes_and_cases(browse):
    entry = bound_motor()
    browser = browse(coordinator())
    urls = [
        "/register/motors/", "/register/customers/", "/register/models/",
        f"/register/motors/{entry.pk}/", f"/register/customers/{entry.consignee_id}/",
    ]  # fmt: skip
    record(entry, {"document": "0"}, by=coordinator(), why=WHY)
    few = [asked(browser, url) for url in urls for _ in range(2)][1::2]
    for number in range(5):
        record(entry, {"document": f"A{number}"}, by=coordinator(), why=WHY)
        record(customer(), {"region": f"R{number}"}, by=coordinator(), why=WHY)
        case_at("awaiting_receipt", entry=entry)
        registered(consignee=customer(f"客户{number}"))
    assert [asked(browser, url) for url in urls] == few


def test_a_list_goes_on_page_by_page_without_counting(browse):
    for number in range(PAGE_SIZE + 10):
        registered(f"260315-{number:04}")
    browser = browse(coordinator())
    with CaptureQueriesContext(connection) as captured:
        first = browser.get("/register/motors/")
    assert len(first.context["rows"]) == PAGE_SIZE
    second = browser.get("/register/motors/" + first.context["page"].older_url)
    assert len(second.context["rows"]) == 10
    assert not [query for query in captured if "COUNT" in query["sql"] and "warranty_motor" in query["sql"]]
