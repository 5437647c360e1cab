"""The facts of the decision table as a form."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from aftersales.kit.form_fields import Text
from warranty.dates import FactoryDay, impossible, read_factory_day
from warranty.facts import Json
from warranty.models import Channel

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


def day(label: Label, required: bool = True) -> forms.DateField:
    """A date, picked in the browser's own calendar."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=required
    )


def tick(label: Label) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


class FactoryDayField(Text):
    """An ex-factory date, or its month where nobody knows the day."""

    def __init__(self, label: Label, help_text: Label = "") -> None:
        widget = forms.TextInput(
            attrs={"inputmode": "numeric", "placeholder": "2025-03-15", "class": "short"}
        )
        super().__init__(label=label, max_length=20, required=False, widget=widget, help_text=help_text)

    def clean(self, value: str | None) -> FactoryDay | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            told = read_factory_day(text)
        except ValueError:
            raise forms.ValidationError(
                gettext("Write it as 2025-03-15, or as 2025-03 where only the month is known.")
            ) from None
        if reason := impossible(told.date):
            raise forms.ValidationError(reason)
        return told


class Hours(forms.FloatField):
    """A number of hours, whole wherever it is."""

    def clean(self, value: str | None) -> float | None:
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
    document_date = FactoryDayField(label=_("Ex-factory date by a document"))
    nameplate_date = FactoryDayField(label=_("Ex-factory date by the nameplate"))

    def ticked(self) -> dict[str, Json]:
        """The facts as they were set, evidence apart."""
        facts = {name: self.cleaned_data[name] for name in self.FACTS}
        return facts | {name: facts[name] or None for name in ("shipping", "factory_consent")}

    def evidence(self) -> list[dict[str, str]]:
        """The ex-factory dates that were entered, with their source (八)."""
        return [
            {"source": source, "date": str(self.cleaned_data[f"{source}_date"])}
            for source in ("ledger", "document", "nameplate")
            if self.cleaned_data.get(f"{source}_date")
        ]


class WhatIfForm(FactsForm):
    """All facts by hand, for training and for telephone calls."""

    claim_date = day(_("Date of the feedback"))
    channel = forms.ChoiceField(label=_("Channel of the consignee"), choices=Channel.choices)
    ledger_date = FactoryDayField(label=_("Ex-factory date by the register"))

    def facts(self) -> dict[str, Json]:
        """The facts as the rules read them."""
        return self.ticked() | {
            "claim_date": self.cleaned_data["claim_date"].isoformat(),
            "channel": self.cleaned_data["channel"],
            "evidence": self.evidence(),
        }
