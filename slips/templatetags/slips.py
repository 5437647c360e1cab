"""How the facts of a slip stand in its form: side by side as the paper is wide, or on a line of their own."""

from collections.abc import Iterator, Sequence
from typing import TypeVar
from unicodedata import east_asian_width

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from slips.paper import Sheet

register = template.Library()

Value = str | int  # as the facts of a slip have it
Thing = TypeVar("Thing")

PADDING = 4.5  # mm inside the cells of a fact, left and right


@register.simple_tag(takes_context=True)
def pairs(context: template.Context, *cells: Value) -> SafeString:
    """Rows of label and fact, in turn: as many a row as the paper takes, a long fact over several columns."""
    sheet: Sheet = context["sheet"]
    facts = [(label, value, span(sheet, value)) for label, value in zip(cells[::2], cells[1::2], strict=True)]
    return format_html_join("\n", "{}", ((row(sheet, members),) for members in rows(sheet, facts)))


@register.simple_tag(takes_context=True)
def line(context: template.Context, label: str, value: Value, lines: str = "") -> SafeString:
    """A fact on a line of its own, which may run on to the next page; ``lines`` is a class of print.css."""
    span = 2 * context["sheet"].size.across - 1
    return format_html(
        '<tr class="flows"><th class="label">{}</th><td class="text {}" colspan="{}">{}</td></tr>',
        label, lines, span, value,
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def columns(context: template.Context) -> SafeString:
    """The widths of labels and facts, for a table that does not begin with ``pairs``."""
    return mark_safe(f"<colgroup>{'<col class=label><col>' * context['sheet'].size.across}</colgroup>")  # noqa: S308


@register.filter
def put(value: Value, pattern: str) -> str:
    """The value within its words: ``3|put:"第 {} 批"``."""
    return pattern.replace("{}", str(value))


Fact = tuple[Value, Value, int]


def rows(sheet: Sheet, facts: list[Fact]) -> Iterator[list[Fact]]:
    """The facts in rows; the last of each row takes what is left of it."""
    across = sheet.size.across
    members: list[Fact] = []
    for fact in facts:
        if members and sum(columns for *_, columns in members) + fact[2] > across:
            yield stretched(members, across)
            members = []
        members.append(fact)
    if members:
        yield stretched(members, across)


def stretched(members: list[Fact], across: int) -> list[Fact]:
    *others, (label, value, _span) = members
    return [*others, (label, value, across - sum(columns for *_, columns in others))]


def row(sheet: Sheet, members: list[Fact]) -> SafeString:
    cells = format_html_join(
        "",
        '<th class="label">{}</th><td colspan="{}">{}</td>',
        ((label, 2 * columns - 1, value) for label, value, columns in members),
    )
    flows = sum(columns for *_, columns in members) == members[0][2] == sheet.size.across
    return format_html('<tr class="{}">{}</tr>', "flows" if flows else "", cells)


def span(sheet: Sheet, value: Value) -> int:
    """Over how many columns a fact stands on one line, at most all."""
    size = sheet.size
    column = sheet.form_width / size.across
    needed = ems(str(value)) * size.em + PADDING + size.label
    return min(-int(-needed // column), size.across)


def ems(text: str) -> float:
    """About how wide a text prints, in widths of a Chinese character."""
    return sum(1 if east_asian_width(character) in "WFA" else 0.58 for character in text)


@register.filter
def in_rows(things: Sequence[Thing]) -> list[list[tuple[int, Thing | None]]]:
    """Numbered from 1, three in a row or, of more than three, four; the last row is filled with None."""
    across = 3 if len(things) <= 3 else 4
    filled = [*things, *[None] * (-len(things) % across)]
    numbered = list(enumerate(filled, 1))
    return [numbered[start : start + across] for start in range(0, len(filled), across)]
