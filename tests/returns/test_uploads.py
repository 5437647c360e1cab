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
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile

from aftersales.kit import spreadsheets
from aftersales.kit.spreadsheets import SafeXLSX, UnreadableSheet, safe_cell
from cases.models import Case, ReturnedMotor
from returns.uploads import ROWS, from_file, from_text
from tests.actors import coordinator
from tests.factories import case_at, registered


def workbook(*rows):
    """A spreadsheet as Excel saves it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(data, name="清单.xlsx"):
    return from_file(SimpleUploadedFile(name, data))


# -- what customers send ------------------------------------------------------------------------------


def test_columns_are_known_by_their_chinese_headings_in_any_order():
    rows = read(workbook(["序号", "备注", "型号", "出厂编号"], [1, "火花大", "90SZ03", "260315-0042"]))
    assert rows == [{"remark": "火花大", "model": "90SZ03", "serial_number": "260315-0042"}]


@pytest.mark.parametrize("heading", ["编号", "出厂编号", "序列号", "Serial number", "SERIAL"])
def test_the_serial_number_goes_by_several_names(heading):
    assert read(workbook([heading], ["260315-0042"])) == [{"serial_number": "260315-0042"}]


def test_a_title_above_the_headings_is_harmless():
    rows = read(workbook(["青岛海纳退货清单"], [], ["型号", "编号"], ["90SZ03", "260315-0042"]))
    assert rows[-1] == {"model": "90SZ03", "serial_number": "260315-0042"}


def test_without_headings_it_is_serial_number_model_remark():
    rows = read(workbook(["260315-0042", "90SZ03", "异响"]))
    assert rows == [{"serial_number": "260315-0042", "model": "90SZ03", "remark": "异响"}]


def test_a_serial_number_that_excel_took_for_a_number_keeps_its_digits():
    assert read(workbook(["编号"], [2603150042], [26031500.0]))[0]["serial_number"] == "2603150042"
    assert read(workbook(["编号"], [26031500.0]))[0]["serial_number"] == "26031500"


def test_empty_rows_are_no_motors():
    assert len(read(workbook(["编号"], ["260315-0042"], [None], ["  "], ["260315-0043"]))) == 2


def test_an_open_document_is_read_as_well():
    assert read(ods(row(cell("编号")) + row(cell("260315-0042"))), "清单.ods") == [
        {"serial_number": "260315-0042"}
    ]


@pytest.mark.parametrize("mark", ["\t", ",", "，", ";", "；"])
def test_a_list_may_be_pasted_from_a_message(mark):
    text = mark.join(["260315-0042", "90SZ03", "异响"]) + "\r\n\r\n260315-0043"
    assert from_text(text) == [
        {"serial_number": "260315-0042", "model": "90SZ03", "remark": "异响"},
        {"serial_number": "260315-0043"},
    ]


def test_a_thousand_motors_are_a_list_and_more_rows_are_refused_not_dropped():
    rows = [[f"260315-{n:04d}"] for n in range(ROWS)]
    assert len(read(workbook(*rows))) == ROWS
    with pytest.raises(UnreadableSheet, match=f"{ROWS} rows"):
        read(workbook(*rows, ["260315-9999"]))


def test_a_sheet_of_many_columns_is_refused():
    with pytest.raises(UnreadableSheet, match="30 columns"):
        read(workbook(list(range(31))))


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
    "a text file": lambda: "编号,型号\n260315-0042,90SZ03\n".encode(),
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
        assert isinstance(read(bytes(data)), list)


# -- on the page --------------------------------------------------------------------------------------


def send(browse, case, **facts):
    form = {
        "version": case.version, "key": uuid.uuid4(), "pasted": "", "rows-TOTAL_FORMS": "0",
        "rows-INITIAL_FORMS": "0",
    }  # fmt: skip
    return browse(coordinator()).post(f"/cases/{case.pk}/return-list/", form | facts)


@pytest.mark.django_db
def test_an_uploaded_list_becomes_the_motors_of_the_case_known_to_the_register(browse):
    entries = [registered() for _ in range(2)]
    data = workbook(["编号"], *[[entry.serial_number] for entry in entries], ["无铭牌"])
    answer = send(
        browse, case_at("authorised", entry=entries[0]), upload=SimpleUploadedFile("清单.xlsx", data)
    )
    assert answer.status_code == 302
    motors = ReturnedMotor.objects.order_by("position")
    assert [motor.registered for motor in motors] == [*entries, None]
    assert [motor.position for motor in motors] == [1, 2, 3]
    assert Case.objects.search("无铭牌").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["a cell in the far corner", "a zip bomb", "a picture", "a damaged part"])
def test_a_hostile_upload_is_answered_on_the_page_and_changes_nothing(what, browse):
    case = case_at("authorised")
    page = send(browse, case, upload=SimpleUploadedFile("清单.xlsx", HOSTILE[what]()))
    assert page.status_code == 200
    assert Case.objects.get().status == "authorised"
    assert not ReturnedMotor.objects.exists()


@pytest.mark.django_db
def test_a_serial_number_listed_twice_is_named(browse):
    page = send(browse, case_at("authorised"), pasted="260315-0001\n260315-0002\n260315-0001")
    assert "260315-0001" in page.content.decode()
    assert not ReturnedMotor.objects.exists()


@pytest.mark.django_db
def test_an_empty_list_is_no_list(browse):
    assert send(browse, case_at("authorised"), pasted="\n \n").status_code == 200
    assert Case.objects.get().status == "authorised"


# -- the way out --------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "|", "\t", "\r", "\n", "＝", "＋", "－", "＠", "｜"])
def test_no_text_leaves_as_a_formula(start):
    assert safe_cell(f"{start}1+1").startswith("'")


def test_numbers_and_dates_leave_as_what_they_are():
    for value in (-5, 3.5, dt.date(2026, 3, 15), None, True, "90SZ03"):
        assert safe_cell(value) == value


def test_an_exported_sheet_comes_back_with_its_text_as_text():
    data = SafeXLSX().export_data(tablib.Dataset(["=1+1", "90SZ03\x08"], headers=["备注", "型号"]))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert [cell.value for cell in list(book.active.rows)[1]] == ["'=1+1", "90SZ03"]
    assert {cell.data_type for cell in list(book.active.rows)[1]} == {"s"}
