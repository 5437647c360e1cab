"""The form of a new feedback, with all facts of 四.1 in the order of a telephone call; its decision and answer."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from aftersales.kit.form_fields import Identifier, Text, long_text, of_model, short_text
from aftersales.models import User
from aftersales.roles import Role
from cases.models import Case
from cases.statuses import Answer, FeedbackKind
from warranty.fields import SerialNumber
from warranty.models import Customer, Product
from warranty.queries import registered_motor
from warranty.reasons import readable
from workflow.forms import ActForm, ReasonForm, form_of
from workflow.models import Facts

SUGGESTED = 200  # names offered for completion; more would only slow the page down

form_of("case.reject")(ReasonForm)


def find_customer(name: str) -> Customer:
    """The customer of this name, or an error that offers the names that come near."""
    found = Customer.objects.filter(name=name.strip()).first()
    if found:
        return found
    near = list(Customer.objects.filter(name__contains=name.strip()).values_list("name", flat=True)[:6])
    if len(near) == 1:
        return Customer.objects.get(name=near[0])
    if near:
        raise forms.ValidationError(
            gettext("Which one? %(names)s") % {"names": gettext(", ").join(near)}, code="ambiguous"
        )
    raise forms.ValidationError(
        gettext("No customer has this name. Choose one from the list, or have the administrator add it.")
    )


def find_product(model: str) -> Product | None:
    """The product of this model, if the factory makes it."""
    return Product.objects.filter(model__iexact=model.strip()).first()


class IntakeForm(forms.ModelForm):
    """A draft may be incomplete; submitting it is checked by the workflow."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)
    customer_name = Text(
        label=_("Customer"), max_length=120, widget=forms.TextInput(attrs={"list": "customers"})
    )
    model = Text(
        label=_("Model"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"list": "products"}),
        help_text=_("Another maker's model may be entered too."),
    )

    SECTIONS = (
        (_("The customer"), ["customer_name", "contact", "phone", "contract_number", "claim_date", "kind"]),
        (_("The motor"), ["model", "serial_number", "ex_factory_date", "quantity"]),
        (
            _("How it was used"),
            [
                "used",
                "hours_used",
                "time_in_use",
                "environment",
                "connected_equipment",
                "operated_as_required",
                "site_visit",
            ],
        ),
        (_("The problem"), ["problem", "damaged_parts", "unknown_reason", "customer_request"]),
        (_("Your judgement"), ["own_product", "cause", "in_warranty"]),
        (_("Another maker's motor"), ["repair_consent_by", "repair_consent_note"]),
    )

    class Meta:
        model = Case
        formfield_callback = of_model
        field_classes = {"serial_number": SerialNumber, "contract_number": Identifier}
        fields = [
            "kind", "claim_date", "contact", "phone", "contract_number", "serial_number",
            "ex_factory_date", "quantity", "used", "hours_used", "time_in_use", "environment",
            "connected_equipment", "operated_as_required", "site_visit", "problem", "damaged_parts",
            "unknown_reason", "customer_request", "own_product", "cause", "in_warranty",
            "repair_consent_by", "repair_consent_note", "salesperson",
        ]  # fmt: skip
        widgets = {
            "kind": forms.RadioSelect(choices=FeedbackKind.choices),
            "claim_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ex_factory_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "problem": forms.Textarea(attrs={"rows": 4}),
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
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        user: User,
        instance: Case | None = None,
    ) -> None:
        super().__init__(data, files, instance=instance)
        self.user = user
        self.order_fields(name for _title, names in self.SECTIONS for name in names)
        self.fields["key"].initial = uuid.uuid4()
        for name in ("operated_as_required", "own_product", "cause", "in_warranty"):
            field: Any = self.fields[name]
            field.choices = [choice for choice in field.choices if choice[0]]  # no button for “no answer”
        case = self.instance
        if case.pk:
            self.initial.update(version=case.version, customer_name=case.customer, model=case.model_name)
        else:
            self.initial.setdefault("claim_date", timezone.localdate())
        salespeople = User.objects.filter(grants__role=Role.SALESPERSON, is_active=True)
        self.fields["salesperson"].queryset = salespeople  # type: ignore[attr-defined]
        if not user.can("case.create_for_others"):
            del self.fields["salesperson"]

    def sections(self) -> Sequence[tuple[Label, list[forms.BoundField]]]:
        """The fields as the page shows them, under their headings."""
        rows = [(title, [self[name] for name in names]) for title, names in self.SECTIONS]
        if "salesperson" in self.fields:
            rows[0][1].append(self["salesperson"])
        return rows

    def clean_customer_name(self) -> str:
        self.instance.customer = find_customer(self.cleaned_data["customer_name"])
        return self.instance.customer.name

    def clean_claim_date(self) -> dt.date:
        day = self.cleaned_data["claim_date"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("This day has not come yet."))
        return day

    def clean_ex_factory_date(self) -> dt.date | None:
        day = self.cleaned_data["ex_factory_date"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(gettext("This day has not come yet."))
        return day

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        self.take_from_register(cleaned)
        model = cleaned.get("model", "")
        self.instance.product = find_product(model)
        self.instance.other_model = "" if self.instance.product else model
        if cleaned.get("own_product") != Answer.NO and model and self.instance.product is None:
            self.add_error(
                "model",
                gettext("We do not make this model. If it is another maker's, answer “no” to question a."),
            )

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
                self.add_error(field, gettext("Needed to submit; if nobody knows it, say why in section 4."))
            else:
                self.add_error(field, gettext("Needed to submit."))

    def take_from_register(self, cleaned: Facts) -> None:
        """What the register knows of the serial number fills the facts that were left open."""
        entry = registered_motor(cleaned.get("serial_number", ""))
        if entry is None:
            return
        cleaned["model"] = cleaned.get("model") or entry.product.model
        cleaned["ex_factory_date"] = cleaned.get("ex_factory_date") or entry.ex_factory_date
        cleaned["own_product"] = cleaned.get("own_product") or Answer.YES

    @property
    def customer_names(self) -> list[str]:
        return list(Customer.objects.values_list("name", flat=True)[:SUGGESTED])

    @property
    def product_models(self) -> list[str]:
        return list(Product.objects.values_list("model", flat=True)[:SUGGESTED])

    def facts(self) -> Facts:
        """The fields of the case as they were entered."""
        names = [name for name in self.Meta.fields if name in self.cleaned_data]
        related = {name: getattr(self.instance, name) for name in ("customer", "product", "other_model")}
        return {name: self.cleaned_data[name] for name in names} | related


@form_of("case.request_info")
class QuestionForm(ActForm):
    question = short_text(_("What do you want to know?"))


@form_of("case.add_photos")
class PhotosForm(ActForm):
    """Pictures are added to whatever the case has become; they are looked at when they are kept."""

    version = None  # type: ignore[assignment]  # Django's way to leave a field out


@form_of("case.authorise_return")
class AuthoriseForm(ActForm):
    """The manager sees why the motor should perhaps not travel before approving (四.1)."""

    intro = _("The customer may send the motors back. Sales coordinator and after-sales are told.")
    warning_seen = forms.BooleanField(label=_("I have read this; the motor shall come back all the same."))
    note = short_text(_("Note"), required=False)

    def prepare(self) -> None:
        risks = self.obj.wrong_return_risks()
        if risks:
            self.fields["warning_seen"].help_text = " ".join(
                readable(risk._asdict())["text"] for risk in risks
            )
        else:
            del self.fields["warning_seen"]


@form_of("case.resolve_on_site")
class OnSiteForm(ActForm):
    intro = _("The problem was solved at the customer's; no motor travels. The case still counts.")
    action_taken = long_text(_("What was done?"))
    confirmation = short_text(_("Who of the customer confirmed it, and when?"))


@form_of("case.first_answer")
class FirstAnswerForm(ActForm):
    intro = _("The customer knows that we are on it. The solution itself is due next.")
    answer = long_text(_("What was the customer told, by whom and how?"))


@form_of("case.answer")
class AnswerForm(ActForm):
    answer = long_text(_("The answer given to the customer"))
