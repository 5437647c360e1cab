"""The forms of a penalty, in the order of its chain."""

import uuid
from collections.abc import Iterable
from decimal import Decimal
from itertools import product
from typing import Unpack

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accountability.models import Employee, Penalty, PenaltyPerson
from accountability.queries import Proposal, known_staff, rates, with_month
from accountability.statuses import LIABLE, Capacity, FaultClass, PenaltyStatus
from aftersales.kit.form_fields import Identifier, RowOptions, Text, long_text, money, set_choices, short_text
from aftersales.kit.ledger.filters import day as in_our_time
from aftersales.kit.list_pages import ListFilter, beginning_of, choice_field, end_of, search_field
from workflow.forms import ActForm, ReasonForm, form_of
from workflow.models import Facts

form_of("penalty.dismiss", "rates.turn_down", "rates.withdraw")(ReasonForm)


class PersonForm(forms.Form):
    """One person of the opinion; an empty amount is taken from the table."""

    name = Text(label=_("Name"), max_length=60, required=False)
    user_id = forms.TypedChoiceField(label=_("Account"), coerce=int, empty_value=None, required=False)
    capacity = forms.ChoiceField(label=_("Answers as"), choices=Capacity.choices)
    amount = money(_("Amount (CNY)"), required=False)

    def __init__(self, *, choices: list[tuple[int, str]], **row: Unpack[RowOptions]) -> None:
        super().__init__(**row)
        self.empty_permitted = False  # a person left as proposed is meant, too
        set_choices(self.fields["user_id"], [("", _("none")), *choices])

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if not cleaned.get("name") and (cleaned.get("amount") or cleaned.get("user_id")):
            self.add_error("name", gettext("Name the person."))


class PersonRows(forms.BaseFormSet):
    """The people of an opinion; ``fault_class`` is needed to take amounts from the table."""

    def clean(self) -> None:
        names = [form.cleaned_data.get("name") for form in self.forms if form.is_valid()]
        named = [name for name in names if name]
        if len(named) != len(set(named)):
            raise forms.ValidationError(gettext("Name each person once."))

    def persons(self, fault_class: str) -> list[Facts] | None:
        """The people with amounts and, where known, wages; None where an amount is missing (an error says so)."""
        table = rates()
        rows = [form for form in self.forms if form.cleaned_data.get("name")]
        staff = known_staff(form.cleaned_data["name"] for form in rows)
        for form in rows:
            if form.cleaned_data["amount"] is None:
                form.cleaned_data["amount"] = table.get((fault_class, form.cleaned_data["capacity"]))
            if form.cleaned_data["amount"] is None:
                form.add_error("amount", gettext("The table has no amount for this; enter one."))
        if any(form.errors for form in rows):
            return None
        return [person(form.cleaned_data, staff.get(form.cleaned_data["name"])) for form in rows]


def person(data: Facts, employee: Employee | None) -> Facts:
    """The fields of a PenaltyPerson; account and wage are those of the employee unless another is chosen."""
    account = employee.user_id if employee else None
    return {
        "name": data["name"],
        "user_id": data["user_id"] or account,
        "capacity": data["capacity"],
        "amount": data["amount"],
        "monthly_wage": employee.monthly_wage if employee else None,
    }


PersonFormSet = forms.formset_factory(PersonForm, formset=PersonRows, extra=2, max_num=20, absolute_max=20)


class OpinionFields(forms.Form):
    """What production writes (九)."""

    fault_class = forms.ChoiceField(label=_("Class of the fault"), choices=FaultClass.choices)
    finding = long_text(_("Finding"), help_text=_("The liability as the appraisal found it."))
    opinion = long_text(
        _("Opinion"), help_text=_("What is proposed and why; where nobody is to be penalised, say so.")
    )

    def opinion_facts(self) -> Facts:
        return {name: self.cleaned_data[name] for name in ("fault_class", "finding", "opinion")}


class DraftForm(OpinionFields):
    """A new opinion on the fault of one motor."""

    key = forms.UUIDField(widget=forms.HiddenInput)


@form_of("penalty.redraft")
class RedraftForm(ActForm, OpinionFields):
    """A correction of an opinion that nobody has assessed."""

    def prepare(self) -> None:
        for name in ("fault_class", "finding", "opinion"):
            self.initial.setdefault(name, getattr(self.obj, name))


def proposed_rows(found: Iterable[Proposal]) -> list[Facts]:
    """The rows of the form filled with the people whom the production record proposes."""
    return [
        {"name": person.name, "user_id": person.user.pk if person.user else "", "capacity": person.capacity}
        for person in found
    ]


def present_rows(persons: Iterable[PenaltyPerson]) -> list[Facts]:
    """The rows of the form filled with the people of an opinion."""
    return [
        {
            "name": person.name,
            "user_id": person.user_id or "",
            "capacity": person.capacity,
            "amount": person.amount,
        }
        for person in persons
    ]


@form_of("penalty.countersign")
class CountersignForm(ActForm):
    intro = _("Production judges its own people here; you confirm that finding and opinion are right.")
    note = short_text(_("Note"), required=False)


@form_of("penalty.assess")
class AssessForm(ActForm):
    assessment = long_text(
        _("Assessment"), help_text=_("Finding, class and amounts: are they right and fair?")
    )


@form_of("penalty.respond")
class RespondForm(ActForm):
    """What the person concerned says; for who has no account, as the assessment department heard it."""

    person = forms.TypedChoiceField(label=_("Who responds?"), coerce=int, widget=forms.RadioSelect)
    answer = long_text(_("Response"), rows=5)

    def prepare(self) -> None:
        rows = [
            person for person in self.obj.persons.all() if person.user_id in self.user.places("penalties")
        ]
        if not rows and self.user.can("penalty.record_response"):
            rows = [person for person in self.obj.persons.all() if person.user_id is None]
        set_choices(self.fields["person"], [(person.pk, person.name) for person in rows])
        if rows:
            self.fields["person"].initial = rows[0].pk
        if len(rows) == 1 and rows[0].response:
            self.fields["answer"].initial = rows[0].response
            self.intro = gettext("You can still change what was said; everything said stays in the history.")


@form_of("penalty.approve")
class ApproveForm(ActForm):
    """The director sees what speaks for looking twice; none of it is a bar."""

    note = short_text(_("Note"), required=False)

    def prepare(self) -> None:
        self.intro = " ".join(warnings(self.obj)) or gettext("Finance records the deduction afterwards.")


def warnings(penalty: Penalty) -> list[str]:
    """What the director should know: much of somebody's wage, or nobody has heard somebody."""
    persons = with_month(penalty, list(penalty.persons.all()))
    much = [person.name for person in persons if person.much]
    silent = [person.name for person in persons if not person.responded_at]
    found = []
    if much:
        found.append(gettext("More than 20 %% of the monthly wage: %(names)s.") % {"names": joined(much)})
    if silent:
        found.append(gettext("Has not responded yet: %(names)s.") % {"names": joined(silent)})
    return found


def joined(names: list[str]) -> str:
    return gettext(", ").join(names)


@form_of("penalty.deduct")
class DeductForm(ActForm):
    reference = Identifier(
        label=_("Payroll month and document"), max_length=120, help_text=_("e.g. 2026-12, GZ-1207")
    )


class PenaltyFilter(ListFilter[Penalty]):
    """Search and filters of the list of penalties."""

    q = search_field(_("Number, motor, customer or person"))
    status = choice_field(_("Status"), PenaltyStatus.choices)
    department = choice_field(_("Liable department"), LIABLE)
    since = in_our_time(_("Drafted from"))
    until = in_our_time(_("To"))
    overdue = forms.BooleanField(label=_("Only overdue"), required=False)
    lookups = {
        "status": "status",
        "department": "department",
        "since": "drafted_at__gte",
        "until": "drafted_at__lt",
    }

    clean_since, clean_until = beginning_of("since"), end_of("until")

    def late(self, rows: QuerySet[Penalty]) -> QuerySet[Penalty]:
        return rows.filter(due_on__lt=timezone.localdate())


class AmountsForm(forms.Form):
    """The table of amounts: a field for each class of fault and capacity, and why it changes."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    reason = short_text(_("Reason"))

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()})
        known = rates()
        for grade, capacity in product(FaultClass, Capacity):
            label = f"{grade.label} · {capacity.label}"
            self.fields[f"{grade}-{capacity}"] = money(label, required=False)
            self.initial[f"{grade}-{capacity}"] = known.get((grade, capacity))
        self.order_fields([name for name in self.fields if name != "reason"])

    def clean(self) -> None:
        super().clean()
        for grade, capacity in product(FaultClass, Capacity):
            name = f"{grade}-{capacity}"
            if self.initial[name] is not None and self.cleaned_data.get(name, 0) is None:
                self.add_error(
                    name, gettext("An amount that has been set is changed, not taken away; 0 is an amount.")
                )

    def table(self) -> dict[tuple[str, str], Decimal | None]:
        return {
            (grade, capacity): self.cleaned_data[f"{grade}-{capacity}"]
            for grade, capacity in product(FaultClass, Capacity)
        }
