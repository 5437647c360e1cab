"""What the coordinator says of a new customer: who it is, or which one it was all along."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import Text
from cases.intake.forms import SUGGESTED, find_customer
from warranty.forms.entries import field_for
from warranty.models import Customer


class ConfirmForm(forms.ModelForm):
    """The particulars of a new customer as the register keeps them."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Customer
        formfield_callback = field_for
        fields = ["name", "channel", "region", "contact", "phone", "email", "address"]

    @property
    def corrected(self) -> list[str]:
        """The fields that say something else than what came with the feedback."""
        return [name for name in self.changed_data if name != "key"]


class MergeForm(forms.Form):
    """The customer of the register that a new one is another name of."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = Text(label=_("It is"), max_length=120, widget=forms.TextInput(attrs={"list": "customers"}))

    def clean_name(self) -> Customer:
        found = find_customer(self.cleaned_data["name"])
        if found.provisional:
            raise forms.ValidationError(_("This one is to be confirmed, too."))
        return found

    @property
    def customer_names(self) -> list[str]:
        return list(
            Customer.objects.filter(provisional=False, active=True).values_list("name", flat=True)[:SUGGESTED]
        )
