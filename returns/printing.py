"""From a frozen slip to paper: the PDF of all its copies, rendered from the snapshot alone."""

import base64

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from aftersales import pdf
from aftersales.models import User
from cases.models import Photo
from cases.photos import path_of
from returns.kinds import DEFAULT_COLOURS
from returns.models import Slip


def slip_pdf(slip: Slip, url: str, *, by: User) -> bytes:
    """Every copy of the slip, each labelled with its recipient. ``url`` is what the QR code opens."""
    return pdf.render(slip_html(slip, url), labels(slip, by))


def slip_html(slip: Slip, url: str) -> str:
    """The page that all copies share."""
    head = {
        "kind": slip.kind,
        "number": slip.number,
        "title": slip.definition.title,
        "issued_at": timezone.localtime(slip.issued_at).strftime("%Y-%m-%d %H:%M"),
        "issued_by": str(slip.issued_by),
        "factory": settings.FACTORY_NAME,
        "void": slip.void,
        "void_reason": slip.void_reason or "",
        "qr": segno.make(url, micro=False).png_data_uri(scale=4, border=1),
    }
    facts = slip.facts | {"photos": pictures(slip)} if slip.facts.get("photos") else slip.facts
    return render_to_string(slip.definition.template, {"slip": head, "facts": facts})


def labels(slip: Slip, by: User) -> list[pdf.CopyLabel]:
    """What tells the copies apart."""
    copies = slip.definition.copies
    colours = DEFAULT_COLOURS[len(copies)]
    now = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    return [
        pdf.CopyLabel(copy.number, len(copies), colour, copy.recipient, printed_at=now, printed_by=str(by))
        for copy, colour in zip(copies, colours, strict=True)
    ]


def pictures(slip: Slip) -> list[dict[str, str]]:
    """The photos named in the snapshot, as data: URIs; one that is not on disk is left out."""
    wanted = {row["id"]: row["caption"] for row in slip.facts["photos"]}
    found = []
    for photo in Photo.objects.filter(pk__in=wanted):
        path = path_of(photo)
        if path.exists():
            data = base64.b64encode(path.read_bytes()).decode()
            found.append({"caption": wanted[photo.pk], "src": f"data:image/jpeg;base64,{data}"})
    return found
