"""The return note: what the customer puts into the parcel, so that it does not arrive unannounced (四.1, 四.2)."""

import segno
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest
from cases.views.case import visible_case


@require_GET
def return_note(request: SignedInRequest, pk: int) -> HttpResponse:
    """The note of a case whose motors may travel; in Chinese, for that is what goes to the customer."""
    case = visible_case(request, pk)
    if not case.may_travel:
        raise Http404
    code = segno.make(f"{settings.SITE_URL}{case.get_absolute_url()}", micro=False, error="q")
    context = {
        "case": case,
        "qr": code.png_data_uri(scale=6, border=2),
        "factory": settings.FACTORY_NAME,
        "address": settings.FACTORY_ADDRESS,
        "numbers": [motor.serial_number for motor in case.motors.all() if motor.serial_number],
    }
    return render(request, "cases/return_note.html", context)
