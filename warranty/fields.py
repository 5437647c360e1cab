"""Serial numbers as fields, and the columns that are written whenever the row is: what things are found by."""

from operator import attrgetter, methodcaller
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from aftersales.kit import phones
from aftersales.kit.choices import Label
from aftersales.kit.form_fields import Identifier, TextOptions
from aftersales.kit.mail_addresses import fault_of, plain_address
from aftersales.kit.serials import LONGEST, key, normalised

# What a row that has such a column has as well.
serial_number, phone = attrgetter("serial_number"), attrgetter("phone")
search_text = methodcaller("build_search_text")


class SerialNumber(Identifier):
    """A serial number as it is typed, pasted or read from a plate; see serials.py."""

    def __init__(
        self, *, required: bool = False, max_length: int | None = LONGEST, **options: Unpack[TextOptions]
    ) -> None:
        super().__init__(required=required, max_length=max_length, **options)

    def cleaned(self, text: str) -> str:
        return normalised(text)


class MailAddress(Identifier):
    """An e-mail address as it is typed or pasted."""

    def __init__(self, *, label: Label, max_length: int | None) -> None:
        asked = forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"})
        super().__init__(label=label, max_length=max_length, required=False, widget=asked)

    def cleaned(self, text: str) -> str:
        return plain_address(text)

    def validate(self, value: str | None) -> None:
        super().validate(value)
        if value and (sentence := fault_of(value)):
            raise ValidationError(sentence)


class SerialKeyField(models.CharField):
    """The key of the serial number beside it, written whenever the row is."""

    def __init__(
        self, *, max_length: int = 2 * LONGEST, blank: bool = True, default: str = "", editable: bool = False
    ) -> None:
        super().__init__(max_length=max_length, blank=blank, default=default, editable=editable)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        wanted = key(serial_number(model_instance))
        setattr(model_instance, self.attname, wanted)
        return wanted


class PhoneKeyField(models.CharField):
    """The telephone number beside it, backwards (aftersales.kit.phones)."""

    def __init__(
        self,
        *,
        max_length: int = phones.LONGEST,
        blank: bool = True,
        default: str = "",
        editable: bool = False,
    ) -> None:
        super().__init__(max_length=max_length, blank=blank, default=default, editable=editable)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        wanted = phones.backwards(phone(model_instance))
        setattr(model_instance, self.attname, wanted)
        return wanted


class SearchTextField(models.TextField):
    """What an entry of the register is found by; it says so in ``build_search_text``."""

    def __init__(self, *, blank: bool = True, default: str = "", editable: bool = False) -> None:
        super().__init__(blank=blank, default=default, editable=editable)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        wanted: str = search_text(model_instance)
        setattr(model_instance, self.attname, wanted)
        return wanted
