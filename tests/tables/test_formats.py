"""A table comes out the same of xlsx, xls and ods, with what the values alone do not say."""

import struct

import openpyxl
import pytest

from aftersales.kit.sheet_reader.xls import workbook_stream
from aftersales.kit.spreadsheets import UnreadableSheet
from aftersales.kit.tables.reading import Unusable, tables_in
from tests.tables.sheets import biff, large_compound, old_workbook, opendocument, saved

DIVISION = (
    'table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"'
)
HEADS = ("出厂编号", "型号", "故障现象")


def of_ods():
    spanned = 'office:value-type="string" table:number-rows-spanned="2" table:number-columns-spanned="1"'
    return opendocument(
        ("", *HEADS),
        ("", "260315-0042", (spanned, "90SZ03"), (DIVISION, "#DIV/0!")),
        ('table:visibility="collapse"', "260315-0043", ("covered-table-cell", None), "异响"),
    )


def of_xlsx():
    book = openpyxl.Workbook()
    for row in (HEADS, ("260315-0042", "90SZ03", "#DIV/0!"), ("260315-0043", None, "异响")):
        book.active.append(row)
    book.active["C2"].data_type = "e"
    book.active.merge_cells("B2:B3")
    book.active.row_dimensions[3].hidden = True
    return saved(book)


def of_xls(small=True):
    rows = (HEADS, ("260315-0042", "90SZ03", b"\x07"), ("260315-0043", "90SZ03", "异响"))
    return old_workbook(*rows, hidden=[2], small=small)


BOOKS = {
    "xlsx": of_xlsx,
    "ods": of_ods,
    "small xls": of_xls,
    "larger xls": lambda: of_xls(small=False),
}


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
def test_errors_merged_cells_and_hidden_rows_are_seen_in_every_format(book):
    (table,) = tables_in(book())
    assert table.rows == [
        list(HEADS),
        ["260315-0042", "90SZ03", Unusable("#DIV/0!")],
        ["260315-0043", "90SZ03", "异响"],
    ]
    assert table.hidden == {2}


def test_a_large_xls_is_looked_at_to_its_end():
    whole = b"".join(number.to_bytes(4, "big") for number in range(1_800_000))
    assert workbook_stream(large_compound(whole)).rstrip(b"\0") == whole


def test_an_ods_formula_that_nobody_has_worked_out_is_no_empty_cell():
    (table,) = tables_in(opendocument(("", *HEADS), ("", ('table:formula="of:=A9"', ""), "90SZ03", "异响")))
    assert table.rows[1] == [Unusable(), "90SZ03", "异响"]


EMPTY, ZERO = b"\3\0\0\0\0\0\xff\xff", bytes(8)  # results of formulas in an old workbook


@pytest.mark.parametrize(
    ("result", "beside"), [(EMPTY, b""), (EMPTY, biff(0x5E, bytes(2))), (ZERO, biff(0x5E, bytes(2)))]
)
def test_an_xls_formula_that_nobody_has_worked_out_is_no_empty_cell(result, beside):
    (table,) = tables_in(old_workbook(HEADS, (result, "90SZ03", "异响"), beside=beside))
    assert table.rows[1] == [Unusable(), "90SZ03", "异响"]


def test_an_xls_formula_that_comes_to_an_empty_text_is_an_empty_cell():
    five = struct.pack("<d", 5)
    (table,) = tables_in(
        old_workbook(HEADS, ("260315-0042", "90SZ03", EMPTY), ("260315-0043", "90SZ03", five))
    )
    assert [row[2] for row in table.rows[1:]] == ["", 5]
    (table,) = tables_in(old_workbook(HEADS, ("260315-0042", "90SZ03", EMPTY), of_book=biff(0x1C1, bytes(8))))
    assert table.rows[1] == ["260315-0042", "90SZ03", ""]


def test_an_ods_formula_with_a_value_is_that_value():
    worked_out = 'table:formula="of:=A9" office:value-type="string" office:string-value="260315-0042"'
    (table,) = tables_in(opendocument(("", *HEADS), ("", (worked_out, "260315-0042"), "90SZ03", "异响")))
    assert table.rows[1][0] == "260315-0042"


def test_a_number_without_an_end_is_an_error_of_the_spreadsheet():
    (table,) = tables_in(old_workbook(["260315-0042", float("inf"), float("nan"), 2]))
    assert table.rows == [["260315-0042", Unusable("#NUM!"), Unusable("#NUM!"), 2]]


def test_rows_and_cells_of_an_ods_that_stand_for_several_are_counted():
    blank = ('table-cell table:number-columns-repeated="2"', None)
    (table,) = tables_in(
        opendocument(
            ("", *HEADS),
            ('table:number-rows-repeated="3"', "260315-0042", "90SZ03", "异响"),
            ('table:visibility="filter"', blank, (DIVISION, "#DIV/0!")),
        )
    )
    assert table.rows[4] == ["", "", Unusable("#DIV/0!")]
    assert table.hidden == {4}


HEADING, FIRST, SECOND = (
    "出厂编号,型号,故障现象\n",
    "260315-0042,90SZ03,噪声大\n",
    "260315-0043,90SZ03,联通公司退回\n",
)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([(HEADING + FIRST, "utf-8"), (SECOND, "gb18030")], "Line 3"),
        ([(HEADING + FIRST, "utf-8-sig"), (SECOND, "gb18030")], "Line 3"),
        ([(HEADING, "utf-8"), (FIRST + SECOND, "gb18030")], "Line 1"),
        ([(HEADING + FIRST + SECOND, "gb18030"), (FIRST, "utf-8")], "Line 4"),
    ],
)
def test_a_text_of_two_codings_is_refused_with_the_line_that_differs(parts, said):
    data = b"".join(text.encode(coding) for text, coding in parts)
    with pytest.raises(UnreadableSheet, match=said):
        tables_in(data)


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("remark", ["联通", "±5℃ Ω “引号” ①", "噪声大👍", "é", "联通€"])
def test_a_text_of_one_coding_is_read_as_it_is_written(coding, remark):
    rows = tables_in(f"{HEADING}{FIRST}260315-0044,90SZ03,{remark}\n".encode(coding))[0].rows
    assert [row[2] for row in rows] == ["故障现象", "噪声大", remark]
