"""The monthly report as it was issued, beside what is known now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aftersales.access import SignedInRequest, require
from aftersales.kit.pdf import pdf_response
from figures import issuing
from figures.forms import IssueForm
from figures.models import IssuedReport
from figures.months import Month
from figures.printing import report_pdf
from figures.report import figures_for, report_of
from figures.sheets import report_sheets
from figures.views.report import excel, month_of
from workflow.guards import Blocked


@require_POST
@require("report.issue")
def issue(request: SignedInRequest, month: str) -> HttpResponse:
    """Issue the report of a month, or what has become of it since the last edition."""
    here, form = month_of(month), IssueForm(request.POST)
    edition = form.cleaned_data["edition"] if form.is_valid() else 0
    try:
        done = issuing.issue(here, by=request.user, edition=edition)
    except Blocked as blocked:
        messages.error(request, str(blocked))
        return redirect(f"{reverse('figures:report')}?month={here}")
    messages.success(request, _("Issued as %(report)s.") % {"report": done})
    return redirect(done)


@require("report.view")
@require_GET
def issued(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was said, what is known now, and where they differ."""
    row = get_object_or_404(IssuedReport.objects.select_related("issued_by"), pk=pk)
    month = Month.of(row.first)
    then, known = issuing.as_issued(row, request.user), report_of(month, figures_for(request.user))
    sections = issuing.beside(then, known)
    context = {
        "issued": row,
        "month": month,
        "report": then,
        "known": known,
        "sections": sections,
        "moved": issuing.moved(then, known),
        "different": sum(one.differs for section in sections for one in section.rows),
        "editions": issuing.editions_of(month),
    }
    return render(request, "figures/issued.html", context)


@require("report.view")
@require_GET
def issued_paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same as PDF, in Chinese."""
    row = get_object_or_404(IssuedReport, pk=pk)
    with translation.override("zh-hans"):
        found = issuing.as_issued(row, request.user)
    return pdf_response(report_pdf(found, request.user, row), str(row))


@require("report.view")
@require_GET
def issued_excel(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same as Excel."""
    row = get_object_or_404(IssuedReport, pk=pk)
    return excel(report_sheets(issuing.as_issued(row, request.user)), str(row))
