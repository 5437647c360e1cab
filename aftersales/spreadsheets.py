"""Spreadsheets in and out without the known traps: bombs and sparse sheets on the way in, formulas on the way out."""

import io
import zipfile
from typing import Any

import tablib
from django.utils.translation import gettext as _
from import_export.formats.base_formats import XLSX
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from python_calamine import CalamineError, CalamineWorkbook

BYTES = 10 * 1024 * 1024
UNPACKED = 80 * 1024 * 1024
ENTRIES = 200
FORMULA_STARTS = tuple("=+-@|\t\r\n＝＋－＠｜")


class UnreadableSheet(ValueError):
    """A file that is no usable spreadsheet; the message says what to do."""


def read_rows(data: bytes, *, rows: int, columns: int) -> list[list[Any]]:
    """The cells of the first sheet of an xlsx, xls or ods file. Raises UnreadableSheet, never drops a row.

    calamine reads only the cells that exist, so a sheet with one cell in its far corner costs nothing; the
    limits are then checked against what the sheet claims to be.
    """
    check_archive(data)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        if sheet.total_height > rows or sheet.total_width > columns:
            raise UnreadableSheet(
                _("The sheet has more than %(rows)d rows or %(columns)d columns.")
                % {"rows": rows, "columns": columns}
            )
        return sheet.to_python()
    except (CalamineError, OSError, ValueError, IndexError) as error:
        if isinstance(error, UnreadableSheet):
            raise
        raise unreadable() from None


def unreadable() -> UnreadableSheet:
    return UnreadableSheet(_("The file cannot be read as a spreadsheet (xlsx, xls or ods)."))


def check_archive(data: bytes) -> None:
    """Refuse a file that is larger, or would unpack to more, than any sheet of ours."""
    if len(data) > BYTES:
        raise UnreadableSheet(_("The file is larger than 10 MB."))
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            unpacked = sum(inflated(archive, entry) for entry in entries[:ENTRIES])
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise unreadable() from None
    if len(entries) > ENTRIES or unpacked > UNPACKED:
        raise UnreadableSheet(_("The file is too large once unpacked."))


def inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """Bytes of an entry, counted while inflating: what the header says may be a lie."""
    size = 0
    with archive.open(entry) as stream:
        while size <= UNPACKED and (chunk := stream.read(1 << 16)):
            size += len(chunk)
    return size


def safe_cell(value: Any) -> Any:
    """A value as a cell that no spreadsheet program takes for a formula; types are kept."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    return "'" + text if text.startswith(FORMULA_STARTS) else text


class SafeXLSX(XLSX):
    """import-export's xlsx format behind the guards above."""

    ROWS, COLUMNS = 100_000, 60

    def create_dataset(self, in_stream: Any) -> tablib.Dataset:
        data = in_stream if isinstance(in_stream, bytes) else in_stream.read()
        cells = read_rows(data, rows=self.ROWS, columns=self.COLUMNS)
        dataset = tablib.Dataset()
        if cells:
            dataset.headers = [str(cell) for cell in cells[0]]
            for row in cells[1:]:
                dataset.append(row)
        return dataset

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> Any:
        safe = tablib.Dataset(headers=dataset.headers, title=dataset.title)
        for row in dataset:
            safe.append([safe_cell(cell) for cell in row])
        kwargs["escape"] = False
        return super().export_data(safe, **kwargs)
