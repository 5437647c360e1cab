"""The joint appraisal: one page on which it is written, proposed by the rules, and signed by four departments."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from aftersales.access import SignedInRequest, require
from cases.appraisal.forms import AppraisalForm, MeasurementFormSet, SignForm
from cases.appraisal.presentation import signature_boxes
from cases.conditions import departments_to_sign, has_not_signed
from cases.models import ReturnedMotor
from cases.statuses import Disposition
from cases.views.motor import visible_motor
from warranty.reasons import readable, reasons_of
from warranty.rules import dispositions
from workflow.actions import perform
from workflow.guards import Stale
from workflow.once import earlier_answer
from workflow.views.acting import clear_errors, more_rows, submit
from workflow.views.refusals import refused


@require("motor.draft_appraisal")
@require_http_methods(["GET", "POST"])
def appraise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write or correct the appraisal; “preview” shows the proposal of the rules without saving."""
    motor = visible_motor(request, pk)
    if request.method == "GET" and motor.transition("draft_appraisal") is None:
        return redirect(motor)
    data = more_rows(request.POST, "measurements") if "more" in request.POST else request.POST or None
    form = AppraisalForm(data, obj=motor, user=request.user)
    measurements = measured(motor, data)
    if "more" in request.POST or ("preview" in request.POST and form.can_be_judged()):
        clear_errors(form, measurements)
        return page(request, motor, form, measurements)
    if request.method == "GET" or not (form.is_valid() and measurements.is_valid()):
        return page(request, motor, form, measurements)
    taken = [row for row in measurements.cleaned_data if row.get("item")]

    def action() -> str:
        version = form.cleaned_data["version"]
        appraisal = form.appraisal(taken)
        perform(motor, "draft_appraisal", by=request.user, version=version, appraisal=appraisal)
        return request.path

    return submit(request, motor, form, action, lambda: page(request, motor, form, measurements))


@require("motor.sign_appraisal")
@require_POST
def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign the version on the screen; if it has been rewritten meanwhile, it must be read again."""
    motor = visible_motor(request, pk)
    form = SignForm(request.POST, obj=motor, user=request.user, auto_id="sign_%s")
    blank = AppraisalForm(obj=motor, user=request.user)

    def again() -> HttpResponse:
        return page(request, motor, blank, measured(motor), sign_form=form)

    sheet = reverse("cases:appraise", args=[motor.pk])
    if not departments_to_sign(motor, request.user):
        answer = earlier_answer(request.POST.get("key", ""), request.user)
        return (
            redirect(answer)
            if answer
            else refused(request, Stale(has_not_signed(motor, request.user)), sheet)
        )
    if not form.is_valid():
        return again()

    def action() -> str:
        signed = perform(motor, "sign_appraisal", by=request.user, **form.facts())
        return signed.get_absolute_url()

    return submit(request, motor, form, action, again)


def measured(motor: ReturnedMotor, data: Any = None) -> Any:
    """The rows of measurements, filled with those of the present draft."""
    rows = motor.appraisal.measurements if motor.appraisal else []
    return MeasurementFormSet(data, initial=rows, prefix="measurements")


def page(
    request: SignedInRequest,
    motor: ReturnedMotor,
    form: AppraisalForm,
    measurements: Any,
    sign_form: SignForm | None = None,
) -> HttpResponse:
    """The appraisal sheet with the proposal beside it and the four signature boxes below."""
    sheet = motor.appraisal
    boxes = signature_boxes(sheet)
    if sign_form is None and sheet and departments_to_sign(motor, request.user):
        sign_form = SignForm(obj=motor, user=request.user, auto_id="sign_%s")
    verdict = form.verdict
    frozen = [readable(reason) for reason in sheet.reasons] if sheet else []
    context = {
        "motor": motor,
        "case": motor.case,
        "form": form,
        "measurements": measurements,
        "sheet": sheet,
        "signed": sum(signature is not None for _department, signature in boxes),
        "boxes": boxes,
        "sign_form": sign_form,
        "verdict": verdict.as_dict() if verdict else (sheet.verdict if sheet else None),
        "reasons": reasons_of(verdict) if verdict else frozen,
        "proposed": [Disposition(outcome) for outcome in dispositions(verdict)] if verdict else None,
    }
    return render(request, "cases/_proposal.html" if request.htmx else "cases/appraise.html", context)
