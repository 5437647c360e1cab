"""What calamine passes over in an Excel book: errors, formulas that nobody has worked out, hidden rows."""

import io
import re
import zipfile
from collections.abc import Iterator

from aftersales.kit.sheet_reader.besides import Besides, Marks, Place, attribute, unescaped

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
