"""The employees of the shop floor as a table; what they earn is for the eyes of assessment alone."""

import io
from decimal import Decimal

import openpyxl
import pytest

from accountability.models import Employee
from accountability.tables import EMPLOYEES
from aftersales.kit.tables import Fate
from tests.actors import admin, assessment
from tests.tables import sheets
from tests.tables.sheets import decide, rows_of, send, text, workbook

pytestmark = pytest.mark.django_db

URL = "/register/employees/import/"
HEADS = ["姓名", "工号", "部门", "班组", "责任身份", "账号", "月工资"]
ROWS = [
    ["张三", "0815", "总装车间", "总装一班", "班组长", "", 6500],
    ["李四", "0816", "", "总装一班", "", "", None],
]


def exported(browser):
    return b"".join(browser.get("/register/employees/export/?use=all").streaming_content)


@pytest.fixture
def office(browse):
    return browse(assessment())


def test_employees_come_in_from_a_table(office):
    rows = [[*ROWS[0][:2], "assembly workshop", *ROWS[0][3:]], ROWS[1]]
    decide(office, send(office, URL, workbook(HEADS, *rows)), "all")
    zhang, li = Employee.objects.order_by("pk")
    assert (zhang.number, zhang.department, zhang.capacity) == ("0815", "assembly", "team_leader")
    assert zhang.monthly_wage == Decimal(6500)
    assert (li.capacity, li.monthly_wage) == ("responsible", None)


def test_an_account_that_nobody_has_is_named(office):
    page = send(office, URL, workbook(HEADS, [*ROWS[1][:5], "查无此人", None]))
    assert "“查无此人” is not in the register." in text(page)


def test_export_then_import_changes_nothing(office):
    Employee.objects.create(
        name="张三", number="0815", team="=总装一班", user=admin(), monthly_wage=Decimal("6500.50")
    )
    Employee.objects.create(name="李四", department="winding", capacity="workshop_head", active=False)
    rows = rows_of(sheets.look(EMPLOYEES, exported(office), assessment()))
    assert [row.fate for row in rows] == [Fate.SAME, Fate.SAME], [row.errors or row.changes for row in rows]


def test_wages_are_neither_shown_to_others_nor_taken_from_them(browse):
    Employee.objects.create(name="张三", number="0815", monthly_wage=Decimal(6500))
    browser = browse(admin())
    book = openpyxl.load_workbook(io.BytesIO(exported(browser)))
    assert 6500 not in [cell.value for row in book.active.rows for cell in row]
    page = send(browser, URL, workbook(HEADS, [*ROWS[0][:6], 9999]))
    assert "These columns are not taken over: 月工资" in text(page)
    decide(browser, page, "all")
    assert Employee.objects.get().monthly_wage == Decimal(6500)
