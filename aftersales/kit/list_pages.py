"""A list as a page: what of it a person may see, the filter above it, one page of it at a time.

    cases = ListPage(
        template=…,
        filter=CaseFilter,
        rows=lambda user: Case.objects.visible_to(user),
        read=cases_shown,
    )

and urls.py has ``cases.show``. The rows of a page are found first and read afterwards, by their keys: what joins five
tables is planned once (aftersales.kit.prepared), whatever the filter asks for.

The columns are the template's, or with ``shown`` and a ``title`` those declared: then
the page is sorted by those with a ``sort``, each person chooses which they see, keeps that as a view of their own, and
takes exactly what is shown along as a spreadsheet. A ``sort`` is a field that has an index together with the id.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import FileResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest
from aftersales.kit.choices import Label
from aftersales.kit.form_fields import PlainSelect, Text
from aftersales.kit.ledger.filters import start_of
from aftersales.kit.list_columns import MOST_ROWS, Choice, Columns
from aftersales.kit.paging import NEWEST_FIRST, PAGE_SIZE, Page, Read, paginate
from aftersales.kit.prepared import prepared
from aftersales.kit.search import with_every_word
from aftersales.kit.untyped import Context
from aftersales.models import SavedView, User

ANY = ("", _("all"))
NOT_KEPT = {"before", "after", "as", "column"}  # where other columns are chosen
CARRIED = ("column", "sort")  # where other filters are
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
M = TypeVar("M", bound=Model)


def search_field(label: Label, length: int = 60) -> Text:
    """The field of a filter for what is looked for."""
    return Text(
        label=label, max_length=length, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )


def choice_field(label: Label, choices: Iterable[tuple[str, Label]]) -> forms.ChoiceField:
    """The field of a filter for one of these values, or any."""
    return forms.ChoiceField(label=label, choices=[ANY, *choices], required=False, widget=PlainSelect)


def beginning_of(name: str) -> Callable[[forms.Form], dt.datetime | None]:
    """The ``clean_…`` of a day from which moments count."""

    def clean(form: forms.Form) -> dt.datetime | None:
        first = form.cleaned_data[name]
        return start_of(first) if first else None

    return clean


def end_of(name: str) -> Callable[[forms.Form], dt.datetime | None]:
    """The ``clean_…`` of a day until which they count; it belongs to them."""

    def clean(form: forms.Form) -> dt.datetime | None:
        last = form.cleaned_data[name]
        return start_of(last + dt.timedelta(days=1)) if last else None

    return clean


class ListFilter(forms.Form, Generic[M]):
    """Search and filters above a list. Whatever cannot be read is ignored, so a link never fails.

    ``q`` is searched for, ``overdue`` leaves what is late, and of the other fields ``lookups`` says what they leave.
    """

    lookups: dict[str, str] = {}

    def __init__(self, data: QueryDict | None = None, *, user: User | None = None) -> None:
        super().__init__(data)
        self.user = user

    def narrow(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows that match every filter that could be read."""
        self.full_clean()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        rows = rows.filter(**{self.lookups[name]: said[name] for name in said if name in self.lookups})
        rows = self.late(rows) if "overdue" in said else rows
        return self.found(rows, said["q"]) if "q" in said else rows

    def late(self, rows: QuerySet[M]) -> QuerySet[M]:
        """What is overdue."""
        raise NotImplementedError

    def found(self, rows: QuerySet[M], text: str) -> QuerySet[M]:
        """What is looked for: the rows whose ``search_text`` has every word."""
        return with_every_word(rows, text)


def asked(request: SignedInRequest) -> str:
    """What an address asks of a list, whichever page of it and in whatever form."""
    query = request.GET.copy()
    for name in ("before", "after", "as"):
        query.pop(name, None)
    return query.urlencode()


def views_of(request: SignedInRequest) -> list[SavedView]:
    """The views of this list that the person has kept; most people keep none at all."""
    return views_kept(request.user.pk, name_of(request)) if request.user.keeps_views else []


@prepared
def views_kept(person: int, page: str) -> QuerySet[SavedView]:
    return SavedView.objects.filter(user=person, page=page)


def name_of(request: SignedInRequest) -> str:
    """The name of the address of a list, and the keys of what it is about."""
    match = request.resolver_match
    return "/".join([match.view_name, *map(str, match.kwargs.values())]) if match else ""


def nothing_else(page: Page, user: User) -> Context:
    """What a template expects that needs only the page."""
    return {}


def nothing_along(rows: Sequence[Model]) -> None:
    """What is read along with rows whose query brings everything."""


@dataclass(frozen=True)
class ListPage(Generic[M]):
    """One list; the module says how to write one."""

    template: str
    rows: Callable[[User], QuerySet[M]]
    """What the person may see; where nothing reads its rows afterwards, with what is shown of it."""
    read: Read[M] | None = None
    """Reads what is shown of its rows."""
    filter: type[ListFilter[M]] | None = None
    permission: str = ""
    title: Label = ""
    shown: Columns | Callable[[User], Columns] | None = None
    """The columns, by the name that they have in an address; the template includes ``lists/_table.html``."""

    along: Callable[[list[M]], None] = nothing_along
    """Reads for the rows of a page together what no join brings with them."""

    size: int = PAGE_SIZE
    order: str = NEWEST_FIRST
    context: Callable[[Page[M], User], Context] = nothing_else
    """What the template expects besides ``form`` and ``page``."""

    @method_decorator(require_GET)
    def show(self, request: SignedInRequest) -> HttpResponseBase:
        """The view of the list."""
        if self.permission and not request.user.can(self.permission):
            raise PermissionDenied
        form, known = None, self.rows(request.user)
        rows = known
        if self.filter:
            form = self.filter(request.GET, user=request.user)
            rows = form.narrow(known)
        if self.shown:
            return self.show_columns(request, form, rows, known, self.choice(request))
        page = paginate(request, rows, self.size, self.order, read=self.read)
        return render(request, self.template, {"form": form, "page": page} | self.context(page, request.user))

    def choice(self, request: SignedInRequest) -> Choice[M]:
        """What the person asks of the columns that are for them."""
        columns = self.shown(request.user) if callable(self.shown) else self.shown
        assert columns
        return Choice(columns, request.GET, request.user, self.order, self.along, self.read)

    def show_columns(
        self,
        request: SignedInRequest,
        form: ListFilter[M] | None,
        rows: QuerySet[M],
        known: QuerySet[M],
        choice: Choice[M],
    ) -> HttpResponseBase:
        """The list with the columns that are asked for, or the same as a file."""
        if request.GET.get("as") == "xlsx":
            return self.file(request, rows, choice)
        page = paginate(request, choice.with_a_place(rows), self.size, choice.order, known, self.read)
        self.along(page.rows)
        found = {
            "form": form,
            "page": page,
            "choice": choice,
            "heads": choice.heads(),
            "rows": choice.rows(page.rows),
            "views": views_of(request),
            "list_name": name_of(request),
            "query": asked(request),
            "kept": [(name, values) for name, values in request.GET.lists() if name not in NOT_KEPT],
            "carried": [(name, value) for name in CARRIED for value in request.GET.getlist(name)],
        }
        return render(request, self.template, found | self.context(page, request.user))

    def file(self, request: SignedInRequest, rows: QuerySet[M], choice: Choice[M]) -> HttpResponseBase:
        if choice.with_a_place(rows).order_by()[MOST_ROWS : MOST_ROWS + 1].exists():
            words = gettext("A sheet takes %(n)d rows, and these are more. Look for fewer.") % {
                "n": MOST_ROWS
            }
            messages.error(request, words)
            return redirect(f"{request.path}?{asked(request)}")
        name = f"{self.title}.xlsx"
        file = choice.sheet(rows, str(self.title))
        response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
        response["Cache-Control"] = "private, no-store"
        return response
