"""The forms of the register: one entry with a reason for its change, and what is looked for in a list."""

import uuid
from functools import cache
from itertools import takewhile
from typing import TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit import phones
from aftersales.kit.choices import Label
from aftersales.kit.form_fields import Identifier, Text, day, of_model, set_choices, short_text
from aftersales.kit.list_pages import ANY, ListFilter, choice_field, search_field
from aftersales.kit.phones import ending
from aftersales.kit.search import with_every_word
from aftersales.kit.serials import key, normalised
from aftersales.models import User
from warranty.actions import last_change
from warranty.changes import ALIKE
from warranty.fields import MailAddress, SerialNumber
from warranty.models import Channel, Customer, Entry, Kind, Motor, Product, hidden, names_of
from workflow.forms import ActForm, ReasonForm, form_of
from workflow.models import Facts

E = TypeVar("E", bound=Entry)

OFFERED = 500  # names that the browser proposes while one types
IN_USE = [("", _("in use")), ("no", _("out of use")), ("all", _("all"))]

form_of("amendment.turn_down", "amendment.withdraw")(ReasonForm)


@form_of("amendment.accept")
class ConfirmForm(ActForm):
    """The second signature."""

    intro = _(
        "You sign that the reason holds and that the new facts are right; the register says them at once."
    )


class ByName(Text):
    """Another entry of the register, by its name."""

    def __init__(self, model: Kind, *, label: Label, required: bool) -> None:
        self.model = model
        super().__init__(label=label, required=required, max_length=120)
        self.widget.attrs["list"] = f"{model.noun}-names"

    def prepare_value(self, value: int | str | None) -> str | None:
        """The name, where the form begins with the key of a thing."""
        if isinstance(value, int):
            return str(self.model._default_manager.filter(pk=value).first() or "")
        return value

    def clean(self, value: str | None) -> Entry | None:
        name = super().clean(value)
        if not name:
            return None
        (match,) = self.model.matches([{self.model.known_by: name}], self.model._default_manager.all())
        if len(match.entries) != 1:
            raise ValidationError(
                gettext("“%(name)s” is not in the register. Enter it there first.") % {"name": name}
            )
        return match.entries[0]

    def names(self) -> QuerySet[Entry, str]:
        """What the browser proposes."""
        rows = self.model._default_manager.filter(active=True)
        return rows.order_by(self.model.known_by).values_list(self.model.known_by, flat=True)[:OFFERED]


def field_for(field: Field, **options: forms.Widget) -> forms.Field | None:
    """How a field of an entry is asked for."""
    if isinstance(field, ForeignKey) and issubclass(field.related_model, Entry):
        return ByName(field.related_model, label=field.verbose_name, required=not field.blank)
    if field.name == "serial_number":
        return SerialNumber(label=field.verbose_name, required=True)
    if field.name == "email":
        return MailAddress(label=field.verbose_name, max_length=field.max_length)
    if field.name == "document":
        return Identifier(label=field.verbose_name, max_length=field.max_length, required=False)
    if field.get_internal_type() == "DateField":
        options["widget"] = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return of_model(field, **options)


class EntryForm(forms.ModelForm):
    """One entry, new or to be changed; what the person may not see is not asked for.

    The rules are the door's: what it refuses comes back to the field.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    apart = forms.BooleanField(label=_("It is another one all the same"), required=False)
    why = short_text(_("Reason"), help_text=_("It stays in the history with what was changed."))

    def __init__(self, data: QueryDict | None, *, entry: Entry, user: User) -> None:
        known = {"key": uuid.uuid4(), "seen": last_change(entry) if entry.pk else 0}
        super().__init__(data, instance=entry, initial=known)
        for name in names_of(entry.kind):
            if hidden(entry.kind, name, user):
                del self.fields[name]
        if entry.pk is None:
            del self.fields["active"]
            self.fields["why"].required = False
        self.order_fields([name for name in self.fields if name not in ("apart", "why")])
        if not (data and "apart" in data):
            self.not_asked = self.fields.pop("apart")  # asked for where something is written nearly the same

    def validate_unique(self) -> None:
        """The door says it, and of what is nearly the same, too."""

    def values(self) -> Facts:
        """What the entry is to say."""
        return {name: self.cleaned_data[name] for name in names_of(self.instance.kind) if name in self.fields}

    def options(self) -> dict[str, QuerySet[Entry, str]]:
        """The names that the browser proposes, by the id of their list."""
        fields = [field for field in self.fields.values() if isinstance(field, ByName)]
        return {f"{field.model.noun}-names": field.names() for field in fields}

    def complain(self, error: ValidationError) -> None:
        """Show at its field what the door refuses."""
        for name, sentences in error.error_dict.items():
            self.add_error(name if name in self.fields else None, sentences)
            if sentences[0].code == ALIKE and "apart" not in self.fields:
                self.fields["apart"] = self.not_asked
                self.order_fields([*takewhile(name.__ne__, self.fields), name, "apart"])


@cache
def entry_form(model: Kind) -> type[EntryForm]:
    """The form of a model of the register."""
    meta = type("Meta", (), {"model": model, "fields": names_of(model), "formfield_callback": field_for})
    made: type[EntryForm] = type(f"{model.__name__}Form", (EntryForm,), {"Meta": meta})
    return made


class EntryFilter(ListFilter[E]):
    """Search in a list of the register."""

    q = search_field(_("Search"))
    use = forms.ChoiceField(label=_("State"), choices=IN_USE, required=False)
    fields_looked_at: tuple[str, ...] = ("name",)

    def narrow(self, rows: QuerySet[E]) -> QuerySet[E]:
        found = super().narrow(rows)
        use = self.cleaned_data.get("use", "")
        return found if use == "all" else found.filter(active=use != "no")

    def found(self, rows: QuerySet[E], text: str) -> QuerySet[E]:
        for word in text.split():
            wanted = Q()
            for name in self.fields_looked_at:
                wanted |= Q(**{f"{name}__icontains": word})
            rows = rows.filter(wanted)
        return rows


class FoundByWords(EntryFilter[E]):
    """Of what has a text by which it is found, initials among it."""

    def found(self, rows: QuerySet[E], text: str) -> QuerySet[E]:
        return with_every_word(rows, text)


class CustomerFilter(FoundByWords[Customer]):
    """By telephone number as well, as far as somebody remembers its end; by channel and region."""

    channel = choice_field(_("Channel"), Channel.choices)
    region = choice_field(_("Region"), ())
    lookups = {"channel": "channel", "region": "region"}

    def __init__(self, data: QueryDict | None = None, *, user: User | None = None) -> None:
        super().__init__(data, user=user)
        regions = Customer.objects.exclude(region="").order_by("region").values_list("region", flat=True)
        set_choices(self.fields["region"], [ANY, *((name, name) for name in regions.distinct())])

    def found(self, rows: QuerySet[Customer], text: str) -> QuerySet[Customer]:
        same = rows.filter(**ending("phone_key", digits)) if (digits := phones.sought(text)) else rows.none()
        return same if same.exists() else super().found(rows, text)


class ProductFilter(FoundByWords[Product]):
    """By model and description."""


class MotorFilter(EntryFilter[Motor]):
    """By serial number in whatever spelling, or a part of it; by model and customer."""

    q = search_field(_("Serial number"), 40)
    model = search_field(_("Model"), 40)
    customer = search_field(_("Consignee"), 120)
    since = day(_("Left the factory from"), required=False)
    until = day(_("To"), required=False)
    lookups = {
        "model": "product__model__icontains",
        "customer": "consignee__name__icontains",
        "since": "ex_factory_date__gte",
        "until": "ex_factory_date__lte",
    }

    def found(self, rows: QuerySet[Motor], text: str) -> QuerySet[Motor]:
        part = Q(serial_key__contains=key(text)) if key(text) else Q(serial_number__contains=normalised(text))
        return rows.filter(part)
