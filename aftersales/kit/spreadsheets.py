"""Spreadsheets in and out without the known traps: bombs and sparse sheets on the way in, formulas on the way out."""

import datetime as dt
import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from itertools import islice
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import IO, NamedTuple, TypeAlias
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from aftersales.kit.sheet_reader import AT_ONCE
from aftersales.kit.text import visible
from aftersales.kit.untyped import Json

Cell: TypeAlias = str | float | Decimal | dt.date | None
"""What stands in a cell; a moment is a date as well."""

BYTES = 10 * 1024 * 1024
UNPACKED = 80 * 1024 * 1024
ENTRIES = 200
DAY = "yyyy-mm-dd"
HEAD = PatternFill("solid", fgColor="E8ECF1")


class UnreadableSheet(ValueError):
    """A file that is no usable spreadsheet; the message says what to do."""


def read_sheets(data: bytes, *, rows: int, columns: int, written: Path | None = None) -> list[Json]:
    """The visible sheets as aftersales/kit/sheet_reader/ writes them down. Raises UnreadableSheet.

    The reading process may compute for so long and take so much memory; on a busy machine it may take its time. What
    it writes is left in the file ``written``, and taken from there where that exists.
    """
    if written and (sheets := written_before(written)) is not None:
        return sheets
    check_archive(data)
    command = [sys.executable, "-m", "aftersales.kit.sheet_reader", str(rows), str(columns)]
    reading = subprocess.Popen(  # noqa: S603
        command, cwd=settings.BASE_DIR, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    )
    with reading as reader, copied_to(written) as copy:
        sheets = answered(reader, data, copy)
        if reader.wait() or sheets is None:
            raise unreadable()
    return sheets


def written_before(path: Path) -> list[Json] | None:
    """The sheets that were read before; None where they were not, or the file is no longer whole."""
    try:
        with path.open("rb") as lines:
            return list(written_sheets(lines))
    except (OSError, ValueError):
        return None


@contextmanager
def copied_to(path: Path | None) -> Iterator[IO[bytes] | None]:
    """A file that is there under this path once all of it is; none where none is wanted."""
    if path is None:
        yield None
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            yield file
            file.flush()
            Path(file.name).rename(path)
        finally:
            Path(file.name).unlink(missing_ok=True)


def answered(reader: "subprocess.Popen[bytes]", data: bytes, copy: IO[bytes] | None) -> list[Json] | None:
    """What the reading process writes while it reads; nothing whole where it ends before its time."""
    assert reader.stdin is not None
    assert reader.stdout is not None
    try:
        with suppress(BrokenPipeError), reader.stdin as pipe:
            pipe.write(data)
        return list(written_sheets(reader.stdout if copy is None else copying(reader.stdout, copy)))
    except ValueError:
        return None


def copying(lines: Iterable[bytes], copy: IO[bytes]) -> Iterator[bytes]:
    """The lines, each written down as it passes."""
    for line in lines:
        copy.write(line)
        yield line


def written_sheets(lines: Iterable[bytes]) -> Iterator[Json]:
    """The sheets as the reading process has written them down; one that is too large has no rows.

    Raises ValueError where they end before their time.
    """
    lines = iter(lines)
    for head in lines:
        name, count, hidden = json.loads(head)
        parts = islice(lines, -(-(count or 0) // AT_ONCE))
        rows = None if count is None else [row for part in parts for row in json.loads(part)]
        if rows is not None and len(rows) != count:
            raise ValueError(name)
        yield {"name": name, "rows": rows, "hidden": hidden}


def too_large(rows: int, columns: int) -> UnreadableSheet:
    return UnreadableSheet(
        _("The sheet has more than %(rows)d rows or %(columns)d columns.")
        % {"rows": rows, "columns": columns}
    )


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


def safe_cell(value: Cell) -> Cell:
    """A value as a cell that every spreadsheet program opens; types are kept.

    A text is written as the text it is: the type of its cell says so, and no program takes it for a formula.
    """
    return safe_text(value) if isinstance(value, str) else value


def safe_text(value: str) -> str:
    return value if value.isprintable() else visible(value)


class SheetColumn(NamedTuple):
    """A column of a sheet on its way out: heading, width in characters, number format ("@" is text)."""

    heading: str
    width: int
    number_format: str


class Sheet(NamedTuple):
    """A sheet on its way out. Its rows are read one by one, as they are written."""

    title: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Cell]]


def write_sheets(sheets: Sequence[Sheet], heading: str = "") -> IO[bytes]:
    """An xlsx file of these sheets, in a temporary file that is read from its beginning.

    Texts stay texts, dates dates and figures figures. ``heading`` stands above every printed page. openpyxl makes
    the book with its heads; the rows are written into it one by one, which is ten times as fast and takes no memory.
    """
    book = Workbook()
    book.remove(book.active)
    made = [row_writer(book.create_sheet(sheet_title(sheet.title)), sheet, heading) for sheet in sheets]
    rows = {f"xl/worksheets/sheet{number}.xml": written for number, written in enumerate(made, 1)}
    shell, file = io.BytesIO(), tempfile.TemporaryFile()  # noqa: SIM115  (closed by whoever sends it)
    book.save(shell)
    with zipfile.ZipFile(shell) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            with target.open(name, "w", force_zip64=True) as stream:
                stream.writelines(filled(source.read(name), rows.get(name)))
    file.seek(0)
    return file


def filled(part: bytes, rows: Iterable[bytes] | None) -> Iterator[bytes]:
    """A part of the book, a sheet with its rows after the head."""
    if rows is None:
        yield part
        return
    before, end, after = re.sub(rb"<dimension [^>]*/>", b"", part).partition(b"</sheetData>")
    yield before
    yield from rows
    yield end + after


def row_writer(target: Worksheet, sheet: Sheet, heading: str) -> Iterator[bytes]:
    """Set up a sheet; the rows are read and written when they are asked for.

    The head stays in sight and is repeated on paper, which lies on its side.
    """
    target.freeze_panes, target.print_title_rows = "A2", "1:1"
    target.page_setup.orientation, target.page_setup.paperSize = "landscape", 9  # A4
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    target.page_setup.fitToHeight = 0  # as many pages as it takes, one wide
    target.oddHeader.center.text, target.oddFooter.center.text = heading.replace("&", "&&"), "&P / &N"
    for number, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(number)
        target.column_dimensions[letter].width = column.width + 2
        head = target[f"{letter}1"]
        head.value, head.font, head.fill = safe_cell(column.heading), Font(bold=True), HEAD
        head.data_type = "s"
        head.alignment = Alignment(vertical="center", wrap_text=True)
    places = [(get_column_letter(n), *styles_of(target, c)) for n, c in enumerate(sheet.columns, 1)]
    return (row_xml(number, places, row) for number, row in enumerate(sheet.rows, 2))


def styles_of(target: Worksheet, column: SheetColumn) -> tuple[int, int]:
    """The style of a column's cells, and of the days in it, which a text column would show as a figure."""
    style = style_of(target, column)
    return style, style_of(
        target, column._replace(number_format=DAY)
    ) if column.number_format == "@" else style


def style_of(target: Worksheet, column: SheetColumn) -> int:
    """The number of the style that the cells of a column have in the book."""
    probe = WriteOnlyCell(target)
    probe.number_format = column.number_format
    probe.alignment = Alignment(vertical="top", wrap_text=column.number_format == "@")
    return probe.style_id


def row_xml(number: int, places: Sequence[tuple[str, int, int]], row: Sequence[Cell]) -> bytes:
    cells = [
        cell_xml(f"{letter}{number}", of_day if isinstance(value, dt.date) else style, value)
        for (letter, style, of_day), value in zip(places, row, strict=True)
        if value is not None
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'.encode()


def cell_xml(place: str, style: int, value: Cell) -> str:
    if isinstance(value, dt.date):
        value = to_excel(value)
    if isinstance(value, int | float | Decimal):
        return f'<c r="{place}" s="{style}"><v>{value}</v></c>'
    text = escape(safe_text(str(value)))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def sheet_title(title: str) -> str:
    """As Excel allows it: at most 31 characters, none of them special."""
    return "".join(character for character in title if character not in "[]:*?/\\")[:31]
