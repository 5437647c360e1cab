"""四.2: the return list as customers send it, and files that are meant to do harm."""

import datetime as dt
import io
import random
import re
import uuid
import zipfile
from contextlib import suppress

import openpyxl
import pytest

from aftersales.kit import spreadsheets
from aftersales.kit.spreadsheets import Sheet, SheetColumn, UnreadableSheet, safe_cell, write_sheets
from cases.models import Case, ReturnedMotor
from returns.tables import RETURN_LIST
from returns.uploads import ROWS
from tests.actors import coordinator
from tests.factories import case_at, registered
from tests.tables import sheets
from tests.tables.sheets import decide, rows_of, text, workbook


def told(rows):
    """What a list says: serial number, model and remark of each motor."""
    assert [row.errors for row in rows if row.errors] == []
    return [(row.get("serial_number"), row.get("model"), row.get("told")) for row in rows]


def look(data):
    """What a file says, or a text as it was pasted."""
    return sheets.look(
        RETURN_LIST, data, coordinator(), case_at("authorised", entry=registered("260904-9999"))
    )


def read(data):
    """The motors of a file."""
    return told(rows_of(look(data)))


pasted = read


def errors(*rows):
    """What is said of the rows of a workbook, by their number."""
    return {
        row.number: [said for _name, said in row.errors]
        for row in rows_of(look(workbook(*rows)))
        if row.errors
    }


def numbers(*rows):
    return [number for number, _model, _remark in read(workbook(*rows))]


pytestmark = pytest.mark.django_db
HEADS = ["出厂编号", "型号", "故障现象"]

# -- what customers send ------------------------------------------------------------------------------


def test_columns_are_known_by_their_chinese_headings_in_any_order():
    rows = read(workbook(["序号", "备注", "型号", "出厂编号"], [1, "火花大", "90SZ03", "260315-0042"]))
    assert rows == [("260315-0042", "90SZ03", "火花大")]


@pytest.mark.parametrize(
    "heading",
    [
        "编号",
        "出厂编号",
        "序列号",
        "产品编号",
        "Serial number",
        "SERIAL",
        "S/N",
        "出厂编号*",
        "出 厂 编 号",
        "编号（铭牌）",
    ],
)
def test_the_serial_number_goes_by_several_names(heading):
    assert numbers([heading], ["260315-0042"]) == ["260315-0042"]


def test_running_numbers_are_no_serial_numbers():
    heads = ["序号", "产品型号", "产品编号", "数量", "故障现象"]
    rows = read(workbook(heads, [1, "90SZ03", "260315-0042", 1, "异响"], [2, "90SZ03", "260315-0043", 1, ""]))
    assert rows == [("260315-0042", "90SZ03", "异响"), ("260315-0043", "90SZ03", "")]
    rows = read(workbook(["编号", "型号", "数量"], [1, "90SZ03", 2], [2, "70SZ08", 1]))
    assert [model for _number, model, _remark in rows] == ["90SZ03", "90SZ03", "70SZ08"]


def test_title_sum_note_and_repeated_headings_are_skipped_and_said():
    found = look(
        workbook(
            ["青岛海纳退货清单"], ["单位：青岛海纳"], HEADS, ["260315-0042", "90SZ03", "异响"], [], HEADS,
            ["260315-0043", "90SZ03", ""], ["合计", "2台", ""], ["制表：李四", "", ""],
        )
    )  # fmt: skip
    assert [number for number, *_ in told(rows_of(found))] == ["260315-0042", "260315-0043"]
    assert [(one.number, one.why) for one in found.skipped] == [
        (1, "above the headings"), (2, "above the headings"), (6, "the headings once more"),
        (8, "a sum"), (9, "a note below the table"),
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["合计", "合 计", "小计", "总计：", "Total", "合计：2台", "共2台"])
def test_a_sum_is_no_motor(word):
    assert len(numbers(HEADS, ["260315-0042", "90SZ03", ""], [word, "", ""])) == 1


def test_fault_and_remark_are_both_kept():
    heads = ["出厂编号", "故障现象", "备注"]
    assert read(workbook(heads, ["260315-0042", "异响", ""]))[0][2] == "异响"
    assert read(workbook(heads, ["260315-0042", "异响", "急"]))[0][2] == "异响；急"


def test_models_with_a_quantity_are_so_many_motors():
    assert read(workbook(["型号", "数量"], ["90SZ03", 5])) == [("", "90SZ03", "")] * 5
    assert read(workbook(["型号", "数量（台）"], ["90SZ03", "2台"])) == [("", "90SZ03", "")] * 2


@pytest.mark.parametrize(
    ("cell", "first", "last", "many"),
    [
        ("260904-0001\n260904-0002", "260904-0001", "260904-0002", 2),
        ("260904-0001、260904-0002", "260904-0001", "260904-0002", 2),
        ("260904-0001 260904-0002", "260904-0001", "260904-0002", 2),
        ("260904-0005~0009", "260904-0005", "260904-0009", 5),
        ("260904-0005～260904-0009", "260904-0005", "260904-0009", 5),
        ("260904-0005至0009", "260904-0005", "260904-0009", 5),
        ("２６０９０４－０００５~０００９", "260904-0005", "260904-0009", 5),
        ("260904-0005~9", "260904-0005", "260904-0009", 5),
        ("260904-0001、０００２", "260904-0001", "260904-0002", 2),
        ("260904-0001、2０", "260904-0001", "260904-0020", 2),
    ],
)
def test_several_motors_in_a_cell_are_several_motors(cell, first, last, many):
    found = numbers(["出厂编号"], [cell])
    assert (found[0], found[-1], len(found)) == (first, last, many)


@pytest.mark.parametrize("cell", ["260904-0009~0005", "260904-0001~260905-0002", "260904-0001~9999999"])
def test_a_range_that_is_none_is_refused(cell):
    assert "is no range of numbers" in errors(["出厂编号"], [cell])[2][0]


def test_nothing_is_cut():
    found = errors(HEADS, ["9" * 45, "90SZ03", ""], ["260315-0042", "90SZ03", "长" * 260])
    assert found == {
        2: ["45 characters; at most 40 have room here."],
        3: ["260 characters; at most 200 have room here."],
    }


def test_errors_of_the_spreadsheet_and_formulas_without_a_value_are_refused():
    found = errors(["出厂编号", "型号"], ["=1+1", "90SZ03"], ["#N/A", "90SZ03"])
    assert "This formula has no value" in found[2][0]
    assert "shows the error #N/A" in found[3][0]


def test_numbers_that_have_lost_their_digits_and_dates_are_refused():
    found = errors(["出厂编号"], [2603150042.5], [26031500421234567], ["2.60315E+11"], [dt.date(2026, 3, 15)])
    assert [
        "decimals" in found[2][0],
        "digits" in found[3][0],
        "digits" in found[4][0],
        "date" in found[5][0],
    ] == [True] * 4


def test_as_many_numbers_as_motors():
    assert errors(["出厂编号", "数量"], ["260315-0042", 2]) == {2: ["2 motors, but 1 serial numbers."]}


def test_a_number_listed_twice_is_named():
    assert set(errors(["出厂编号"], ["260315-0042"], ["２６０３１５0042"])) == {2, 3}


def test_without_headings_it_is_serial_number_model_remark():
    assert read(workbook(["260315-0042", "90SZ03", "异响"])) == [("260315-0042", "90SZ03", "异响")]


def test_a_serial_number_that_excel_took_for_a_number_keeps_its_digits():
    assert numbers(["编号"], [2603150042], [26031500.0]) == ["2603150042", "26031500"]


def test_empty_rows_are_no_motors():
    assert len(numbers(["编号"], ["260315-0042"], [None], ["  "], ["260315-0043"])) == 2


def test_an_open_document_is_read_as_well():
    assert read(ods(row(cell("编号")) + row(cell("260315-0042")))) == [("260315-0042", "", "")]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_csv_file_of_any_office_is_read(coding, mark):
    text = f"出厂编号{mark}型号{mark}故障现象\r\n260315-0042{mark}90SZ03{mark}噪声大\r\n"
    assert read(text.encode(coding)) == [("260315-0042", "90SZ03", "噪声大")]


def test_merged_cells_stand_in_every_row():
    book = openpyxl.Workbook()
    for line in (["型号", "出厂编号"], ["90SZ03", "260315-0042"], [None, "260315-0043"]):
        book.active.append(line)
    book.active.merge_cells("A2:A3")
    buffer = io.BytesIO()
    book.save(buffer)
    assert [model for _number, model, _remark in read(buffer.getvalue())] == ["90SZ03", "90SZ03"]


def test_the_sheet_that_is_a_list_is_found_among_several():
    book = openpyxl.Workbook()
    book.active.append(["说明"])
    for line in (["出厂编号"], ["260315-0042"]):
        book.create_sheet("清单") if len(book.worksheets) == 1 else None
        book["清单"].append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    assert read(buffer.getvalue()) == [("260315-0042", "", "")]


@pytest.mark.parametrize("mark", ["\t", ",", "，", ";", "；"])
def test_a_list_may_be_pasted_from_a_message(mark):
    text = mark.join(["260315-0042", "90SZ03", "异响"]) + "\r\n\r\n260315-0043"
    assert pasted(text) == [("260315-0042", "90SZ03", "异响"), ("260315-0043", "", "")]


def test_a_pasted_remark_keeps_its_commas():
    assert pasted("260904-0001\t55SZ01\t噪声大，轴承异响") == [("260904-0001", "55SZ01", "噪声大，轴承异响")]
    assert pasted("260904-0001，55SZ01，噪声大，轴承异响") == [("260904-0001", "55SZ01", "噪声大，轴承异响")]


def test_pasted_numbers_one_beside_the_other_are_motors():
    assert [number for number, *_ in pasted("260904-0001,260904-0002,260904-0003")] == [
        "260904-0001", "260904-0002", "260904-0003",
    ]  # fmt: skip


def test_more_rows_than_a_list_may_have_are_refused_not_dropped():
    with pytest.raises(UnreadableSheet, match=f"{ROWS} rows"):
        read(workbook(["编号"], *[[f"260315-{n:05d}"] for n in range(ROWS)]))


@pytest.mark.parametrize(
    "rows",
    [
        [["Name", "Age"], ["Ann", 31]],
        [["x"]],
        [[1, 2, 3], [4, 5, 6]],
        [["城市", "人口"], ["青岛", 10_000_000]],
    ],
)
def test_a_sheet_of_anything_else_is_refused(rows):
    with pytest.raises(UnreadableSheet, match="Nothing in it says which column is “Serial number or Model”"):
        read(workbook(*rows))


def test_a_sheet_of_many_columns_is_refused():
    with pytest.raises(UnreadableSheet, match="60 columns"):
        read(workbook(list(range(61))))


# -- what is meant to do harm -------------------------------------------------------------------------


def packed(**files):
    """A zip archive of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_sheet(cells):
    """A workbook of which Excel would say the same, but with these rows in its sheet."""
    source = zipfile.ZipFile(io.BytesIO(workbook(["编号"])))
    files = {name: source.read(name) for name in source.namelist()}
    name = "xl/worksheets/sheet1.xml"
    text = re.sub(r"<sheetData>.*</sheetData>", f"<sheetData>{cells}</sheetData>", files[name].decode())
    files[name] = re.sub(r"<dimension[^>]*>", "", text).encode()
    return packed(**files)


def at(reference):
    number = re.sub(r"\D", "", reference)
    return f'<row r="{number}"><c r="{reference}" t="inlineStr"><is><t>x</t></is></c></row>'


ODS = (
    '<?xml version="1.0"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="S">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)


def ods(rows):
    return packed(
        **{
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": '<?xml version="1.0"?><manifest:manifest'
            ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "content.xml": ODS.format(rows),
        }
    )


def row(cells, times=1):
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


def cell(text, times=1):
    inside = f"<text:p>{text}</text:p>" if text else ""
    kind = 'office:value-type="string" ' if text else ""
    return f'<table:table-cell {kind}table:number-columns-repeated="{times}">{inside}</table:table-cell>'


def bomb(entries, megabytes):
    return packed(**{f"xl/part{n}.xml": b"\0" * (megabytes << 20) for n in range(entries)})


def lying(data):
    """The same archive, whose headers claim that nothing is inside."""
    archive = bytearray(data)
    size = (90 << 20).to_bytes(4, "little")
    return bytes(archive.replace(size, (1).to_bytes(4, "little")))


def damaged(data):
    """A workbook of which some bytes were lost in the middle of a compressed part."""
    broken = bytearray(data)
    start = broken.index(b"xl/workbook.xml") + 40
    broken[start : start + 60] = b"\xff" * 60
    return bytes(broken)


HOSTILE = {
    "a cell in the far corner": lambda: with_sheet(at("A1") + at("XFD1048576")),
    "a cell far below": lambda: with_sheet(at("A1") + at("A1048576")),
    "a cell far to the right": lambda: with_sheet(at("XFD1")),
    "a cell that no sheet has": lambda: with_sheet(at("ZZZZ99999999")),
    "a repeated block": lambda: ods(row(cell("x", 16384), 1048576)),
    "a repeated corner": lambda: ods(row(cell("", 16384), 1048575) + row(cell("", 16383) + cell("x"))),
    "endless columns": lambda: ods(row(cell("x", 4_000_000_000))),
    "endless rows": lambda: ods(row(cell("x"), 4_000_000_000)),
    "a zip bomb": lambda: bomb(1, 90),
    "many small bombs": lambda: bomb(30, 4),
    "a bomb with a lying header": lambda: lying(bomb(1, 90)),
    "very many parts": lambda: packed(**{f"xl/{n}.xml": b"x" for n in range(300)}),
    "a damaged part": lambda: damaged(workbook(["编号"], ["260315-0042"])),
    "a truncated file": lambda: workbook(["编号"], ["260315-0042"])[:2000],
    "a text document": lambda: packed(**{"word/document.xml": "<w:document/>"}),
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 200,
    "an empty archive": lambda: packed(),
    "nothing but the letters PK": lambda: b"PK",
    "an old workbook cut off": lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504,
    "a web page": lambda: b"<html><table><tr><td>x</td></tr></table></html>",
    "eleven megabytes": lambda: b"x" * (11 << 20),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_return_list_is_refused_with_a_sentence(what):
    with pytest.raises(UnreadableSheet) as refusal:
        read(HOSTILE[what]())
    assert str(refusal.value)


def test_a_bomb_is_not_inflated_beyond_the_limit(monkeypatch):
    inflated = []
    original = zipfile.ZipExtFile.read

    def counting(self, n=-1):
        chunk = original(self, n)
        inflated.append(len(chunk))
        return chunk

    monkeypatch.setattr(zipfile.ZipExtFile, "read", counting)
    with pytest.raises(UnreadableSheet, match="too large"):
        read(bomb(30, 4))
    assert sum(inflated) <= spreadsheets.UNPACKED + (1 << 16)


@pytest.mark.parametrize("seed", range(40))
def test_a_workbook_with_a_few_wrong_bytes_is_read_or_refused(seed):
    chance = random.Random(seed)
    data = bytearray(workbook(["编号", "型号"], ["260315-0042", "90SZ03"]))
    for _ in range(chance.randint(1, 12)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with suppress(UnreadableSheet):
        assert isinstance(rows_of(look(bytes(data))), list)


# -- on the page --------------------------------------------------------------------------------------


def send(browse, case, **facts):
    form = {
        "version": case.version, "key": uuid.uuid4(), "pasted": "", "rows-TOTAL_FORMS": "0",
        "rows-INITIAL_FORMS": "0",
    }  # fmt: skip
    return browse(coordinator()).post(f"/cases/{case.pk}/return-list/", form | facts, follow=True)


def enter(browse, page, choice="all"):
    return decide(browse(coordinator()), page, choice)


def test_an_uploaded_list_becomes_the_motors_of_the_case_known_to_the_register(browse):
    entries = [registered() for _ in range(2)]
    data = workbook(["编号"], *[[entry.serial_number] for entry in entries], ["无铭牌"])
    case = case_at("authorised", entry=entries[0])
    page = send(browse, case, upload=sheets.file(data))
    assert "3 motors are listed, and 1 reported." in text(page)
    assert "skipped" not in text(page).lower()
    assert not ReturnedMotor.objects.exists()
    assert "Taken over" in text(enter(browse, page))
    motors = ReturnedMotor.objects.order_by("position")
    assert [motor.registered for motor in motors] == [*entries, None]
    assert [motor.position for motor in motors] == [1, 2, 3]
    assert Case.objects.search("无铭牌").exists()


@pytest.mark.parametrize("what", ["a cell in the far corner", "a zip bomb", "a picture", "a damaged part"])
def test_a_hostile_upload_is_answered_on_the_page_and_changes_nothing(what, browse):
    case = case_at("authorised")
    page = send(browse, case, upload=sheets.file(HOSTILE[what]()))
    assert page.status_code == 200
    assert page.context["form"].errors
    assert Case.objects.get().status == "authorised"
    assert not ReturnedMotor.objects.exists()


def test_a_serial_number_listed_twice_is_named(browse):
    page = send(browse, case_at("authorised"), pasted="260315-0001\n260315-0002\n260315-0001")
    assert "260315-0001 is listed twice." in text(page)
    assert not ReturnedMotor.objects.exists()


def test_an_empty_list_is_no_list(browse):
    assert send(browse, case_at("authorised"), pasted="\n \n").status_code == 200
    assert Case.objects.get().status == "authorised"


def first_row(case):
    """The row that is filled in for the clerk, as it was."""
    known = {"serial_number": case.serial_number, "model": case.model_name, "remark": ""}
    return {"rows-TOTAL_FORMS": "1", **{f"rows-0-{name}": value for name, value in known.items()}}


def test_six_motors_reported_and_six_lines_pasted_are_six(browse):
    entries = [registered() for _ in range(7)]
    case = case_at("authorised", entry=entries[0], quantity=6)
    sent = first_row(case) | {"pasted": "\n".join(entry.serial_number for entry in entries[1:])}
    enter(browse, send(browse, case, **sent))
    assert ReturnedMotor.objects.count() == 6


def test_what_was_typed_beside_a_file_is_entered_with_it(browse):
    entries = [registered() for _ in range(3)]
    case = case_at("authorised", entry=entries[0], quantity=3)
    row = {"rows-0-serial_number": entries[1].serial_number, "rows-0-model": "", "rows-0-remark": "急"}
    data = workbook(["出厂编号"], [entries[0].serial_number], [entries[2].serial_number])
    enter(browse, send(browse, case, **(first_row(case) | row), upload=sheets.file(data)))
    motors = ReturnedMotor.objects.order_by("position")
    assert [motor.registered for motor in motors] == [entries[1], entries[0], entries[2]]
    assert motors[0].remark == "急"


def test_a_file_that_was_chosen_is_kept_when_more_rows_are_asked_for(browse):
    entry = registered()
    case = case_at("authorised", entry=entry)
    data = workbook(["出厂编号", "备注"], [entry.serial_number, "急"])
    page = send(browse, case, upload=sheets.file(data), more="1")
    assert "清单.xlsx is kept." in text(page)
    enter(browse, send(browse, case, table=page.context["form"]["table"].value()))
    assert ReturnedMotor.objects.get().remark == "急"


def test_a_file_and_pasted_rows_at_once_are_not_guessed_at(browse):
    page = send(browse, case_at("authorised"), upload=sheets.file(workbook(["编号"])), pasted="260315-0001")
    assert "Either a file or pasted rows, not both at once." in text(page)


def test_what_is_odd_is_said_before_the_list_is_entered(browse):
    entry = registered("260904-0001")
    case = case_at("authorised", entry=entry)
    page = send(browse, case, pasted="260904-0010\t70SZ08")
    assert "260904-0010 is not in the register." in text(page)
    assert "not of the model 90SZ03" in text(page)
    assert not ReturnedMotor.objects.exists()
    enter(browse, page)
    assert ReturnedMotor.objects.count() == 1


def test_wrong_rows_are_named_and_the_others_may_be_entered_without_them(browse):
    registered("260904-0001")
    case = case_at("authorised")
    page = send(browse, case, pasted="260904-0001\t90SZ03\n" + "9" * 45)
    assert "45 characters" in text(page)
    assert not ReturnedMotor.objects.exists()
    enter(browse, page, "all")
    assert not ReturnedMotor.objects.exists()
    enter(browse, page, "good")
    assert ReturnedMotor.objects.get().serial_number == "260904-0001"


def test_a_case_that_has_moved_on_takes_no_list(browse):
    case = case_at("authorised", entry=registered("260904-0001"))
    page = send(browse, case, pasted="260904-0001\t90SZ03")
    Case.objects.update(version=case.version + 1)
    enter(browse, page)
    assert not ReturnedMotor.objects.exists()


# -- other kinds of the same --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "260904-0001、260904-0002、260904-0003", "260904-0001/260904-0002/260904-0003", "260904-0001/0002/0003",
        "260904-0001、02、03", "260904-0001和260904-0002及260904-0003", "260904-0001 260904-0002 260904-0003",
        "260904-0001\n0002\n0003", "260904-0001-0003", "260904-0001 — 260904-0003", "从260904-0001到0003止",
        "２６０９０４－０００１～０００３", "260904-0001~2，260904-0003", "260904-0001→0003", "260904-0001 to 0003",
        "260904-0001起至0003止", "260904-0001~\n0003", "260904-0001\n至\n260904-0003", "260904-0001->260904-0003",
        "260904-0001﹑0002､0003", "①260904-0001②260904-0002③260904-0003", "260904-0001#、0002#、0003#",
        "1、260904-0001\n2、260904-0002\n3、260904-0003", "1.260904-0001 2.260904-0002 3.260904-0003",
        "260904-0001~0003（共3台）", "260904-0001~0003，共三台", "260904-0001、0002、0003 计3台",
    ],
)  # fmt: skip
def test_several_numbers_of_a_cell_come_apart_however_they_are_written(cell):
    assert numbers(HEADS, [cell, "90SZ03", "异响"]) == ["260904-0001", "260904-0002", "260904-0003"]


@pytest.mark.parametrize("cell", ["2609040001-2609040003", "2609040001-0003", "2609040001/0002/0003"])
def test_numbers_without_a_dash_come_apart_as_well(cell):
    assert numbers(HEADS, [cell, "90SZ03", "异响"]) == ["2609040001", "2609040002", "2609040003"]


@pytest.mark.parametrize(
    "cell",
    [
        "260904-0001 90SZ03", "260904-0001/90SZ03", "90SZ03 260904-0001", "260904-0001 2026-03-15", "260904-0001×2",
        "260904-0001 x2", "260904-0001，转速3000", "260904-0001（旧号250101-0001）", "260904-0001~0005，0003除外",
        "260904-0001，以及260904-0002", "260904-0001 or 260904-0002", "260904-0001·0002", "260904-0001.0002",
    ],
)  # fmt: skip
def test_what_stands_beside_a_number_makes_no_motor(cell):
    assert "more than a serial number" in errors(HEADS, [cell, "90SZ03", "异响"])[2][0]


@pytest.mark.parametrize("cell", ["260904-0001等3台", "260904-0001 3台", "260904-0001~0005（4台）"])
def test_numbers_that_are_not_as_many_as_is_said_of_them_are_refused(cell):
    assert "serial numbers" in errors(HEADS, [cell, "90SZ03", "异响"])[2][0]


@pytest.mark.parametrize("cell", ["无", "/", "——", "N/A", "无编号"])
def test_a_motor_without_a_number_has_none(cell):
    assert read(workbook(HEADS, [cell, "90SZ03", "异响"])) == [("", "90SZ03", "异响")]


def test_why_a_number_cannot_be_read_is_kept_with_the_fault():
    motor = ("", "90SZ03", "铭牌磨损看不清；异响")
    assert read(workbook(HEADS, ["铭牌磨损看不清", "90SZ03", "异响"])) == [motor]
    heads = ["出厂编号", "型号", "数量", "故障现象"]
    assert read(workbook(heads, ["铭牌磨损看不清", "90SZ03", 2, "异响"])) == [motor, motor]


@pytest.mark.parametrize(
    "row",
    [
        ["经手人：李四"], ["收货地址：青岛市城阳区"], ["以上电机均为保修期内，请尽快处理。"],
        ["客户签字（盖章）："], ["（盖章）"], ["青岛海纳包装机械有限公司"], ["2026年3月15日"],
        ["13800000000"], ["0532-88888888"], ["2026.3.15"], ["1/1"], ["- 1 -"], [2], ["/", "/", "/"],
        ["合计贰台"], ["合计（大写）：贰台"], ["Total: 2 pcs"],
        ["Page 1 of 1"], ["数量合计", "", 1], ["总台数：1"], ["", "", "合计：1"], ["∑", "", 1],
    ],
)  # fmt: skip
def test_what_stands_below_a_table_makes_no_motor(row):
    found = look(workbook(HEADS, ["260904-0001", "90SZ03", "异响"], [], row))
    assert len(rows_of(found)) == 1
    assert found.skipped[-1].number == 4


def test_a_stroke_for_a_model_is_none():
    found = look(workbook(HEADS, ["260904-0001", "/", "异响"], ["/", "—", "异响"]))
    assert [(row.get("model"), bool(row.errors)) for row in rows_of(found)] == [("", False), ("", True)]


def test_a_serial_number_is_no_model():
    rows = rows_of(look("260904-0001，260904-0002，异响"))
    assert "is a serial number, and no model" in rows[0].errors[0][1]


@pytest.mark.parametrize(
    "message", ["260904-0001 异响，260904-0002 漏油", "① 260904-0001 异响 ② 260904-0002 漏油"]
)
def test_a_second_motor_in_the_remark_of_a_message_is_said(message):
    (row,) = rows_of(look(message))
    assert any("260904-0002 stands in the remark" in warned.sentence for warned in row.warnings)


@pytest.mark.parametrize(
    "line", ["第1台：260904-0001 异响", "90SZ03 共3台：260904-0001", "1#：260904-0001 异响"]
)
def test_words_before_a_number_make_no_number_of_it(line):
    assert "more than a serial number" in rows_of(look(line))[0].errors[0][1]


@pytest.mark.parametrize(
    "message", ["90SZ03 3台", "90SZ03*3", "90SZ03×3台", "90SZ03，3台，异响", "90SZ03 3台 异响"]
)
def test_a_model_and_how_many_of_it_are_so_many_motors_in_a_message(message):
    assert [row.get("model") for row in rows_of(look(message))] == ["90SZ03"] * 3


@pytest.mark.parametrize("heading", ["退货数", "实退数量", "不良数", "返厂数量", "数量/台", "数量 Qty"])
def test_the_quantity_goes_by_several_names(heading):
    assert len(read(workbook(["型号", heading], ["90SZ03", 3]))) == 3


@pytest.mark.parametrize(
    "heading", ["故障现象/原因", "症状", "退回原因", "问题点", "故障 Fault", "3.故障现象"]
)
def test_what_ails_a_motor_goes_by_several_names(heading):
    assert read(workbook(["出厂编号", heading], ["260904-0001", "异响"])) == [("260904-0001", "", "异响")]


def test_a_sum_without_a_word_and_rows_that_are_only_counted_make_no_motor():
    heads = ["序号", "出厂编号", "型号", "数量"]
    found = look(workbook(heads, [1, "260904-0001", "90SZ03", 1], [2], [3], ["", "", "", 1]))
    assert [row.number for row in rows_of(found)] == [2]
    assert [one.why for one in found.skipped] == ["nothing is filled in", "nothing is filled in", "a sum"]


def test_a_row_that_says_only_what_ails_a_motor_is_refused():
    found = look(workbook(HEADS, ["260904-0001", "90SZ03", "异响"], ["", "", "并且发热"]))
    assert [bool(row.errors) for row in rows_of(found)] == [False, True]


@pytest.mark.parametrize(
    "message",
    [
        "1. 260904-0001 90SZ03 异响，发热\n2. 260904-0002 90SZ03 不转",
        "1、260904-0001，90SZ03，异响，发热\n2、260904-0002，90SZ03，不转",
        "（1）260904-0001 90SZ03 异响，发热\n（2）260904-0002 90SZ03 不转",
        "王工你好，以下电机退回：\n260904-0001 90SZ03 异响，发热\n260904-0002 90SZ03 不转\n谢谢",
        "260904-0001|90SZ03|异响|发热\n260904-0002|90SZ03|不转",
        "出厂编号：260904-0001 型号：90SZ03 故障：异响，发热\n出厂编号：260904-0002 型号：90SZ03 故障：不转",
        "型号：90SZ03\n编号：260904-0001\n故障：异响，发热\n\n型号：90SZ03\n编号：260904-0002\n故障：不转",
        "编号：260904-0001\n型号：90SZ03 故障：异响，发热\n编号：260904-0002\n型号：90SZ03\n故障：不转\n谢谢",
    ],
)
def test_the_lines_of_a_message_are_motors_however_they_are_laid_out(message):
    assert pasted(message) == [("260904-0001", "90SZ03", "异响，发热"), ("260904-0002", "90SZ03", "不转")]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "，", "；"])
@pytest.mark.parametrize("coding", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_a_text_file_is_read_whatever_separates_its_cells_and_however_it_is_coded(separator, coding):
    lines = [separator.join(cells) for cells in (HEADS, ["260904-0001", "90SZ03", "异响"])]
    assert read("\r\n".join(lines).encode(coding)) == [("260904-0001", "90SZ03", "异响")]


def test_a_heading_that_nobody_knows_is_known_by_the_numbers_below_it():
    assert numbers(["型号", "钢印"], ["90SZ03", "260904-0001"]) == ["260904-0001"]


def test_hidden_rows_and_other_sheets_are_said():
    book = openpyxl.Workbook()
    for row in (HEADS, ["260904-0001", "90SZ03", "异响"], ["260904-0002", "90SZ03", "不转"]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.create_sheet("八月").append(["260904-0003"])
    found = look(sheets.saved(book))
    hidden = [any("hidden" in warned.sentence for warned in row.warnings) for row in rows_of(found)]
    assert (hidden, found.table.others) == ([False, True], ["八月"])


def test_a_quantity_in_words_is_one():
    assert len(read(workbook(["型号", "数量"], ["90SZ03", "两台"], ["90SZ03", "十二只"]))) == 14


@pytest.mark.parametrize(
    "cell", ["3", "3台套", "3台(套)", "3 pcs.", "3ea", "3 sets", "共3台", "×3", "3部", "3."]
)
def test_a_quantity_has_many_units(cell):
    assert len(read(workbook(["型号", "数量"], ["90SZ03", cell]))) == 3


@pytest.mark.parametrize("cell", ["2套5台", "1 5", "5台3台", "1件10只", "5只3", "5-6", "(5)", "约5"])
def test_two_quantities_in_a_cell_are_not_put_together_to_one(cell):
    assert "is no number" in errors(["型号", "数量"], ["90SZ03", cell])[2][0]


# -- the way out --------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "|", "\t", "\r", "\n", "＝", "＋", "－", "＠", "｜"])
def test_no_text_leaves_as_a_formula(start):
    text = f"{start}1+1"
    file = write_sheets([Sheet("1", [SheetColumn("x", 9, "@")], [[text]])])
    cell = openpyxl.load_workbook(file).active["A2"]
    assert (cell.value, cell.data_type) == (text.replace("\r", "\n").replace("\t", " "), "s")


def test_numbers_and_dates_leave_as_what_they_are():
    for value in (-5, 3.5, dt.date(2026, 3, 15), None, True, "90SZ03"):
        assert safe_cell(value) == value


@pytest.mark.parametrize("waybill", ["SF1234567890123", "JDVA1234567890123"])
def test_a_waybill_in_a_message_is_no_motor(waybill):
    assert pasted(f"260904-0001 90SZ03 异响\n260904-0002 90SZ03 漏油\n{waybill}") == [
        ("260904-0001", "90SZ03", "异响"),
        ("260904-0002", "90SZ03", "漏油"),
    ]


def test_a_model_above_the_numbers_of_a_message_is_theirs_until_another_line():
    message = "90SZ03\n260904-0001 异响\n260904-0002 漏油\n还有一台：\n260904-0003 不转"
    assert pasted(message) == [
        ("260904-0001", "90SZ03", "异响"),
        ("260904-0002", "90SZ03", "漏油"),
        ("260904-0003", "", "不转"),
    ]
