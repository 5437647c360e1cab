"""What stands above a ledger: period, text and whatever filters the ledger names, and what they select."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from django import forms
from django.contrib.admin.utils import get_fields_from_path
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import DateTimeField, Model, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftersales.kit.choices import Label
from aftersales.kit.form_fields import Text
from aftersales.kit.ledger import Column, Filter, Ledger, Rows, Search, Value
from aftersales.kit.paging import in_order
from aftersales.kit.search import sought
from aftersales.models import User

FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2100, 1, 1)  # beyond them somebody mistyped the year


def text(label: Label, length: int = 80, **attrs: str) -> Text:
    """A field for a part of a name or number."""
    widget = forms.TextInput(attrs={"type": "search"} | attrs)
    return Text(label=label, max_length=length, required=False, widget=widget)


def day(label: Label) -> forms.DateField:
    """A day in the lifetime of the factory's records."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )


Choices: TypeAlias = Iterable[tuple[str, Label]]


def choice(
    name: str,
    label: Label,
    choices: Choices | Callable[[], Choices],
    narrow: str | Callable[[Rows, str], Rows],
) -> Filter:
    """One of ``choices``, pairs or what gives them; ``narrow`` filters the rows, or is a field's path."""

    def everything() -> list[tuple[str, Label]]:
        return [("", gettext_lazy("all")), *(choices() if callable(choices) else choices)]

    by_field = (lambda rows, value: rows.filter(**{narrow: value})) if isinstance(narrow, str) else narrow
    return Filter(name, lambda: forms.ChoiceField(label=label, choices=everything, required=False), by_field)


class LedgerForm(forms.Form):
    """Refuses what it cannot read: what goes into a spreadsheet must be what was asked for."""

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The period ends before it begins."))


def form_of(ledger: Ledger, data: QueryDict) -> LedgerForm:
    """The filters of a ledger, filled in."""
    form = LedgerForm(data)
    if ledger.search:
        form.fields["q"] = text(gettext_lazy("Search"))
    form.fields |= {"since": day(gettext_lazy("From")), "until": day(gettext_lazy("To"))}
    form.fields |= {criterion.name: criterion.field() for criterion in ledger.filters}
    return form


def start_of(day: dt.date) -> dt.datetime:
    """Midnight in the factory."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def matching(rows: Rows, search: Search, word: str) -> Rows:
    """The rows that match a word of the search field."""
    if callable(search):
        return search(rows, word)
    return rows.filter(**{f"{search}__contains": sought(word)})


@dataclass(frozen=True)
class Selection:
    """What one person asked of one ledger: the filters, the order, the rows."""

    ledger: Ledger
    user: User
    form: LedgerForm
    order: str

    @classmethod
    def asked(cls, ledger: Ledger, user: User, query: QueryDict) -> "Selection":
        """As an address asks for it; an order that is none gives the newest first."""
        sorts = {column.sort for column in ledger.columns_for(user) if column.sort}
        order = query.get("sort", "")
        if order.removeprefix("-") not in sorts:
            order = f"-{ledger.period}"
        return cls(ledger, user, form_of(ledger, query), order)

    @cached_property
    def columns(self) -> list[Column]:
        return self.ledger.columns_for(self.user)

    @cached_property
    def visible(self) -> QuerySet[Model]:
        """Every row that the person may see."""
        return self.ledger.rows(self.user)

    @cached_property
    def rows(self) -> QuerySet[Model]:
        """The rows that the filters leave; none while a filter cannot be read."""
        if not self.form.is_valid():
            return self.visible.none()
        rows, wanted = self.visible, self.form.cleaned_data
        rows = rows.filter(self.in_period(wanted["since"], wanted["until"]))
        for word in wanted.get("q", "").split():
            rows = matching(rows, self.ledger.search, word)
        for criterion in self.ledger.filters:
            if wanted[criterion.name] not in ("", None):
                rows = criterion.narrow(rows, wanted[criterion.name])
        return rows

    @property
    def in_order(self) -> QuerySet[Model]:
        return in_order(self.rows, self.order)

    def in_period(self, since: dt.date | None, until: dt.date | None) -> Q:
        """Both days belong to it."""
        path = self.ledger.period
        of_moments = isinstance(get_fields_from_path(self.visible.model, path)[-1], DateTimeField)
        wanted = Q()
        if since:
            wanted &= Q(**{f"{path}__gte": start_of(since) if of_moments else since})
        if until:
            after = until + dt.timedelta(days=1)
            wanted &= Q(**{f"{path}__lt": start_of(after) if of_moments else after})
        return wanted

    def described(self) -> str:
        """The filters in words, for the head of a printed ledger; empty without any."""
        if not self.form.is_valid():
            return ""
        chosen = [
            f"{field.label}: {shown(field.field, self.form.cleaned_data[field.name])}"
            for field in self.form
            if self.form.cleaned_data[field.name] not in ("", None)
        ]
        return str(_(", ")).join(chosen)


def shown(field: forms.Field, value: Value) -> str:
    """A value of the form as people read it."""
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return value.isoformat() if isinstance(value, dt.date) else str(value)
