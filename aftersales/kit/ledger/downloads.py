"""A ledger as a file: at once, or asked for and fetched when it is ready."""

import io

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest
from aftersales.kit import store
from aftersales.kit.jobs import KEPT
from aftersales.kit.ledger import ledger_of
from aftersales.kit.ledger.exports import FORMATS, Asked, ask, filename, made, takes_long, too_long
from aftersales.kit.ledger.filters import Selection
from aftersales.kit.ledger.views import frame, selected
from aftersales.models import LedgerFile


@require_http_methods(["GET", "POST"])
def export(request: SignedInRequest, key: str, ending: str) -> HttpResponseBase:
    """A file of what the address asks for; a long one is offered, and on POST asked for.

    With filters that cannot be read, back to the page that says so.
    """
    selection = selected(request, key)
    back = f"{reverse('ledger', args=[key])}?{request.GET.urlencode()}"
    if not selection.form.is_valid():
        return redirect(back)
    if takes_long(selection, ending):
        return later(request, selection, ending, back)
    return download(made(selection, ending), filename(selection.ledger, timezone.localdate(), ending), ending)


def later(request: SignedInRequest, selection: Selection, ending: str, back: str) -> HttpResponse:
    """A page that says that this file takes a while and asks whether it is wanted; on POST it is."""
    if too_long(selection, ending):
        messages.error(request, shorten(FORMATS[ending].most))
        return redirect(back)
    if request.method == "POST":
        return redirect(ask(selection, ending, request.GET))
    context = frame(request, selection) | {"rows": FORMATS[ending].at_once, "days": KEPT.days}
    return render(request, "ledgers/long.html", context)


def shorten(most: int) -> str:
    return _(
        "A PDF takes up to %(rows)d rows, and these are more. Choose a shorter period or take the Excel file."
    ) % {"rows": most}


def download(data: bytes, name: str, ending: str) -> FileResponse:
    kind = FORMATS[ending].content_type
    attached = ending != "pdf"  # which a browser shows
    response = FileResponse(io.BytesIO(data), as_attachment=attached, filename=name, content_type=kind)
    response["Cache-Control"] = "private, no-store"
    return response


def own_file(request: SignedInRequest, pk: int) -> Asked:
    """The file that this person asked for, of a ledger that they may open, else 404."""
    file = get_object_or_404(LedgerFile, pk=pk, user=request.user)
    ledger = ledger_of(request.user, file.ledger)
    if ledger is None:
        raise Http404
    return Asked(file, ledger)


@require_GET
def ledger_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far a file is, and the file once it is there. The page looks again by itself until then."""
    context = {"asked": own_file(request, pk), "days": KEPT.days}
    return render(request, "ledgers/_file.html" if request.htmx else "ledgers/file.html", context)


@require_GET
def ledger_file_content(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The file itself, for whoever asked for it."""
    asked = own_file(request, pk)
    if not asked.file.kept:
        return redirect(asked.file)
    try:
        return download(store.read(asked.file.sha256, asked.file.ending), asked.name, asked.file.ending)
    except store.Lost:
        messages.error(request, _("The file is missing. Ask for it again."))
        return redirect(asked.ledger_url)
