"""A return list that somebody sends as a spreadsheet or pastes from a message, row by row."""

from django.core.files.uploadedfile import UploadedFile

from aftersales.kit.spreadsheets import Cell, read_rows

MOST = 1000  # motors of a list, all of which one count takes
ROWS, COLUMNS = MOST + 20, 30  # a few of them are headings
HEADINGS = {
    "serial_number": ("编号", "出厂编号", "序列号", "SERIAL NUMBER", "SERIAL"),
    "model": ("型号", "规格型号", "规格", "MODEL"),
    "remark": ("备注", "故障", "故障现象", "REMARK"),
}


def from_file(file: UploadedFile) -> list[dict[str, str]]:
    """Rows of serial number, model and remark from the first sheet. Raises UnreadableSheet."""
    return from_rows(
        [[text_of(cell) for cell in row] for row in read_rows(file.read(), rows=ROWS, columns=COLUMNS)]
    )


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


def text_of(cell: Cell) -> str:
    """A cell as text; a serial number that the spreadsheet took for a number keeps its digits."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
