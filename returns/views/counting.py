"""The count of a consignment against the return list, signed by two departments (四.2)."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest, require
from aftersales.models import User
from aftersales.roles import Role
from cases.models import Case
from cases.views.case import visible_case
from returns.actions import count_consignment
from returns.forms import CountSheet
from returns.models import Finding, Handover, counting_role
from returns.views.listing import product_models
from workflow.actions import perform
from workflow.forms import form_class
from workflow.views.acting import act_on, clear_errors, links, more_rows, submit


@require("handover.count")
@require_http_methods(["GET", "POST"])
def count(request: SignedInRequest, pk: int) -> HttpResponse:
    """Count a consignment against the return list and sign the count (四.2)."""
    case = visible_case(request, pk)
    if request.method == "GET" and (reason := Handover(case=case).why_not_create(request.user)):
        messages.info(request, reason)
        return redirect(case)
    return count_sheet(request, case, None)


@require("handover.recount")
@require_http_methods(["GET", "POST"])
def recount(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct a count that is not signed by both yet."""
    handover = visible_handover(request, pk)
    if request.method == "GET" and handover.transition("recount") is None:
        return redirect(handover)
    return count_sheet(request, handover.case, handover)


def count_sheet(request: SignedInRequest, case: Case, handover: Handover | None) -> HttpResponse:
    """The sheet for a new count, or for correcting ``handover``."""
    more = "more" in request.POST
    data = more_rows(request.POST, "unlisted", 2) if more else request.POST or None
    sheet = CountSheet(case, handover, data)

    def again() -> HttpResponse:
        context = {"case": case, "handover": handover, "sheet": sheet, "products": product_models()}
        return render(request, "returns/count.html", context)

    if more:
        clear_errors(sheet.form, sheet.counted, sheet.unlisted)
        return again()
    if not sheet.is_valid():
        return again()
    done = _("Counted. The other department must sign it too.")
    return submit(
        request, handover or case, sheet.form, partial(save_count, sheet, request.user), again, done
    )


def save_count(sheet: CountSheet, by: User) -> str:
    """Enter or correct the count; where its page is."""
    version = sheet.form.cleaned_data["version"]
    header, lines = sheet.form.header(), sheet.lines
    if sheet.handover is None:
        counted = count_consignment(sheet.case, header, lines, by=by, version=version)
    else:
        facts: dict[str, Any] = {"counted_as": counting_role(by), "header": header, "lines": lines}
        counted = perform(sheet.handover, "recount", by=by, version=version, **facts)
    return counted.get_absolute_url()


def visible_handover(request: SignedInRequest, pk: int) -> Handover:
    """The handover if the person may see its case, else 404."""
    visible = Handover.objects.filter(case__in=Case.objects.visible_to(request.user))
    rows = visible.select_related("case__customer", "counted_by", "signed_by")
    return get_object_or_404(rows, pk=pk)


@require_GET
def handover(request: SignedInRequest, pk: int) -> HttpResponse:
    """A count with its differences, and its second signature."""
    count = visible_handover(request, pk)
    form = form_class("handover", "sign")(obj=count, user=request.user)
    lines = list(count.lines.select_related("motor__product", "product"))
    context = {
        "handover": count,
        "case": count.case,
        "differences": [line for line in lines if line.finding != Finding.RECEIVED],
        "as_listed": [line for line in lines if line.finding == Finding.RECEIVED],
        "boxes": signature_boxes(count),
        "offers": sorted(links(count, request.user), key=lambda row: row["offer"].verb != "sign"),
        "form": form,
        "slip": count.slips.first(),
    }
    return render(request, "returns/handover.html", context)


def signature_boxes(count: Handover) -> list[tuple[Any, Any, Any]]:
    """Department, person and moment of both signatures; the person is None until signed."""
    first = Role(count.counted_as)
    second = Role.AFTER_SALES if first == Role.DISPATCHER else Role.DISPATCHER
    return [
        (first.label, count.counted_by, count.counted_at),
        (second.label, count.signed_by, count.signed_at),
    ]


@require_http_methods(["GET", "POST"])
def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """The second signature under a count: the motors are received and the handover slip is issued."""
    return act_on(request, visible_handover(request, pk), "sign")
