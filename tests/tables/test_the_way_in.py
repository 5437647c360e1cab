"""From a table to a decision: columns, preview, all or the good rows, a file to correct; kept until decided."""

import datetime as dt
import io
import subprocess

import openpyxl
import pytest
from django.utils import timezone

from aftersales.kit import store
from aftersales.kit.tables import Fate, uploads
from aftersales.kit.tables.taking import to_correct
from aftersales.models import TableLayout, TableUpload
from cases.models import ReturnedMotor
from returns.tables import RETURN_LIST
from satisfaction.models import Response
from satisfaction.tables import ANSWERS
from tests.actors import coordinator, manager, salesperson
from tests.factories import case_at, registered
from tests.satisfaction.factories import survey
from tests.tables import sheets
from tests.tables.sheets import decide, look, rows_of, saved, send, text, workbook
from tests.work import work_off

pytestmark = pytest.mark.django_db
A, B = "青岛海纳包装机械有限公司", "温州锐成包装设备厂"
HEADS = ("客户", "被访人", "日期", "实物质量")


@pytest.fixture
def running(db):
    return survey(A, B)


@pytest.fixture
def clerk(browse):
    return browse(coordinator())


def answers(clerk, running, data):
    return send(clerk, f"/surveys/{running.pk}/import/", data)


def content(answer):
    return b"".join(answer.streaming_content)


def sheet_of(answer):
    return list(openpyxl.load_workbook(io.BytesIO(content(answer))).active.iter_rows(values_only=True))


# -- which column is which ----------------------------------------------------------------------------

STRANGE = ("甲方", "对话者", "哪天", "货好不好")


def test_who_sends_unknown_headings_says_which_column_is_which_and_is_remembered(clerk, running):
    data = workbook(STRANGE, (A, "林海波", "2026-01-05", "好"))
    page = answers(clerk, running, data)
    assert page.redirect_chain[-1][0].endswith("/columns/")
    assert "货好不好" in text(page)
    url = page.redirect_chain[-1][0]
    names = {"column-0": "customer", "column-1": "respondent", "column-2": "", "column-3": "quality"}
    page = clerk.post(url, {"sheet": "0", "heading": "0", **names}, follow=True)
    assert "Take them over" in text(page)
    assert "These columns are not taken over: 哪天" in text(page)
    again = answers(clerk, running, workbook(["第二批"], STRANGE, (B, "叶志勇", "", "好")))
    assert "Take them over" in text(again)
    decide(clerk, again, "all")
    assert Response.objects.get().respondent == "叶志勇"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({"column-0": "customer"}, "Say which column is “Respondent”."),
        ({"column-0": "customer", "column-1": "customer"}, "“Customer” can be one column only."),
        ({"column-0": "customer", "column-1": "respondent", "column-2": "x"}, "There is no such column."),
    ],
)
def test_columns_that_do_not_go_together_are_said(names, said, clerk, running):
    page = answers(clerk, running, workbook(STRANGE, (A, "林海波", "2026-01-05", "好")))
    page = clerk.post(page.redirect_chain[-1][0], {"sheet": "0", "heading": "0", **names})
    assert said in text(page)
    assert not TableLayout.objects.exists()


def test_the_person_chooses_another_sheet_and_another_row_of_headings(clerk, running):
    book = openpyxl.Workbook()
    book.active.title = "一月"
    for row in (HEADS, (A, "林海波", "2026-01-05", "好")):
        book.active.append(row)
    other = book.create_sheet("二月")
    for row in (("标题",), STRANGE, (B, "叶志勇", "2026-02-05", "一般")):
        other.append(row)
    page = answers(clerk, running, saved(book))
    assert "sheet 一月" in text(page)
    url = f"{page.redirect_chain[-1][0]}columns/"
    assert "叶志勇" in text(clerk.get(url, {"sheet": "1", "heading": "1"}))
    names = {"column-0": "customer", "column-1": "respondent", "column-3": "quality"}
    decide(clerk, clerk.post(url, {"sheet": "1", "heading": "1", **names}, follow=True), "all")
    assert Response.objects.get().respondent == "叶志勇"


@pytest.mark.parametrize("said", ["-2", "99", "²", "x", "", "9" * 30])
def test_a_sheet_or_row_that_there_is_not_is_passed_over(said, clerk, running):
    page = answers(clerk, running, workbook(HEADS, (A, "林海波", "2026-01-05", "好")))
    url = f"{page.redirect_chain[-1][0]}columns/"
    assert clerk.get(url, {"sheet": said, "heading": said}).status_code == 200


def test_a_sheet_in_which_no_column_can_be_what_is_asked_for_is_refused(browse):
    case = case_at("authorised")
    page = sheets.send(
        browse(coordinator()), f"/cases/{case.pk}/return-list/", workbook(["城市", "人口"], ["青岛", 1007]),
        **{"version": case.version, "key": "", "rows-TOTAL_FORMS": "0", "rows-INITIAL_FORMS": "0"},
    )  # fmt: skip
    assert page.status_code == 200
    assert not TableUpload.objects.exists()


PEOPLE = (
    ("0", "First Name", "Last Name", "Gender", "Country", "Age", "Date", "Id"),
    (1, "Dulce", "Abril", "Female", "United States", 32, dt.date(2017, 10, 15), 1562),
    (2, "Mara", "Hashimoto", "Female", "Great Britain", 25, dt.date(2016, 8, 16), 1582),
)
SALES = (
    ("Region", "Country", "Item Type", "Order Date", "Order ID", "Units Sold", "Buyer"),
    ("Asia", "Mongolia", "Baby Food", dt.date(2014, 10, 28), 443368995, 1593, "Columbia Energy"),
    ("Europe", "Norway", "Fruits", dt.date(2012, 8, 22), 667593514, 4611, "Enron"),
)
WEATHER = (
    ("Station", "Datum", "Tmax", "Tmin", "Remark"),
    ("DEM00010384", dt.date(2024, 1, 1), 7.5, 3.2, "Regen"),
    ("DEM00010384", dt.date(2024, 1, 2), 9.1, 5.0, "Wind"),
)


@pytest.mark.parametrize("slug", ["motors", "customers", "models"])
@pytest.mark.parametrize("rows", [PEOPLE, SALES, WEATHER], ids=["people", "sales", "weather"])
def test_a_table_of_something_else_is_refused_with_a_reason(rows, slug, clerk):
    page = send(clerk, f"/register/{slug}/import/", workbook(*rows))
    assert "Nothing in it says which column is" in text(page)
    assert not TableUpload.objects.exists()


def asks_for_columns(clerk, slug, *rows):
    """Whether the person is asked which column is which."""
    page = send(clerk, f"/register/{slug}/import/", workbook(*rows))
    return bool(page.redirect_chain) and page.redirect_chain[-1][0].endswith("/columns/")


def test_numbers_as_ours_are_under_a_heading_that_nobody_knows_are_asked_about(clerk):
    rows = [("机台", "款", "哪天", "给谁"), ("260904-0001", "90SZ03", dt.date(2026, 3, 15), A)]
    assert asks_for_columns(clerk, "motors", *rows)


def test_numbers_of_another_shape_are_asked_about_where_two_headings_are_known(clerk):
    rows = [("机台", "型号", "出厂日期", "给谁"), ("A-77-X1", "90SZ03", dt.date(2026, 3, 15), A)]
    assert asks_for_columns(clerk, "motors", *rows)


def test_names_of_the_register_are_asked_about_whatever_their_heading(clerk, running):
    assert asks_for_columns(clerk, "customers", ("甲方", "谁"), (A, "林海波"))


def test_a_name_and_a_region_beside_what_nobody_knows_are_asked_about_and_not_taken_for_customers(clerk):
    assert asks_for_columns(clerk, "customers", ("Name", "Region", "Score"), ("Sophia", "North", 2))
    assert asks_for_columns(clerk, "customers", ("名称", "数量"), ("轴承", 5))


@pytest.mark.parametrize(
    "rows",
    [
        (("客户名称", "税号"), ("杭州新材有限公司", "9133")),
        (("名称", "联系人", "税号"), ("杭州新材有限公司", "王", "9133")),
        (("名称",), ("杭州新材有限公司",)),
        (("名称", "税号"), (A, "9133")),
    ],
    ids=["by its heading", "by a second heading", "nothing else", "by a name of the register"],
)
def test_customers_are_known_as_such(rows, clerk, running):
    page = text(send(clerk, "/register/customers/import/", workbook(*rows)))
    assert rows[1][0] in page
    assert "Take them over" in page or "there already" in page


def test_a_form_that_a_program_fills_in_has_no_headings(clerk):
    page = send(clerk, "/register/customers/import/", workbook(("{.name}", "{.phone}"), ("{.email}", "x")))
    assert "Nothing in it says which column is" in text(page)


def test_the_sheet_of_customers_is_found_behind_one_of_something_else(clerk):
    book = openpyxl.Workbook()
    for row in (("名称", "数量"), ("轴承", 5)):
        book.active.append(row)
    for row in (("客户名称", "地区"), ("杭州新材有限公司", "浙江")):
        (book["客户"] if "客户" in book else book.create_sheet("客户")).append(row)
    assert "杭州新材有限公司" in text(send(clerk, "/register/customers/import/", saved(book)))


# -- a large file -------------------------------------------------------------------------------------


@pytest.fixture
def readings(monkeypatch):
    """Every file is large; how often one was read by the process that reads."""
    monkeypatch.setattr(uploads, "LARGE", 1)
    begun, popen = [], subprocess.Popen

    def counting(command, *args, **options):
        begun.append(command)
        return popen(command, *args, **options)

    monkeypatch.setattr(subprocess, "Popen", counting)
    return begun


def test_a_large_file_is_read_once_and_its_cells_are_let_go_of_when_it_is_taken_over(
    clerk, running, readings
):
    page = answers(clerk, running, workbook(HEADS, (A, "林海波", dt.date(2026, 1, 5), "好")))
    url = page.redirect_chain[-1][0]
    assert "林海波" in text(clerk.get(url))
    cells = store.path_of(TableUpload.objects.get().source, uploads.CELLS)
    assert cells.exists()
    decide(clerk, page, "all")
    assert Response.objects.get().answered_on == dt.date(2026, 1, 5)
    assert len(readings) == 1
    assert not cells.exists()


def test_cells_that_are_no_longer_whole_are_read_anew(clerk, running, readings):
    rows = [(A, f"访客{n}", dt.date(2026, 1, 5), "好") for n in range(300)]
    page = answers(clerk, running, workbook(HEADS, *rows))
    cells = store.path_of(TableUpload.objects.get().source, uploads.CELLS)
    before = text(clerk.get(page.redirect_chain[-1][0]))
    whole = cells.read_bytes()
    for damaged in (whole[: len(whole) // 2], b"[", whole[: whole.rindex(b"[[")], b"no JSON"):
        cells.write_bytes(damaged)
        assert text(clerk.get(page.redirect_chain[-1][0])).count("访客") == before.count("访客") > 0
        assert cells.read_bytes() == whole


def test_a_file_that_cannot_be_read_leaves_no_cells(clerk, running, readings):
    data = workbook(HEADS)[:-40]
    assert "cannot be read" in text(answers(clerk, running, data))
    assert not store.path_of(store.name_of(data), uploads.CELLS).exists()


# -- all or nothing, or the good rows -----------------------------------------------------------------


def mixed():
    return workbook(
        ["客户意见表"], HEADS, (A, "林海波", dt.date(2026, 1, 5), "好"), (A, 13800138000, "明天", "好"), (None,),
        (B, "叶志勇", dt.date(2026, 1, 6), "凑合"), ("合计", "3人", None, None),
    )  # fmt: skip


def test_good_rows_are_taken_and_the_others_come_as_a_file_to_correct(clerk, running):
    page = answers(clerk, running, mixed())
    assert "Take over the 1 row that is right" in text(page)
    page = decide(clerk, page, "good")
    assert Response.objects.get().respondent == "林海波"
    rest = sheet_of(clerk.get(f"{page.redirect_chain[-1][0]}rest/"))
    assert rest[0][:4] == HEADS
    assert rest[1][:4] == (A, 13800138000, "明天", "好")
    assert "Date: “明天” is no date" in rest[1][4]
    assert rest[2][2].date() == dt.date(2026, 1, 6)
    assert "Row 6" in rest[2][4]


def test_a_corrected_file_is_taken_without_a_word_on_its_own_column(clerk, running):
    page = decide(clerk, answers(clerk, running, mixed()), "good")
    rest = [list(row) for row in sheet_of(clerk.get(f"{page.redirect_chain[-1][0]}rest/"))]
    rest[1][2], rest[2][3] = "2026年1月5日", "一般"
    page = answers(clerk, running, workbook(*rest))
    assert "not taken over" not in text(page)
    decide(clerk, page, "all")
    assert Response.objects.count() == 3


def test_who_wants_nothing_gets_the_file_to_correct_all_the_same(clerk, running):
    page = decide(clerk, answers(clerk, running, mixed()), "none")
    assert "Nothing was taken over" in text(page)
    assert not Response.objects.exists()
    assert len(sheet_of(clerk.get(f"{page.redirect_chain[-1][0]}rest/"))) == 3


def test_all_or_nothing_is_nothing_where_a_row_is_wrong(clerk, running):
    page = decide(clerk, answers(clerk, running, mixed()), "all")
    assert "2 rows are wrong; nothing was taken over." in text(page)
    assert not Response.objects.exists()


def test_what_no_one_can_read_stays_unreadable_in_the_file_to_correct(clerk, running):
    page = answers(
        clerk, running, workbook(HEADS, (A, "#N/A", "2026-01-05", "好"), (A, "=1+1", "2026-01-05", "好"))
    )
    page = decide(clerk, page, "none")
    data = content(clerk.get(f"{page.redirect_chain[-1][0]}rest/"))
    assert {row.fate for row in rows_of(look(ANSWERS, data, coordinator(), running))} == {Fate.WRONG}


def test_a_day_that_stands_where_none_belongs_stays_a_day_in_the_file_to_correct(browse):
    case = case_at("authorised", entry=registered("260904-0001"))
    found = look(
        RETURN_LIST, workbook(["出厂编号"], ["260904-0001"], [dt.date(2026, 3, 15)]), coordinator(), case
    )
    data = store.read(to_correct(found, [row for row in rows_of(found) if row.errors]), "xlsx")
    [row] = rows_of(look(RETURN_LIST, data, coordinator(), case))
    assert "made a date of this" in row.errors[0][1]


def test_a_choice_that_there_is_not_decides_nothing(clerk, running):
    page = answers(clerk, running, mixed())
    decide(clerk, page, "everything")
    assert TableUpload.objects.get().choice == ""


# -- kept until decided -------------------------------------------------------------------------------


def test_what_was_sent_is_kept_until_decided_and_can_be_fetched(clerk, running):
    data = mixed()
    page = answers(clerk, running, data)
    assert content(clerk.get(f"{page.redirect_chain[-1][0]}original/")) == data
    assert "清单.xlsx" in text(clerk.get(f"/surveys/{running.pk}/import/"))
    decide(clerk, page, "good")
    assert "清单.xlsx" not in text(clerk.get(f"/surveys/{running.pk}/import/"))


def test_what_was_pasted_can_be_fetched_as_text(clerk, running):
    page = answers(clerk, running, "\t".join(HEADS) + f"\n{A}\t林海波\t2026-01-05\t好")
    answer = clerk.get(f"{page.redirect_chain[-1][0]}original/")
    assert ".txt" in answer["Content-Disposition"]
    assert A.encode() in content(answer)


@pytest.mark.parametrize("page", ["", "columns/", "rest/", "original/"])
def test_a_table_is_its_senders_alone(page, running, browse):
    sent = answers(browse(coordinator()), running, mixed()).redirect_chain[-1][0]
    assert browse(manager()).get(sent + page).status_code == 404
    assert browse(salesperson()).get(sent + page).status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_said(clerk, running):
    page = answers(clerk, running, mixed())
    store.drop(TableUpload.objects.get().source, "sent")
    for url in (page.redirect_chain[-1][0], page.redirect_chain[-1][0] + "columns/"):
        assert "The file is missing. Choose it again." in text(clerk.get(url, follow=True))
    assert "The file is missing." in text(decide(clerk, page, "good"))


def test_after_thirty_days_it_is_let_go_of(clerk, running):
    page = decide(clerk, answers(clerk, running, mixed()), "good")
    upload = TableUpload.objects.get()
    TableUpload.objects.update(asked_at=timezone.now() - dt.timedelta(days=31))
    work_off("tables")
    assert not store.path_of(upload.source, "sent").exists()
    assert not store.path_of(upload.sha256, "xlsx").exists()
    assert clerk.get(page.redirect_chain[-1][0]).status_code == 200


# -- long ones ----------------------------------------------------------------------------------------


@pytest.fixture
def a_few_are_many(monkeypatch):
    monkeypatch.setattr(TableUpload, "AT_ONCE", 3)
    monkeypatch.setattr("aftersales.kit.tables.looking.PORTION", 2)


def test_a_long_table_is_looked_at_and_taken_over_in_the_background(clerk, running, a_few_are_many):
    page = answers(clerk, running, mixed())
    assert "It is being looked at" in text(page)
    work_off("tables")
    page = clerk.get(page.redirect_chain[-1][0])
    assert "Take over the 1 row that is right" in text(page)
    page = clerk.post(page.request["PATH_INFO"], {"choice": "good"}, follow=True)
    assert "It is being taken over" in text(page)
    assert not Response.objects.exists()
    work_off("tables")
    page = clerk.get(page.redirect_chain[-1][0])
    assert "Taken over" in text(page)
    assert Response.objects.get().respondent == "林海波"
    assert len(sheet_of(clerk.get(f"{page.request['PATH_INFO']}rest/"))) == 3


def test_of_a_long_table_of_which_a_row_is_wrong_all_is_nothing_and_that_is_said(
    clerk, running, a_few_are_many
):
    page = answers(clerk, running, mixed())
    work_off("tables")
    clerk.post(page.redirect_chain[-1][0], {"choice": "all"})
    work_off("tables")
    page = clerk.get(page.redirect_chain[-1][0])
    assert "wrong; nothing was taken over." in text(page)
    assert "Take over the 1 row that is right" in text(page)
    assert not Response.objects.exists()


def test_a_worker_that_dies_in_the_middle_takes_nothing_twice(clerk, running, a_few_are_many, monkeypatch):
    rows = [(A, f"第{n}人", "2026-01-05", "好") for n in range(5)]
    page = answers(clerk, running, workbook(HEADS, *rows))
    work_off("tables")
    clerk.post(page.redirect_chain[-1][0], {"choice": "good"})
    dying, taken = iter([False, True]), ANSWERS.take

    def take(batch):
        if next(dying, False):
            raise RuntimeError("killed")
        taken(batch)

    monkeypatch.setattr(type(ANSWERS), "take", property(lambda kind: take), raising=False)
    work_off("tables")
    monkeypatch.undo()
    work_off("tables")
    assert Response.objects.count() == 5
    assert TableUpload.objects.get().result["counts"]["new"] == 5


def test_who_lost_the_permission_meanwhile_takes_nothing(clerk, running, a_few_are_many):
    page = answers(clerk, running, mixed())
    coordinator().grants.all().delete()
    work_off("tables")
    assert TableUpload.objects.get().state == "failed"
    assert clerk.get(page.redirect_chain[-1][0]).status_code == 404


def test_the_page_of_a_long_table_looks_again_by_itself(clerk, running, a_few_are_many):
    url = answers(clerk, running, mixed()).redirect_chain[-1][0]
    assert "hx-get" in text(clerk.get(url, headers={"HX-Request": "true"}))
    work_off("tables")
    assert clerk.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_the_first_page_offers_template_and_export(clerk, running):
    page = text(clerk.get(f"/surveys/{running.pk}/import/"))
    assert f"/surveys/{running.pk}/import/template/" in page
    assert f"/surveys/{running.pk}/import/export/" in page


# -- every kind ---------------------------------------------------------------------------------------


def test_the_template_of_a_list_is_a_list(clerk):
    case = case_at("authorised", entry=registered("260904-0001"))
    answer = clerk.get(f"/cases/{case.pk}/return-list/template/")
    [row] = rows_of(look(RETURN_LIST, content(answer), coordinator(), case))
    assert row.errors == []
    assert not ReturnedMotor.objects.exists()
