"""The monthly quality report, and the list behind each of its figures."""

from typing import IO

from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest, require
from aftersales.kit.ledger import MONEY, Column
from aftersales.kit.list_columns import cells_of
from aftersales.kit.paging import paginate
from aftersales.kit.pdf import pdf_response
from aftersales.kit.text import clean
from aftersales.models import User
from figures import charting
from figures.declared import Figure, figure_of
from figures.forms import IssueForm
from figures.issuing import editions_of
from figures.months import Month
from figures.printing import report_pdf
from figures.report import figures_for, report_of
from figures.sections.common import DIMENSIONS
from figures.sheets import list_sheet, report_sheets
from workflow.models.dossier import visible

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 20_000  # rows of the Excel behind a figure


def month_of(text: str) -> Month:
    """The month of an address, or 404."""
    month = Month.read(text)
    if month is None:
        raise Http404
    return month


@require("report.view")
@require_GET
def report(request: SignedInRequest) -> HttpResponse:
    """The report of a month; of the last one that is over unless ``?month=`` says which."""
    month = Month.read(request.GET.get("month", "")) or Month.now().plus(-1)
    found, editions = report_of(month, figures_for(request.user)), editions_of(month)
    may_issue = request.user.can("report.issue") and not found.live
    context = {
        "month": month,
        "report": found,
        "editions": editions,
        "issue_form": IssueForm.after(editions) if may_issue else None,
        "earlier": month.plus(-1),
        "later": month.plus(1) if month < Month.now() else None,
        "now": Month.now(),
        "groups": [
            (group, [(line, charting.trend_of(line, found)) for line in group.lines])
            for group in found.groups
        ],
        "charts": charting.charts_of(found),
    }
    return render(request, "figures/report.html", context)


@require("report.view")
@require_GET
def report_excel(request: SignedInRequest, month: str) -> HttpResponse:
    """The same as Excel."""
    found = report_of(month_of(month), figures_for(request.user))
    return excel(report_sheets(found), f"report-{month}")


@require("report.view")
@require_GET
def report_paper(request: SignedInRequest, month: str) -> HttpResponse:
    """The same as PDF, in Chinese."""
    with translation.override("zh-hans"):
        found = report_of(month_of(month), figures_for(request.user))
    return pdf_response(report_pdf(found, request.user), f"report-{month}")


@require("report.view")
@require_GET
def behind(request: SignedInRequest, month: str, figure: str) -> HttpResponse:
    """The list behind a figure; ``?whole=1`` of what it is counted, ``?by=…&value=…`` of one value of a dimension."""
    here, shown = month_of(month), figure_for(request.user, figure)
    rows, by, value = narrowed(request, shown, here)
    columns = columns_for(shown, request.user)
    page = paginate(request, rows)
    context = {
        "month": here,
        "figure": shown,
        "columns": columns,
        "page": page,
        "rows": cells_of(columns, page.rows),
        "whole": bool(request.GET.get("whole")),
        "has_whole": shown.unit == "share",
        "by": DIMENSIONS.get(by),
        "value": DIMENSIONS[by].words([value])[value] if by in DIMENSIONS else "",
        "query": request.GET.urlencode(),
    }
    return render(request, "figures/behind.html", context)


@require("report.view")
@require_GET
def behind_excel(request: SignedInRequest, month: str, figure: str) -> HttpResponse:
    """The list behind a figure as Excel."""
    here, shown = month_of(month), figure_for(request.user, figure)
    rows, _by, _value = narrowed(request, shown, here)
    title = f"{shown.label} {here}"
    return excel(
        list_sheet(title, columns_for(shown, request.user), rows.order_by("pk")[:MOST]), f"{figure}-{month}"
    )


def figure_for(user: User, key: str) -> Figure:
    """The figure if the person may see it, else 404."""
    figure = figure_of(key)
    if figure is None or figure not in figures_for(user):
        raise Http404
    return figure


def narrowed(request: SignedInRequest, figure: Figure, month: Month) -> tuple["QuerySet[Model]", str, str]:
    """The rows behind a figure that the person may see, and of which value of which dimension they are."""
    rows = figure.listed(month, whole=bool(request.GET.get("whole")))
    shown = figure.behind
    rows = rows.filter(visible(request.user, shown.dossier))
    rows = rows.select_related(*shown.reads).prefetch_related(*shown.parts)
    by, value = request.GET.get("by", ""), clean(request.GET.get("value", ""))[:160]
    if by not in figure.by:
        return rows, "", ""
    return rows.annotate(**{f"by_{by}": figure.by[by]}).filter(**{f"by_{by}": value}), by, value


def columns_for(figure: Figure, user: User) -> list[Column]:
    """The columns that the person may read."""
    return [column for column in figure.behind.columns if column.kind != MONEY or user.can("amount.view")]


def excel(file: IO[bytes], name: str) -> HttpResponse:
    response = HttpResponse(file.read(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response
