"""The form of the joint appraisal: facts ticked beside the motor, what the rules make of them, the decision."""

from typing import cast

from django import forms
from django.core.signing import Signer
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from aftersales.kit.form_fields import Text, long_text, set_choices, short_text
from aftersales.models import User, people_with
from aftersales.roles import Role
from cases.appraisal.verdicts import appraisal_facts, departs, frozen_reasons
from cases.conditions import APPRAISING_DEPARTMENTS, departments_to_sign
from cases.measuring.models import Occasion
from cases.measuring.queries import sheet_for
from cases.models import Appraisal, ReturnedMotor
from cases.shortage.forms import MissingPartsField, as_typed
from cases.statuses import Answer, Disposition
from cases.verdicts import judge
from catalogue.forms import FailureField
from catalogue.statuses import Cause, DefectGroup, Department
from warranty.dates import FactoryDay, impossible
from warranty.forms import FactsForm
from warranty.policy import WarrantyPolicy
from warranty.rules import Verdict, dispositions
from workflow.forms import ActForm, ReasonForm, form_of
from workflow.models import Facts, PolicyEdition, policy_on

MEASUREMENTS = 6  # rows offered
CHOOSE = ("", _("choose"))
REPAIRS = (Disposition.REPAIR_FREE, Disposition.REPAIR_CHARGED)

form_of("motor.reappraise", "motor.settle_dissent", "motor.refuse_return")(ReasonForm)


class MeasurementForm(forms.Form):
    """One thing that was measured."""

    item = Text(label=_("Item"), max_length=60, required=False)
    standard = Text(label=_("Standard"), max_length=60, required=False)
    measured = Text(label=_("Measured"), max_length=60, required=False)

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if not cleaned.get("item") and (cleaned.get("standard") or cleaned.get("measured")):
            self.add_error("item", gettext("Name what was measured."))


MeasurementFormSet = forms.formset_factory(MeasurementForm, extra=MEASUREMENTS, max_num=40, absolute_max=40)


@form_of("motor.draft_appraisal")
class AppraisalForm(FactsForm, ActForm):
    """Facts of the decision table, then findings, then the decision."""

    differs = ("symptom", "defect", "cause_text", "remedy")
    rows_form = MeasurementFormSet
    prefix_of_rows = "measurements"
    layout = "cases/_appraisal_fields.html"

    ex_factory_document = Text(
        label=_("document that shows the ex-factory date"),
        max_length=80,
        required=False,
        help_text=_("Name or number of the document; add a photo or scan of it below."),
    )
    symptom = long_text(_("Symptom"), rows=2)
    defect = Text(
        label=_("Defect"),
        max_length=80,
        required=False,
        help_text=_("For example: bearing seized, winding burnt."),
    )
    failure = FailureField(_("Failure code"), texts=("defect", "symptom"))
    defect_group = forms.ChoiceField(
        label=_("Kind of defect"), choices=[CHOOSE, *DefectGroup.choices], required=False
    )
    cause_text = long_text(_("Cause found"), rows=2)
    liable_department = forms.ChoiceField(label=_("Liable department"), choices=[CHOOSE, *Department.choices])
    liable_person = Text(label=_("Liable person"), max_length=60, required=False)
    disposition = forms.ChoiceField(
        label=_("Disposition"),
        choices=[("", _("as the rules propose")), *Disposition.choices],
        required=False,
    )
    departure_reason = short_text(
        _("Reason for the departure"), required=False, help_text=_("Only if you depart from the proposal.")
    )
    no_fault_reason = short_text(
        _("Why no fault, where values are lacking"),
        required=False,
        help_text=_("Only where nothing is found and the test sheet is not complete."),
    )
    remedy = long_text(_("Remedy"), rows=2)
    parts_complete = forms.BooleanField(
        label=_("all parts are at hand: due back after the shorter term (四.3)"), required=False
    )

    missing_parts = MissingPartsField(
        label=_("missing parts"),
        help_text=_("Such as ZC-629 2; TS-90 4; in words where the catalogue has none."),
    )

    TICK_GROUPS = (
        (_("For a return"), "五", ("spec_mismatch", "custom_made", "agreement_allows_return")),
        (
            _("Against a return"),
            "六",
            ("exterior_damage", "customer_machined", "unauthorized_disassembly", "misuse"),
        ),
        (_("Paid repair, freight"), "四.1", ("repair_consent", "wrongly_returned")),
    )
    CHOICES = ("cause", "shipping", "factory_consent", "disposition")
    FINDINGS = (
        "ex_factory_document", "symptom", "defect_group", "defect", "failure", "cause_text",
        "liable_department", "liable_person", "disposition", "departure_reason", "no_fault_reason",
        "remedy", "parts_complete", "missing_parts",
    )  # fmt: skip

    papers_sent = False
    """Whether photos or scans come with the form; those of the case are there already."""

    verdict: Verdict | None = None
    edition: PolicyEdition | None = None

    def prepare(self) -> None:
        for name in self.CHOICES:
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.widget = forms.RadioSelect()
            field.widget.choices = field.choices
        self.policy = policy_on(WarrantyPolicy, self.obj.case.claim_date)
        if self.obj.appraisal:
            self.initial.update(from_appraisal(self.obj.appraisal))
        else:
            self.initial.update(from_intake(self.obj))
        if why := self.obj.came_unapproved:
            said = gettext("Proposed: %(why)s Untick it where that is excused.")
            self.fields["wrongly_returned"].help_text = said % {"why": why}
        self.test_sheet = sheet_for(self.obj, Occasion.APPRAISAL)
        codes = cast("FailureField", self.fields["failure"])
        texts = [str(self[name].value() or "") for name in codes.texts]
        measured = self.test_sheet.codes if self.test_sheet else []
        codes.propose([*texts, *measured], self.obj.model_name)

    def tick_groups(self) -> list[tuple[Label, str, list[forms.BoundField]]]:
        """The boxes to tick, under the articles of the regulation that they bear on."""
        return [
            (title, article, [self[name] for name in names]) for title, article, names in self.TICK_GROUPS
        ]

    def clean_document_date(self) -> FactoryDay | None:
        return self.possible("document_date")

    def clean_nameplate_date(self) -> FactoryDay | None:
        return self.possible("nameplate_date")

    def possible(self, name: str) -> FactoryDay | None:
        """An ex-factory date, unless no motor can have left the factory on it (八)."""
        told: FactoryDay | None = self.cleaned_data[name]
        made = self.obj.registered.produced_on if self.obj.registered else None
        if told and (reason := impossible(told.date, made)):
            raise forms.ValidationError(reason)
        return told

    def clean(self) -> None:
        """The facts can be judged before the findings are complete; the disposition needs both."""
        super().clean()
        cleaned = self.cleaned_data
        self.name_defect(cleaned)
        self.show_document(cleaned)
        if cleaned.get("missing_parts") and cleaned.get("parts_complete"):
            self.add_error("missing_parts", gettext("Either all parts are at hand, or these are missing."))
        self.ask_for_evidence(cleaned)
        if set(self.errors) <= set(self.FINDINGS):
            self.facts_json = appraisal_facts(self.obj, self.policy, self.ticked(), self.evidence())
            self.verdict, self.edition = judge(self.facts_json)
            if self.verdict is None:
                raise forms.ValidationError(gettext("These facts cannot be judged; check the dates."))
        if self.verdict and not self.errors:
            self.choose_disposition(self.verdict, cleaned)
            self.ask_for_parts(cleaned)

    def name_defect(self, cleaned: Facts) -> None:
        """A code has a name and a kind; without one, both are said in words."""
        if failure := cleaned.get("failure"):
            cleaned["defect_group"] = failure.group
            cleaned["defect"] = cleaned.get("defect") or failure.name_zh
        for name in ("defect", "defect_group"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, gettext("Choose a failure code, or say it in words."))

    def show_document(self, cleaned: Facts) -> None:
        """A date by a document proves something where the document is named, and others can look at it (八)."""
        if not cleaned.get("document_date") or "ex_factory_document" in self.errors:
            return
        if not cleaned.get("ex_factory_document"):
            self.add_error("ex_factory_document", gettext("Which document shows this date?"))
        elif not (self.papers_sent or self.obj.case.photos.papers().exists()):
            self.add_error(
                "ex_factory_document", gettext("Add a photo of the document that shows the ex-factory date.")
            )

    def ask_for_parts(self, cleaned: Facts) -> None:
        """The longer term of a repair hangs on parts that somebody can name (四.3)."""
        if (
            cleaned.get("disposition") in REPAIRS
            and not cleaned["parts_complete"]
            and not cleaned["missing_parts"]
        ):
            self.add_error(
                "missing_parts", gettext("Name what is missing: the longer term of 四.3 hangs on it.")
            )

    def ask_for_evidence(self, cleaned: Facts) -> None:
        """That there is no fault is a finding: measured by the whole plan, or with a reason (六.2)."""
        nothing_found = cleaned.get("cause") == Cause.NONE and not cleaned.get("spec_mismatch")
        measured = self.test_sheet is not None and self.test_sheet.complete
        if nothing_found and not measured and not cleaned.get("no_fault_reason"):
            self.add_error(
                "no_fault_reason",
                gettext("No fault is found by measuring: complete the test sheet, or say why it is not."),
            )

    def can_be_judged(self) -> bool:
        """Whether the rules could judge the facts, whatever else is missing."""
        self.full_clean()
        return self.verdict is not None

    def choose_disposition(self, verdict: Verdict, cleaned: Facts) -> None:
        """The proposal unless the departments depart from it with a reason (二.2)."""
        if not cleaned.get("disposition"):
            proposals = dispositions(verdict)
            if not proposals:
                self.add_error(
                    "disposition",
                    gettext(
                        "The rules cannot propose anything from these facts. Complete them, or decide here."
                    ),
                )
                return
            cleaned["disposition"] = proposals[0]
        if departs(verdict, cleaned["disposition"]) and not cleaned.get("departure_reason"):
            self.add_error("departure_reason", gettext("Say why you depart from the proposal of the rules."))

    def outcome(self, rows: list[Facts]) -> str:
        if self.verdict is None:
            return ""
        return " / ".join(str(Disposition(found).label) for found in dispositions(self.verdict))

    def all_facts(self, rows: list[Facts]) -> Facts:
        return {"appraisal": self.appraisal([row for row in rows if row.get("item")])}

    def appraisal(self, measurements: list[dict[str, str]]) -> Facts:
        """The fields of the Appraisal."""
        assert self.verdict is not None
        findings = {name: self.cleaned_data[name] for name in self.FINDINGS}
        failure = findings.pop("failure")
        return findings | {
            "failure_id": failure.pk if failure else None,
            "facts": self.facts_json,
            "verdict": self.verdict.as_dict(),
            "reasons": frozen_reasons(self.verdict),
            "edition_id": self.edition.pk if self.edition else None,
            "departs": departs(self.verdict, self.cleaned_data["disposition"]),
            "measurements": measurements,
            "test_sheet_id": self.test_sheet.pk if self.test_sheet else None,
        }


def from_appraisal(appraisal: Appraisal) -> Facts:
    """The form filled with the present draft."""
    evidence = {piece["source"]: piece["date"] for piece in appraisal.facts["evidence"]}
    return (
        appraisal.facts
        | {name: getattr(appraisal, name) for name in AppraisalForm.FINDINGS}
        | {"missing_parts": as_typed(appraisal.missing_parts)}
        | {"failure": appraisal.failure.stands_for.pk if appraisal.failure else None}
        | {"document_date": evidence.get("document"), "nameplate_date": evidence.get("nameplate")}
    )


def from_intake(motor: ReturnedMotor) -> Facts:
    """The form filled with what the salesperson and the register said."""
    case, entry = motor.case, motor.registered
    return {
        "own_product": case.own_product != Answer.NO,
        "used": case.used,
        "hours_used": case.hours_used,
        "cause": "undetermined",
        "affects_use": True,
        "custom_made": bool(entry and entry.custom_made),
        "agreement_allows_return": bool(entry and entry.agreement_allows_return),
        "repair_consent": bool(case.repair_consent_by),
        "wrongly_returned": bool(motor.came_unapproved),
        "nameplate_date": "" if entry or case.ex_factory_document else case.ex_factory_day,
        "document_date": case.ex_factory_day if case.ex_factory_document and not entry else "",
        "ex_factory_document": "" if entry else case.ex_factory_document,
        "symptom": case.problem,
        "parts_complete": True,
    }


@form_of("motor.sign_appraisal")
class SignForm(ActForm):
    """One department's signature under the version on the screen, which that person has had before them in full."""

    each = ("wording", "shown")
    wording = Text(widget=forms.HiddenInput)
    shown = Text(widget=forms.HiddenInput)
    department = forms.ChoiceField(label=_("Sign for"), widget=forms.RadioSelect)
    dissent = short_text(
        _("Dissent"),
        required=False,
        help_text=_("Leave empty if you agree. With a dissent, the director decides."),
    )

    def prepare(self) -> None:
        mine = departments_to_sign(self.obj, self.user)
        field = self.fields["department"]
        set_choices(field, [(role, Role(role).label) for role in mine])
        if mine:
            field.initial = mine[0]
        if self.obj.appraisal:
            self.initial["wording"] = self.obj.appraisal.wording
            self.initial["shown"] = shown_to(self.user, self.obj.appraisal.wording)

    def clean_shown(self) -> str:
        """A page that shows the sheet in full says so; no other way leads to a signature."""
        shown = self.cleaned_data["shown"]
        if not constant_time_compare(shown, shown_to(self.user, self.cleaned_data.get("wording", ""))):
            raise forms.ValidationError(
                gettext("This sheet was not shown to you in full; open it and read it.")
            )
        return str(shown)

    def facts(self) -> Facts:
        return {name: value for name, value in super().facts().items() if name != "shown"}


def shown_to(user: User, wording: str) -> str:
    """The mark of a page on which this person had this version of a sheet before them."""
    return Signer(salt="appraisal shown in full").signature(f"{user.pk} {wording}")


@form_of("motor.sign_on_paper")
class PaperSignForm(ActForm):
    """Who has signed the printed sheet, and for which department."""

    intro = _("Of a department that has signed the printed sheet. Send a photo or scan of it.")
    signature = forms.ChoiceField(label=_("Who has signed?"))
    dissent = short_text(_("Dissent"), required=False)

    def prepare(self) -> None:
        signatures = [
            (f"{role} {person.pk}", f"{Role(role).label}: {person}")
            for person in people_with(*APPRAISING_DEPARTMENTS).exclude(pk=self.user.pk)
            for role in departments_to_sign(self.obj, person)
        ]
        set_choices(self.fields["signature"], signatures)

    def facts(self) -> Facts:
        department, key = self.cleaned_data["signature"].split()
        signer = User.objects.get(pk=key)
        said = {"department": department, "signer_id": signer.pk, "signer": str(signer)}
        return said | {"dissent": self.cleaned_data["dissent"]}
