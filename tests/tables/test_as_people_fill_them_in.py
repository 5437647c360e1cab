"""Tables as people fill them in: what stands for the row above, for several things, or for none."""

import openpyxl
import pytest

from accountability.tables import EMPLOYEES
from aftersales.kit.tables import Fate
from returns.numbers import numbers_in, words_in
from tests.actors import assessment, coordinator
from tests.factories import customer, product
from tests.tables.sheets import look, rows_of, saved, send, text, workbook
from warranty.tables import CUSTOMERS, MOTORS

pytestmark = pytest.mark.django_db
HEADS = ("出厂编号", "型号", "出厂日期", "收货单位")


@pytest.fixture
def buyer(db):
    product()
    return customer().name


def motors(*rows, heads=HEADS):
    return look(MOTORS, workbook(heads, *rows), coordinator())


@pytest.mark.parametrize("mark", ["同上", "〃", "″", '"', "ditto", "同 上", "（同上）", "--″--", "''"])
def test_a_mark_for_the_same_as_above_is_what_stands_above(mark, buyer):
    first = ("260315-0098", "90SZ03", "2026-03-15", buyer)
    again = ("260315-0099", mark, mark, mark)
    one, two, three = rows_of(motors(first, again, ("260315-0100", mark, mark, mark)))
    assert (one.fate, two.fate, three.fate) == (Fate.NEW, Fate.NEW, Fate.NEW)
    assert three.values["consignee"].name == buyer
    assert two.values["ex_factory_date"] == one.values["ex_factory_date"]


def test_a_mark_for_the_row_above_the_first_one_stands_for_nothing(buyer):
    (row,) = rows_of(motors(("260315-0098", "90SZ03", "2026-03-15", "同上")))
    assert row.fate == Fate.WRONG


@pytest.mark.parametrize(
    "number", ["260315-0098～0100", "260315-0098/0099", "260315-0098、260315-0099", "2603150098至0100"]
)
def test_several_motors_in_one_row_of_the_register_are_no_motor(number, buyer):
    (row,) = rows_of(motors((number, "90SZ03", "2026-03-15", buyer)))
    assert "more than a serial number" in row.errors[0][1]


@pytest.mark.parametrize("number", ["260315-0098/A", "A~77", "260315-0098-1", "11/2"])
def test_a_number_with_such_a_sign_in_it_is_one_motor(number, buyer):
    (row,) = rows_of(motors((number, "90SZ03", "2026-03-15", buyer)))
    assert row.fate == Fate.NEW


@pytest.mark.parametrize(
    "number",
    [
        "260315-0098→0100",
        "260315-0098 260315-0099",
        "260315-0098\n0099",
        "260315-0098 90SZ03",
        "90SZ03 260315-0098",
    ],
)
def test_a_number_with_another_or_a_model_beside_it_is_no_number_of_the_register(number, buyer):
    (row,) = rows_of(motors((number, "90SZ03", "2026-03-15", buyer)))
    assert "more than a serial number" in row.errors[0][1]


def test_averages_and_lines_below_a_table_are_no_rows(buyer):
    found = motors(
        ("---", "----", ":---:", "--"), ("260315-0098", "90SZ03", "2026-03-15", buyer), ("平均", "", "", 3)
    )
    assert [row.number for row in rows_of(found)] == [3]
    assert [(one.number, one.why) for one in found.skipped if one.number > 1] == [
        (2, "a line between rows"),
        (4, "a sum"),
    ]


@pytest.mark.parametrize("stroke", ["/", "-", "——", "\\", "N/A"])
def test_a_stroke_says_that_nothing_stands_there(stroke, buyer):
    heads = (*HEADS, "生产日期", "专门定做", "在用")
    (row,) = rows_of(motors(("260315-0098", "90SZ03", "2026-03-15", buyer, *[stroke] * 3), heads=heads))
    assert row.fate == Fate.NEW
    assert [row.values[name] for name in ("produced_on", "custom_made", "active")] == [None, False, True]


@pytest.mark.parametrize("stroke", ["/", "-", "——", "无"])
def test_a_stroke_is_no_customer(stroke):
    (row,) = rows_of(
        look(CUSTOMERS, workbook(("客户名称", "地区", "电话"), (stroke, "华东", "0571")), coordinator())
    )
    assert row.errors == [("name", "Something must stand here.")]


@pytest.mark.parametrize(
    "name", ["合计电子有限公司", "累计光电", "小计量仪器厂", "Total Energy", "Totalworks Ltd.", "Yahoo!"]
)
def test_a_customer_that_is_called_as_a_sum_is_a_customer(name):
    heads = ("客户名称", "地区", "电话")
    (row,) = rows_of(look(CUSTOMERS, workbook(heads, (name, "华东", "0571-1")), coordinator()))
    assert row.values["name"] == name


def test_a_customer_that_is_called_as_a_note_is_one_where_more_is_said_of_it():
    heads, one = ("客户名称", "地区", "电话"), ("谢谢食品厂", "华东", "0571-1")
    found = look(CUSTOMERS, workbook(heads, one, ("请进机械厂", "华东", "0571-2"), ("谢谢",)), coordinator())
    assert [row.values["name"] for row in rows_of(found)] == ["谢谢食品厂", "请进机械厂"]


@pytest.mark.parametrize(
    "heads",
    [
        ("编号 Serial No.", "型号 Model", "出厂日期 Date", "客户 Customer"),
        ("1.出厂编号", "2.型号", "3.出厂日期", "4.收货单位"),
        ("一、出厂编号", "二、型号", "三、出厂日期", "四、收货单位"),
        ("出厂编号/序列号", "型号/规格型号", "出厂日期\nShipped on", "客户/Customer"),
    ],
)
def test_headings_in_two_languages_and_counted_ones_are_known(heads, buyer):
    (row,) = rows_of(motors(("260315-0098", "90SZ03", "2026-03-15", buyer), heads=heads))
    assert row.fate == Fate.NEW


def test_headings_of_two_rows_are_read_together(buyer):
    book = openpyxl.Workbook()
    rows = [
        ("电机", None, "出厂", "收货"),
        ("编号", "型号", "日期", "单位"),
        ("260315-0098", "90SZ03", "2026-03-15", buyer),
    ]
    for cells in rows:
        book.active.append(cells)
    book.active.merge_cells("A1:B1")
    (row,) = rows_of(look(MOTORS, saved(book), coordinator()))
    assert (row.fate, row.number) == (Fate.NEW, 3)


def test_whether_something_is_so_is_asked_in_the_heading_too(buyer):
    right = ("260315-0098", "90SZ03", "2026-03-15", buyer, "是")
    (row,) = rows_of(motors(right, heads=(*HEADS, "是否专门定做")))
    assert row.values["custom_made"] is True


def test_numbers_are_kept_in_their_usual_width():
    pasted = "姓名\t工号\t部门\n张三丰\t０８１６\t质检部"
    (row,) = rows_of(look(EMPLOYEES, pasted, assessment()))
    assert (row.values["number"], row.values["department"]) == ("0816", "quality")
    (row,) = rows_of(look(CUSTOMERS, "客户名称\t电话\n甲厂\t０５７１－８８８８", coordinator()))
    assert row.values["phone"] == "0571-8888"


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("261118-0001～0003 异响", ["261118-0001", "261118-0002", "261118-0003"]),
        ("261118-0001 到 261118-0002 异响", ["261118-0001", "261118-0002"]),
        ("261118-0001-0002 异响", ["261118-0001", "261118-0002"]),
        ("261118-0001/0002 异响", ["261118-0001", "261118-0002"]),
        ("261118-0001、0002 异响", ["261118-0001", "261118-0002"]),
        ("261118-0001异响", ["261118-0001"]),
        ("261118-0001（异响）", ["261118-0001"]),
        ("261118-0001：异响", ["261118-0001"]),
    ],
)
def test_what_ails_several_motors_of_a_line_is_no_part_of_their_numbers(cell, numbers):
    assert (numbers_in(cell), words_in(cell)) == (numbers, "异响")


def test_the_page_of_columns_shows_what_stands_in_each_without_gaps(browse):
    heads = ("甲", "工号", "部门", "备注")
    rows = [("林大海", "0816", "装配", ""), ("周小芳", "0817", "质检部", "新来")]
    page = send(browse(assessment()), "/register/employees/import/", workbook(heads, *rows))
    assert [place.cells for place in page.context["beginning"]][3] == ["新来"]


def test_where_nothing_right_is_new_nothing_is_offered_to_be_taken_over(browse, buyer):
    row = ("260315-0098", "90SZ03", "2026-03-15", "不认识的厂")
    page = text(send(browse(coordinator()), "/register/motors/import/", workbook(HEADS, row)))
    assert "No row that is right is new" in page
    assert "take over what is right" not in page
