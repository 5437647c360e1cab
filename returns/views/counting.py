"""The count of a consignment against the return list, signed by two departments (四.2)."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest, require
from aftersales.roles import Role
from cases.actions import perform
from cases.forms import form_class
from cases.models import Case
from cases.views.acting import act_on, forgive, links, more_rows, submit
from cases.views.case import visible_case
from returns.actions import count_consignment, countable, counting_role, why_no_count
from returns.forms import CountForm, CountFormSet, UnlistedFormSet, counted_lines
from returns.models import Finding, Handover
from returns.views.listing import product_models


@require("handover.count")
@require_http_methods(["GET", "POST"])
def count(request: SignedInRequest, pk: int) -> HttpResponse:
    """Count a consignment against the return list and sign the count (四.2)."""
    case = visible_case(request, pk)
    if request.method == "GET" and (reason := why_no_count(case)):
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
    motors = list(countable(case).select_related("product"))
    header, initial, unlisted_initial = filled(handover, motors)
    version = (handover or case).version
    data = more_rows(request.POST, "unlisted", 2) if "more" in request.POST else request.POST or None
    form = CountForm(data, initial=header | {"version": version, "key": uuid.uuid4()})
    counted = CountFormSet(data, initial=initial, prefix="motors")
    unlisted = UnlistedFormSet(data, initial=unlisted_initial, prefix="unlisted")

    def again() -> HttpResponse:
        by_pk = {str(motor.pk): motor for motor in motors}
        sheet = [(row, by_pk.get(str(row["motor"].value()))) for row in counted]
        context = {
            "case": case,
            "handover": handover,
            "form": form,
            "sheet": sheet,
            "counted": counted,
            "unlisted": unlisted,
            "products": product_models(),
        }
        return render(request, "returns/count.html", context)

    if "more" in request.POST:
        forgive(form, counted, unlisted)
        return again()
    if request.method == "GET" or not (form.is_valid() and counted.is_valid() and unlisted.is_valid()):
        return again()
    lines = counted_lines(case, counted, unlisted)
    if clash := repeated_serials(case, lines):
        form.add_error(
            None, _("These serial numbers would be in the case twice: %(serials)s.") % {"serials": clash}
        )
        return again()

    def action() -> str:
        seen = form.cleaned_data["version"]
        if handover is None:
            made = count_consignment(case, form.header(), lines, by=request.user, version=seen)
        else:
            made = perform(
                handover,
                "recount",
                by=request.user,
                version=seen,
                counted_as=counting_role(request.user),
                header=form.header(),
                lines=lines,
            )
        return made.get_absolute_url()

    return submit(
        request,
        handover or case,
        form,
        action,
        again,
        done=_("Counted. The other department must sign it too."),
    )


def filled(handover: Handover | None, motors: list[Any]) -> tuple[dict[str, Any], list[Any], list[Any]]:
    """What the sheet shows at first: nothing counted yet, or the count that is corrected."""
    if handover is None:
        header = {"arrived_on": timezone.localdate()}
        return header, [{"motor": motor.pk} for motor in motors], []
    header = {name: getattr(handover, name) for name in ("carrier", "waybill", "arrived_on", "remark")}
    common = ("exterior", "accessories", "remark")
    counted, unlisted = [], []
    for line in handover.lines.select_related("product"):
        row = {name: getattr(line, name) for name in common}
        if line.motor_id:
            row |= {"motor": line.motor_id, "finding": line.finding}
            if line.finding == Finding.WRONG_MODEL:
                row |= {"found_model": line.model_name, "found_serial_number": line.serial_number}
            counted.append(row)
        else:
            unlisted.append(row | {"serial_number": line.serial_number, "model": line.model_name})
    return header, counted, unlisted


def repeated_serials(case: Case, lines: list[dict[str, Any]]) -> str:
    """Serial numbers that would stand in the case twice once the count is signed."""
    replaced = {line["motor_id"] for line in lines if "motor_id" in line}
    serials = [line["serial_number"] for line in lines if line["serial_number"]]
    serials += [m.serial_number for m in case.motors.all() if m.pk not in replaced and m.serial_number]
    return str(_(", ")).join(sorted({serial for serial in serials if serials.count(serial) > 1}))


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
