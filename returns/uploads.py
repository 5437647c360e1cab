"""A return list that somebody sends as a file or pastes from a message: which motors, and what is wrong with a row."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftersales.kit.serials import key, normalised, repeated
from aftersales.kit.spreadsheets import UnreadableSheet
from aftersales.kit.tables import Batch, Column, Row, TableKind
from aftersales.kit.tables.cells import (
    as_text,
    is_blank,
    name,
    quantity,
    serial_number,
    short_enough,
    shown,
    text,
)
from aftersales.kit.tables.headings import Layout, layout_of
from aftersales.kit.tables.looking import Look
from aftersales.kit.tables.reading import Cell, Table, pasted_table, tables_in
from aftersales.models import User
from cases.models import Case
from warranty.models import Product
from warranty.queries import registered_motors

MOST = 1000  # motors of a list, all of which one count takes
ROWS, COLUMNS = 2 * MOST, 60  # titles, blank rows and sums among them
REMARK = 200  # characters
RANGE = re.compile(r"(.*?\d)\s*(?:[~～〜∼]|至|到|\.\.+|…+|——)\s*(.*?\d)")
BETWEEN = re.compile(r"[\n\r、,，;；]+")
LIKE_OURS = re.compile(r"\d{6}-?\d{3,6}")


def numbers_in(cell: Cell) -> list[str]:
    """The serial numbers of a cell: one, several below each other, or from one to another. Raises ValueError."""
    parts = [part for part in BETWEEN.split(as_text(cell)) if part.strip()] if isinstance(cell, str) else []
    if not parts:
        return [serial_number(cell)] if not is_blank(cell) else []
    apart = [piece for part in parts for piece in in_pieces(part)]
    return [number for piece in apart for number in expanded(piece)]


def in_pieces(part: str) -> list[str]:
    """What a blank separates, where every piece has the form of the first: 260904-0001 260904-0002."""
    pieces = part.split()
    return pieces if len({form_of(piece) for piece in pieces}) == 1 else [part]


def form_of(piece: str) -> str:
    return re.sub(r"\d", "9", normalised(piece))


def expanded(part: str) -> list[str]:
    """260904-0005~0009 is five numbers."""
    match = RANGE.fullmatch(part.strip())
    if match is None:
        return [serial_number(part)]
    first, last = normalised(match[1]), normalised(match[2])
    head = first[: len(first) - len(digits_at_end(first))]
    start, end = digits_at_end(first), digits_at_end(last)
    if (last != end and last != head + end) or len(end) > len(start):
        raise ValueError(_("“%(text)s” is no range of numbers.") % {"text": part})
    to = start[: len(start) - len(end)] + end
    count = int(to) - int(start) + 1
    if not 0 < count <= MOST:
        raise ValueError(_("“%(text)s” is no range of numbers.") % {"text": part})
    return [f"{head}{number:0{len(start)}d}" for number in range(int(start), int(to) + 1)]


def digits_at_end(number: str) -> str:
    return re.search(r"\d*$", number)[0]  # type: ignore[index]


def spread(row: Row) -> Iterator[Row]:
    """One row for each motor that it stands for."""
    numbers, count = row.get("serial_number") or [], row.get("quantity") or 0
    if row.errors:
        yield row
    elif numbers and count and count != len(numbers):
        row.wrong(
            "quantity", _("%(count)d motors, but %(n)d serial numbers.") % {"count": count, "n": len(numbers)}
        )
        yield row
    else:
        for number in numbers or [""] * max(count, 1):
            yield replace(row, values=row.values | {"serial_number": number}, errors=[])


def judge(batch: Batch) -> None:
    """What one sees only when all rows are looked at."""
    for row in batch.rows:
        told = [row.get("symptom"), row.get("remark")]
        row.values["remark"] = "；".join(dict.fromkeys(filter(None, told)))
        try:
            short_enough(row.values["remark"], REMARK)
        except ValueError as error:
            row.wrong("remark", str(error))
    numbers = [row.get("serial_number") for row in batch.rows if not row.errors]
    twice = repeated(numbers)
    for row in batch.rows:
        if not row.errors and row.get("serial_number") in twice:
            row.wrong(
                "serial_number", _("%(number)s is listed twice.") % {"number": row.get("serial_number")}
            )


COLUMNS_OF_A_LIST = (
    Column(
        "serial_number", gettext_lazy("Serial number"), numbers_in,
        also=(
            "编号", "出厂编号", "产品编号", "序列号", "系列号", "机号", "机身号", "电机编号", "电机号", "产品序列号",
            "出厂号", "编码", "Serial", "Serial no.", "SN", "S/N", "Serial No",
        ),
        blank=[],
    ),
    Column(
        "model", gettext_lazy("Model"), name(40),
        also=("型号", "规格型号", "规格", "产品型号", "电机型号", "型号规格", "产品规格", "Type", "Motor model"),
    ),
    Column(
        "quantity", gettext_lazy("Quantity"), quantity(MOST),
        also=("数量", "台数", "退货数量", "数量台", "返修数量", "Qty", "Pcs"), blank=0,
    ),
    Column(
        "symptom", gettext_lazy("Symptom"), text(REMARK),
        also=(
            "故障", "故障现象", "故障描述", "不良现象", "问题描述", "故障原因", "退货原因", "返修原因", "现象",
            "问题", "原因", "Fault", "Problem", "Reason",
        ),
    ),
    Column("remark", gettext_lazy("Remark"), text(REMARK), also=("备注", "说明", "Note", "Notes", "Comment")),
)  # fmt: skip


def guess(table: Table) -> Sequence[str]:
    """Without headings it is serial number, model, remark, if anything in it is a number or a model of ours."""
    first = [shown(row[0]).strip() for row in table.rows if row and not is_blank(row[0])]
    if all(len([cell for cell in row if not is_blank(cell)]) <= 1 for row in table.rows) or ours(first):
        return ("serial_number", "model", "remark") if ours(first) else ()
    second = [shown(row[1]).strip() for row in table.rows if len(row) > 1]
    return ("model", "quantity", "remark") if any_model(first) and all(map(str.isdecimal, second)) else ()


def guess_pasted(table: Table) -> Sequence[str]:
    """The same of a message, whose sender was asked for just that: most of its first words look like numbers."""
    first = [shown(row[0]).strip() for row in table.rows if row and not is_blank(row[0])]
    numbers = [said for said in first if len(key(said)) >= 4]
    return guess(table) or (("serial_number", "model", "remark") if 2 * len(numbers) > len(first) else ())


def ours(texts: list[str]) -> bool:
    """Whether any of these cells is a serial number as ours are, or one that the register knows."""
    pieces = [piece for said in texts[:MOST] for piece in BETWEEN.split(said) if key(piece)]
    return any(LIKE_OURS.match(normalised(piece)) for piece in pieces) or bool(registered_motors(pieces))


def any_model(texts: list[str]) -> bool:
    return Product.objects.filter(model__in=[said.upper() for said in texts[:MOST]]).exists()


RETURN_LIST = TableKind(
    columns=COLUMNS_OF_A_LIST,
    needs=(("serial_number", "model"),),
    judge=judge,
    spread=spread,
)


def look_at_file(data: bytes, user: User, case: Case | None = None) -> Look:
    """The first sheet that is a return list. Raises UnreadableSheet where none is."""
    return look_at_tables(tables_in(data, ROWS, COLUMNS), user, case)


def look_at_text(said: str, user: User, case: Case | None = None) -> Look:
    """What was pasted. Raises UnreadableSheet where it is no list."""
    return look_at_tables([rest_in_the_remark(pasted_table(said))], user, case, guess_pasted)


def look_at_tables(
    tables: list[Table], user: User, case: Case | None, guess: Callable[[Table], Sequence[str]] = guess
) -> Look:
    layouts = [(table, layout_of(table, RETURN_LIST) or guessed(guess(table))) for table in tables]
    for table, layout in layouts:
        if layout:
            return Look(RETURN_LIST, table, layout, user, case)
    raise UnreadableSheet(_("No column says serial number or model. Name one 出厂编号 or 型号."))


def guessed(names: Sequence[str]) -> Layout | None:
    return Layout(-1, dict(enumerate(names))) if names else None


def rest_in_the_remark(table: Table) -> Table:
    """A message without headings: whatever follows the model is the remark, its commas included."""
    if layout_of(table, RETURN_LIST):
        return table
    rows: list[list[Cell]] = []
    for row in table.rows:
        cells = [cell for cell in row if not is_blank(cell)]
        if len(cells) > 1 and len({form_of(shown(cell)) for cell in cells}) == 1 and key(shown(cells[0])):
            rows.append(["\n".join(map(shown, cells))])  # serial numbers, one beside the other
        else:
            rows.append([*row[:2], *(["，".join(map(shown, row[2:]))] if row[2:] else [])])
    return Table(table.name, rows)


def as_pasted(table: Table) -> str:
    """A table as text, to stand on the page in place of a file that no browser keeps."""
    return "\n".join("\t".join(quoted(shown(cell)) for cell in row) for row in table.rows)


def quoted(said: str) -> str:
    return '"' + said.replace('"', '""') + '"' if "\n" in said or "\t" in said else said
