"""Printing: choose copies and printer, watch the print being prepared, fetch its PDF."""

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest, require
from aftersales.kit import store
from aftersales.kit.pdf import pdf_response
from aftersales.models import User
from slips.actions import print_copies, use_from_now_on
from slips.actions.printing import MOST
from slips.forms import PrintForm
from slips.models import PrintJob, Slip
from slips.queries import slips_to_print
from slips.rendering import AT_ONCE, render_print
from workflow.models import Facts
from workflow.views.acting import ActingPage

SHOWN = 100  # copies that the page of a print lists


def ticked(request: SignedInRequest) -> list[Slip]:
    """The slips that were ticked, or the one whose page this comes from."""
    chosen = request.POST.getlist("slip") or request.GET.getlist("slip")
    numbers = {int(pk) for pk in chosen if pk.isascii() and pk.isdigit() and len(pk) < 18}
    slips = Slip.objects.visible_to(request.user).filter(pk__in=sorted(numbers)[: MOST + 1])
    return list(slips.order_by("pk"))


def waiting(request: SignedInRequest) -> list[Slip]:
    """All that waits to be printed in the worklist of this person."""
    return list(slips_to_print(request.user).order_by("pk")[:MOST])


class PrintPage(ActingPage[list[Slip], PrintForm]):
    """Print the slips that were ticked."""

    permission = "slip.print"
    template = "slips/print.html"
    find = staticmethod(ticked)
    printable: list[Slip]

    def bar(self) -> HttpResponse | None:
        self.printable = [slip for slip in self.obj if slip.printable_by(self.user)]
        if self.printable:
            return None
        messages.info(self.request, _("Tick the slips that you want to print."))
        return redirect("slips:slips")

    def make_form(self, data: QueryDict | None) -> PrintForm:
        return PrintForm(data, slips=self.printable, user=self.user)

    def act(self) -> PrintJob:
        return log_print(self.form, self.user)

    def context(self) -> Facts:
        return {"slips": self.printable, "left_out": len(self.obj) - len(self.printable)}


class PrintWaitingPage(PrintPage):
    """Print all that waits; the form is sent to the page of those ticked."""

    methods = ("GET",)
    find = staticmethod(waiting)


def log_print(form: PrintForm, by: User) -> PrintJob:
    """Log the print; a short one is rendered as soon as that is committed."""
    said = form.cleaned_data
    by_recipient = said.get("by_recipient") == "yes"
    job = print_copies(form.wanted(), said["profile"], by=by, by_recipient=by_recipient)
    if said["remember"]:
        use_from_now_on(said["profile"], by=by)
    if job.total <= AT_ONCE:
        transaction.on_commit(partial(render_print, job), robust=True)
    return job


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
    context = {"job": job, "copies": copies[:SHOWN], "more": len(copies) > SHOWN}
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
