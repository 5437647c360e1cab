"""Printing: choose copies and printer, watch the print being prepared, fetch its PDF."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest, require
from aftersales.kit import store
from aftersales.kit.pdf import pdf_response
from slips.actions import print_copies, use_from_now_on
from slips.actions.printing import MOST
from slips.forms import PrintForm
from slips.models import PrintJob, Slip
from slips.queries import slips_to_print
from slips.rendering import AT_ONCE, render_print
from workflow.views.acting import submit

SHOWN = 100  # copies that the page of a print lists


@require("slip.print")
@require_http_methods(["GET", "POST"])
def print_slips(request: SignedInRequest) -> HttpResponse:
    """Print the slips that were ticked, or the one whose page this comes from."""
    chosen = request.POST.getlist("slip") or request.GET.getlist("slip")
    numbers = {int(pk) for pk in chosen if pk.isascii() and pk.isdigit() and len(pk) < 18}
    slips = Slip.objects.visible_to(request.user).filter(pk__in=sorted(numbers)[: MOST + 1])
    return print_page(request, list(slips.order_by("pk")))


@require("slip.print")
@require_GET
def print_waiting(request: SignedInRequest) -> HttpResponse:
    """Print all that waits in the worklist of this person."""
    return print_page(request, list(slips_to_print(request.user).order_by("pk")[:MOST]))


def print_page(request: SignedInRequest, slips: list[Slip]) -> HttpResponse:
    """The form of a print of these slips; on POST, the print."""
    printable = [slip for slip in slips if slip.printable_by(request.user)]
    if not printable:
        messages.info(request, _("Tick the slips that you want to print."))
        return redirect("slips:slips")
    form = PrintForm(request.POST or None, slips=printable, user=request.user)

    def again() -> HttpResponse:
        context = {"form": form, "slips": printable, "left_out": len(slips) - len(printable)}
        return render(request, "slips/print.html", context)

    if request.method == "GET" or not form.is_valid():
        return again()
    return submit(request, None, form, partial(log_print, request, form), again)


def log_print(request: SignedInRequest, form: PrintForm) -> str:
    """Log the print; a short one is rendered as soon as that is committed."""
    said = form.cleaned_data
    by_recipient = said.get("by_recipient") == "yes"
    job = print_copies(form.wanted(), said["profile"], by=request.user, by_recipient=by_recipient)
    if said["remember"]:
        use_from_now_on(said["profile"], by=request.user)
    if job.total <= AT_ONCE:
        transaction.on_commit(partial(render_print, job), robust=True)
    return job.get_absolute_url()


def own_print(request: SignedInRequest, pk: int) -> PrintJob:
    """The person's own print, else 404."""
    return get_object_or_404(
        PrintJob.objects.filter(printed_by=request.user).select_related("profile"), pk=pk
    )


@require("slip.print")
@require_GET
def print_job(request: SignedInRequest, pk: int) -> HttpResponse:
    """A print: how far it is, and its PDF once it is there. The page looks again by itself until then."""
    job = own_print(request, pk)
    copies = list(job.copies.select_related("slip").order_by("id")[: SHOWN + 1])
    context: dict[str, Any] = {"job": job, "copies": copies[:SHOWN], "more": len(copies) > SHOWN}
    return render(request, "slips/_print_job.html" if request.htmx else "slips/print_job.html", context)


@require("slip.print")
@require_GET
def print_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """The PDF of a print, for whoever printed it. Fetching it again is no new print."""
    job = own_print(request, pk)
    if not job.kept:
        return redirect(job)
    try:
        return pdf_response(store.read(job.sha256), f"print-{job.pk}")
    except store.Lost as lost:
        return render(request, "slips/lost.html", {"name": job, "sha256": lost}, status=409)
