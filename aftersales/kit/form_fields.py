"""Form fields for text, so that nothing unclean comes in; and the drop-down that every list has above it."""

from collections.abc import Iterable, Mapping, MutableMapping
from html import escape
from typing import Any, TypedDict

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.forms.renderers import BaseRenderer
from django.forms.utils import ErrorList, flatatt
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aftersales.kit.choices import Label
from aftersales.kit.fields import LONG_TEXT
from aftersales.kit.text import clean, identifier, named, unprintable, visible

Choices = Iterable[tuple[str | int, Label]]
"""What one may choose: values, each with its name."""


class RowOptions(TypedDict, total=False):
    """What a formset tells each of its forms, as Django has it."""

    data: Mapping[str, str] | None
    files: MultiValueDict[str, UploadedFile] | None
    initial: MutableMapping[str, str | int | None] | None
    auto_id: str
    prefix: str
    error_class: type[ErrorList]
    empty_permitted: bool
    use_required_attribute: bool
    renderer: BaseRenderer


class TextOptions(TypedDict, total=False):
    """What a field for text may be told, whatever it says by itself."""

    label: Label
    help_text: Label
    initial: str
    empty_value: str | None
    widget: forms.Widget


class BoundText(forms.BoundField):
    """A text on a page, which says what of it will not print as it is."""

    @cached_property
    def substituted(self) -> list[str]:
        """What prints as 〓."""
        return unprintable(str(self.value() or ""))


class Text(forms.CharField):
    """Text, cleaned before its length is looked at; of one line unless it is typed into a text area."""

    bound_field_class = BoundText

    def to_python(self, value: str | int | None) -> str | None:
        return super().to_python(value if value in self.empty_values else self.cleaned(str(value)))

    def cleaned(self, text: str) -> str:
        return clean(text, lines=isinstance(self.widget, forms.Textarea))


class Identifier(Text):
    """A number or name that things are found by, of characters that one sees."""

    def cleaned(self, text: str) -> str:
        return identifier(text)

    def validate(self, value: str | None) -> None:
        super().validate(value)
        unseen = [character for character in value or "" if not character.isprintable()]
        if unseen:
            raise ValidationError(
                _("It has a character that nobody sees: %(name)s. Please type it again.")
                % {"name": named(unseen[0])}
            )


class Pasted(Text):
    """Rows of a spreadsheet, whose cells are separated by tabs."""

    def cleaned(self, text: str) -> str:
        return "\t".join(map(visible, text.split("\t")))


class PlainSelect(forms.Select):
    """A drop-down without groups, drawn at once: by templates twenty options take a millisecond."""

    def render(
        self,
        name: str,
        value: str | int | None,
        attrs: dict[str, str | bool] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        chosen = "" if value is None else str(value)
        options = "".join(option(str(key), str(label), chosen) for key, label in self.choices)
        attributes = flatatt(self.build_attrs(self.attrs, {"name": name} | (attrs or {})))
        return SafeString(f"<select{attributes}>{options}</select>")


def option(key: str, label: str, chosen: str) -> str:
    selected = " selected" if key == chosen else ""
    return f'<option value="{escape(key)}"{selected}>{escape(label)}</option>'


CLEAN: dict[type[models.Field], dict[str, type[Text]]] = {
    models.CharField: {"form_class": Text},
    models.TextField: {"form_class": Text},
}
"""``formfield_overrides`` of every page of the administration."""


def of_model(field: models.Field, **options: Any) -> forms.Field | None:
    """``formfield_callback`` of every ModelForm."""
    plain = type(field) is models.CharField or isinstance(field, models.TextField)
    return field.formfield(**({"form_class": Text} if plain else {}) | options)


def set_choices(field: forms.Field, choices: Choices) -> None:
    """Let a field that offers something offer this."""
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def set_rows(field: forms.Field, rows: models.QuerySet) -> None:
    """Let a field that offers things offer these."""
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def long_text(label: Label, *, rows: int = 3, required: bool = True, help_text: Label = "") -> Text:
    """A field for free text, capped where the database caps it."""
    return Text(
        label=label,
        max_length=LONG_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        required=required,
        help_text=help_text,
    )


def short_text(
    label: Label, *, length: int = 300, rows: int = 2, required: bool = True, help_text: Label = ""
) -> Text:
    """A field for a sentence or two."""
    return Text(
        label=label,
        max_length=length,
        widget=forms.Textarea(attrs={"rows": rows}),
        required=required,
        help_text=help_text,
    )


def money(label: Label, *, required: bool = True, initial: int | None = None) -> forms.DecimalField:
    """An amount in CNY below a million, with two decimals."""
    return forms.DecimalField(
        label=label, min_value=0, max_digits=8, decimal_places=2, required=required, initial=initial
    )


def day(label: Label, *, required: bool = True) -> forms.DateField:
    """A date, picked in the browser's own calendar."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=required
    )
