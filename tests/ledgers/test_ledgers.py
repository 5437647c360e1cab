"""台账: who sees which rows and amounts, on the page, in Excel and in the PDF."""

import datetime as dt
import io
import re
import subprocess
from dataclasses import replace

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from aftersales.kit.ledger.exports import FORMATS
from aftersales.models import Counter
from slips.models import Slip
from tests.accountability.factories import concerned, penalty_at
from tests.actors import (
    after_sales,
    another_salesperson,
    assessment,
    coordinator,
    dispatcher,
    finance,
    manager,
    salesperson,
    warehouse,
    workshop,
)
from tests.factories import (
    appraised,
    ask_extension,
    case_at,
    charged_motor_at,
    customer,
    fresh,
    motor_at,
    on_paper,
    printer,
    registered,
    transfer,
)
from workflow.actions import perform

pytestmark = pytest.mark.django_db

KEYS = [
    "feedback", "extension", "handover", "appraisal", "repair", "receipt", "credit", "cost", "return", "refund",
    "freight", "transfer", "print",
]  # fmt: skip


def content(response):
    assert response.status_code == 200, response
    return b"".join(response.streaming_content) if response.streaming else response.content


def page(browser, key, query=""):
    return content(browser.get(f"/ledgers/{key}/{query}")).decode()


def sheets(browser, key, query=""):
    """The sheets of the Excel file, each a list of rows of values."""
    book = load_workbook(io.BytesIO(content(browser.get(f"/ledgers/{key}/excel/{query}"))))
    return [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book]


def printed(browser, key, query=""):
    """The text of the PDF."""
    data = content(browser.get(f"/ledgers/{key}/pdf/{query}"))
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)  # noqa: S607
    return done.stdout.decode()


def titles(html):
    """The first cell of every row of a page."""
    return [
        re.sub("<[^>]+>", "", cell).strip() for cell in re.findall(r'<td class="main">(.*?)</td>', html, re.S)
    ]


def sold_by(person, **facts):
    """A quality problem at a customer of this salesperson."""
    return {"salesperson": person, "by": person, **facts}


def taken_back(price="186.00", at=None, of="青岛海纳包装机械有限公司"):
    """A motor of this customer whose return the manager approved."""
    today = timezone.localdate(at)
    entry = registered(consignee=customer(of), ex_factory_date=today - dt.timedelta(days=90))
    motor = appraised(motor_at("received", at=at, entry=entry), "return", at=at)
    line = {"source_document": "XH-2026-0318", "price": price, "reason": "换向器偏心", "remark": ""}
    perform(motor, "draft_return", by=coordinator(), at=at, **line)
    return perform(fresh(motor), "approve_return", by=manager(), at=at)


# -- every ledger -------------------------------------------------------------------------------------


def test_the_list_of_ledgers_is_in_the_order_of_the_work(browse):
    html = content(browse(manager()).get("/ledgers/")).decode()
    assert re.findall(r'href="/ledgers/(\w+)/"', html) == [*KEYS, "actions", "penalties", "survey"]


@pytest.mark.parametrize("key", KEYS)
def test_an_empty_ledger_is_a_page_a_sheet_and_a_pdf(key, browse):
    browser = browse(after_sales())
    assert "Nothing in this ledger yet" in page(browser, key)
    assert len(sheets(browser, key)[0]) == 1
    assert "0 rows" in printed(browser, key)


def test_each_step_of_the_work_stands_in_its_ledger(browse):
    motor = charged_motor_at("delivered")
    ask_extension(motor_at("repairing"))
    transfer(taken_back())
    browser = browse(after_sales())
    assert len(titles(page(browser, "feedback"))) == 3
    assert len(titles(page(browser, "handover"))) == 3
    assert titles(page(browser, "repair")) == [f"FX-{timezone.localdate().year}-0001"]
    assert motor.serial_number in page(browser, "repair")
    for key in ("extension", "return", "transfer"):
        assert len(titles(page(browser, key))) == 1, key


def test_the_list_names_what_the_person_may_open(browse, stranger):
    assert "Return ledger" in content(browse(finance()).get("/ledgers/")).decode()
    assert "Return ledger" not in content(browse(stranger).get("/ledgers/")).decode()
    assert browse(stranger).get("/ledgers/return/").status_code == 404
    assert browse(finance()).get("/ledgers/nonsense/").status_code == 404


def test_every_print_of_every_copy_stands_in_the_print_log(browse):
    slip = motor_at("received").case.slips.get(kind="JJ")
    yesterday = timezone.now() - dt.timedelta(days=1)
    on_paper([(slip.pk, [1, 2, 3])], printer(), by=after_sales(), at=yesterday)
    on_paper([(slip.pk, [1])], printer(), by=dispatcher())
    ours, theirs = sheets(browse(manager()), "print")[0], sheets(browse(another_salesperson()), "print")[0]
    assert [(row[3], row[4], row[5], row[6]) for row in ours[1:]] == [
        (1, "存根 · 销售内勤", 2, "陈大勇"),
        (3, "售后服务部", 1, "王立新"),
        (2, "发运员", 1, "王立新"),
        (1, "存根 · 销售内勤", 1, "王立新"),
    ]
    assert len(theirs) == 1


# -- whose rows, whose amounts ------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["feedback", "handover", "repair", "return", "transfer"])
def test_a_salesperson_reads_only_the_rows_of_their_own_cases(key, browse):
    motor = charged_motor_at("ready_to_ship", serial_number="260101-0001") if key == "repair" else None
    if motor is None:
        motor = taken_back() if key == "return" else transfer(taken_back())
    number = motor.case.number
    own, other = browse(salesperson()), browse(another_salesperson())
    assert number in page(own, key)
    assert number not in page(other, key)
    assert any(number in row for row in sheets(own, key)[0])
    assert len(sheets(other, key)[0]) == 1
    assert "1 row" in printed(own, key)
    assert "0 rows" in printed(other, key)


def test_what_is_taken_back_costs_what_only_some_may_read(browse):
    taken_back("1186.50")
    knows, not_for = browse(finance()), browse(warehouse())
    assert "1,186.50" in page(knows, "return")
    assert 1186.5 in sheets(knows, "return")[0][1]
    assert 1186.5 in sheets(knows, "return")[1][1]
    assert "1,186.50" in printed(knows, "return")
    for text in (page(not_for, "return"), page(not_for, "return", "totals/"), printed(not_for, "return")):
        assert "186.5" not in text
        assert "Amount" not in text
    assert not [
        cell
        for sheet in sheets(not_for, "return")
        for row in sheet
        for cell in row
        if cell in (1186.5, "Amount")
    ]


def test_nobody_learns_amounts_by_sorting_by_them(browse):
    taken_back("300", at=timezone.now() - dt.timedelta(days=2))
    taken_back("100", at=timezone.now() - dt.timedelta(days=1))
    newest_first = titles(page(browse(warehouse()), "return"))
    assert titles(page(browse(warehouse()), "return", "?sort=price")) == newest_first
    assert titles(page(browse(warehouse()), "return", "?sort=-price")) == newest_first
    assert titles(page(browse(finance()), "return", "?sort=-price")) == newest_first[::-1]


# -- filters and order --------------------------------------------------------------------------------


def test_filters_leave_what_was_asked_for_on_page_and_paper(browse):
    ours = case_at("submitted", claim_date=dt.date(2026, 3, 31), problem="换向火花大")
    entry = registered(consignee=customer("沈阳恒远包装机械有限公司"))
    theirs = case_at("authorised", entry=entry, claim_date=dt.date(2026, 4, 1), problem="噪声大")
    browser = browse(manager())
    for query, found in {
        "?until=2026-03-31": [ours],
        "?since=2026-04-01": [theirs],
        "?customer=恒远": [theirs],
        "?status=submitted": [ours],
        "?q=火花": [ours],
        "?model=90SZ": [theirs, ours],
        "?model=110": [],
        "?kind=complaint": [],
        "?sort=claim_date": [ours, theirs],
    }.items():
        numbers = [case.number for case in found]
        assert titles(page(browser, "feedback", query)) == numbers, query
        assert [row[0] for row in sheets(browser, "feedback", query)[0][1:]] == numbers, query
    assert "To: 2026-03-31" in printed(browser, "feedback", "?until=2026-03-31")


def test_the_ten_thousandth_feedback_of_a_year_comes_after_the_one_before_it(browse):
    Counter.objects.create(prefix="FK", year=timezone.localdate().year, last=9_998)
    earlier, later = case_at("submitted"), case_at("submitted")
    assert [earlier.number[-4:], later.number[-5:]] == ["9999", "10000"]
    for order, found in {"number_order": [earlier, later], "-number_order": [later, earlier]}.items():
        assert titles(page(browse(manager()), "feedback", f"?sort={order}")) == [c.number for c in found]


def test_a_day_of_the_period_lasts_from_midnight_to_midnight_in_the_factory(browse):
    zone = timezone.get_default_timezone()
    for hour, minute in ((0, 0), (23, 59)):
        taken_back(at=dt.datetime(2026, 5, 4, hour, minute, tzinfo=zone))
    taken_back(at=dt.datetime(2026, 5, 5, 0, 0, tzinfo=zone))
    assert len(titles(page(browse(finance()), "return", "?since=2026-05-04&until=2026-05-04"))) == 2


def test_a_line_is_found_by_the_number_of_its_slip(browse):
    motor, _another = taken_back(), taken_back()
    number = motor.slips.get(kind="TH").number
    assert titles(page(browse(finance()), "return", f"?q={number.lower()}")) == [motor.serial_number]


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("?since=2026-02-30", "Enter a valid date"),
        ("?since=0001-01-01", "greater than or equal to 2000"),
        ("?since=2026-02-02&until=2026-02-01", "The period ends before it begins."),
        ("?status=nonsense", "Select a valid choice"),
        ("?customer=" + "恒" * 81, "at most 80 characters"),
    ],
)
def test_what_cannot_be_read_is_said_and_no_file_pretends_otherwise(query, complaint, browse):
    case_at("submitted")
    browser = browse(manager())
    html = page(browser, "feedback", query)
    assert complaint in html
    assert titles(html) == []
    for name in ("excel", "pdf"):
        there = browser.get(f"/ledgers/feedback/{name}/{query}")
        assert there.status_code == 302
        assert complaint in content(browser.get(there.url)).decode()


@pytest.mark.parametrize(
    "query", ["?sort=nonsense", "?sort=--number_order", "?before=x", "?before=999999999999999999", "?after=0"]
)
def test_an_address_that_means_nothing_shows_the_ledger(query, browse):
    number = case_at("submitted").number
    assert titles(page(browse(manager()), "feedback", query)) == [number]


# -- pages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["claim_date", "-claim_date", "number", "-number"])
def test_page_by_page_every_row_comes_once_in_order_and_back_again(order, browse, monkeypatch):
    monkeypatch.setattr("aftersales.kit.paging.paginate.__defaults__", (3, "-pk", None, None))
    for day in (3, 1, 2, 2, 1, 2, 2, 3):  # several of a day, so that the id must decide
        case_at("submitted", claim_date=dt.date(2026, 3, day))
    browser = browse(manager())
    pages, address = [], f"?sort={order}"
    while address:
        html = page(browser, "feedback", address)
        pages.append(titles(html))
        address = link(html, "next")
    everything = [number for numbers in pages for number in numbers]
    assert everything == [row[0] for row in sheets(browser, "feedback", f"?sort={order}")[0][1:]]
    assert len(set(everything)) == 8
    assert [len(numbers) for numbers in pages] == [3, 3, 2]
    assert titles(page(browser, "feedback", link(html, "prev"))) == pages[1]


def link(html, rel):
    found = re.search(rf'rel="{rel}" href="([^"]*)"', html)
    return found[1].replace("&amp;", "&") if found else ""


# -- totals -------------------------------------------------------------------------------------------


def test_returns_are_added_up_by_month_and_customer(browse):
    zone = timezone.get_default_timezone()
    last_minute = dt.datetime(2026, 4, 30, 23, 59, tzinfo=zone)
    taken_back("100.10", at=last_minute)
    taken_back("200.20", at=last_minute)
    taken_back("400", at=last_minute, of="沈阳恒远包装机械有限公司")
    taken_back("800", at=last_minute + dt.timedelta(minutes=1))
    refused = taken_back("1600", at=last_minute)
    perform(refused, "reappraise", by=after_sales(), at=last_minute, reason="拆检后发现另有故障")
    browser = browse(finance())
    expected = [
        ["2026-05", "青岛海纳包装机械有限公司", 1, 800],
        ["2026-05", "Total", 1, 800],
        ["2026-04", "沈阳恒远包装机械有限公司", 1, 400],
        ["2026-04", "青岛海纳包装机械有限公司", 2, 300.3],
        ["2026-04", "Total", 3, 700.3],
        ["All", "Total", 4, 1500.3],
    ]
    totals = sheets(browser, "return")[1][1:]
    assert sorted(totals) == sorted(expected)
    assert totals[-1] == expected[-1]
    assert totals[1] == expected[1]
    assert totals[4] == expected[4]
    for text in (page(browser, "return", "totals/"), printed(browser, "return")):
        assert "1,500.30" in text
        assert "300.30" in text
    assert sheets(browser, "return", "?since=2026-05-01")[1][-1] == ["All", "Total", 1, 800]


def test_only_the_return_ledger_adds_up(browse):
    assert browse(finance()).get("/ledgers/repair/totals/").status_code == 404


# -- the files ----------------------------------------------------------------------------------------


def test_excel_gets_dates_figures_and_texts_and_no_formulas(browse):
    case_at("submitted", serial_number="=1+1", claim_date=dt.date(2026, 3, 1), quantity=3)
    data = content(browse(manager()).get("/ledgers/feedback/excel/"))
    sheet = load_workbook(io.BytesIO(data)).active
    heads = [cell.value for cell in sheet[1]]
    cells = dict(zip(heads, sheet[2], strict=True))
    assert cells["Date"].value.date() == dt.date(2026, 3, 1)
    assert cells["Date"].is_date
    assert cells["Quantity"].value == 3
    assert (cells["Serial number"].value, cells["Serial number"].data_type) == ("=1+1", "s")
    assert cells["Status"].value == "awaiting approval"
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["D"].width > 30


def test_a_ledger_too_long_for_paper_says_so_and_stays_an_excel_file(browse, monkeypatch):
    monkeypatch.setitem(FORMATS, "pdf", replace(FORMATS["pdf"], at_once=1, most=1))
    case_at("submitted"), case_at("submitted")
    browser = browse(manager())
    for visit in (browser.get, browser.post):
        there = visit("/ledgers/feedback/pdf/?sort=number_order")
        assert there.url == "/ledgers/feedback/?sort=number_order"
        assert "Choose a shorter period" in content(browser.get(there.url)).decode()
    assert len(sheets(browser, "feedback")[0]) == 3


def test_a_printed_ledger_names_factory_person_and_pages(browse, in_chinese, settings):
    case_at("submitted", problem="换向火花大<script>")
    text = re.sub(r"\s", "", printed(browse(manager()), "feedback"))
    for words in (settings.FACTORY_NAME, "质量反馈台账", "郑海涛", "1/1", "换向火花大<script>", "共1行"):
        assert words in text


# -- what is confidential -----------------------------------------------------------------------------


def on_page_and_paper(browser, key):
    """All that a ledger says, on the page, in Excel and in the PDF."""
    return page(browser, key), str(sheets(browser, key)), printed(browser, key)


def test_the_print_log_names_a_penalty_to_those_it_concerns_and_its_amount_to_nobody(browse):
    penalty = penalty_at("approved", concerned(workshop(), "271.83"))
    slip = Slip.objects.filter(kind="CF").latest("pk")
    on_paper([(slip.pk, [1])], printer(), by=assessment())
    assert not workshop().can("amount.view")
    for person, sees in (
        (assessment(), True), (workshop(), True), (manager(), False), (warehouse(), False), (dispatcher(), False),
    ):  # fmt: skip
        for text in on_page_and_paper(browse(person), "print"):
            assert (penalty.number in text) == sees, (person, text)
            assert "271.83" not in text


def test_the_appraisal_ledger_says_what_was_found_and_decided_and_which_counts(browse):
    motor = appraised(motor_at("received"), "repair_free")
    perform(motor, "reappraise", by=after_sales(), reason="复检发现磁瓦裂")
    appraised(motor_at("received"), "repair_charged")
    later, earlier = sheets(browse(after_sales()), "appraisal")[0][1:]
    assert (earlier[1], later[1]) == ("appraised anew", "counts")
    assert (later[6], later[8]) == ("the customer", "repair at the customer's cost")
    assert "Out of warranty" in later[9] or "Material and labour" in later[9]
    assert len(titles(page(browse(after_sales()), "appraisal", "?cause=factory"))) == 1


def test_payroll_reads_the_deductions_of_a_month_by_person_and_nobody_else_does(browse):
    penalty = penalty_at("deducted")
    ((name, amount),) = penalty.persons.values_list("name", "amount")
    for reader in (finance(), assessment()):
        lines = sheets(browse(reader), "deductions")[1][1:]
        assert lines[0] == [f"{timezone.localdate():%Y-%m}", name, 1, float(amount)]
    penalty_at("approved")
    assert len(titles(page(browse(assessment()), "deductions"))) == 1
    assert browse(manager()).get("/ledgers/deductions/").status_code in (403, 404)
