"""An order, and an arrival."""

import re
from collections import defaultdict

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from aftersales.kit.form_fields import Text, day
from catalogue.lists import listed
from catalogue.matching import spelt
from catalogue.models import Part
from workflow.models import Facts

MOST = 99
LONGEST = 60  # characters of a part in words


class OrderForm(forms.Form):
    ordered_from = Text(label=_("Ordered from"), max_length=120)
    expected_on = day(_("Expected on"), required=False)


class ArrivalForm(forms.Form):
    pieces = forms.IntegerField(label=_("Pieces arrived"), min_value=1, max_value=9999)


NUMBER = re.compile(r"[A-Za-z]{1,4}-\w[\w-]*")  # what is meant as a part number


class MissingPartsField(Text):
    """Parts by number or in words, each with its quantity: ``ZC-629 2; TS-90 4; 弹簧垫 2``, or one a line.

    What the catalogue does not have stays in words, for its keeper to look at.
    """

    def __init__(self, label: Label, help_text: Label) -> None:
        asked = forms.Textarea(attrs={"rows": 2})
        super().__init__(label=label, help_text=help_text, required=False, max_length=600, widget=asked)

    def clean(self, value: str | None) -> list[Facts]:
        wanted = [of_line(line.split()) for line in listed(super().clean(value) or "")]
        known = known_parts([name for name, _quantity in wanted])
        if unknown := [
            name for name, _quantity in wanted if NUMBER.fullmatch(name) and spelt(name) not in known
        ]:
            raise forms.ValidationError(
                gettext("Not among the parts: %(numbers)s.") % {"numbers": ", ".join(unknown)}
            )
        found: dict[tuple[str, str], int] = {}
        for name, quantity in wanted:
            number = known.get(spelt(name), "")
            found[number, "" if number else name] = quantity
        return [
            {"number": number, "name": name, "quantity": quantity}
            for (number, name), quantity in found.items()
        ]


def known_parts(names: list[str]) -> dict[str, str]:
    """The numbers of the parts in use that are called so, by number or by a name that only one of them has."""
    wanted = {spelt(name) for name in names}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for part in Part.objects.filter(active=True) if wanted else []:
        for word in {spelt(part.number), spelt(part.name_zh), spelt(part.name_en)} & wanted:
            found[word].add(part.number)
    return {word: numbers.pop() for word, numbers in found.items() if len(numbers) == 1}


def of_line(line: list[str]) -> tuple[str, int]:
    """What a line names, and how many of it: one where it says nothing."""
    said = line[-1].lstrip("×xX*") if len(line) > 1 else "1"
    counted = said.isascii() and said.isdigit()
    if NUMBER.fullmatch(line[0]) and len(line) > 1 and not counted:
        raise forms.ValidationError(gettext("Write each part as ZC-629 2: its number, a space, how many."))
    name = " ".join(line[:-1] if counted and len(line) > 1 else line)
    quantity = int(said) if counted else 1
    if not 0 < quantity <= MOST or len(name) > LONGEST:
        raise forms.ValidationError(gettext("Write each part as ZC-629 2: its number, a space, how many."))
    return name.upper() if NUMBER.fullmatch(name) else name, quantity


def as_typed(lines: list[Facts]) -> str:
    """What was named, as one types it."""
    return "; ".join(f"{line['number'] or line.get('name', '')} {line['quantity']}" for line in lines)


class WhichPartForm(forms.Form):
    """Which part of the catalogue is meant."""

    number = Text(
        label=_("Part number"), max_length=30, widget=forms.TextInput(attrs={"list": "part-numbers"})
    )

    def clean_number(self) -> Part:
        found = Part.objects.filter(number__iexact=self.cleaned_data["number"].partition(" ")[0], active=True)
        if part := found.first():
            return part
        raise forms.ValidationError(gettext("There is no such part in use."))
