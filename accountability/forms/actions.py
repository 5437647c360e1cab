"""The forms of a corrective action, in the order of 8D."""

import datetime as dt
from typing import Unpack, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accountability.actions import link
from accountability.conditions import open_measures, removes_the_cause
from accountability.models import CorrectiveAction
from accountability.queries import people, verify_from
from accountability.statuses import LIABLE, ActionStatus, Made, MeasureKind
from aftersales.kit.form_fields import RowOptions, Text, day, long_text, set_choices, short_text
from aftersales.kit.ledger.filters import day as in_our_time
from aftersales.kit.list_pages import ListFilter, beginning_of, choice_field, end_of, search_field
from aftersales.models import User
from cases.models import Case, ReturnedMotor
from cases.same_motor import same_motor
from catalogue.forms import FailureField
from catalogue.statuses import DefectGroup
from workflow.forms import ActForm, ReasonForm, form_of
from workflow.models import Facts

MEASURES = 5  # rows offered


def owner(choices: list[tuple[int, str]]) -> list[tuple[int | str, str]]:
    """The people from whom an owner is chosen, nobody first."""
    return [("", "–"), *choices]


def owner_field(required: bool = True) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=_("Owner"), coerce=int, empty_value=None, required=required)


def in_time(due_on: dt.date | None) -> dt.date | None:
    """A day by which something can still be done."""
    if due_on and due_on < timezone.localdate():
        raise forms.ValidationError(gettext("This day has passed."))
    return due_on


class MeasureForm(forms.Form):
    """One row of the plan: what, by whom, by when."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MeasureKind.choices)
    text = Text(label=_("Measure"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    owner_id = owner_field(required=False)
    due_on = day(_("By when"), required=False)

    def __init__(self, *, choices: list[tuple[int, str]], **row: Unpack[RowOptions]) -> None:
        super().__init__(**row)
        set_choices(self.fields["owner_id"], owner(choices))

    def clean_due_on(self) -> dt.date | None:
        return in_time(self.cleaned_data["due_on"])

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("text"):
            for name in ("owner_id", "due_on"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, gettext("Who does it, and by when?"))
        elif cleaned.get("owner_id") or cleaned.get("due_on"):
            self.add_error("text", gettext("Say what is to be done."))


class MeasureRows(forms.BaseFormSet):
    """The rows of a plan, of which the empty ones do not count."""

    def clean(self) -> None:
        if not any(self.errors) and (reason := removes_the_cause(self.measures())):
            raise forms.ValidationError(reason)

    def measures(self) -> list[Facts]:
        """The measures that were written down."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get("text")]


MeasureFormSet = forms.formset_factory(MeasureForm, formset=MeasureRows, extra=0, max_num=30, absolute_max=30)
FIRST_ROWS = [
    {"kind": kind} for kind in ("containment", "corrective", "corrective", "preventive", "preventive")
]


@form_of("action.plan")
class PlanForm(ActForm):
    """Root cause and team; the measures are a formset beside it (D1, D4 to D7)."""

    team = Text(label=_("Team"), max_length=300, required=False, help_text=_("D1: who works on it."))
    root_cause = long_text(
        _("Root cause"), rows=5, help_text=_("D4: ask why five times; the last answer can be changed.")
    )

    def prepare(self) -> None:
        self.initial.setdefault("team", self.obj.team)
        self.initial.setdefault("root_cause", self.obj.root_cause)


class OneMeasureForm(ActForm):
    """A single measure."""

    text = short_text(_("Measure"))
    owner_id = owner_field()
    due_on = day(_("By when"))

    def prepare(self) -> None:
        set_choices(self.fields["owner_id"], owner(people()))

    def clean_due_on(self) -> dt.date | None:
        return in_time(self.cleaned_data["due_on"])


@form_of("action.contain")
class ContainForm(OneMeasureForm):
    intro = _(
        "What protects customers at once: stock checked, deliveries stopped, motors at customers replaced."
    )


@form_of("action.add_measure")
class AddMeasureForm(OneMeasureForm):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=MeasureKind.choices, widget=forms.RadioSelect, initial="corrective"
    )
    field_order = ["kind", "text", "owner_id", "due_on"]


@form_of("action.finish_measure")
class FinishForm(ActForm):
    measure = forms.TypedChoiceField(label=_("Which measure?"), coerce=int, widget=forms.RadioSelect)
    result = short_text(_("How was it done?"), help_text=_("With the number of the document that shows it."))

    def prepare(self) -> None:
        rows = open_measures(self.obj)
        mine = self.user.places("actions")
        if self.obj.planned_by_id not in mine:
            rows = [row for row in rows if row.owner_id in mine]
        set_choices(self.fields["measure"], [(row.pk, row.text) for row in rows])
        if rows and self.initial.get("measure") not in {str(row.pk) for row in rows}:
            self.initial["measure"] = rows[0].pk


@form_of("action.hand_over_measure")
class HandMeasureOverForm(ActForm):
    measure = forms.TypedChoiceField(label=_("Which measure?"), coerce=int, widget=forms.RadioSelect)
    owner_id = forms.TypedChoiceField(label=_("Who takes it over?"), coerce=int)
    reason = short_text(_("Reason"))

    def prepare(self) -> None:
        rows = [(row.pk, f"{row.text} ({row.owner})") for row in open_measures(self.obj)]
        set_choices(self.fields["measure"], rows)
        set_choices(self.fields["owner_id"], people())


@form_of("action.implement")
class ImplementForm(ActForm):
    intro = _("Every measure is done. Somebody who had no part in it checks whether it works.")
    standards = Text(
        label=_("Standards updated"),
        max_length=300,
        required=False,
        help_text=_("D7: drawings, process cards, inspection plans, with their new edition."),
    )


@form_of("action.call_recurrence", "action.call_earlier")
class JudgeForm(ReasonForm):
    """Which case, and how one knows when its motor was made."""

    occurrence = forms.TypedChoiceField(label=_("Which case?"), coerce=int, widget=forms.RadioSelect)
    field_order = ["occurrence", "reason"]

    def prepare(self) -> None:
        rows = self.obj.occurrences.filter(made=Made.UNKNOWN, judged_at=None).select_related("case", "motor")
        choices = [(row.pk, f"{row.case} {row.motor or ''}".strip()) for row in rows]
        set_choices(self.fields["occurrence"], choices)
        self.initial["occurrence"] = choices[0][0] if len(choices) == 1 else None


@form_of("action.fail_verification")
class EvidenceForm(ActForm):
    evidence = long_text(
        _("Evidence"),
        rows=5,
        help_text=_("What was measured on how many motors, since when, with what result."),
    )


@form_of("action.verify")
class VerifyForm(EvidenceForm):
    """Success takes the days of the edition to show; before them it is said why it is certain already."""

    early_reason = short_text(_("Why is it certain already?"), required=False)

    def prepare(self) -> None:
        start = verify_from(self.obj) if self.obj.implemented_at else None
        if start is None or timezone.localdate() >= start:
            del self.fields["early_reason"]
            return
        self.fields["early_reason"].required = True
        text = gettext("Its days are over on %(day)s.") % {"day": start.isoformat()}
        self.fields["early_reason"].help_text = text


def find_matter(text: str, user: User) -> tuple[Case, ReturnedMotor | None]:
    """The case of this number, or the latest return of this serial number, among what the person may see."""
    motors = ReturnedMotor.objects.visible_to(user).select_related("case", "appraisal", "product")
    motor = motors.filter(same_motor(text)).order_by("-pk").first()
    case = motor.case if motor else Case.objects.visible_to(user).filter(number=text.upper()).first()
    if case is None or case.number is None:
        raise forms.ValidationError(gettext("There is no case and no returned motor of this number."))
    return case, motor


def where_field(required: bool = True) -> Text:
    return Text(
        label=_("Case or serial number"),
        max_length=40,
        help_text=_("e.g. FK-2026-0042 or 250315-0042"),
        required=required,
    )


@form_of("action.add_case")
class JoinForm(ActForm):
    intro = _("The same defect of the same model in another case: one action for both.")
    where = where_field()

    def clean_where(self) -> tuple[Case, ReturnedMotor | None]:
        case, motor = find_matter(self.cleaned_data["where"].strip(), self.user)
        if self.obj.occurrences.filter(case=case, motor=motor).exists():
            raise forms.ValidationError(gettext("It is among the cases of this action already."))
        return case, motor

    def facts(self) -> Facts:
        return link(*self.cleaned_data["where"])


class OpenForm(forms.Form):
    """A corrective action opened by hand (二.4); what the case knows is filled in."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    where = where_field(required=False)
    model = Text(label=_("Model"), max_length=60, widget=forms.TextInput(attrs={"list": "models"}))
    defect_group = forms.ChoiceField(label=_("Kind of defect"), choices=DefectGroup.choices)
    defect = Text(label=_("Defect"), max_length=80)
    failure = FailureField(_("Failure code"), texts=("defect",))
    department = forms.ChoiceField(label=_("Liable department"), choices=LIABLE)
    problem = long_text(_("Problem"), help_text=_("D2: what happens, on how many motors, measured how."))
    team = Text(label=_("Team"), max_length=300, required=False)
    root_cause = long_text(_("Root cause"), required=False, help_text=_("As far as it is known."))

    def __init__(self, data: QueryDict | None = None, *, user: User, initial: Facts | None = None) -> None:
        super().__init__(data, initial=initial)
        self.user = user
        codes = cast("FailureField", self.fields["failure"])
        codes.propose([str(self["defect"].value() or "")], str(self["model"].value() or ""))

    def clean_where(self) -> tuple[Case | None, ReturnedMotor | None]:
        text = self.cleaned_data["where"].strip()
        return find_matter(text, self.user) if text else (None, None)

    def facts(self) -> Facts:
        """The arguments of open_action."""
        case, motor = self.cleaned_data["where"]
        names = ("model", "defect_group", "defect", "failure", "department", "problem", "team", "root_cause")
        return {name: self.cleaned_data[name] for name in names} | {"case": case, "motor": motor}


class ActionFilter(ListFilter[CorrectiveAction]):
    """Search and filters of the list of corrective actions."""

    q = search_field(_("Search"))
    status = choice_field(_("Status"), ActionStatus.choices)
    department = choice_field(_("Department"), LIABLE)
    since = in_our_time(_("Issued from"))
    until = in_our_time(_("To"))
    overdue = forms.BooleanField(label=_("Only overdue"), required=False)
    lookups = {
        "status": "status",
        "department": "department",
        "since": "issued_at__gte",
        "until": "issued_at__lt",
    }

    clean_since, clean_until = beginning_of("since"), end_of("until")

    def late(self, rows: QuerySet[CorrectiveAction]) -> QuerySet[CorrectiveAction]:
        return rows.filter(due_on__lt=timezone.localdate()).exclude(status=ActionStatus.VERIFIED)
