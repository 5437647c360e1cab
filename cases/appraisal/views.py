"""The joint appraisal: one page on which it is written, proposed by the rules, and signed by four departments."""

from django.http import HttpResponse, QueryDict
from django.urls import reverse

from aftersales.models import User
from cases.appraisal.forms import AppraisalForm, MeasurementFormSet, SignForm
from cases.appraisal.presentation import signature_boxes
from cases.conditions import departments_to_sign, has_not_signed
from cases.models import ReturnedMotor
from cases.photos.views import WithPhotosOfMotor
from cases.same_motor import note_on
from cases.similar import similar_to_motor
from cases.statuses import Disposition
from cases.views.motor import visible_motor
from warranty.reasons import readable, reasons_of
from warranty.rules import dispositions
from workflow.actions import perform
from workflow.guards import Stale
from workflow.models import Facts
from workflow.verbs import find_verb
from workflow.views.acting import ActingPage
from workflow.views.refusals import refused


class AppraisePage(WithPhotosOfMotor[ReturnedMotor, AppraisalForm]):
    """Write or correct the appraisal; “preview” shows the proposal of the rules without saving."""

    permission = "motor.draft_appraisal"
    verb = "draft_appraisal"
    template = "cases/appraise.html"
    part = "cases/_proposal.html"
    row_form = MeasurementFormSet
    prefix = "measurements"
    find = staticmethod(visible_motor)

    def make_form(self, data: QueryDict | None) -> AppraisalForm:
        form = super().make_form(data)
        form.papers_sent = any(photo.is_paper for photo in self.chosen.photos)
        return form

    def row_options(self) -> Facts:
        """The rows are filled with the measurements of the present draft."""
        return {"initial": self.obj.appraisal.measurements if self.obj.appraisal else []}

    def preview(self) -> bool:
        return self.form.can_be_judged()

    def act(self) -> str:
        super().act()
        return self.request.path  # where it is signed

    def facts(self) -> Facts:
        return self.form.all_facts(self.rows.cleaned_data)

    def context(self) -> Facts:
        return (
            super().context()
            | appraisal_sheet(self.obj, self.form)
            | number_of(self.obj, self.form, self.user)
            | {
                "measurements": self.rows,
                "similar": similar_to_motor(self.obj, self.user),
                "sign_form": sign_form(self.obj, self.user),
                "has_signed": has_signed(self.obj, self.user),
            }
        )


class SignPage(ActingPage[ReturnedMotor, SignForm]):
    """Sign the version on the screen; if it has been rewritten meanwhile, it must be read again."""

    permission = "motor.sign_appraisal"
    template = AppraisePage.template
    part = AppraisePage.part
    methods = ("POST",)
    find = staticmethod(visible_motor)

    def bar(self) -> HttpResponse | None:
        if departments_to_sign(self.obj, self.user):
            return None
        sheet = reverse("cases:appraise", args=[self.obj.pk])
        return refused(self.request, Stale(has_not_signed(self.obj, self.user)), sheet)

    def make_form(self, data: QueryDict | None) -> SignForm:
        return SignForm(data, obj=self.obj, user=self.user, auto_id="sign_%s")

    def act(self) -> ReturnedMotor:
        return perform(self.obj, "sign_appraisal", by=self.user, **self.form.facts())

    def announcement(self) -> str:
        self.done = find_verb("motor", "sign_appraisal").step.past
        return super().announcement()

    def context(self) -> Facts:
        """The sheet as it stands, which is beside the signatures."""
        blank = AppraisePage(self.request, pk=self.obj.pk)
        blank.fill(None)
        return blank.context() | {"form": blank.form, "sign_form": self.form}


def sign_form(motor: ReturnedMotor, user: User) -> SignForm | None:
    """What the person signs with; None where their departments have nothing to sign."""
    if not (motor.appraisal and departments_to_sign(motor, user)):
        return None
    return SignForm(obj=motor, user=user, auto_id="sign_%s")


def has_signed(motor: ReturnedMotor, user: User) -> bool:
    """Whether the person has signed for one department, and so may not for another."""
    signatures = motor.appraisal.signatures.all() if motor.appraisal else []
    return any(signature.user_id == user.pk for signature in signatures)


def number_of(motor: ReturnedMotor, form: AppraisalForm, user: User) -> Facts:
    """What is said of the motor's serial number, above all where the register contradicts the tick."""
    note = note_on(motor.serial_number, user, motor.case, motor.case.customer)
    return {"note": note, "ours_after_all": None if form["own_product"].value() else motor.registered}


def appraisal_sheet(motor: ReturnedMotor, form: AppraisalForm) -> Facts:
    """The sheet with the proposal beside it and the four signature boxes below."""
    sheet, verdict = motor.appraisal, form.verdict
    boxes = signature_boxes(sheet)
    frozen = [readable(reason) for reason in sheet.reasons] if sheet else []
    return {
        "case": motor.case,
        "sheet": sheet,
        "signed": sum(signature is not None for _department, signature in boxes),
        "boxes": boxes,
        "verdict": verdict.as_dict() if verdict else (sheet.verdict if sheet else None),
        "reasons": reasons_of(verdict) if verdict else frozen,
        "proposed": [Disposition(outcome) for outcome in dispositions(verdict)] if verdict else None,
    }
