"""Files as answers."""

from django.http import HttpResponse


def pdf_response(data: bytes, name: str) -> HttpResponse:
    """A PDF to be shown in the browser, which keeps no copy of it."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
