"""The cells of a row of a list, drawn at once: by a template they take longer than all else of the page."""

import datetime as dt
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aftersales.kit.list_columns import Cell, Row
from aftersales.templatetags.marks import NOTHING, due, history, status

register = template.Library()

CLASSES = {
    "number": SafeString(' class="num"'),
    "money": SafeString(' class="num"'),
    "long": SafeString(' class="wide"'),
}


@register.simple_tag
def cells(row: Row) -> SafeString:
    """What a row of a list shows; the first cell leads to its page."""
    thing: Any = row.thing
    first, *others = row.cells
    main = '<td class="main"><a href="{}">{}</a> {}</td>'
    name = format_html(main, thing.get_absolute_url(), first.words, history(thing))
    return SafeString(name + "".join(map(drawn, others)))


def drawn(cell: Cell) -> SafeString:
    """One cell: a status, a promise, or words, which may lead somewhere."""
    if cell.kind == "state":
        mark = status(cell.words, getattr(cell.value, "colour", "")) if cell.words else NOTHING
        return format_html('<td class="state">{}</td>', mark)
    if cell.kind == "due":
        promise = due(cell.value, cell.standing) if isinstance(cell.value, dt.date) else NOTHING
        return format_html("<td>{}</td>", promise)
    label = format_html(' data-label="{}"', cell.label) if cell.words else NOTHING
    words = (
        format_html('<a class="id" href="{}">{}</a>', cell.url, cell.words)
        if cell.url and cell.words
        else cell.words
    )
    return format_html("<td{}{}>{}</td>", CLASSES.get(cell.kind, NOTHING), label, words)
