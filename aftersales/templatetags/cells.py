"""The heads and the cells of a list, drawn at once: by a template they take longer than all else of the page."""

import datetime as dt
from collections.abc import Container, Iterable, Sequence
from urllib.parse import urlencode

from django import template
from django.db.models import Model
from django.shortcuts import resolve_url
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aftersales.kit.choices import Label
from aftersales.kit.list_columns import Cell, Choice, Head, Row
from aftersales.kit.untyped import Context
from aftersales.templatetags.marks import due, history, html, id_link, status

register = template.Library()

CLASSES = {"number": ' class="num"', "money": ' class="num"', "long": ' class="wide"'}


ARROWS = {"descending": " ↓", "ascending": " ↑"}


@register.simple_tag
def table_heads(heads: Iterable[Head]) -> SafeString:
    """The heads of the columns that are shown; one by which the list can be sorted leads there."""
    return SafeString("".join(map(headed, heads)))


def headed(head: Head) -> str:
    kind = ' class="num"' if head.kind in {"number", "money"} else ""
    order = f' aria-sort="{head.sorted}"' if head.sorted else ""
    words = f"{html(head.label)}{ARROWS.get(head.sorted, '')}"
    return f'<th scope="col"{kind}{order}>{link(head.url, words) if head.url else words}</th>'


def link(url: str, words: str) -> str:
    return f'<a href="{html(url)}">{words}</a>'


@register.simple_tag
def column_boxes(choice: Choice) -> SafeString:
    """A box to tick for each column that may be shown."""
    boxes = (
        f'<label><input type="checkbox" name="column" value="{name}"{" checked" if shown else ""}>{html(label)}</label>'
        for name, label, shown in choice.options
    )
    return SafeString("".join(boxes))


@register.simple_tag(takes_context=True)
def choice_tabs(context: Context, name: str, choices: Iterable[tuple[str, Label]], chosen: str) -> SafeString:
    """A tab for each choice of a filter, which keeps whatever else the address asks for."""
    query = context["request"].GET.copy()
    for gone in ("before", "after", name):
        query.pop(gone, None)
    kept = f"&{query.urlencode()}" if query else ""
    urls = ((f"?{urlencode({name: value})}{kept}", value, label) for value, label in choices)
    return SafeString("".join(tab(url, label, value == (chosen or "")) for url, value, label in urls))


def tab(url: str, label: Label, here: bool) -> str:
    current = ' aria-current="page"' if here else ""
    words = str(label)
    return f'<a href="{html(url)}"{current}>{html(words[:1].upper() + words[1:])}</a>'


@register.simple_tag
def cells(row: Row) -> SafeString:
    """What a row of a list shows; the first cell leads to its page."""
    first, *others = row.cells
    name = link(resolve_url(row.thing), html(first.words))
    marks = history(row.thing) + (out_of_use() if getattr(row.thing, "active", True) is False else "")
    return SafeString(f'<td class="main">{name} {marks}</td>{"".join(map(drawn, others))}')


def out_of_use() -> str:
    """The mark of what the register keeps and no longer counts."""
    words = html(_("out of use"))
    return f'<span class="tag plain grey">{words}</span>'


def linked(thing: Model) -> str:
    """Something that a cell names, with the way to its page and to its history."""
    return id_link(resolve_url(thing), thing) + history(thing)


def drawn(cell: Cell, together: Container[str] = ()) -> str:
    """One cell: a status, a promise, or words, which may lead somewhere; kinds in ``together`` never break."""
    if cell.kind == "state":
        mark = status(cell.words, getattr(cell.value, "colour", "")) if cell.words else ""
        return f'<td class="state">{mark}</td>'
    if cell.kind == "due":
        promise = due(cell.value, cell.standing) if isinstance(cell.value, dt.date) else ""
        return f"<td>{promise}</td>"
    kind = CLASSES.get(cell.kind, "")
    if not cell.words:
        return f"<td{kind}></td>"
    words = html(cell.words)
    if cell.things:
        words = " ".join(map(linked, cell.things))
    elif cell.url:
        words = id_link(cell.url, cell.words)
    elif cell.kind in together:
        words = f'<span class="id">{words}</span>'
    return f'<td{kind} data-label="{html(cell.label)}">{words}</td>'


NUMBERS = {"id", "date", "moment"}


@register.simple_tag
def ledger_cells(row: Sequence[Cell]) -> SafeString:
    """What a row of a ledger shows; on a phone its first cell is the title of a card."""
    first, *others = row
    name = id_link(first.url, first.words) if first.url else html(first.words)
    return SafeString(f'<td class="main">{name}</td>{"".join(drawn(cell, NUMBERS) for cell in others)}')
