"""A return list as customers send it: what its cells say, and which column is which where no heading does."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftersales.kit.serials import key, normalised
from aftersales.kit.tables import Column, Row
from aftersales.kit.tables.cells import (
    as_text,
    is_blank,
    name,
    quantity,
    serial_number,
    shown,
    text,
)
from aftersales.kit.tables.headings import Layout
from aftersales.kit.tables.reading import Cell, Table
from warranty.models import Product
from warranty.queries import registered_motors

MOST = 1000  # motors of a list, all of which one count takes
ROWS, COLUMNS = 2 * MOST, 60  # titles, blank rows and sums among them
REMARK = 200  # characters
RANGE = re.compile(r"(.*?\d)\s*(?:[~～〜∼]|至|到|\.\.+|…+|——)\s*(.*?\d)")
BETWEEN = re.compile(r"[\n\r、,，;；]+")
LIKE_OURS = re.compile(r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-?\d{3,6}(?!\d)")  # a day, and a number


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
            values = row.values | {"serial_number": number}
            yield replace(row, values=values, errors=[], warnings=[], changes=[])


COLUMNS_OF_A_LIST = (
    Column(
        "serial_number", gettext_lazy("Serial number"), numbers_in,
        also=(
            "编号", "出厂编号", "产品编号", "序列号", "系列号", "机号", "机身号", "电机编号", "电机号", "产品序列号",
            "出厂号", "编码", "Serial", "Serial no.", "SN", "S/N", "Serial No",
        ),
        blank=[], example="260904-0001", width=18, words=str, plausible=lambda cells: ours(in_texts(cells)),
    ),
    Column(
        "model", gettext_lazy("Model"), name(40),
        also=("型号", "规格型号", "规格", "产品型号", "电机型号", "型号规格", "产品规格", "Type", "Motor model"),
        example="90SZ03", plausible=lambda cells: any_model(in_texts(cells)),
    ),
    Column(
        "quantity", gettext_lazy("Quantity"), quantity(MOST),
        also=("数量", "台数", "退货数量", "数量台", "返修数量", "Qty", "Pcs"), blank=0, example=1,
    ),
    Column(
        "symptom", gettext_lazy("Symptom"), text(REMARK),
        also=(
            "故障", "故障现象", "故障描述", "不良现象", "问题描述", "故障原因", "退货原因", "返修原因", "现象",
            "问题", "原因", "Fault", "Problem", "Reason",
        ),
        example=gettext_lazy("noisy"), width=30,
    ),
    Column(
        "remark", gettext_lazy("Remark"), text(REMARK), also=("备注", "说明", "Note", "Notes", "Comment"), width=30
    ),
)  # fmt: skip


def guess(table: Table, pasted: bool) -> Sequence[str]:
    """Without headings it is serial number, model, remark, if anything in it is a number or a model of ours.

    Of a message, whose sender was asked for just that, most of the first words need only look like numbers.
    """
    first = in_texts([row[0] for row in table.rows if row and not is_blank(row[0])])
    second = in_texts([row[1] for row in table.rows if len(row) > 1])
    if ours(first):
        return ("serial_number", "model", "remark")
    if second and any_model(first) and all(map(str.isdecimal, second)):
        return ("model", "quantity", "remark")
    numbers = [said for said in first if len(key(said)) >= 4]
    return ("serial_number", "model", "remark") if pasted and 2 * len(numbers) > len(first) else ()


def none_of_ours(table: Table, layout: Layout) -> str:
    """Why a table that says models and no serial numbers is no list of motors; "" where one is a model of ours."""
    places = {name: place for place, name in layout.columns.items()}
    if "serial_number" in places:
        return ""
    below = table.rows[layout.heading + 1 :]
    models = in_texts([row[places["model"]] for row in below if places["model"] < len(row)])
    return "" if any_model(models) else _("It has no serial numbers, and none of its models is one of ours.")


def in_texts(cells: Sequence[Cell]) -> list[str]:
    return [shown(cell).strip() for cell in cells]


def ours(texts: list[str]) -> bool:
    """Whether a third of these cells are serial numbers as ours are, or ones that the register knows."""
    pieces = [piece for said in texts[:MOST] for piece in BETWEEN.split(said) if key(piece)]
    alike = {piece for piece in pieces if LIKE_OURS.match(normalised(piece))}
    found = alike | registered_motors(pieces).keys()
    return bool(found) and 3 * sum(piece in found for piece in pieces) >= len(texts[:MOST])


def any_model(texts: list[str]) -> bool:
    """Whether any of these cells is a model of ours."""
    return Product.objects.filter(model__in=[said.upper() for said in texts[:MOST]]).exists()


def rest_in_the_remark(table: Table) -> Table:
    """A message without headings: whatever follows the model is the remark, its commas included."""
    rows: list[list[Cell]] = []
    for row in table.rows:
        cells = [cell for cell in row if not is_blank(cell)]
        if len(cells) > 1 and len({form_of(shown(cell)) for cell in cells}) == 1 and key(shown(cells[0])):
            rows.append(["\n".join(map(shown, cells))])  # serial numbers, one beside the other
        else:
            rows.append([*row[:2], *(["，".join(map(shown, row[2:]))] if row[2:] else [])])
    return Table(table.name, rows)
