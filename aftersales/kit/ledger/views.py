"""The list of ledgers, and a ledger as a page."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest
from aftersales.kit.ledger import Column, ledger_of, ledgers_of
from aftersales.kit.ledger.exports import files_of
from aftersales.kit.ledger.files import printed_totals, total_heads
from aftersales.kit.ledger.filters import Selection
from aftersales.kit.list_columns import cells_of
from aftersales.kit.paging import opposite, paginate
from aftersales.kit.untyped import Context


@require_GET
def ledgers(request: SignedInRequest) -> HttpResponse:
    """Every ledger that the person may open."""
    context = {"ledgers": ledgers_of(request.user), "files": files_of(request.user)}
    return render(request, "ledgers/ledgers.html", context)


def selected(request: SignedInRequest, key: str) -> Selection:
    """What the address asks of a ledger that the person may open, else 404."""
    ledger = ledger_of(request.user, key)
    if ledger is None:
        raise Http404
    return Selection.asked(ledger, request.user, request.GET)


@require_GET
def ledger(request: SignedInRequest, key: str) -> HttpResponse:
    """A ledger: its filters, and the rows that they leave."""
    selection = selected(request, key)
    page = paginate(request, selection.rows, order=selection.order, known=selection.visible)
    columns = [column for column in selection.columns if column.screen]
    context = frame(request, selection) | {
        "page": page,
        "heads": [head(request, selection, column) for column in columns],
        "rows": cells_of(columns, page.rows),
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


def frame(request: HttpRequest, selection: Selection) -> Context:
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
