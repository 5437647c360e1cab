"""The form of a feedback, with all facts of 四.1 in the order of a telephone call."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import cast

from django import forms
from django.db.models import QuerySet
from django.forms.widgets import ChoiceWidget
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from aftersales.kit.form_fields import Identifier, Text, of_model, set_rows
from aftersales.kit.prepared import prepared
from aftersales.models import User
from aftersales.roles import Role
from cases.models import Case
from cases.statuses import Answer, FeedbackKind
from catalogue.forms import FailureField
from warranty.dates import impossible
from warranty.fields import SerialNumber
from warranty.forms import FactoryDayField
from warranty.models import Customer, Motor, Product
from warranty.queries import product_models, registered_motor
from workflow.models import Facts

SUGGESTED = 200  # names offered for completion; more would only slow the page down


def find_customer(name: str) -> Customer:
    """The customer of this name, or an error that offers the names that come near."""
    known = Customer.objects.filter(active=True)
    if found := customer_called(name.strip()):
        return found[0]
    near = list(known.filter(name__contains=name.strip()).values_list("name", flat=True)[:6])
    if len(near) == 1:
        return Customer.objects.get(name=near[0])
    if near:
        raise forms.ValidationError(
            gettext("Which one? %(names)s") % {"names": gettext(", ").join(near)}, code="ambiguous"
        )
    raise forms.ValidationError(
        gettext("No customer has this name. Choose one from the list, or have the administrator add it."),
        code="unknown",
    )


@prepared
def customer_called(name: str) -> QuerySet[Customer]:
    return Customer.objects.filter(active=True, name=name)


def find_product(model: str) -> Product | None:
    """The product of this model, if the factory makes it."""
    wanted = model.strip()
    found = product_called(wanted) or Product.objects.filter(model__iexact=wanted)
    return next(iter(found), None)


@prepared
def product_called(model: str) -> QuerySet[Product]:
    return Product.objects.filter(model=model)


def without_blank(field: forms.Field) -> None:
    """A choice to tap, with no button for “no answer”."""
    assert isinstance(field, forms.ChoiceField)
    assert isinstance(field.widget, ChoiceWidget)
    field.choices = [choice for choice in field.widget.choices if choice[0] not in ("", None)]


def needed_to_submit(field: forms.Field) -> None:
    """Let a field that may stay empty be marked like one that may not; the page says what the mark means."""
    vars(field)["needed"] = True
    if not field.widget.use_fieldset:
        field.widget.attrs["aria-required"] = "true"


class IntakeForm(forms.ModelForm):
    """What 四.1 asks of a kind of feedback, in the order of a conversation.

    A draft may be incomplete; submitting it is checked by the workflow.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        choices=FeedbackKind.choices, widget=forms.HiddenInput, initial=FeedbackKind.QUALITY_PROBLEM
    )
    known = Text(widget=forms.HiddenInput, required=False, max_length=40)
    """The serial number of which the register has filled what it knows."""

    customer_name = Text(
        label=_("Customer"), max_length=120, widget=forms.TextInput(attrs={"list": "customers"})
    )
    new_customer = forms.BooleanField(
        label=_("a new customer: the sales coordinator confirms the name later"), required=False
    )
    model = Text(
        label=_("Model"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"list": "products"}),
        help_text=_("Another maker's model may be entered too."),
    )
    ex_factory_date = FactoryDayField(
        label=_("ex-factory date"), help_text=_("From the nameplate; the month alone will do: 2025-03.")
    )

    failure = FailureField(_("Failure code"), texts=("problem",))

    CUSTOMER = ["customer_name", "new_customer", "contact", "phone", "claim_date"]
    MOTOR = (
        (_("The motor"), ["model", "ex_factory_date"]),
        (_("The customer"), CUSTOMER),
        (_("The problem"), ["problem", "failure", "damaged_parts"]),
        (
            _("How it was used"),
            ["used", "time_in_use", "environment", "connected_equipment", "operated_as_required"],
        ),
        (
            _("Your judgement"),
            ["own_product", "cause", "in_warranty", "repair_consent_by", "repair_consent_note"],
        ),
        (
            _("What is left"),
            [
                "unknown_reason", "quantity", "hours_used", "site_visit", "customer_request", "contract_number",
                "ex_factory_document",
            ],
        ),
    )  # fmt: skip
    WORDS = ((_("The customer"), CUSTOMER), (_("What the customer says"), ["problem", "customer_request"]))
    folded = MOTOR[-1][0]
    """What is seldom needed stands last."""

    FIRST = "serial_number"
    """Asked before all else: the register knows the rest."""

    entry: Motor | None = None
    """What the register has of the number that was sent, where the page has read it."""

    class Meta:
        model = Case
        formfield_callback = of_model
        field_classes = {
            "serial_number": SerialNumber,
            "contract_number": Identifier,
            "used": forms.NullBooleanField,  # what nobody answers is not answered by no
        }
        fields = [
            "kind", "claim_date", "backdating_reason", "contact", "phone", "contract_number", "serial_number",
            "ex_factory_date", "ex_factory_document", "quantity", "used", "hours_used", "time_in_use", "environment",
            "connected_equipment", "operated_as_required", "site_visit", "problem", "failure", "damaged_parts",
            "unknown_reason", "customer_request", "own_product", "cause", "in_warranty",
            "repair_consent_by", "repair_consent_note", "salesperson",
        ]  # fmt: skip
        widgets = {
            "claim_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "backdating_reason": forms.Textarea(attrs={"rows": 2}),
            # Of what is no number, a browser would send nothing from a field of numbers.
            "quantity": forms.TextInput(attrs={"inputmode": "numeric"}),
            "hours_used": forms.TextInput(attrs={"inputmode": "numeric"}),
            "problem": forms.Textarea(attrs={"rows": 3}),
            "unknown_reason": forms.Textarea(attrs={"rows": 2}),
            "customer_request": forms.Textarea(attrs={"rows": 2}),
            "used": forms.RadioSelect(choices=[(True, _("yes")), (False, _("no, never"))]),
            "operated_as_required": forms.RadioSelect,
            "own_product": forms.RadioSelect,
            "cause": forms.RadioSelect,
            "in_warranty": forms.RadioSelect,
        }

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        user: User,
        instance: Case | None = None,
        initial: Facts | None = None,
    ) -> None:
        super().__init__(data, instance=instance, initial=initial)
        self.user = user
        self.fields["key"].initial = uuid.uuid4()
        for name in ("operated_as_required", "own_product", "cause", "in_warranty"):
            without_blank(self.fields[name])
        self.fields["quantity"].required = False  # one, unless another is said; it may be folded away
        self.begin()
        codes = cast("FailureField", self.fields["failure"])
        codes.propose([str(self["problem"].value() or "")], str(self["model"].value() or ""))
        self.leave_out()
        self.mark_needed()

    def begin(self) -> None:
        """What is known before anybody has typed anything. Of what only a person knows, that is nothing."""
        case = self.instance
        if case.pk:
            self.initial.update(version=case.version, customer_name=case.customer, model=case.model_name)
            self.initial["ex_factory_date"] = case.ex_factory_day
            self.initial["known"] = case.serial_number
        else:
            self.initial.setdefault("claim_date", timezone.localdate())
            self.initial["used"] = None

    def leave_out(self) -> None:
        """Only what is asked of this kind of feedback, and of this person."""
        asked = {name for _title, names in self.asked() for name in names}
        asked |= {"key", "kind", "known", "version", "backdating_reason"}
        if self.of_motor:
            asked.add(self.FIRST)
        if self.user.can("case.create_for_others"):
            asked.add("salesperson")
            salespeople = User.objects.filter(grants__role=Role.SALESPERSON, is_active=True)
            set_rows(self.fields["salesperson"], salespeople)
            if Role.SALESPERSON in self.user.roles:
                self.initial.setdefault("salesperson", self.user.pk)
        for name in set(self.fields) - asked:
            del self.fields[name]

    def mark_needed(self) -> None:
        """Say at each field without which nothing is submitted that it is one, although a draft may lack it."""
        of_kind = Case.needed_of(str(self["kind"].value()))
        for name in ("model" if name == "product" else name for name in [*of_kind, "backdating_reason"]):
            needed_to_submit(self.fields[name])

    @property
    def of_motor(self) -> bool:
        """Whether it is about a motor that may come back, or only words."""
        return str(self["kind"].value()) == FeedbackKind.QUALITY_PROBLEM

    def asked(self) -> Sequence[tuple[Label, list[str]]]:
        return self.MOTOR if self.of_motor else self.WORDS

    def sections(self) -> Sequence[tuple[Label, list[forms.BoundField]]]:
        """The fields as the page shows them, under their headings."""
        rows = [(title, [self[name] for name in names]) for title, names in self.asked()]
        customer = rows[1 if self.of_motor else 0][1]
        if self.errors.get("backdating_reason") or self["backdating_reason"].value() or self.late:
            customer.append(self["backdating_reason"])
        if "salesperson" in self.fields:
            customer.append(self["salesperson"])
        return rows

    @property
    def unfolded(self) -> bool:
        """Whether something is said among what is seldom needed, or may have to be."""
        left = [self[name] for name in self.MOTOR[-1][1] if name in self.fields]
        return bool(self.errors) or any(str(field.value() or "") not in ("", "1") for field in left)

    @property
    def with_photos(self) -> Label:
        """Under which heading photos are asked for."""
        return self.MOTOR[2][0] if self.of_motor else self.WORDS[1][0]

    @property
    def late(self) -> bool:
        """Whether the customer told us so long ago that it needs a reason."""
        return bool(self.is_bound and self.instance.claim_date and self.instance.is_backdated)

    def clean_customer_name(self) -> str:
        self.instance.customer = self.found_customer(self.cleaned_data["customer_name"])
        return self.instance.customer.name

    def found_customer(self, name: str) -> Customer:
        """The customer of this name; a new one, to be confirmed, where that is said."""
        new = bool(self.data.get("new_customer"))
        if new and not Customer.objects.filter(name=name).exists():
            return Customer(name=name, provisional=True)
        try:
            return find_customer(name)
        except forms.ValidationError as error:
            if error.code != "unknown":
                raise
            said = gettext(
                "No customer has this name. Choose one from the list, or tick that it is a new one."
            )
            raise forms.ValidationError(said) from None

    def clean_claim_date(self) -> dt.date:
        day = self.cleaned_data["claim_date"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("This day has not come yet."))
        if reason := impossible(day):
            raise forms.ValidationError(reason)
        return day

    def clean_quantity(self) -> int:
        told = self.cleaned_data["quantity"]
        return 1 if told is None else told

    def clean_used(self) -> bool:
        return self.cleaned_data["used"] is not False

    def clean(self) -> None:
        super().clean()
        if self.of_motor:
            self.clean_motor(self.cleaned_data)

    def clean_motor(self, cleaned: Facts) -> None:
        """The model, and the day it left the factory, as our models and the register have them."""
        model = cleaned.get("model", "")
        self.instance.product = find_product(model)
        self.instance.other_model = "" if self.instance.product else model
        if cleaned.get("own_product") != Answer.NO and model and self.instance.product is None:
            self.add_error(
                "model",
                gettext("We do not make this model. If it is another maker's, answer “no” to question a."),
            )
        self.clean_factory_day(cleaned)

    def clean_factory_day(self, cleaned: Facts) -> None:
        told = cleaned.get("ex_factory_date")
        entry = self.entry_of(cleaned.get("serial_number", ""))
        self.instance.ex_factory_month_only = bool(told and told.month_only)
        cleaned["ex_factory_date"] = told.date if told else None
        if told and (reason := impossible(told.date, entry.produced_on if entry else None)):
            self.add_error("ex_factory_date", reason)

    def entry_of(self, number: str) -> Motor | None:
        """The register's entry of a serial number; it may have been read already."""
        same = self.entry and self.entry.serial_number == number
        return self.entry if same else registered_motor(number)

    def _get_validation_exclusions(self) -> set[str]:
        """What was chosen from a list is there: it is not looked for a second time."""
        return super()._get_validation_exclusions() | {"salesperson", "failure"}  # type: ignore[misc]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if "submit" in self.data:
            self.mark_missing()

    def mark_missing(self) -> None:
        """The workflow refuses an incomplete feedback; say so at every fact that is missing (四.1)."""
        for name in self.instance.missing_fields():
            field = "model" if name == "product" else name
            if field in self.errors:
                continue
            if name in Case.MAY_BE_UNKNOWN:
                self.add_error(
                    field, gettext("Needed to submit; if nobody knows it, say why under “What is left”.")
                )
            else:
                self.add_error(field, gettext("Needed to submit."))

    @property
    def customer_names(self) -> list[str]:
        return list(Customer.objects.filter(active=True).values_list("name", flat=True)[:SUGGESTED])

    @property
    def product_models(self) -> list[str]:
        return product_models()

    def facts(self) -> Facts:
        """The fields of the case as they were entered."""
        names = [name for name in self.Meta.fields if name in self.cleaned_data]
        known = ("customer", "product", "other_model", "ex_factory_month_only")
        return {name: self.cleaned_data[name] for name in names} | {
            name: getattr(self.instance, name) for name in known
        }
