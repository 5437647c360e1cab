"""The register as tables: motors, customers, models; what a row says, what it would change, and what it may not."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from aftersales.kit.serials import normalised
from aftersales.kit.spreadsheets import UnreadableSheet
from aftersales.kit.tables import Fate
from aftersales.models import TableUpload
from tests.actors import coordinator, salesperson
from tests.factories import case_at, customer, product, registered
from tests.tables import sheets
from tests.tables.sheets import decide, rows_of, send, text, workbook
from tests.work import work_off
from warranty.models import Amendment, Customer, Motor, Product, RegisterChange
from warranty.tables import CUSTOMERS, MOTORS, PRODUCTS

pytestmark = pytest.mark.django_db

HEADS = [
    "出厂编号",
    "型号",
    "出厂日期",
    "收货单位",
    "合同或送货单",
    "专门定做",
    "生产日期",
    "生产班组",
    "责任人",
]
URL = "/register/motors/import/"


@pytest.fixture
def clerk(browse):
    customer(), product()
    return browse(coordinator())


def line(number="250315-0001", day="2026-03-15", **cells):
    """A row of the register that is right, but for what is said otherwise."""
    known = {
        "出厂编号": number,
        "型号": "90SZ03",
        "出厂日期": day,
        "收货单位": customer().name,
        "专门定做": "否",
    }
    return [(known | cells).get(head) for head in HEADS]


def found(*rows, heads=HEADS):
    """What is found in a table of the register."""
    customer(), product()
    return rows_of(sheets.look(MOTORS, workbook(heads, *rows), coordinator()))


def complaints(*rows):
    """What is wrong, by row of the sheet."""
    return {row.number: [said for _name, said in row.errors] for row in found(*rows) if row.errors}


def taken(clerk, *rows, choice="all", heads=HEADS):
    """Send a table and decide on it."""
    return decide(clerk, send(clerk, URL, workbook(heads, *rows)), choice)


# -- what a row says ----------------------------------------------------------------------------------


def test_a_row_that_is_right_enters_the_register_with_its_history(clerk):
    page = taken(clerk, line(专门定做="是", 生产日期="2026/3/1"))
    assert "Taken over" in text(page)
    motor = Motor.objects.get()
    assert (motor.serial_number, motor.custom_made, motor.consignee) == ("250315-0001", True, customer())
    change = RegisterChange.objects.get()
    assert (change.by, change.reason, change.entered) == (coordinator(), "清单.xlsx", True)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (250315001, "250315001"),
        (250315001.0, "250315001"),
        ("２５０３１５－０００１", "250315-0001"),
        ("0012", "0012"),
    ],
)
def test_a_serial_number_is_what_was_meant(cell, number, clerk):
    page = taken(clerk, line(cell))
    assert page.status_code == 200
    assert Motor.objects.get().serial_number == number


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_custom_made_left_blank_is_no(blank, clerk):
    taken(clerk, line(专门定做=blank))
    assert Motor.objects.get().custom_made is False


@pytest.mark.parametrize(
    "day",
    [
        "2026/3/15", "20260315", 20260315, "2026年3月15日", "2026-03-15 08:30", "2026.3.15", "2026-3-15",
        "２０２６－０３－１５", "二〇二六年三月十五日", dt.date(2026, 3, 15), dt.datetime(2026, 3, 15, 8, 30),  # noqa: DTZ001
        46096, "2026、3、15", "2026\\3\\15", "15-Mar-2026", "15/3/2026", "2026年3月15日 星期日",
        "2026年三月十五", "二零二六.3.15", "26年3月15日", "2026—3—15", "2026.03.15.", "’2026-3-15", "3/15/26",
        "15-Mar-26", "46096", "2026年3月15日（日）", "（2026-03-15）", "2026，3，15", "2026·3·15", "20260315.0",
        "2026年3月15日下午3点", "2026-03-15 9时", "2026年3月15日上午", "Sun, 15 Mar 2026", "March 15th, 2026",
    ],
)  # fmt: skip
def test_a_day_is_understood_as_offices_write_it(day, clerk):
    taken(clerk, line(day=day))
    assert Motor.objects.get().ex_factory_date == dt.date(2026, 3, 15)


@pytest.mark.parametrize(
    ("cell", "day"),
    [("99年3月15日", "1999-03-15"), ("99-3-15", "1999-03-15"), ("二〇二五年三月廿五日", "2025-03-25")],
)
def test_a_year_of_two_digits_is_of_our_time(cell, day):
    (row,) = found(line(day=cell))
    assert row.values["ex_factory_date"] == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("0025-03-15", "not a day of our time"),
        ("3/4/2026", "can be read in two ways"),
        ("2026年3月", "is no date"),
        ("2026-02-30", "is no date"),
        ("26-3-15", "can be read in two ways"),
        ("260315", "can be read in two ways"),
        ("2026-03-15至2026-03-20", "is no date"),
        (3.5, "is no date"),
        ("", "Something must stand here."),
        (dt.date.max.replace(year=2099), "not come yet"),
    ],
)
def test_a_day_that_is_not_clear_is_refused(day, said):
    assert said in complaints(line(day=day))[2][0]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("", "Something must stand here."),
        (None, "Something must stand here."),
        ("无铭牌", "is no serial number"),
        (0, "is no serial number"),
        ("000000", "is no serial number"),
        ("#N/A", "shows the error"),
        ("=1+1", "no value"),
        (26031500421234567, "has not kept the digits"),
        ("2.60315E+11", "has not kept the digits"),
        (250315.5, "decimals"),
        (dt.date(2026, 3, 15), "made a date of this"),
        ("9" * 45, "45 characters; at most 40"),
    ],
)
def test_a_serial_number_that_is_none_is_refused(number, said):
    assert said in complaints(line(number))[2][0]


@pytest.mark.parametrize(
    ("cell", "value", "complaint"),
    [
        ("收货单位", "查无此厂", "“查无此厂”不在台账里。请改正名称，或先录入。"),
        ("型号", "90SZ99", "“90SZ99”不在台账里。请改正名称，或先录入。"),
        ("出厂日期", "去年三月", "“去年三月”不是日期，请写成 2026-03-15。"),
        ("专门定做", "也许", "“也许”既不是“是”也不是“否”。"),
    ],
)
def test_what_is_wrong_is_said_in_chinese(cell, value, complaint):
    with translation.override("zh-hans"):
        assert complaints(line(**{cell: value})) == {2: [complaint]}


def test_names_are_known_however_wide_their_letters_are():
    [row] = found(line(型号="９０ｓｚ０３", 收货单位=f" {customer().name} "))
    assert (row.values["product"], row.values["consignee"]) == (product(), customer())


def test_title_blank_row_and_sum_are_skipped_and_a_number_twice_is_named(clerk):
    rows = [
        ["出厂台账"],
        HEADS,
        line("250315-0001"),
        [None],
        line("250315-0002"),
        line("2503150001"),
        ["合计", 3],
    ]
    page = send(clerk, URL, workbook(*rows))
    for said in ("above the headings", "a sum", "and 1 blank row", "It stands in row"):
        assert said in text(page)
    decide(clerk, page, "good")
    assert [motor.serial_number for motor in Motor.objects.order_by("pk")] == ["250315-0001", "250315-0002"]


def test_a_number_twice_is_named_however_far_apart(monkeypatch):
    monkeypatch.setattr("aftersales.kit.tables.looking.Look.batches.__defaults__", (1,))
    assert complaints(line("250315-0001"), line("2503150001")) == {3: ["It stands in row 2 already."]}


def test_a_table_without_the_date_is_asked_for_its_columns_or_refused(clerk):
    page = send(clerk, URL, workbook(["出厂编号", "型号"], ["250315-0001", "90SZ03"]))
    assert "Nothing in it says which column is" in text(page)


# -- what it would change -----------------------------------------------------------------------------


def test_changes_are_shown_as_old_and_new_and_written_with_who_and_why(clerk):
    entry = registered("250315-0001", ex_factory_date=dt.date(2026, 3, 15), document="")
    page = send(clerk, URL, workbook(HEADS, line(合同或送货单="FH-1", 专门定做="是")))
    assert "<del>no</del> → <ins>yes</ins>" in text(page)
    assert "<del>–</del> → <ins>FH-1</ins>" in text(page)
    decide(clerk, page, "all")
    entry.refresh_from_db()
    assert (entry.document, entry.custom_made) == ("FH-1", True)
    assert RegisterChange.objects.get().changes["document"] == ["", "FH-1"]


def test_what_is_there_already_changes_nothing(clerk):
    registered("250315-0001", ex_factory_date=dt.date(2026, 3, 15), document="")
    page = send(clerk, URL, workbook(HEADS, line()))
    assert "All of it is there already." in text(page)


def test_a_column_that_the_table_has_not_is_left_alone(clerk):
    entry = registered("250315-0001", document="XH-9", ex_factory_date=dt.date(2026, 3, 1))
    taken(clerk, line()[:4], heads=HEADS[:4])
    entry.refresh_from_db()
    assert (entry.document, entry.ex_factory_date) == ("XH-9", dt.date(2026, 3, 15))


def test_a_motor_of_an_open_case_waits_for_a_second_person_and_the_rest_goes(clerk):
    bound = registered("250315-0001", ex_factory_date=dt.date(2026, 3, 1))
    case_at("in_process", entry=bound)
    page = send(clerk, URL, workbook(HEADS, line(), line("250315-0002")))
    assert "a second person confirms the change" in text(page)
    page = decide(clerk, page, "all")
    assert TableUpload.objects.get().result["counts"] == {"held": 1, "new": 1, "wrong": 0}
    bound.refresh_from_db()
    assert bound.ex_factory_date == dt.date(2026, 3, 1)
    assert Amendment.objects.get().reason == "清单.xlsx"


def test_customers_and_models_come_in_the_same_way(clerk):
    rows = [["客户名称", "渠道", "地区", "电话"], ["诸城鲁味食品机械", "代理商", "山东", 13800138000]]
    decide(clerk, send(clerk, "/register/customers/import/", workbook(*rows)), "all")
    there = Customer.objects.get(name="诸城鲁味食品机械")
    assert (there.channel, there.phone) == ("agent", "13800138000")
    rows = [["型号", "名称", "电压", "单价"], ["110SZ56", "直流伺服电动机", 110, "1,280.50 元"]]
    decide(clerk, send(clerk, "/register/models/import/", workbook(*rows)), "all")
    made = Product.objects.get(model="110SZ56")
    assert (made.voltage, made.price) == ("110", Decimal("1280.50"))


@pytest.mark.parametrize("heading", ["邮箱", "电子邮箱", "邮箱地址", "E-mail", "email"])
def test_the_mailbox_of_a_customer_comes_in_under_any_of_its_names(heading, clerk):
    rows = [["客户名称", heading, "语言"], ["诸城鲁味食品机械", "臧志强 <ｚａｎｇ＠example.com>", "英文"]]
    decide(clerk, send(clerk, "/register/customers/import/", workbook(*rows)), "all")
    there = Customer.objects.get(name="诸城鲁味食品机械")
    assert (there.email, there.language) == ("zang@example.com", "en")


def test_a_table_that_says_nothing_of_mailboxes_leaves_them(clerk):
    there = customer("诸城鲁味食品机械", email="zang@example.com", language="en")
    rows = [["客户名称", "地区"], ["诸城鲁味食品机械", "山东潍坊"]]
    decide(clerk, send(clerk, "/register/customers/import/", workbook(*rows)), "all")
    there.refresh_from_db()
    assert (there.region, there.email, there.language) == ("山东潍坊", "zang@example.com", "en")


def test_what_is_no_mailbox_is_said_at_its_cell(clerk):
    rows = [["客户名称", "邮箱"], ["诸城鲁味食品机械", "zang@"]]
    page = send(clerk, "/register/customers/import/", workbook(*rows))
    assert "“zang@” is no e-mail address" in text(page)


def test_who_may_not_change_the_register_sends_no_table(browse):
    assert browse(salesperson()).get(URL).status_code == 403


def test_a_register_offers_the_way_in_to_who_may_change_it(browse):
    assert URL in text(browse(coordinator()).get("/register/motors/"))
    assert URL not in text(browse(salesperson()).get("/register/motors/"))


# -- out and in again ---------------------------------------------------------------------------------

KINDS = {"motors": MOTORS, "customers": CUSTOMERS, "models": PRODUCTS}


@pytest.mark.parametrize("name", KINDS)
def test_export_then_import_changes_nothing(name, clerk):
    registered(
        "250315-0001", production_shift="=总装1班", responsible_person="-20℃", produced_on=dt.date(2026, 1, 5)
    )
    registered(
        "０２５0315-0002", document="+86", custom_made=True, agreement_allows_return=True, active=False
    )
    customer("@联想", channel="agent", phone="'010", contact="", email="+1@example.com", language="en")
    product("70SZ08")
    file = b"".join(clerk.get(f"/register/{name}/export/?use=all").streaming_content)
    kind = KINDS[name]
    rows = rows_of(sheets.look(kind, file, coordinator()))
    assert {row.fate for row in rows} == {Fate.SAME}, [row.errors or row.changes for row in rows]
    assert len(rows) >= 2


@pytest.mark.parametrize("name", ["customers", "models"])
def test_the_template_is_a_table_that_would_be_taken(name, clerk):
    file = b"".join(clerk.get(f"/register/{name}/import/template/").streaming_content)
    assert [row.errors for row in rows_of(sheets.look(KINDS[name], file, coordinator()))] == [[]]


# -- any table ----------------------------------------------------------------------------------------

CELLS = st.one_of(
    st.none(),
    st.text(max_size=50),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(dt.date(1900, 3, 1), dt.date(2200, 1, 1)),
    st.sampled_from(
        [
            "250315-0001",
            "２５０３１５－０００２",
            "90SZ03",
            "青岛海纳包装机械有限公司",
            "是",
            "#N/A",
            "2026年3月15日",
        ]
    ),
)
RIGHT = st.tuples(
    st.from_regex(r"2503[0-3][0-9]-[0-9]{4}", fullmatch=True),
    st.just("90SZ03"),
    st.dates(dt.date(1990, 1, 1), dt.date(2026, 1, 1)),
    st.just("青岛海纳包装机械有限公司"),
)


class AnyTable(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.one_of(st.lists(CELLS, min_size=4, max_size=4), RIGHT), max_size=8))
    @example([["250315-0001", "\0", None, None]])
    def test_a_row_comes_in_exactly_or_it_is_said_why(self, rows):
        """Every row is skipped with a reason, refused with a reason, or stands in the register as it was sent.

        What has a zero byte is no text, and the whole of it is refused.
        """
        customer(), product()
        data = as_csv([HEADS[:4], *rows])
        if b"\0" in data:
            with pytest.raises(UnreadableSheet):
                sheets.look(MOTORS, data, coordinator())
            return
        look = sheets.look(MOTORS, data, coordinator())
        judged = rows_of(look)
        numbers = sorted(
            [row.number for row in judged] + [one.number for one in look.skipped if one.number > 1]
        )
        blank = [n for n, row in enumerate(rows, 2) if not any(str(cell or "").strip() for cell in row)]
        assert len(numbers) + look.blank >= len(rows) - len(blank)
        assert all(row.errors or exact(row, rows[row.number - 2]) for row in judged)
        assert all(sentence for row in judged for _name, sentence in row.errors)


def as_csv(rows):
    """The rows as an office exports them; a cell of several lines would move the numbers of those below."""
    return sheets.csv_of(
        [["" if cell is None else " ".join(str(cell).split()) for cell in row] for row in rows]
    )


def exact(row, cells):
    """Whether what was read is what was sent."""
    said = " ".join(str(cells[0]).split())
    return row.values["serial_number"] == normalised(said)


def test_a_table_of_the_night_is_the_same_in_the_background(clerk, monkeypatch):
    monkeypatch.setattr(TableUpload, "AT_ONCE", 1)
    page = send(clerk, URL, workbook(HEADS, line(), line("250315-0002")))
    work_off("tables")
    clerk.post(page.redirect_chain[-1][0], {"choice": "all"})
    work_off("tables")
    assert Motor.objects.count() == 2
    assert TableUpload.objects.get().asked_at <= timezone.now()
