"""The pages of the register, alike for everything in it: list, entry with its history, form, spreadsheet.

    motors = Register(Motor, label=_("Motors"), columns=("serial_number", …), filter=MotorFilter)

and urls.py has ``*motors.urls()``. An app above declares registers of its own in the same way.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest, View
from aftersales.kit.choices import Label
from aftersales.kit.list_columns import Columns
from aftersales.kit.list_pages import ListPage
from aftersales.kit.paging import Page, paginate
from aftersales.kit.spreadsheets import Sheet, write_sheets
from aftersales.kit.tables import TableKind
from aftersales.kit.tables.views import paths_of
from aftersales.models import User
from warranty.actions import record
from warranty.bound import bonds_of
from warranty.changes import Outcome
from warranty.forms.entries import (
    CustomerFilter,
    EntryFilter,
    EntryForm,
    MotorFilter,
    ProductFilter,
    entry_form,
)
from warranty.models import (
    Amendment,
    Customer,
    Entry,
    Kind,
    Motor,
    Product,
    hidden,
    names_of,
)
from warranty.tables import CUSTOMERS, MOTORS, PRODUCTS
from warranty.views.saying import cell, changes_for, column, list_column, said, told, waiting
from workflow.changes import label_of
from workflow.guards import Blocked
from workflow.models import Facts
from workflow.panels import panels_at
from workflow.views.acting import ActingPage

HISTORY = 20  # changes on one page
MOST_ROWS = 100_000  # of a spreadsheet
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Register:
    """One register and its pages. ``columns`` are the fields that its list shows, the first of them its name."""

    model: Kind
    slug: str
    label: Label
    columns: tuple[str, ...]
    filter: type[EntryFilter]
    order: str
    table: TableKind
    """What comes in for it as a table."""

    sorts: tuple[str, ...]
    """The fields by which its list is sorted: each has an index, and is never empty."""

    def urls(self) -> list[URLPattern]:
        """The addresses of its pages, for the app that it belongs to."""
        REGISTERS[self.slug] = self
        at, noun = f"register/{self.slug}/", self.model.noun
        return [
            path(at, self.show_list, name=self.slug),
            path(f"{at}new/", self.page(AddPage), name=f"add_{noun}"),
            path(f"{at}export/", self.export, name=f"export_{self.slug}"),
            *paths_of(self.table, f"{at}import/", f"import_{self.slug}"),
            path(f"{at}<key:pk>/", self.show, name=noun),
            path(f"{at}<key:pk>/edit/", self.page(EditPage), name=f"edit_{noun}"),
        ]

    def url(self, name: str, *args: int) -> str:
        return reverse(f"{self.model._meta.app_label}:{name}", args=args)

    @property
    def list_url(self) -> str:
        return self.url(self.slug)

    def page(self, page: "type[EntryPage]") -> View:
        """The view of a page that writes in this register."""
        bound: type[EntryPage] = type(
            page.__name__, (page,), {"register": self, "permission": self.model.edit.codename}
        )
        return bound.as_view()

    def rows(self, user: User) -> QuerySet[Entry]:
        """All entries, with the names of what they point at."""
        related = [field.name for field in self.model._meta.fields if field.is_relation and field.editable]
        return self.model._default_manager.select_related(*related)

    def demand(self, request: SignedInRequest) -> None:
        """Raises PermissionDenied for who may not look at this register."""
        if not request.user.can(self.model.view.codename):
            raise PermissionDenied

    @property
    def show_list(self) -> View:
        page = ListPage(
            template="warranty/register.html",
            rows=self.rows,
            filter=self.filter,
            permission=self.model.view.codename,
            order=self.order,
            title=self.label,
            shown=self.list_columns,
            context=self.list_context,
        )
        return page.show

    def list_columns(self, user: User) -> Columns:
        """Every field that the person may see: first those that the list shows unless asked otherwise."""
        names = [name for name in names_of(self.model) if name not in (*self.columns, "active")]
        seen = [name for name in (*self.columns, *names) if not hidden(self.model, name, user)]
        return {
            name: list_column(self.model, name, screen=name in self.columns, sort=name in self.sorts)
            for name in seen
        }

    def list_context(self, page: Page[Entry], user: User) -> Facts:
        return {
            "register": self,
            "registers": registers_of(user),
            "add_url": self.url(f"add_{self.model.noun}") if may_edit(self.model, user) else "",
            "import_url": self.url(f"import_{self.slug}") if may_edit(self.model, user) else "",
            "export_url": self.url(f"export_{self.slug}"),
        }

    def entry(self, request: SignedInRequest, pk: int) -> Entry:
        self.demand(request)
        return get_object_or_404(self.rows(request.user), pk=pk)

    @property
    def show(self) -> View:
        """One entry: what it says, what waits, what hangs on it, and what became of it."""

        @require_GET
        def show(request: SignedInRequest, pk: int) -> HttpResponse:
            entry = self.entry(request, pk)
            history = paginate(request, changes_for(entry, request.user), HISTORY)
            context = {
                "register": self,
                "entry": entry,
                "said": list(said(entry, entry.seen_by(request.user))),
                "history": [told(self.model, change, request.user) for change in history.rows],
                "page": history,
                "waiting": waiting(entry),
                "panels": panels_at(f"{entry.noun}.main", entry, request),
                "beside": panels_at(f"{entry.noun}.aside", entry, request),
                "edit_url": self.url(f"edit_{entry.noun}", pk) if may_edit(self.model, request.user) else "",
            }
            return render(request, "warranty/entry.html", context)

        return show

    @property
    def export(self) -> View:
        """What the list finds with all that the person may see of it, as a spreadsheet that can be read in again."""

        @require_GET
        def export(request: SignedInRequest) -> HttpResponseBase:
            self.demand(request)
            rows = self.filter(request.GET, user=request.user).narrow(self.rows(request.user)).order_by("pk")
            if rows[MOST_ROWS : MOST_ROWS + 1].exists():
                messages.error(
                    request,
                    _("A sheet takes %(n)d rows, and these are more. Look for fewer.") % {"n": MOST_ROWS},
                )
                return redirect(f"{self.list_url}?{request.GET.urlencode()}")
            return self.sheet(rows, request.user)

        return export

    def sheet(self, rows: QuerySet[Entry], user: User) -> FileResponse:
        names = [name for name in names_of(self.model) if not hidden(self.model, name, user)]
        columns = [column(self.model, name) for name in names]
        cells = ([cell(entry, name) for name in names] for entry in rows.iterator(2000))
        file = write_sheets([Sheet(str(self.label), columns, cells)])
        response = FileResponse(file, as_attachment=True, filename=f"{self.label}.xlsx", content_type=XLSX)
        response["Cache-Control"] = "private, no-store"
        return response


REGISTERS: dict[str, Register] = {}


def registers_of(user: User) -> list[Register]:
    """The registers that a person may look at."""
    return [register for register in REGISTERS.values() if user.can(register.model.view.codename)]


def may_edit(model: Kind, user: User) -> bool:
    return user.can(model.edit.codename)


# -- writing ------------------------------------------------------------------------------------------


class EntryPage(ActingPage[Entry, EntryForm]):
    """An entry is filled in, and goes through the door of the register."""

    register: Register
    template = "warranty/edit_entry.html"

    def make_form(self, data: QueryDict | None) -> EntryForm:
        return entry_form(self.register.model)(data, entry=self.obj, user=self.user)

    def act(self) -> Amendment | Entry:
        form = self.form
        seen = form.cleaned_data["seen"] if self.obj.pk else None
        entry = self.register.model()
        entry.pk = self.obj.pk
        try:
            finding = record(
                entry,
                form.values(),
                by=self.user,
                why=form.cleaned_data["why"],
                seen=seen,
                apart=form.cleaned_data.get("apart", False),
            )
        except ValidationError as error:
            form.complain(error)
            raise Blocked(_("Nothing has been saved.")) from None
        messages.success(self.request, SAVED[finding.outcome])
        return finding.amendment or finding.entry

    def context(self) -> Facts:
        bonds = bonds_of([self.obj]).get(self.obj.pk, []) if self.obj.pk else []
        model = self.register.model
        deciding = [label_of(model, name) for name in names_of(model) if name in model.deciding]
        return {
            "register": self.register,
            "entry": self.obj,
            "options": self.form.options(),
            "deciding": deciding if bonds else [],
        }


SAVED = {
    Outcome.NEW: gettext_lazy("Entered in the register."),
    Outcome.CHANGED: gettext_lazy("The register is changed."),
    Outcome.SAME: gettext_lazy("Nothing was different."),
    Outcome.WAITS: gettext_lazy(
        "Money depends on this: another person confirms it before the register changes."
    ),
}


class AddPage(EntryPage):
    """A new entry."""

    def __init__(self, request: SignedInRequest) -> None:
        self.request, self.user, self.obj = request, request.user, self.register.model()


class EditPage(EntryPage):
    """Other facts, or out of use."""

    def __init__(self, request: SignedInRequest, pk: int) -> None:
        self.request, self.user = request, request.user
        self.obj = self.register.entry(request, pk)


motors = Register(
    Motor,
    "motors",
    gettext_lazy("Motors"),
    ("serial_number", "product", "ex_factory_date", "consignee", "document", "custom_made"),
    MotorFilter,
    "-pk",
    MOTORS,
    ("serial_number", "ex_factory_date"),
)
customers = Register(
    Customer,
    "customers",
    gettext_lazy("Customers"),
    ("name", "channel", "region", "contact", "phone"),
    CustomerFilter,
    "name",
    CUSTOMERS,
    ("name", "region"),
)
products = Register(
    Product,
    "models",
    gettext_lazy("Models"),
    ("model", "description", "voltage", "power", "speed", "price"),
    ProductFilter,
    "model",
    PRODUCTS,
    ("model",),
)
