"""The form of a repair: work, parts, labour."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import Text, long_text, money
from cases.fees import Fees, charged
from workflow.forms import ActForm, form_of

PARTS = 4  # rows offered


class PartForm(forms.Form):
    """A part used, by name, quantity and price."""

    name = Text(
        label=_("Part"), max_length=60, required=False, widget=forms.TextInput(attrs={"list": "parts"})
    )
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=99, required=False)
    unit_price = money(_("Unit price (CNY)"), required=False)
    customer_machined = forms.BooleanField(label=_("machined by the customer"), required=False)

    def __init__(self, *args: Any, ask_machined: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ask_machined:
            del self.fields["customer_machined"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned.setdefault("customer_machined", False)
        if cleaned.get("name"):
            cleaned["quantity"] = cleaned.get("quantity") or 1
            cleaned["unit_price"] = cleaned.get("unit_price") or Decimal(0)
        elif cleaned.get("quantity") or cleaned.get("unit_price") or cleaned["customer_machined"]:
            self.add_error("name", gettext("Name the part."))
        return cleaned


PartFormSet = forms.formset_factory(PartForm, extra=PARTS, max_num=40, absolute_max=40)


@form_of("motor.finish_repair")
class RepairForm(ActForm):
    """What was done; what the customer pays follows from the charge (七)."""

    work_done = long_text(_("Work done"))
    labour = money(_("Labour fee (CNY)"), initial=0)

    def prepare(self) -> None:
        """The labour that the customer agreed to; where labour is free it is asked for all the same."""
        field = self.fields["labour"]
        quotation = self.obj.quotations.filter(accepted=True).first()
        if charged(self.obj.disposition, self.obj.charge, [], Decimal(1)).labour == 0:
            field.help_text = _("Recorded as our own cost; the customer pays no labour.")
        elif quotation:
            field.initial = quotation.labour_fee

    def repair_facts(self, parts: list[dict[str, Any]]) -> dict[str, Any]:
        """Everything that finish_repair wants, fees included."""
        fees = self.fees(parts)
        return self.facts() | {"parts": parts, "material_fee": fees.material, "labour_fee": fees.labour}

    def fees(self, parts: list[dict[str, Any]]) -> Fees:
        return charged(self.obj.disposition, self.obj.charge, parts, self.cleaned_data["labour"])
