"""Spreadsheets in and out without the known traps: bombs and sparse sheets on the way in, formulas on the way out."""

import io
import json
import subprocess
import sys
import zipfile
from typing import Any

import tablib
from django.utils.translation import gettext as _
from import_export.formats.base_formats import XLSX
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from aftersales import sheet_reader

BYTES = 10 * 1024 * 1024
UNPACKED = 80 * 1024 * 1024
ENTRIES = 200
SECONDS = 60  # after which nobody waits for a sheet any more
FORMULA_STARTS = tuple("=+-@|\t\r\n＝＋－＠｜")


class UnreadableSheet(ValueError):
    """A file that is no usable spreadsheet; the message says what to do."""


def read_rows(data: bytes, *, rows: int, columns: int) -> list[list[Any]]:
    """The cells of the first sheet of an xlsx, xls or ods file. Raises UnreadableSheet, never drops a row.

    Numbers stay numbers; dates come as YYYY-MM-DD.
    """
    check_archive(data)
    command = [sys.executable, "-I", sheet_reader.__file__, str(rows), str(columns)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise unreadable() from None
    if done.returncode == sheet_reader.TOO_LARGE:
        raise UnreadableSheet(
            _("The sheet has more than %(rows)d rows or %(columns)d columns.")
            % {"rows": rows, "columns": columns}
        )
    if done.returncode:
        raise unreadable()
    return json.loads(done.stdout)


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
            too_large = len(archive.infolist()) > ENTRIES or unpacks_to_more(archive, UNPACKED)
    except Exception:  # an archive made to do harm raises nearly anything
        raise unreadable() from None
    if too_large:
        raise UnreadableSheet(_("The file is too large once unpacked."))


def unpacks_to_more(archive: zipfile.ZipFile, most: int) -> bool:
    """Whether the entries have more bytes than this, counted while inflating: the headers may lie."""
    size = 0
    for entry in archive.infolist():
        with archive.open(entry) as stream:
            while chunk := stream.read(1 << 16):
                size += len(chunk)
                if size > most:
                    return True
    return False


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
