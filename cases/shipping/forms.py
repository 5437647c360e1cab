"""The forms of shipping and of delivery."""

import datetime as dt
from collections.abc import Sequence
from typing import Self

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import Identifier, Text, day, short_text
from cases.freight.forms import FREIGHT, WithFreight, divide
from cases.freight.statuses import Payer, Way
from cases.freight.verdicts import bearer
from cases.models import ReturnedMotor
from cases.shipping.models import Consignee
from workflow.forms import ActForm, ReasonForm, form_of


@form_of("motor.ship")
class ShipForm(WithFreight, ActForm):
    """One waybill, for one motor or several of a customer."""

    consignee = forms.ChoiceField(
        label=_("Shipped to"), choices=Consignee.choices, widget=forms.RadioSelect, initial="customer"
    )
    recipient = Text(label=_("Recipient and phone"), max_length=120)
    address = Text(label=_("Address"), max_length=200)
    carrier = Text(label=_("Carrier"), max_length=60)
    waybill = Identifier(label=_("Waybill"), max_length=60)
    field_order = ["consignee", "recipient", "address", "carrier", "waybill", *FREIGHT]

    @classmethod
    def share(cls, forms: Sequence[Self]) -> None:
        """The carrier asks once for all that goes on one waybill."""
        divide([form.cleaned_data for form in forms])

    @classmethod
    def why_apart(cls, things: Sequence[ReturnedMotor]) -> str:
        customers = {motor.case.customer_id for motor in things}
        return gettext("One waybill goes to one customer.") if len(customers) > 1 else ""

    def prepare(self) -> None:
        if found := bearer(self.obj, Way.OUT):
            who = {"payer": Payer(found.payer).label, "clauses": found.clauses}
            self.fields["freight"].help_text = gettext("Borne by %(payer)s. %(clauses)s") % who
        case, customer = self.obj.case, self.obj.case.customer
        name, phone = case.contact or customer.contact, case.phone or customer.phone
        self.fields["recipient"].initial = f"{name or customer.name} {phone}".strip()
        self.fields["address"].initial = customer.address


@form_of("motor.confirm_delivery")
class DeliveryForm(ActForm):
    delivered_on = day(_("Delivered on"))
    note = short_text(_("Who received it?"), required=False)

    def prepare(self) -> None:
        self.fields["delivered_on"].initial = timezone.localdate()

    def clean_delivered_on(self) -> dt.date:
        delivered = self.cleaned_data["delivered_on"]
        if delivered > timezone.localdate():
            raise forms.ValidationError(gettext("This day has not come yet."))
        shipment = self.obj.shipment
        if shipment and delivered < timezone.localdate(shipment.shipped_at):
            raise forms.ValidationError(gettext("It was shipped later than this."))
        return delivered


@form_of("motor.correct_delivery")
class CorrectDeliveryForm(DeliveryForm):
    """The day as it was in truth."""

    reason = short_text(_("Reason"))

    def prepare(self) -> None:
        del self.fields["note"]
        self.fields["delivered_on"].initial = self.obj.shipment and self.obj.shipment.delivered_on


@form_of("motor.correct_shipment")
class CorrectShipmentForm(ShipForm):
    """The shipment as it was in truth."""

    reason = short_text(_("Reason"))

    def prepare(self) -> None:
        for name in FREIGHT:
            del self.fields[name]
        for name in ("consignee", "recipient", "address", "carrier", "waybill"):
            self.fields[name].initial = getattr(self.obj.shipment, name, "")


@form_of("motor.take_in_again")
class CameBackForm(ReasonForm):
    intro = _("The motor is ready to ship again; the first shipment stays on record.")
