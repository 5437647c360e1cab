"""From frozen slips to paper: the PDF of their copies on a sheet, rendered from the snapshots alone."""

import base64
from collections.abc import Sequence

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from aftersales import pdf
from aftersales.models import User
from aftersales.pdf import CopyLabel
from cases.models import Photo
from cases.photos import path_of
from returns.models import Slip
from returns.paper import Sheet


def print_pdf(
    items: Sequence[tuple[Slip, Sequence[CopyLabel]]], sheet: Sheet, by_recipient: bool = False
) -> bytes:
    """The copies of slips to put into a printer, slip after slip or recipient after recipient.

    On impact paper a slip has one page for all its copies, which names them all.
    Raises ``MissingGlyphs`` rather than print a box for a character.
    """
    bodies = {slip.pk: slip_html(slip, address(slip)) for slip, _ in items}
    jobs = [
        (bodies[slip.pk], group)
        for slip, labels in items
        for group in ([labels] if sheet.impact else [[label] for label in labels])
    ]
    if by_recipient and not sheet.impact:
        jobs.sort(key=lambda job: [label.recipient for label in job[1]])
    return pdf.render_pages(jobs)


def document_pdf(slip: Slip) -> bytes:
    """The slip itself, for the screen and for ever: no copy and no print, so the same bytes every time.

    Raises ``MissingGlyphs`` like ``print_pdf``.
    """
    return pdf.render_pages([(slip_html(slip, address(slip)), [])])


def address(slip: Slip) -> str:
    """What the QR code of a slip opens."""
    return slip.get_absolute_url()


def slip_pdf(slip: Slip, url: str, *, by: User) -> bytes:
    """Every copy of the slip, each labelled with its recipient. ``url`` is what the QR code opens."""
    now = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    return pdf.render(slip_html(slip, url), slip.definition.labels(now, str(by)))


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
        "qr": segno.make(url, micro=False).svg_data_uri(border=0),
    }
    facts = slip.facts | {"photos": pictures(slip)} if slip.facts.get("photos") else slip.facts
    return render_to_string(slip.definition.template, {"slip": head, "facts": facts})


def pictures(slip: Slip) -> list[dict[str, str]]:
    """The photos named in the snapshot, as data: URIs; of one that is not on disk only the caption is left."""
    rows = slip.facts["photos"]
    photos = Photo.objects.in_bulk([row["id"] for row in rows])
    return [row | {"src": data_uri(photos.get(row["id"]))} for row in rows]


def data_uri(photo: Photo | None) -> str:
    path = path_of(photo) if photo else None
    if path is None or not path.exists():
        return ""
    return f"data:image/jpeg;base64,{base64.b64encode(path.read_bytes()).decode()}"
