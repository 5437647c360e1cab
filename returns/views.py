"""The pages of return list, count and slips."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from aftersales import pdf
from aftersales.access import SignedInRequest, require
from aftersales.paging import paginate
from aftersales.roles import Role
from aftersales.search import encode
from aftersales.spreadsheets import UnreadableSheet
from cases.actions import perform
from cases.forms import form_class
from cases.models import Case
from cases.views.acting import act_on, forgive, links, more_rows, submit
from cases.views.case import visible_case
from returns import uploads
from returns.actions import count_consignment, countable, counting_role, why_no_count
from returns.brief import brief
from returns.forms import (
    CountForm,
    CountFormSet,
    ListFormSet,
    ReturnListForm,
    UnlistedFormSet,
    counted_lines,
    listed_motor,
)
from returns.kinds import DEFAULT_COLOURS, KINDS
from returns.models import Finding, Handover, Slip
from returns.printing import slip_pdf as render_pdf
from warranty.models import Product


@require("case.accept_list")
@require_http_methods(["GET", "POST"])
def return_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter the motors that are on their way: typed, pasted or uploaded (四.2)."""
    case = visible_case(request, pk)
    if request.method == "GET" and case.transition("accept_list") is None:
        return redirect(case)
    data = more_rows(request.POST, "rows") if "more" in request.POST else request.POST or None
    form = ReturnListForm(data, request.FILES or None, obj=case, user=request.user)
    first = [{"serial_number": case.serial_number, "model": case.model_name}]
    rows = ListFormSet(data, initial=first, prefix="rows")

    def again() -> HttpResponse:
        context = {"case": case, "form": form, "rows": rows, "products": product_models()}
        return render(request, "returns/return_list.html", context)

    if "more" in request.POST:
        forgive(form, rows)
        return again()
    if request.method == "GET" or not (form.is_valid() and rows.is_valid()):
        return again()
    motors = listed(form, rows)
    if not motors:
        return again()

    def action() -> str:
        version = form.cleaned_data["version"]
        return perform(
            case, "accept_list", by=request.user, version=version, motors=motors
        ).get_absolute_url()

    return submit(
        request, case, form, action, again, done=_("The return list is entered; the dispatcher is told.")
    )


def listed(form: ReturnListForm, rows: Any) -> list[dict[str, Any]]:
    """The motors of all three ways in, or an error on the form."""
    typed = [(row.has_changed(), line) for row in rows for line in [row.line()] if line]
    try:
        pasted = uploads.from_text(form.cleaned_data["pasted"])
        upload = form.cleaned_data["upload"]
        pasted += uploads.from_file(upload) if upload else []
    except UnreadableSheet as error:
        form.add_error("upload", str(error))
        return []
    lines = [line for row in pasted if (line := told_of(row))]
    told = {line["serial_number"] for line in lines if line["serial_number"]}
    # The row that was filled in for the clerk gives way to the same motor in the customer's own list.
    found = [line for changed, line in typed if changed or line["serial_number"] not in told]
    return without_repeats(form, found + lines)


def told_of(row: dict[str, str]) -> dict[str, Any] | None:
    """A row of the customer's own list as a line of ours."""
    return listed_motor(row.get("serial_number", "")[:40], row.get("model", "")[:40], row.get("remark", ""))


def without_repeats(form: forms.Form, motors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The motors, or an error where a serial number stands twice."""
    serials = [motor["serial_number"] for motor in motors if motor["serial_number"]]
    twice = sorted({serial for serial in serials if serials.count(serial) > 1})
    if twice:
        form.add_error(None, _("Listed twice: %(serials)s.") % {"serials": _(", ").join(twice)})
        return []
    if not motors:
        form.add_error(None, _("Enter at least one motor."))
    return motors


def product_models() -> list[str]:
    return list(Product.objects.values_list("model", flat=True)[:200])


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


class SlipFilter(forms.Form):
    """Search and filter of the slips."""

    q = forms.CharField(
        label=gettext_lazy("Number, case or customer"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("all")), *((kind.prefix, kind.name) for kind in KINDS.values())],
        required=False,
    )


COPY_COLOURS = {"白": "", "红": "red", "黄": "amber", "蓝": "blue", "绿": "green"}  # class of app.css


@require("slip.view")
@require_GET
def slips(request: SignedInRequest) -> HttpResponse:
    """The slips that the person may see, newest first."""
    form = SlipFilter(request.GET)
    form.full_clean()
    rows = Slip.objects.visible_to(request.user)
    if form.cleaned_data.get("kind"):
        rows = rows.filter(kind=form.cleaned_data["kind"])
    for word in form.cleaned_data.get("q", "").split():
        rows = rows.filter(Q(number__startswith=word.upper()) | Q(case__search_text__contains=encode(word)))
    page = paginate(request, rows.select_related("case__customer", "motor", "issued_by"))
    return render(request, "returns/slips.html", {"form": form, "page": page})


def visible_slip(request: SignedInRequest, pk: int) -> Slip:
    """The slip if the person may see it, else 404."""
    rows = Slip.objects.visible_to(request.user).select_related(
        "case__customer", "motor", "issued_by", "voided_by"
    )
    return get_object_or_404(rows, pk=pk)


@require_GET
def slip(request: SignedInRequest, pk: int) -> HttpResponse:
    """A slip: where it belongs, who gets its copies, and the PDF."""
    one = visible_slip(request, pk)
    others = Slip.objects.filter(number=one.number).exclude(pk=one.pk)
    colours = DEFAULT_COLOURS[len(one.definition.copies)]
    copies = [(copy, COPY_COLOURS[name]) for copy, name in zip(one.definition.copies, colours, strict=True)]
    readable = one.readable_by(request.user)
    context = {
        "slip": one,
        "case": one.case,
        "brief": brief(one, amounts=readable),
        "readable": readable,
        "copies": copies,
        "others": others,
    }
    return render(request, "returns/slip.html", context)


@require_GET
def slip_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """All copies of a slip as one PDF."""
    one = visible_slip(request, pk)
    if not one.readable_by(request.user):
        raise PermissionDenied
    try:
        data = render_pdf(one, request.build_absolute_uri(one.get_absolute_url()), by=request.user)
    except pdf.MissingGlyphs as error:
        return render(request, "returns/unprintable.html", {"slip": one, "error": error}, status=500)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{one.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
