"""The list of ledgers, a ledger as a page, and its two files."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest
from aftersales.ledger import Column, ledgers_of
from aftersales.ledger.files import (
    ON_PAPER,
    TooLong,
    in_words,
    paper,
    printed_totals,
    spreadsheet,
    total_heads,
)
from aftersales.ledger.filters import Selection
from aftersales.paging import opposite, paginate
from aftersales.pdf import MissingGlyphs

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def ledgers(request: SignedInRequest) -> HttpResponse:
    """Every ledger that the person may open."""
    return render(request, "ledgers/ledgers.html", {"ledgers": ledgers_of(request.user)})


def selected(request: SignedInRequest, key: str) -> Selection:
    """What the address asks of a ledger that the person may open, else 404."""
    for ledger in ledgers_of(request.user):
        if ledger.key == key:
            return Selection.asked(ledger, request.user, request.GET)
    raise Http404


@require_GET
def ledger(request: SignedInRequest, key: str) -> HttpResponse:
    """A ledger: its filters, and the rows that they leave."""
    selection = selected(request, key)
    page = paginate(request, selection.rows, order=selection.order, known=selection.visible)
    columns = [column for column in selection.columns if column.screen]
    context = frame(request, selection) | {
        "page": page,
        "heads": [head(request, selection, column) for column in columns],
        "rows": [[cell(column, row) for column in columns] for row in page.rows],
    }
    return render(request, "ledgers/ledger.html", context)


@require_GET
def totals(request: SignedInRequest, key: str) -> HttpResponse:
    """The sums of a ledger per month and customer, of what the filters leave."""
    selection = selected(request, key)
    if selection.ledger.totals is None:
        raise Http404
    lines = printed_totals(selection)
    context = frame(request, selection) | {"heads": total_heads(selection), "lines": lines, "adding_up": True}
    return render(request, "ledgers/totals.html", context)


def frame(request: HttpRequest, selection: Selection) -> dict[str, Any]:
    """What the pages of a ledger have in common."""
    query = request.GET.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    return {
        "ledger": selection.ledger,
        "form": selection.form,
        "sort": request.GET.get("sort", ""),
        "query": f"?{query.urlencode()}" if query else "",
    }


@dataclass(frozen=True)
class Head:
    """The head of a column: a click sorts by it, another one the other way round."""

    column: Column
    url: str = ""
    sorted: str = ""  # "ascending" or "descending", the one by which the ledger is sorted


def head(request: HttpRequest, selection: Selection, column: Column) -> Head:
    if not column.sort:
        return Head(column)
    here = selection.order.lstrip("-") == column.sort
    query = request.GET.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    query["sort"] = opposite(selection.order) if here else f"-{column.sort}"
    direction = "descending" if selection.order.startswith("-") else "ascending"
    return Head(column, f"?{query.urlencode()}", direction if here else "")


@dataclass(frozen=True)
class Cell:
    """A value as the page shows it."""

    column: Column
    value: Any
    words: str
    url: str


def cell(column: Column, row: Any) -> Cell:
    value = column.of(row)
    return Cell(column, value, in_words(value, column.kind), column.url_of(row))


# -- files --------------------------------------------------------------------------------------------

Export = Callable[[Selection], HttpResponseBase]


def of_valid_filters(view: Export) -> Callable[..., HttpResponseBase]:
    """A file of what the address asks for; with filters that cannot be read, back to the page that says so."""

    @wraps(view)
    def checked(request: SignedInRequest, key: str) -> HttpResponseBase:
        selection = selected(request, key)
        back = f"{reverse('ledger', args=[key])}?{request.GET.urlencode()}"
        if not selection.form.is_valid():
            return redirect(back)
        try:
            return view(selection)
        except TooLong:
            messages.error(request, too_long())
        except MissingGlyphs as error:
            messages.error(request, unprintable(error))
        return redirect(back)

    return require_GET(checked)


def too_long() -> str:
    return _(
        "A PDF takes up to %(rows)d rows, and these are more. Choose a shorter period or take the Excel file."
    ) % {"rows": ON_PAPER}


def unprintable(error: MissingGlyphs) -> str:
    return _(
        "No font on this server has these characters: %(characters)s. Ask the administrator to install the "
        "font package fonts-noto-cjk, or take the Excel file."
    ) % {"characters": " ".join(error.characters)}


@of_valid_filters
def excel(selection: Selection) -> HttpResponseBase:
    """The ledger as a spreadsheet."""
    return download(spreadsheet(selection), filename(selection, "xlsx"), XLSX, attached=True)


@of_valid_filters
def print_out(selection: Selection) -> HttpResponseBase:
    """The ledger as PDF."""
    return download(io.BytesIO(paper(selection)), filename(selection, "pdf"), "application/pdf")


def download(file: Any, name: str, content_type: str, *, attached: bool = False) -> FileResponse:
    response = FileResponse(file, as_attachment=attached, filename=name, content_type=content_type)
    response["Cache-Control"] = "private, no-store"
    return response


def filename(selection: Selection, ending: str) -> str:
    return f"{selection.ledger.title} {timezone.localdate().isoformat()}.{ending}"
