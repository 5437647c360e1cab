"""Reads one spreadsheet in a process of its own, so that a hostile file takes this process down and no other.

A sheet of one kilobyte may claim seventeen thousand million cells; whoever makes room for them is killed.
Called by spreadsheets.py with the limits as arguments and the file as input; the sheets come out as lines of JSON,
some rows in each, a cell that is no text, number or yes/no as an object: ``{"date": …}``, ``{"error": "#N/A"}``,
``{"formula": ""}``.
"""

import datetime as dt
import io
import json
import re
import struct
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MEMORY = 2 * 1024**3  # bytes
SECONDS = 20  # of computing
SHEETS = 30  # of one book; nobody looks through more
AT_ONCE = 200  # rows of a line

Place = tuple[int, int]  # row and column, from 0
Marks = dict[Place, dict[str, str]]


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


# -- what the reader passes over: errors, and formulas that nobody has worked out ----------------------

CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?<!/)>((?:(?!</(?:\w+:)?c>).)*)</(?:\w+:)?c>", re.DOTALL)
ATTRIBUTE = {name: re.compile(rb'\b%s="([^"]*)"' % name.encode()) for name in ("r", "t")}
VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>]*>([^<]+)<")
FORMULA = re.compile(rb"<(?:\w+:)?f\b")
SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\bhidden="(?:1|true)"[^>]*>')
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")


def marks_of_xlsx(data: bytes) -> dict[str, tuple[Marks, list[int]]]:
    """Errors, and formulas without a value, and the hidden rows, by the name of the sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {}
        for relation in RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
            parts[attribute(relation, "Id")] = attribute(relation, "Target")
        found = {}
        for sheet in SHEET.findall(archive.read("xl/workbook.xml")):
            target = parts.get(attribute(sheet, r"\w+:id"), "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path in archive.namelist():
                part = archive.read(path)
                found[unescaped(attribute(sheet, "name"))] = marks_in(part), hidden_in(part)
        return found


def attribute(tag: bytes, name: str) -> str:
    match = re.search(rb'\b%s="([^"]*)"' % name.encode(), tag)
    return match[1].decode("utf-8", "replace") if match else ""


def unescaped(text: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text


def marks_in(part: bytes) -> Marks:
    if not FORMULA.search(part) and b't="e"' not in part:
        return {}
    return dict(marked_cells(part))


def marked_cells(part: bytes) -> Iterator[tuple[Place, dict[str, str]]]:
    for attributes, inside in CELL.findall(part):
        kind, value = ATTRIBUTE["t"].search(attributes), VALUE.search(inside)
        place = ATTRIBUTE["r"].search(attributes)
        if place is None:
            continue
        if kind and kind[1] == b"e":
            yield place_of(place[1].decode()), {"error": value[1].decode() if value else "#N/A"}
        elif FORMULA.search(inside) and not value and not (kind and kind[1] == b"str"):
            yield place_of(place[1].decode()), {"formula": ""}


def hidden_in(part: bytes) -> list[int]:
    """The rows that the spreadsheet program does not show, from 0."""
    if b"hidden=" not in part:
        return []
    rows = (ATTRIBUTE["r"].search(tag) for tag in HIDDEN_ROW.findall(part))
    return [int(row[1]) - 1 for row in rows if row and row[1].isdigit()]


def place_of(reference: str) -> Place:
    """B3 is row 2, column 1, both from 0."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :]) - 1, column - 1


ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
BOF, BOUNDSHEET, FORMULA_RECORD, BOOLERR = 0x809, 0x85, 0x6, 0x205
NO_NUMBER, ERROR = b"\xff\xff", 2  # in the result of a formula


def marks_of_xls(data: bytes) -> dict[str, tuple[Marks, list[int]]]:
    """Errors of an old workbook (BIFF8), by the name of the sheet."""
    stream = workbook_stream(data)
    names = {}
    for _at, kind, body in records(stream, 0):
        if kind == BOUNDSHEET:
            start, length, wide = struct.unpack_from("<I", body)[0], body[6], body[7] & 1
            names[start] = body[8:].decode("utf-16-le" if wide else "latin-1")[:length]
    return {name: (dict(old_errors(stream, start)), []) for start, name in names.items()}


def records(stream: bytes, at: int) -> Iterator[tuple[int, int, bytes]]:
    """The records from here to the end of the part: place, kind, content."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        depth += (kind == BOF) - (kind == 0xA)
        if depth <= 0:
            return
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def old_errors(stream: bytes, start: int) -> Iterator[tuple[Place, dict[str, str]]]:
    """The cells of a sheet that show an error."""
    for _at, kind, body in records(stream, start):
        code = error_code(kind, body)
        if code is not None:
            yield struct.unpack_from("<HH", body), {"error": ERRORS.get(code, "#N/A")}


def error_code(kind: int, body: bytes) -> int | None:
    """The error of a cell, which was typed or is what its formula came to; None where it has none."""
    if kind == BOOLERR and body[7]:
        return body[6]
    if kind == FORMULA_RECORD and body[12:14] == NO_NUMBER and body[6] == ERROR:
        return body[8]
    return None


def workbook_stream(data: bytes) -> bytes:
    """The stream "Workbook" of a compound file, by its chain of sectors."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    tables = [n for n in struct.unpack_from("<109I", data, 76) if n < 0xFFFFFFFA]
    chain = [n for table in tables for n in struct.unpack(f"<{size // 4}I", sector(table))]

    def content(start: int) -> bytes:
        parts, seen = [], set()
        while start < len(chain) and start not in seen:
            seen.add(start)
            parts.append(sector(start))
            start = chain[start]
        return b"".join(parts)

    entries = content(struct.unpack_from("<I", data, 48)[0])
    for at in range(0, len(entries), 128):
        name = entries[at : at + 64].decode("utf-16-le", "replace").split("\0")[0]
        if name in ("Workbook", "Book"):
            return content(struct.unpack_from("<I", entries, at + 116)[0])
    return b""


def marks_of(data: bytes) -> dict[str, tuple[Marks, list[int]]]:
    """What is known besides the values; nothing of a book in which it cannot be found."""
    try:
        if data.startswith(b"PK"):
            return marks_of_xlsx(data)
        return marks_of_xls(data)
    except (KeyError, ValueError, IndexError, struct.error, zipfile.BadZipFile, UnicodeError):
        return {}


# -- the sheets ---------------------------------------------------------------------------------------


def spread(rows: list[list[Any]], merged: list[tuple[Place, Place]]) -> None:
    """A cell that was merged over several rows stands in each of them that has anything else."""
    for (top, left), (bottom, _right) in merged:
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        for row in rows[top + 1 : bottom + 1]:
            if any(cell != "" for cell in row):
                row.extend([""] * (left + 1 - len(row)))
                row[left] = value if row[left] == "" else row[left]


def cells_of(sheet: Any, marks: Marks) -> list[list[Any]]:
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    for (row, column), mark in marks.items():
        while len(rows) <= row:
            rows.append([])
        rows[row].extend([""] * (column + 1 - len(rows[row])))
        rows[row][column] = mark
    spread(rows, sheet.merged_cell_ranges or [])
    return rows


def main(rows: int, columns: int) -> int:
    limit_resources()
    data = sys.stdin.buffer.read()
    found = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        marks = marks_of(data)
        for one in book.sheets_metadata[:SHEETS]:
            if one.typ != SheetTypeEnum.WorkSheet or one.visible != SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_name(one.name)
            last_row, last_column = sheet.end or (-1, -1)
            places, hidden = marks.get(one.name, ({}, []))
            whole = max([last_row, *(row for row, _column in places)]) < rows
            whole &= max([last_column, *(column for _row, column in places)]) < columns
            found.append((one.name, cells_of(sheet, places) if whole else None, hidden))
    except (CalamineError, OSError, ValueError, IndexError):
        return 1
    for name, cells, hidden in found:
        write(name, cells, hidden)
    return 0


def write(name: str, rows: list[list[Any]] | None, hidden: list[int]) -> None:
    """A sheet as lines: its name, the number of its rows, null for too many, the hidden ones, and the rows."""
    print(json.dumps([name, None if rows is None else len(rows), hidden]))
    for start in range(0, len(rows or ()), AT_ONCE):
        print(json.dumps((rows or [])[start : start + AT_ONCE], default=marked))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
