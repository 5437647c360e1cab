"""Answers gathered on paper, taken over from a spreadsheet: looked at first, then all or nothing."""

import uuid
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest, require
from aftersales.kit.spreadsheets import Sheet, SheetColumn, write_sheets
from satisfaction.actions.uploads import take_over as take_over_lines
from satisfaction.forms import ImportForm
from satisfaction.forms.uploads import signed
from satisfaction.models import Campaign
from satisfaction.queries import has_answered
from satisfaction.questions import QUESTIONS
from satisfaction.uploads import ABOUT, HEADINGS, checked
from workflow.once import earlier_answer
from workflow.views.acting import submit


@require("survey.import")
@require_http_methods(["GET", "POST"])
def take_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """First the dry run with what is wrong row by row; then, confirmed, every right row or none."""
    campaign = get_object_or_404(Campaign, pk=pk)
    if answer := earlier_answer(request.POST.get("key", ""), request.user):
        return redirect(answer)
    form = ImportForm(request.POST or None, request.FILES or None, initial={"key": uuid.uuid4()})
    if request.method == "GET" or not form.is_valid():
        return render(request, "satisfaction/import.html", {"campaign": campaign, "form": form})
    rows = form.cleaned_data["lines"]
    lines = checked(campaign, rows, request.user)
    usable = [line for line in lines if line.usable]

    def again() -> HttpResponse:
        context = {
            "campaign": campaign, "form": form, "lines": lines, "usable": len(usable), "key": uuid.uuid4(),
            "wrong": sum(bool(line.errors) for line in lines), "known": sum(line.known for line in lines),
            "rows": signed(rows), "headings": HEADINGS,
        }  # fmt: skip
        return render(request, "satisfaction/import.html", context)

    if "confirm" not in request.POST or not usable or any(line.errors for line in lines):
        return again()
    n = len(usable)
    done = ngettext(
        "%(n)d person's answers are taken over.", "The answers of %(n)d people are taken over.", n
    )
    return submit(
        request,
        campaign,
        form,
        lambda: take_over_lines(campaign, usable, by=request.user),
        again,
        done=done % {"n": n},
    )


@require("survey.import")
@require_GET
def template(request: SignedInRequest, pk: int) -> Any:
    """An empty sheet with the headings and a row for every customer who has not answered."""
    campaign = get_object_or_404(Campaign, pk=pk)
    waiting = campaign.targets.exclude(has_answered()).select_related("customer", "surveyor")
    blank = [""] * (len(HEADINGS) - len(ABOUT))
    rows = ([t.customer.name, "", "", "走访", str(t.surveyor), "", *blank] for t in waiting.iterator())
    columns = [
        SheetColumn(heading, 30 if heading in ("客户", "意见建议") else 14, "@") for heading in HEADINGS
    ]
    help_rows = [
        [str(q.number), str(q.label), *(str(words) for _value, words in q.choices)] for q in QUESTIONS
    ]
    help_columns = [SheetColumn(heading, 24, "@") for heading in ("", "", "1", "2", "3")]
    file = write_sheets([Sheet("MY", columns, rows), Sheet("1-2-3", help_columns, help_rows)], str(campaign))
    return FileResponse(file, as_attachment=True, filename=f"survey-{campaign.year}.xlsx")
