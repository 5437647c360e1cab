"""A return list that somebody sends as a spreadsheet: read defensively, row by row."""

import io
import zipfile
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

BYTES = 10 * 1024 * 1024
UNPACKED = 80 * 1024 * 1024
ENTRIES = 200
ROWS, COLUMNS = 500, 30
HEADINGS = {
    "serial_number": ("编号", "出厂编号", "序列号", "SERIAL NUMBER", "SERIAL"),
    "model": ("型号", "规格型号", "规格", "MODEL"),
    "remark": ("备注", "故障", "故障现象", "REMARK"),
}


class UnreadableList(ValueError):
    """A file or text that is no return list; the message says what to do."""


def from_file(file: Any) -> list[dict[str, str]]:
    """Rows of serial number, model and remark from the first sheet of a workbook."""
    if file.size > BYTES:
        raise UnreadableList(_("The file is larger than 10 MB."))
    data = file.read()
    check_archive(data)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        if sheet.total_height > ROWS or sheet.total_width > COLUMNS:
            raise UnreadableList(_("The sheet has more than 500 rows or 30 columns; keep only the list."))
        rows = sheet.to_python()
    except (CalamineError, OSError, ValueError, IndexError) as error:
        if isinstance(error, UnreadableList):
            raise
        raise UnreadableList(_("The file cannot be read as a spreadsheet (xlsx, xls or ods).")) from None
    return from_rows([[text_of(cell) for cell in row] for row in rows])


def check_archive(data: bytes) -> None:
    """Refuse an archive that would unpack to more than any return list needs."""
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        raise UnreadableList(_("The file cannot be read as a spreadsheet (xlsx, xls or ods).")) from None
    if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED:
        raise UnreadableList(_("The file is too large once unpacked."))


def from_text(text: str) -> list[dict[str, str]]:
    """Rows from pasted text: one motor a line, cells separated by tabs, commas or semicolons."""
    for mark in ("，", ",", ";", "；"):
        text = text.replace(mark, "\t")
    return from_rows([line.split("\t") for line in text.splitlines()])


def from_rows(rows: list[list[str]]) -> list[dict[str, str]]:
    """Cells to fields: by the headings where there are any, else serial number, model, remark."""
    order: list[str] = ["serial_number", "model", "remark"]
    found = []
    for row in rows:
        cells = [cell.strip() for cell in row]
        named = headings(cells)
        if named:
            order = named
            continue
        fields = {name: cell[:200] for name, cell in zip(order, cells, strict=False) if name}
        if fields.get("serial_number") or fields.get("model"):
            found.append(fields)
    return found


def headings(cells: list[str]) -> list[str] | None:
    """The field of each column where this row is a heading, else None."""
    names = {text: name for name, texts in HEADINGS.items() for text in texts}
    order = [names.get(cell.upper(), "") for cell in cells]
    return order if "serial_number" in order or "model" in order else None


def text_of(cell: Any) -> str:
    """A cell as text; a serial number that the spreadsheet took for a number keeps its digits."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
