"""The forms of shipping and of delivery."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import Identifier, Text, day, short_text
from cases.shipping.models import Consignee
from workflow.forms import ActForm, form_of


@form_of("motor.ship")
class ShipForm(ActForm):
    consignee = forms.ChoiceField(
        label=_("Shipped to"), choices=Consignee.choices, widget=forms.RadioSelect, initial="customer"
    )
    recipient = Text(label=_("Recipient and phone"), max_length=120)
    address = Text(label=_("Address"), max_length=200)
    carrier = Text(label=_("Carrier"), max_length=60)
    waybill = Identifier(label=_("Waybill"), max_length=60)

    def prepare(self) -> None:
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
        shipment = getattr(self.obj, "shipment", None)
        if shipment and delivered < timezone.localdate(shipment.shipped_at):
            raise forms.ValidationError(gettext("It was shipped later than this."))
        return delivered
