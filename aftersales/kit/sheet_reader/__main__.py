"""Reads one spreadsheet in a process of its own, so that a hostile file takes this process down and no other.

A sheet of one kilobyte may claim seventeen thousand million cells; whoever makes room for them is killed.
Called by spreadsheets.py with the limits as arguments and the file as input; the sheets come out as lines of JSON,
some rows in each, a cell that is no text, number or yes/no as an object: ``{"date": …}``, ``{"error": "#N/A"}``,
``{"formula": ""}``.
"""

import datetime as dt
import io
import json
import struct
import sys
import zipfile
from typing import Any, TypeAlias

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from aftersales.kit.sheet_reader import AT_ONCE
from aftersales.kit.sheet_reader.besides import Besides, Place
from aftersales.kit.sheet_reader.ods import besides_in_ods
from aftersales.kit.sheet_reader.xls import besides_in_xls
from aftersales.kit.sheet_reader.xlsx import besides_in_xlsx

MEMORY = 2 * 1024**3  # bytes
SECONDS = 20  # of computing
SHEETS = 30  # of one book; nobody looks through more

Cell: TypeAlias = Any
"""As the reader gives it; a mark for what it passes over."""


def limit_resources() -> None:
    """Let the system stop this process when it takes too much; Windows cannot."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def marked(value: object) -> dict[str, str] | str:
    """A cell that JSON has no word for: a day, a moment, a time of the day; anything else as it reads."""
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return {"time" if isinstance(value, dt.time) else "date": value.isoformat()}
    return str(value)


def besides_values(data: bytes) -> dict[str, Besides]:
    """What is known besides the values; nothing of a book in which it cannot be found."""
    try:
        if not data.startswith(b"PK"):
            return besides_in_xls(data)
        return besides_in_ods(data) if is_ods(data) else besides_in_xlsx(data)
    except (KeyError, ValueError, IndexError, struct.error, zipfile.BadZipFile, UnicodeError):
        return {}


def is_ods(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "content.xml" in archive.namelist()


def spread(rows: list[list[Cell]], merged: list[tuple[Place, Place]]) -> None:
    """A cell that was merged over several rows stands in each of them that has anything else."""
    for (top, left), (bottom, _right) in merged:
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        for row in rows[top + 1 : bottom + 1]:
            if any(cell != "" for cell in row):
                row.extend([""] * (left + 1 - len(row)))
                row[left] = value if row[left] == "" else row[left]


def cells_of(sheet: CalamineSheet, besides: Besides) -> list[list[Cell]]:
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
    for (row, column), mark in besides.marks.items():
        while len(rows) <= row:
            rows.append([])
        rows[row].extend([""] * (column + 1 - len(rows[row])))
        rows[row][column] = mark
    spread(rows, sheet.merged_cell_ranges or besides.merged)
    return rows


def main(rows: int, columns: int) -> int:
    limit_resources()
    data = sys.stdin.buffer.read()
    found = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        besides = besides_values(data)
        for one in book.sheets_metadata[:SHEETS]:
            if one.typ != SheetTypeEnum.WorkSheet or one.visible != SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_name(one.name)
            last_row, last_column = sheet.end or (-1, -1)
            known = besides.get(one.name, Besides())
            whole = max([last_row, *(row for row, _column in known.marks)]) < rows
            whole &= max([last_column, *(column for _row, column in known.marks)]) < columns
            found.append((one.name, cells_of(sheet, known) if whole else None, known.hidden))
    except (CalamineError, OSError, ValueError, IndexError):
        return 1
    for name, cells, hidden in found:
        write(name, cells, hidden)
    return 0


def write(name: str, rows: list[list[Cell]] | None, hidden: list[int]) -> None:
    """A sheet as lines: its name, the number of its rows, null for too many, the hidden ones, and the rows."""
    print(json.dumps([name, None if rows is None else len(rows), hidden]))
    for start in range(0, len(rows or ()), AT_ONCE):
        print(json.dumps((rows or [])[start : start + AT_ONCE], default=marked))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
