"""The factory's printers: which there are, one's own, how each prints, and the page that calibrates it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest, require
from aftersales.kit.pdf import pdf_response
from slips import printing
from slips.actions import keep_printer, use_from_now_on
from slips.forms import PrinterForm
from slips.models import PrinterProfile
from slips.queries import printer_of
from slips.tags import SPECIMEN, labels


@require_http_methods(["GET", "POST"])
def printers(request: SignedInRequest) -> HttpResponse:
    """The printers in use, for the administrator all; on POST, the chosen one becomes the person's own."""
    if not (request.user.can("slip.print") or request.user.can("printer.edit")):
        raise PermissionDenied
    in_use = PrinterProfile.objects.for_slips()
    if request.method == "POST":
        chosen = request.POST.get("printer", "")
        pk = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 18 else 0
        use_from_now_on(get_object_or_404(in_use, pk=pk), by=request.user)
        messages.success(request, _("Your prints go to this printer from now on."))
        return redirect("slips:printers")
    return printers_page(request)


def printers_page(request: SignedInRequest) -> HttpResponse:
    may_edit = request.user.can("printer.edit")
    rows = PrinterProfile.objects.all() if may_edit else PrinterProfile.objects.filter(active=True)
    own = printer_of(request.user) if request.user.can("slip.print") else None
    context = {"printers": rows, "own": own, "may_edit": may_edit}
    return render(request, "slips/printers.html", context)


@require("printer.edit")
@require_http_methods(["GET", "POST"])
def new_printer(request: SignedInRequest) -> HttpResponse:
    """Describe one more printer."""
    return printer_form(request, PrinterProfile())


@require("printer.edit")
@require_http_methods(["GET", "POST"])
def printer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change how a printer prints; what was printed before stays as it is."""
    return printer_form(request, get_object_or_404(PrinterProfile, pk=pk))


def printer_form(request: SignedInRequest, profile: PrinterProfile) -> HttpResponse:
    form = PrinterForm(request.POST or None, instance=profile)
    if request.method == "POST" and form.is_valid():
        keep_printer(form.save(commit=False), by=request.user, changed=form.changed_data)
        messages.success(request, _("Saved. Print the calibration page to see how it fits."))
        return redirect("slips:printers")
    return render(request, "slips/printer.html", {"form": form, "printer": profile})


@require_GET
def calibration(request: SignedInRequest, pk: int) -> HttpResponse:
    """A page with rulers, or a label, which shows by how much a printer is out of place."""
    profile = get_object_or_404(PrinterProfile, pk=pk)
    return pdf_response(tried(profile), f"calibration-{profile.pk}")


def tried(profile: PrinterProfile) -> bytes:
    """What shows on its paper by how much it is out of place."""
    if profile.prints_labels:
        return labels([SPECIMEN], shift=profile.shift)
    return printing.calibration_pdf(profile.sheet)
