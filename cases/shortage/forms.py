"""An order, and an arrival."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import Text, day
from catalogue.lists import listed
from catalogue.models import Part

MOST = 99


class OrderForm(forms.Form):
    ordered_from = Text(label=_("Ordered from"), max_length=120)
    expected_on = day(_("Expected on"), required=False)


class ArrivalForm(forms.Form):
    pieces = forms.IntegerField(label=_("Pieces arrived"), min_value=1, max_value=9999)


class MissingPartsField(Text):
    """Parts by number, each with its quantity: ``ZC-629 2; TS-90 4``, or one a line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}), **options)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        lines = [line.split() for line in listed(super().clean(value) or "")]
        wanted = {line[0].upper(): quantity_of(line) for line in lines}
        known = set(Part.objects.filter(number__in=wanted, active=True).values_list("number", flat=True))
        if unknown := [number for number in wanted if number not in known]:
            raise forms.ValidationError(
                gettext("Not among the parts: %(numbers)s.") % {"numbers": ", ".join(unknown)}
            )
        return [{"number": number, "quantity": quantity} for number, quantity in wanted.items()]


def quantity_of(line: list[str]) -> int:
    """How many a line wants; one where it says nothing."""
    said = line[-1].lstrip("×xX*") if len(line) > 1 else "1"
    if not (said.isascii() and said.isdigit() and 0 < int(said) <= MOST):
        raise forms.ValidationError(gettext("Write each part as ZC-629 2: its number, a space, how many."))
    return int(said)


def as_typed(lines: list[dict[str, Any]]) -> str:
    """What was named, as one types it."""
    return "; ".join(f"{line['number']} {line['quantity']}" for line in lines)
