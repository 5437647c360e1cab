"""What calamine passes over in an OpenDocument book: errors, formulas without a value, hidden rows, merged cells."""

import io
import re
import zipfile

from aftersales.kit.sheet_reader.besides import Besides, attribute, unescaped

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
