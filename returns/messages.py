"""A return list that was pasted from a message: its lines as rows, and what of it is no motor."""

import re
from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from aftersales.kit.serials import LIKE_OURS, key, normalised
from aftersales.kit.tables.cells import is_blank, says_nothing, shown
from aftersales.kit.tables.headings import folded as heading_folded
from aftersales.kit.tables.reading import Cell, Table
from returns.numbers import JOINS, form_of, has_digit, is_like_ours, says_why_none

COUNTED = re.compile(
    r"^\s*(?:[(（]?\d{1,3}[)）.、．:：]|[①-⑳]|[-•·*])\s*(?=\S)"
)  # 1. 1、 (1) ① before a line
LABEL = re.compile(r"([^\s:：,，;；\d]{1,10})\s*[:：]")
A_MODEL = re.compile(r"(?=[^\s]*\d)(?=[^\s]*[A-Za-z])[A-Za-z0-9/.()（）-]{3,40}")
NO_MOTOR = re.compile(  # a telephone, a day, a page, a count, where nothing stands beside it
    r"1[3-9]\d{9}|0\d{2,3}-\d{7,8}|\d{1,3}|\d{1,2}/\d{1,2}|-\s*\d{1,3}\s*-"
    r"|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}"
)
WAYBILL = re.compile(r"(?:SF|YT|JT|JD[A-Z]{0,2})\d{12,13}")
A_COUNT = re.compile(r"\d{1,3}\s*[台只件个]?")
COUNTED_MODEL = re.compile(rf"({A_MODEL.pattern})(?:\s+|\s*[×*]\s*)({A_COUNT.pattern})(?:[\s，,]+(.*))?")
JOINING_WORDS = re.compile("[至到和及与从自号台第、，,;；/~～]")


def rest_in_the_remark(table: Table, known: Mapping[str, str]) -> Table:
    """A message without headings: whatever follows the model is the remark, its commas included.

    ``known`` are the columns by their headings, folded.
    """
    return Table(table.name, [cells_of_a_line(row, known) for row in in_blocks(table.rows, known)])


def under_their_model(table: Table, models: Collection[str]) -> Table:
    """A model on a line of its own, with numbers as ours are below it, is that of these; ``models`` are ours."""
    rows: list[list[Cell]] = []
    model = ""
    for row, below in zip(table.rows, [*table.rows[1:], []], strict=True):
        said = [shown(cell).strip() for cell in row if not is_blank(cell)]
        if len(said) == 1 and said[0].upper() in models and below and begins_with_ours(shown(below[0])):
            model, row = said[0], []
        elif said and not begins_with_ours(said[0]):
            model = ""
        elif model and row and all(map(is_blank, row[1:2])):
            row = [row[0], model, *row[2:]]
        rows.append(row)
    return Table(table.name, rows)


def in_blocks(rows: list[list[Cell]], known: Mapping[str, str]) -> list[list[Cell]]:
    """A motor of which several lines tell, each another thing: all of it in the first of them, the others empty."""
    found: list[list[Cell]] = []
    begun: list[Cell] = []
    said: set[str] = set()
    for row in rows:
        names = names_in(row, known)
        if names and begun and said.isdisjoint(names):
            begun += row
            said |= names
            found.append([])
        else:
            begun, said = ([*row], names) if names else ([], set())
            found.append(begun or row)
    return found


def names_in(row: list[Cell], known: Mapping[str, str]) -> set[str]:
    """Which columns a line says by their labels; none where it says anything else."""
    line = "，".join(shown(cell) for cell in row if not is_blank(cell))
    before, *said = LABEL.split(line)
    names = {known.get(heading_folded(label), "") for label in said[::2]}
    return set() if before.strip() or "" in names else names


def cells_of_a_line(row: list[Cell], known: Mapping[str, str]) -> list[Cell]:
    """Serial number, model, remark of one line of a message."""
    cells = [cell for cell in row if not is_blank(cell)]
    if not cells or not all(isinstance(cell, str) for cell in cells):
        return row
    if named := labelled("，".join(map(str, cells)), known):
        return named
    if len(cells) > 1 and len({form_of(shown(cell)) for cell in cells}) == 1 and key(shown(cells[0])):
        return ["\n".join(map(shown, cells))]  # serial numbers, one beside the other
    return apart(row)


def labelled(line: str, known: Mapping[str, str]) -> list[Cell]:
    """A line that says of each thing what it is: “编号：260904-0001 故障：异响”; nothing where it does not."""
    said = LABEL.split(line)
    names = [known.get(heading_folded(label), "") for label in said[1::2]]
    found = {
        name: value.strip(" ，,;；。") for name, value in zip(names, said[2::2], strict=True) if value.strip()
    }
    if said[0].strip() or "" in names or not {"serial_number", "model"} & found.keys():
        return []
    told = [found.get(name, "") for name in ("symptom", "remark", "quantity")]
    return [found.get("serial_number", ""), found.get("model", ""), "；".join(filter(None, told))]


def apart(row: list[Cell]) -> list[Cell]:
    """Without the number of the line; a number as ours are, the model and the rest apart, where blanks are between."""
    first, *others = row
    uncounted = COUNTED.sub("", str(first), count=1)
    if begins_with_ours(uncounted):
        first = uncounted
    elif others and re.fullmatch(r"\s*\d{1,3}\s*", str(first)) and begins_with_ours(str(others[0])):
        first, *others = others
    if not others and not begins_with_ours(str(first)) and (models := COUNTED_MODEL.fullmatch(str(first))):
        return [cell or "" for cell in models.groups()]
    words = str(first).split()
    if len(words) > 1 and is_like_ours(words[0]) and not is_like_ours(words[1]) and not JOINS.match(words[1]):
        model = [words.pop(1)] if A_MODEL.fullmatch(words[1]) else [""]
        first, others = words[0], [*model, *filter(None, [" ".join(words[1:])]), *others]
    return [first, *others[:1], *(["，".join(map(shown, others[1:]))] if others[1:] else [])]


def begins_with_ours(text: str) -> bool:
    return LIKE_OURS.match(normalised(text)) is not None


def no_motor(cells: Mapping[str, Cell]) -> str:
    """Why these cells are none of a motor: a greeting, a date, a note. "" where they are."""
    number, model = shown(cells.get("serial_number", "")), shown(cells.get("model", ""))
    if not number or not is_blank(cells.get("quantity", "")):
        return ""
    alone = all(is_blank(cell) for name, cell in cells.items() if name != "serial_number")
    greets = is_prose(number) and not has_digit(number + model)
    said = number.strip()
    beside = len(cells) > 1 and NO_MOTOR.fullmatch(said) and not begins_with_ours(said)
    other = beside or WAYBILL.fullmatch(said)
    return (
        _("a note")
        if (alone and (is_prose(number) or other)) or (greets and bool(model) and not says_nothing(model))
        else ""
    )


def is_prose(text: str) -> bool:
    """Whether a text is words, and no number."""
    plain = normalised(text)
    if not has_digit(plain):
        return not says_why_none(text)
    if LIKE_OURS.search(plain):
        return False
    chinese = [sign for sign in JOINING_WORDS.sub("", plain) if "\u4e00" <= sign <= "\u9fff"]
    return bool(chinese) or len(plain.split()) > 2
