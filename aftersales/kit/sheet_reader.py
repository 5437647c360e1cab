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
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MEMORY = 2 * 1024**3  # bytes
SECONDS = 20  # of computing
SHEETS = 30  # of one book; nobody looks through more
AT_ONCE = 200  # rows of a line

Place = tuple[int, int]  # row and column, from 0
Marks = dict[Place, dict[str, str]]
Cell: TypeAlias = Any
"""As the reader gives it; a mark for what it passes over."""


@dataclass
class Besides:
    """What is known of a sheet besides its values: errors and formulas without a value, hidden rows, merged cells."""

    marks: Marks = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    merged: list[tuple[Place, Place]] = field(default_factory=list)


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


def besides_in_xlsx(data: bytes) -> dict[str, Besides]:
    """By the name of the sheet; where cells are merged is known to whoever reads the values."""
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
                found[unescaped(attribute(sheet, "name"))] = Besides(marks_in(part), hidden_in(part))
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


# -- the same of an OpenDocument sheet ------------------------------------------------------------------

PART_OF_ODS = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)(?=[\s/>])([^>]*)>")
PARAGRAPH = re.compile(rb"<text:p\b[^>]*>([^<]*)<")
TOGETHER = 10_000  # rows as which a hidden one is noted; the rest of a sheet counts as a million
BESIDES_IN_ODS = (b'"error"', b"table:formula=", b"rows-spanned=", b"table:visibility=")
ERROR_IN_WORDS = re.compile(r"#(?:N/A|[A-Z]+(?:/0)?[!?])|Err:\d{3}")


class OdsPlace:
    """Where one has come to in an OpenDocument book, whose rows and cells stand one after the other."""

    def __init__(self) -> None:
        self.found: dict[str, Besides] = {}
        self.sheet = Besides()
        self.row = self.next_row = self.column = 0

    def pass_by(self, kind: bytes, attributes: bytes, inside: bytes) -> None:
        """The beginning of a sheet, of a row, or of a cell."""
        if kind == b"table":
            self.sheet = self.found[unescaped(attribute(attributes, "table:name"))] = Besides()
            self.next_row = 0
        elif kind == b"table-row":
            self.row, self.column = self.next_row, 0
            self.next_row += self.pass_row(attributes)
        else:
            self.pass_cell(attributes, inside)
            self.column += repeated(attributes, "table:number-columns-repeated")

    def pass_row(self, attributes: bytes) -> int:
        """How many rows this one stands for."""
        times = repeated(attributes, "table:number-rows-repeated")
        if attribute(attributes, "table:visibility") in ("collapse", "filter"):
            self.sheet.hidden += range(self.row, self.row + min(times, TOGETHER))
        return times

    def pass_cell(self, attributes: bytes, inside: bytes) -> None:
        place = self.row, self.column
        if b"table:formula=" in attributes and (mark := formula_in_ods(attributes, inside)):
            self.sheet.marks[place] = mark
        rows = repeated(attributes, "table:number-rows-spanned")
        if rows > 1:
            self.sheet.merged.append((place, (self.row + rows - 1, self.column)))


def formula_in_ods(attributes: bytes, inside: bytes) -> dict[str, str] | None:
    """What is to be said of a formula; None of one with a value."""
    paragraph = PARAGRAPH.search(inside)
    said = unescaped(paragraph[1].decode("utf-8", "replace")) if paragraph else ""
    if b'"error"' in attributes or ERROR_IN_WORDS.fullmatch(said):
        return {"error": said or "#N/A"}
    return None if b"office:value-type=" in attributes or said else {"formula": ""}


def repeated(attributes: bytes, name: str) -> int:
    count = attribute(attributes, name)
    return int(count) if count.isdigit() else 1


def besides_in_ods(data: bytes) -> dict[str, Besides]:
    """By the name of the sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml")
    if not any(sign in content for sign in BESIDES_IN_ODS):
        return {}
    here = OdsPlace()
    for part in PART_OF_ODS.finditer(content):
        end = part.end() if part[2].endswith(b"/") else content.find(b"</table:", part.end())
        here.pass_by(part[1], part[2], content[part.end() : end] if b"formula" in part[2] else b"")
    return here.found


# -- the same of an old workbook ------------------------------------------------------------------------

ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
BOF, BOUNDSHEET, FORMULA_RECORD, BOOLERR, ROW = 0x809, 0x85, 0x6, 0x205, 0x208
HIDDEN = 0x20  # among the signs of a row
NO_NUMBER, ERROR = b"\xff\xff", 2  # in the result of a formula


def besides_in_xls(data: bytes) -> dict[str, Besides]:
    """Of an old workbook (BIFF8), by the name of the sheet."""
    stream = workbook_stream(data)
    names = {}
    for _at, kind, body in records(stream, 0):
        if kind == BOUNDSHEET:
            start, length, wide = struct.unpack_from("<I", body)[0], body[6], body[7] & 1
            names[start] = body[8:].decode("utf-16-le" if wide else "latin-1")[:length]
    return {
        name: Besides(dict(old_errors(stream, start)), list(old_hidden(stream, start)))
        for start, name in names.items()
    }


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


def old_hidden(stream: bytes, start: int) -> Iterator[int]:
    """The rows that the spreadsheet program does not show, from 0."""
    for _at, kind, body in records(stream, start):
        if kind == ROW and body[12] & HIDDEN:
            yield struct.unpack_from("<H", body)[0]


def error_code(kind: int, body: bytes) -> int | None:
    """The error of a cell, which was typed or is what its formula came to; None where it has none."""
    if kind == BOOLERR and body[7]:
        return body[6]
    if kind == FORMULA_RECORD and body[12:14] == NO_NUMBER and body[6] == ERROR:
        return body[8]
    return None


SMALL = 64  # bytes of a sector of a small stream


def workbook_stream(data: bytes) -> bytes:
    """The stream "Workbook" of a compound file, by its chain of sectors; a small one lies within another."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    entries_at, least, small_at = struct.unpack_from("<I4xII", data, 48)
    sectors = parts_of(data[size:], size)
    tables = [n for n in struct.unpack_from("<109I", data, 76) if n < len(sectors)]
    following = numbers(b"".join(sectors[table] for table in tables))
    entries = parts_of(chained(sectors, following, entries_at), 128)
    entry = next((entry for entry in entries if name_of(entry) in ("Workbook", "Book")), None)
    if entry is None:
        return b""
    start, length = struct.unpack_from("<II", entry, 116)
    if length >= least:
        return chained(sectors, following, start)
    within = chained(sectors, following, struct.unpack_from("<I", entries[0], 116)[0])
    return chained(parts_of(within, SMALL), numbers(chained(sectors, following, small_at)), start)


def parts_of(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack_from(f"<{len(data) // 4}I", data)


def name_of(entry: bytes) -> str:
    return entry[:64].decode("utf-16-le", "replace").split("\0")[0]


def chained(sectors: list[bytes], following: tuple[int, ...], start: int) -> bytes:
    """The sectors from one on, each of which says which follows it."""
    parts, seen = [], set()
    while start < len(following) and start not in seen:
        seen.add(start)
        parts.append(sectors[start])
        start = following[start]
    return b"".join(parts)


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


# -- the sheets ---------------------------------------------------------------------------------------


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
