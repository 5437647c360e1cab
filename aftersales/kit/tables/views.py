"""The pages of tables: choose or paste one, say its columns, look at it and decide, see what became of it."""

import io
from collections.abc import Callable
from typing import IO

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from aftersales.access import SignedInRequest, View, require
from aftersales.explaining import explain_as
from aftersales.kit import store
from aftersales.kit.form_fields import Pasted
from aftersales.kit.jobs import KEPT, JobState
from aftersales.kit.spreadsheets import UnreadableSheet
from aftersales.kit.tables import KINDS, NotTaken, TableKind, Thing
from aftersales.kit.tables.mapping import ColumnsForm, beginning_of
from aftersales.kit.tables.summary import SHOWN, Summary, summary_of
from aftersales.kit.tables.taking import CHOICES, decide
from aftersales.kit.tables.templates import everything, template
from aftersales.kit.tables.uploads import SENT, keep, kind_of, look_at, say_columns, subject_of, tables_of
from aftersales.kit.untyped import Context
from aftersales.models import TableUpload, User

RECENT = 5  # earlier tables that the first page shows


class SentForm(forms.Form):
    """A file, or what was copied from a spreadsheet or a message."""

    upload = forms.FileField(
        label=_("Spreadsheet"), required=False, help_text=_("xlsx, xls, ods or CSV, up to 10 MB")
    )
    pasted = Pasted(
        label=_("Or paste the rows"),
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("With the headings in the first line."),
    )

    def clean(self) -> None:
        if not self.errors and not any(self.cleaned_data.values()):
            self.add_error("upload", gettext("Choose a file, or paste the rows."))

    def kept(self, kind: TableKind, user: User, subject: int | None) -> TableUpload | None:
        """What was sent, or None with an error on the form."""
        file = self.cleaned_data["upload"]
        data = file.read() if file else self.cleaned_data["pasted"].encode()
        try:
            return keep(kind, user, data, subject=subject, name=file.name if file else "")
        except UnreadableSheet as error:
            self.add_error("upload" if file else "pasted", str(error))
            return None


def paths_of(kind: TableKind, route: str, name: str) -> list[URLPattern]:
    """The addresses of one kind, for the app that it belongs to: its first page, the template, all that there is."""
    return [path(route, start_of(kind), name=name), *sheet_paths_of(kind, route, name)]


def sheet_paths_of(kind: TableKind, route: str, name: str) -> list[URLPattern]:
    """The same without the first page, where the kind has one of its own."""
    found = [path(f"{route}template/", sheet_of(kind, template), name=f"{name}_template")]
    if kind.existing:
        found.append(path(f"{route}export/", sheet_of(kind, everything), name=f"{name}_export"))
    return found


def start_of(kind_of_all: TableKind) -> View:
    """The page on which one chooses a file, or pastes."""

    def start(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
        kind = kind_of_all.for_user(request.user)
        explain_as(request, f"table:{kind.key}")
        subject = kind.subject(request.user, pk) if kind.subject and pk else None
        form = SentForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid() and (sent := form.kept(kind, request.user, pk)):
            return redirect(sent)
        earlier = TableUpload.objects.filter(
            user=request.user, kind=kind.key, subject=pk, choice="", expired_at=None
        )
        context = {
            "kind": kind, "home": kind.home(subject), "form": form, "earlier": earlier[:RECENT],
            "template": f"{request.path}template/", "export": export_of(kind, request.path),
        }  # fmt: skip
        return render(request, "tables/start.html", context)

    allowed: View = require_http_methods(["GET", "POST"])(start)
    return require(kind_of_all.permission)(allowed)


def export_of(kind: TableKind, here: str) -> str:
    """The address of all that there is; "" where nothing writes that."""
    if kind.export:
        return kind.export()
    return f"{here}export/" if kind.existing else ""


def sheet_of(kind: TableKind, make: Callable[[TableKind, User, Thing], IO[bytes]]) -> View:
    """A spreadsheet of a kind: its template, or all that there is."""

    def sheet(request: SignedInRequest, pk: int | None = None) -> FileResponse:
        subject = kind.subject(request.user, pk) if kind.subject and pk else None
        return download(make(kind.for_user(request.user), request.user, subject), f"{kind.title}.xlsx")

    allowed: View = require_GET(sheet)
    return require(kind.permission)(allowed)


def download(file: IO[bytes], name: str) -> FileResponse:
    response = FileResponse(file, as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


# -- one table ----------------------------------------------------------------------------------------


def own(request: SignedInRequest, pk: int) -> TableUpload:
    """What this person sent, of a kind that they may still send, else 404."""
    upload = get_object_or_404(TableUpload.objects.select_related("user"), pk=pk, user=request.user)
    if upload.kind not in KINDS or not request.user.can(kind_of(upload).permission):
        raise Http404
    explain_as(request, f"table:{upload.kind}")
    return upload


@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was found in a table, and what the person decides; then what became of it."""
    sent = own(request, pk)
    subject = subject_of(sent)
    if request.method == "POST":
        return decided(request, sent)
    kind = kind_of(sent)
    context = {"upload": sent, "kind": kind, "home": kind.home(subject), "days": KEPT.days}
    if request.htmx:
        part = "tables/_upload.html"
        return render(request, part, context) if sent.pending else HttpResponseClientRefresh()
    if sent.pending or sent.decided or sent.expired_at or sent.state == JobState.FAILED:
        return render(request, "tables/upload.html", context)
    if sent.layout is None:
        return redirect("table_columns", sent.pk)
    return preview(request, sent, context)


def preview(request: SignedInRequest, sent: TableUpload, context: Context) -> HttpResponse:
    try:
        summary = sent.summary or summary_of(look_at(sent))
    except store.Lost:
        messages.error(request, gettext("The file is missing. Choose it again."))
        return redirect(context["home"].url)
    return render(request, "tables/preview.html", context | shown(summary))


def shown(summary: Summary) -> Context:
    """What a look found, as the page asks for it."""
    counts = summary["counts"]
    good = sum(count for name, count in counts.items() if name not in ("wrong", "warned"))
    return {
        "summary": summary,
        "counts": counts,
        "good": good,
        "to_do": good - counts.get("same", 0),
        "more": max(good + counts.get("wrong", 0) - len(summary["lines"]), 0),
        "most": SHOWN,
    }


def decided(request: SignedInRequest, sent: TableUpload) -> HttpResponse:
    """Do what was decided; what cannot be done is said on the page that one decides on."""
    choice = request.POST.get("choice", "")
    if choice not in CHOICES:
        return redirect(sent)
    try:
        decide(sent, choice)
    except NotTaken as reason:
        messages.error(request, str(reason))
    except store.Lost:
        messages.error(request, gettext("The file is missing. Choose it again."))
    return redirect(sent)


@require_http_methods(["GET", "POST"])
def columns(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say which column is which, and which sheet is meant; remembered for the next table with these headings."""
    sent = own(request, pk)
    subject, kind = subject_of(sent), kind_of(sent)
    if sent.choice or sent.pending or sent.expired_at:
        return redirect(sent)
    try:
        tables = tables_of(sent)
    except store.Lost:
        messages.error(request, gettext("The file is missing. Choose it again."))
        return redirect(kind.home(subject).url)
    form = ColumnsForm.of(sent, kind, tables, request.POST or request.GET)
    if request.method == "POST" and form.is_valid():
        say_columns(sent, form.sheet, form.heading, form.columns())
        return redirect(sent)
    context = {"upload": sent, "kind": kind, "home": kind.home(subject), "form": form, "tables": tables}
    return render(request, "tables/columns.html", context | {"beginning": beginning_of(form)})


@require_GET
def rest(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The rows that were wrong, with what is wrong, as a file to correct."""
    sent = own(request, pk)
    return stored(request, sent, sent.sha256, sent.ending, gettext("to correct") + f" {sent}.xlsx")


@require_GET
def original(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The table as it was sent."""
    sent = own(request, pk)
    return stored(request, sent, sent.source, SENT, sent.name or f"{sent}.txt")


def stored(
    request: SignedInRequest, sent: TableUpload, sha256: str, ending: str, name: str
) -> HttpResponseBase:
    if not sha256 or sent.expired_at:
        return redirect(sent)
    try:
        return download(io.BytesIO(store.read(sha256, ending)), name.removesuffix(".xlsx") + ".xlsx")
    except store.Lost:
        messages.error(request, gettext("The file is missing. Choose it again."))
        return redirect(sent)
