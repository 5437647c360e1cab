"""The facts of the decision table as a form, and the policy edition as one."""

import datetime as dt
from dataclasses import fields as dataclass_fields
from typing import Any, get_args, get_type_hints

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import of_model
from warranty.labels import POLICY_LABELS
from warranty.models import Channel, PolicyEdition
from warranty.policy import Policy

CAUSES = [
    ("undetermined", _("undetermined")),
    ("factory", _("the factory")),
    ("customer", _("the customer")),
    ("transport", _("transport")),
    ("none", _("no fault found")),
]
SHIPPING = [
    ("", _("unknown")),
    ("factory_arranged", _("arranged by the factory")),
    ("self_pickup", _("picked up by the customer")),
]
CONSENT = [("", _("still open")), ("granted", _("granted")), ("refused", _("refused"))]


def day(label: Any, **options: Any) -> forms.DateField:
    """A date, picked in the browser's own calendar."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


def tick(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


class Hours(forms.FloatField):
    """A number of hours, whole wherever it is."""

    def clean(self, value: Any) -> float | None:
        hours = super().clean(value)
        return int(hours) if hours is not None and hours.is_integer() else hours


class FactsForm(forms.Form):
    """What the group finds out about one motor, in the words of the regulation."""

    FACTS = (
        "own_product", "used", "hours_used", "cause", "spec_mismatch", "shipping", "affects_use",
        "exterior_damage", "customer_machined", "unauthorized_disassembly", "misuse", "custom_made",
        "agreement_allows_return", "factory_consent", "repair_consent", "wrongly_returned",
    )  # fmt: skip
    TICKS = (
        "spec_mismatch", "exterior_damage", "customer_machined", "unauthorized_disassembly", "misuse",
        "custom_made", "agreement_allows_return", "repair_consent", "wrongly_returned", "affects_use",
    )  # fmt: skip

    own_product = tick(_("our product"))
    used = tick(_("has been used"))
    hours_used = Hours(label=_("hours run"), required=False, min_value=0, max_value=200_000)
    cause = forms.ChoiceField(label=_("Cause"), choices=CAUSES)
    spec_mismatch = tick(_("a measured parameter or dimension is outside the contract (五.2)"))
    shipping = forms.ChoiceField(label=_("Transport to the customer"), choices=SHIPPING, required=False)
    affects_use = tick(_("transport damage impairs normal use (五.3)"))
    exterior_damage = tick(_("exterior damaged or changed, not by us (六.3)"))
    customer_machined = tick(_("the customer machined a part (六.3, 七.1)"))
    unauthorized_disassembly = tick(_("the customer opened it (六.4)"))
    misuse = tick(_("misuse (六.5)"))
    custom_made = tick(_("custom-made (五.1)"))
    agreement_allows_return = tick(_("a special agreement allows the return (五.1)"))
    factory_consent = forms.ChoiceField(
        label=_("The factory's consent to take an intact motor back (五.1)"), choices=CONSENT, required=False
    )
    repair_consent = tick(_("another maker's motor: the customer agreed to a paid repair (四.1)"))
    wrongly_returned = tick(_("should not have come back: the salesperson bears the freight (四.1)"))
    document_date = day(_("Ex-factory date by a document"), required=False)
    nameplate_date = day(_("Ex-factory date by the nameplate"), required=False)

    def ticked(self) -> dict[str, Any]:
        """The facts as they were set, evidence apart."""
        facts = {name: self.cleaned_data[name] for name in self.FACTS}
        return facts | {name: facts[name] or None for name in ("shipping", "factory_consent")}

    def evidence(self) -> list[dict[str, str]]:
        """The ex-factory dates that were entered, with their source (八)."""
        return [
            {"source": source, "date": self.cleaned_data[f"{source}_date"].isoformat()}
            for source in ("ledger", "document", "nameplate")
            if self.cleaned_data.get(f"{source}_date")
        ]


class WhatIfForm(FactsForm):
    """All facts by hand, for training and for telephone calls."""

    claim_date = day(_("Date of the feedback"))
    channel = forms.ChoiceField(label=_("Channel of the consignee"), choices=Channel.choices)
    ledger_date = day(_("Ex-factory date by the register"), required=False)

    def facts(self) -> dict[str, Any]:
        """The facts as the rules read them."""
        return self.ticked() | {
            "claim_date": self.cleaned_data["claim_date"].isoformat(),
            "channel": self.cleaned_data["channel"],
            "evidence": self.evidence(),
        }


def policy_field(name: str, hint: Any) -> forms.Field:
    """The form field of one figure or switch of the policy."""
    label, options = POLICY_LABELS[name]
    if hint is bool:
        return forms.BooleanField(label=label, required=False)
    if get_args(hint):
        return forms.ChoiceField(label=label, choices=[(value, options[value]) for value in get_args(hint)])
    return forms.IntegerField(label=label, min_value=0, max_value=10_000)


class EditionForm(forms.ModelForm):
    """A new edition, filled with the figures of the present one. Editions in use are never edited."""

    class Meta:
        model = PolicyEdition
        formfield_callback = of_model
        fields = ["name", "effective_from"]
        widgets = {"effective_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, base: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = get_type_hints(Policy)
        for field in dataclass_fields(Policy):
            self.fields[field.name] = policy_field(field.name, hints[field.name])
            self.initial.setdefault(field.name, getattr(base, field.name))

    def clean_effective_from(self) -> dt.date:
        start = self.cleaned_data["effective_from"]
        if start <= timezone.localdate():
            raise ValidationError(gettext("A new edition takes effect tomorrow at the earliest."))
        return start

    def save(self, commit: bool = True) -> PolicyEdition:
        figures = {field.name: self.cleaned_data[field.name] for field in dataclass_fields(Policy)}
        default = Policy().as_dict()
        self.instance.values = {name: value for name, value in figures.items() if value != default[name]}
        return super().save(commit)
