"""The forms of freight: what the carrier got, who bears it, how it is settled."""

from collections.abc import Sequence
from decimal import Decimal

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import Text, money, set_choices
from cases.freight.models import Freight
from cases.freight.queries import unrecorded
from cases.freight.rules import shares
from cases.freight.statuses import FreightStatus, PaidBy, Payer, Way
from workflow.forms import ActForm, ReasonForm, form_of
from workflow.models import Facts


class WithFreight(forms.Form):
    """What is asked of the freight where a motor comes or goes; empty while the bill is not there."""

    freight = money(_("Freight (CNY)"), required=False)
    freight_paid_by = forms.ChoiceField(
        label=_("Paid to the carrier by"),
        choices=PaidBy.choices,
        widget=forms.RadioSelect,
        initial=PaidBy.FACTORY,
        required=False,
    )

    def clean_freight_paid_by(self) -> str:
        return self.cleaned_data["freight_paid_by"] or PaidBy.FACTORY


FREIGHT = ("freight", "freight_paid_by")


def divide(said: Sequence[Facts]) -> None:
    """Each gets its share of what the first says."""
    parts = shares(said[0].get("freight") or Decimal(0), len(said))
    for facts, part in zip(said, parts, strict=True):
        facts["freight"] = part


@form_of("motor.record_freight")
class RecordFreightForm(WithFreight, ActForm):
    """The bill came later."""

    way = forms.ChoiceField(label=_("Which way?"), choices=Way.choices, widget=forms.RadioSelect)
    field_order = ["way", *FREIGHT]

    def prepare(self) -> None:
        self.fields["freight"].required = True
        ways = unrecorded(self.obj)
        set_choices(self.fields["way"], [(way, way.label) for way in ways])
        self.fields["way"].initial = ways[0] if ways else None
        if not ways:
            self.intro = _("Every freight of this motor has been recorded; correct it where it is wrong.")


@form_of("freight.decide")
class DecideFreightForm(ReasonForm):
    payer = forms.ChoiceField(label=_("Borne by"), choices=Payer.choices, widget=forms.RadioSelect)
    field_order = ["payer", "reason"]


@form_of("freight.waive")
class WaiveFreightForm(ReasonForm):
    intro = _("The factory bears it.")


SETTLED = (FreightStatus.PAID, FreightStatus.CHARGED)
WHAT_TO_DO = {
    ("factory", "customer"): _("The customer has paid the carrier: pay it back."),
    ("customer", "factory"): _("We have paid the carrier: the customer owes it."),
    ("salesperson", "factory"): _("We have paid the carrier: the salesperson owes it."),
    ("salesperson", "customer"): _(
        "The customer has paid the carrier: pay it back; the salesperson owes it."
    ),
}


@form_of("freight.settle")
class SettleFreightForm(ActForm):
    """Money went from one to the other, or it stands on somebody's account."""

    settled_as = forms.ChoiceField(
        label=_("How?"), choices=[(way, way.label) for way in SETTLED], widget=forms.RadioSelect
    )
    document = Text(label=_("Bill, transfer or deduction"), max_length=80)

    def prepare(self) -> None:
        self.intro = WHAT_TO_DO.get((self.obj.payer, self.obj.paid_by), "")


@form_of("freight.correct")
class CorrectFreightForm(ReasonForm):
    amount = money(_("Freight in truth (CNY)"))
    paid_by = forms.ChoiceField(
        label=_("Paid to the carrier by"), choices=PaidBy.choices, widget=forms.RadioSelect
    )
    field_order = ["amount", "paid_by", "reason"]

    def prepare(self) -> None:
        freight: Freight = self.obj
        self.fields["amount"].initial, self.fields["paid_by"].initial = freight.amount, freight.paid_by
        self.fields["amount"].help_text = gettext("0 where there was none.")
