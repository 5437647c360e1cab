"""From a file or a pasted text to tables of cells. Nothing is dropped: what cannot be read whole is refused."""

import csv
import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeAlias, cast

from django.utils.translation import gettext as _

from aftersales.kit.spreadsheets import BYTES, UnreadableSheet, read_sheets, too_large, unreadable
from aftersales.kit.text import visible
from aftersales.kit.untyped import Value

ROWS, COLUMNS = 120_000, 100  # of one sheet
SEPARATORS = "\t,;|"
WIDE_SEPARATORS = "，；｜"  # where no line has any of those
CODINGS = ("utf-8-sig", "gb18030")
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
OFFICE = (b"PK", b"\xd0\xcf\x11\xe0")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"RIFF", b"BM")
PAGE = re.compile(r"(?i)\s*(?:<\?xml|<!doctype|<html|<table|\{\\rtf)")
IN_CHINESE = re.compile(
    "[\0-\x7f\u2010-\u2312\u3000-\u9fff\uff00-\uffef\ufeff]*"
)  # no chance of other codings
SAID_TO_BE_TEXT = re.compile(r'="(.*)"', re.DOTALL)  # how one keeps Excel from taking a number out of a CSV


class Unusable(NamedTuple):
    """A cell in which nothing can be read: an error of the spreadsheet, or a formula that nobody has worked out."""

    error: str = ""

    def __str__(self) -> str:
        return self.error or "=…"


Cell: TypeAlias = str | float | bool | dt.date | dt.datetime | dt.time | Unusable
"""What stands in a cell; nothing is the empty text."""


@dataclass
class Table:
    """The cells of one sheet, row by row as the spreadsheet program counts them, from 1."""

    name: str
    rows: list[list[Cell]]
    left_out: list[str] = field(default_factory=list)
    """Other sheets of the book, which are too large to be looked at."""

    hidden: frozenset[int] = frozenset()
    """The rows, from 0, that the spreadsheet program does not show."""

    others: list[str] = field(default_factory=list)
    """Other sheets of the book in which something stands."""


def tables_in(
    data: bytes, rows: int = ROWS, columns: int = COLUMNS, written: Path | None = None
) -> list[Table]:
    """The sheets of an xlsx, xls or ods file, or the one table of a CSV file. Raises UnreadableSheet.

    ``written`` is where the cells of a file are left that took long to read, and found again.
    """
    if data.startswith(OFFICE):
        return sheets(data, rows, columns, written)
    if len(data) > BYTES:
        raise UnreadableSheet(_("The file is larger than 10 MB."))
    return [within(Table("", list(separated(decoded(data)))), rows, columns)]


def sheets(data: bytes, rows: int, columns: int, written: Path | None = None) -> list[Table]:
    """The visible sheets that have anything in them, read in a process of their own."""
    found = read_sheets(data, rows=rows, columns=columns, written=written)
    large = [sheet["name"] for sheet in found if sheet["rows"] is None]
    filled = [sheet for sheet in found if sheet["rows"]]
    read = [
        Table(
            sheet["name"],
            decoded_rows(sheet["rows"]),
            left_out=large,
            hidden=frozenset(sheet["hidden"]),
            others=[other["name"] for other in filled if other is not sheet],
        )
        for sheet in filled
    ]
    if not read:
        raise too_large(rows, columns) if large else UnreadableSheet(_("The sheet is empty."))
    return read


def within(table: Table, rows: int, columns: int) -> Table:
    if len(table.rows) > rows or any(len(row) > columns for row in table.rows):
        raise too_large(rows, columns)
    if not table.rows:
        raise UnreadableSheet(_("The sheet is empty."))
    return table


def decoded_rows(rows: list[list[Value]]) -> list[list[Cell]]:
    """The cells of all rows, in the same lists, for there may be a million; equal texts are one."""
    texts = Texts()
    for row in rows:
        row[:] = [texts[value] if type(value) is str else other_cell(value) for value in row]
    return rows


def other_cell(value: Value) -> Cell:
    """A cell that is no text: a number, a yes or no, or what is marked; no number is one without an end."""
    if type(value) is dict:
        return of_mark(**value)
    if type(value) is float and not math.isfinite(value):
        return Unusable("#NUM!")
    return cast(Cell, value)


class Texts(dict[str, Cell]):
    """The cells of texts, each worked out once."""

    def __missing__(self, text: str) -> Cell:
        cell = self[text] = text_cell(text)
        return cell


def of_mark(date: str = "", time: str = "", error: str = "", formula: str | None = None) -> Cell:
    if date:
        return dt.datetime.fromisoformat(date) if "T" in date else dt.date.fromisoformat(date)
    return dt.time.fromisoformat(time) if time else Unusable(error)


ERROR = re.compile(r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|Err:\d{3}|#{3,}")


def text_cell(text: str) -> Cell:
    """A text without what nobody sees; an error that was written out is one."""
    if not text:
        return ""
    if ERROR.fullmatch(text.strip()):
        return Unusable(text.strip())
    return visible(text).strip()


# -- texts --------------------------------------------------------------------------------------------


def decoded(data: bytes) -> str:
    """The text of a CSV file: UTF-8 with a mark or without, UTF-16 with one, or GB 18030."""
    if data.startswith(PICTURES):
        raise unreadable()
    codings = codings_of(data)
    if codings == CODINGS and (number := line_in_another_coding(data)):
        raise UnreadableSheet(
            _("Line %(n)d is written in another way than the others. Save the whole file as UTF-8.")
            % {"n": number}
        )
    for coding in codings:
        try:
            text = data.decode(coding)
        except UnicodeDecodeError:
            continue
        if not PAGE.match(text) and "\0" not in text:
            return text
    raise unreadable()


def codings_of(data: bytes) -> Sequence[str]:
    """What a text may be written in: with a mark that says it, in two bytes a character without one, or as usual."""
    if data[:2] in MARKS:
        return [MARKS[data[:2]]]
    if b"\0" not in data:
        return CODINGS
    coding = "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
    whole = "".join(data.decode(coding, "replace").split())
    return [coding] if whole.isprintable() and "\ufffd" not in whole else []


def line_in_another_coding(data: bytes) -> int:
    """The first of those lines of a file in UTF-8 and GB 18030 that are fewer; 0 where all are in one of the two.

    Two files that were put together: read as GB 18030, the lines in UTF-8 would be signs that mean nothing.
    """
    if is_utf8(data):
        return 0
    lines = [(number, line) for number, line in enumerate(data.splitlines(), 1) if not line.isascii()]
    chinese = [number for number, line in lines if is_utf8(line) and IN_CHINESE.fullmatch(line.decode())]
    others = [number for number, line in lines if not is_utf8(line)]
    return min(chinese, others, key=len)[0] if chinese else 0


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def separated(text: str) -> Iterator[list[Cell]]:
    """The cells of a text whose rows are lines."""
    try:
        for row in csv.reader(text.splitlines(keepends=True), delimiter=separator_of(text)):
            yield [text_cell(unquoted(cell)) for cell in row]
    except csv.Error:
        raise unreadable() from None


def unquoted(cell: str) -> str:
    match = SAID_TO_BE_TEXT.fullmatch(cell.strip())
    return match[1].replace('""', '"') if match else cell


def separator_of(text: str) -> str:
    """What the cells of most lines are separated by."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    for signs in (SEPARATORS, WIDE_SEPARATORS):
        counted = Counter(sign for line in lines for sign in signs if sign in line)
        if counted:
            return max(signs, key=lambda sign: counted[sign])
    return ","


def pasted_table(text: str) -> Table:
    """What somebody pasted from a spreadsheet or a message: cells separated by tabs, else by commas.

    A tab anywhere says that it comes from a spreadsheet, whose cells may have commas and line breaks in them.
    """
    if "\t" in text:
        mark = None if text.count('"') % 2 else '"'  # one alone belongs to the text
        rows = csv.reader(text.splitlines(keepends=True), delimiter="\t", quotechar=mark)
        try:
            return Table("", [[text_cell(cell) for cell in row] for row in rows])
        except csv.Error:
            raise unreadable() from None
    lines = (re.split("[,，;；|｜]", line) for line in text.splitlines())
    return Table("", [[text_cell(cell) for cell in line] for line in lines])
