"""Serial numbers as fields, and the columns that are written whenever the row is: what things are found by."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from aftersales.kit import phones
from aftersales.kit.form_fields import Identifier
from aftersales.kit.mail_addresses import fault_of, plain_address
from aftersales.kit.serials import LONGEST, key, normalised


class SerialNumber(Identifier):
    """A serial number as it is typed, pasted or read from a plate; see serials.py."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": LONGEST, "required": False} | options)

    def cleaned(self, text: str) -> str:
        return normalised(text)


class MailAddress(Identifier):
    """An e-mail address as it is typed or pasted."""

    def __init__(self, **options: Any) -> None:
        asked = forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"})
        super().__init__(required=False, widget=asked, **options)

    def cleaned(self, text: str) -> str:
        return plain_address(text)

    def validate(self, value: str | None) -> None:
        super().validate(value)
        if value and (sentence := fault_of(value)):
            raise ValidationError(sentence)


class SerialKeyField(models.CharField):
    """The key of the serial number beside it, written whenever the row is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        known: dict[str, Any] = {"max_length": 2 * LONGEST, "blank": True, "default": "", "editable": False}
        super().__init__(*args, **known | kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        wanted = key(model_instance.serial_number)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, wanted)
        return wanted


class PhoneKeyField(models.CharField):
    """The telephone number beside it, backwards (aftersales.kit.phones)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        known: dict[str, Any] = {
            "max_length": phones.LONGEST,
            "blank": True,
            "default": "",
            "editable": False,
        }
        super().__init__(*args, **known | kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        wanted = phones.backwards(model_instance.phone)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, wanted)
        return wanted


class SearchTextField(models.TextField):
    """What an entry of the register is found by; it says so in ``build_search_text``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        known: dict[str, Any] = {"blank": True, "default": "", "editable": False}
        super().__init__(*args, **known | kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        wanted: str = model_instance.build_search_text()  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, wanted)
        return wanted
