"""From frozen slips to paper: the PDF of their copies on a sheet, rendered from the snapshots alone."""

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import segno
from django.conf import settings
from django.utils import timezone

from aftersales import pdf
from aftersales.pdf import Body, CopyLabel, Leaf
from aftersales.pdf_pages import merge
from cases.models import Photo
from cases.photos import path_of
from returns import layout
from returns.models import Slip
from returns.paper import Sheet

Item = tuple[Slip, Sequence[CopyLabel]]
Ranks = Mapping[str, int]  # recipient -> place in the pile; slips without one stay in their order

BATCH = 50  # slips that are laid out, and in memory, at a time


def print_pdf(
    items: Sequence[Item],
    sheet: Sheet,
    by_recipient: bool = False,
    progress: Callable[[int], object] = lambda done: None,
) -> bytes:
    """The copies of slips to put into a printer, slip after slip or recipient after recipient.

    On impact paper a slip has one page for all its copies, which names them all. ``progress`` is told how many
    slips are laid out, every ``BATCH``.
    """
    recipients = dict.fromkeys(label.recipient for _, labels in items for label in labels)
    ranks = {recipient: rank for rank, recipient in enumerate(recipients)} if by_recipient else {}
    batches = [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
    parts: list[Part] = []
    for batch in batches:
        with pdf.no_collector(len(items) > 1):
            parts.append(print_part(batch, sheet, ranks))
        progress(min(len(parts) * BATCH, len(items)))
    return parts[0][0] if len(parts) == 1 else merged(parts)


Part = tuple[bytes, list[int]]  # a PDF, and the rank of each of its pages


def print_part(items: Sequence[Item], sheet: Sheet, ranks: Ranks) -> Part:
    """A part of the pile, in the order of ``ranks``."""
    leaves = [leaf for slip, labels in items for leaf in leaves_of(slip, labels, sheet, ranks)]
    leaves.sort(key=lambda ranked: ranked[0])
    pages = [rank for rank, (body, _) in leaves for _ in body.pages]
    return pdf.render([leaf for _, leaf in leaves]), pages


def leaves_of(slip: Slip, labels: Sequence[CopyLabel], sheet: Sheet, ranks: Ranks) -> list[tuple[int, Leaf]]:
    """The copies of a slip, or on impact paper the one page of all of them, with their ranks."""
    body = lay_out(slip, sheet)
    if sheet.impact:
        return [(0, (body, layout.overlay(labels, sheet)))]
    return [(ranks.get(label.recipient, 0), (body, layout.overlay([label], sheet))) for label in labels]


def merged(parts: Sequence[Part]) -> bytes:
    """The parts as one PDF, in the order of the ranks of their pages."""
    pages = [(rank, part, page) for part, (_, ranks) in enumerate(parts) for page, rank in enumerate(ranks)]
    pages.sort(key=lambda ranked: ranked[0])
    return merge([data for data, _ in parts], [(part, page) for _, part, page in pages])


def document_pdf(slip: Slip) -> bytes:
    """The slip itself, for the screen and for ever: no copy and no print, so the same bytes every time."""
    return pdf.render([(lay_out(slip, Sheet()), layout.view_only())])


def calibration_pdf(sheet: Sheet) -> bytes:
    """A page that shows by how much a printer is out of place."""
    return pdf.render([(layout.calibration(sheet), "")])


def lay_out(slip: Slip, sheet: Sheet) -> Body:
    """The slip on a sheet, from its snapshot."""
    facts = slip.facts | {"photos": pictures(slip)} if slip.facts.get("photos") else slip.facts
    return layout.lay_out(heading(slip), facts, sheet)


def heading(slip: Slip) -> dict[str, Any]:
    """What the frame of a slip says, see templates/slips/base.html."""
    return {
        "kind": slip.kind,
        "number": slip.number,
        "title": slip.definition.title,
        "issued_at": timezone.localtime(slip.issued_at).strftime("%Y-%m-%d %H:%M"),
        "issued_by": slip.issuer,
        "factory": settings.FACTORY_NAME,
        "void": slip.void,
        "void_reason": slip.void_reason or "",
        "qr": qr_code(slip.qr_url),
    }


def qr_code(url: str) -> str:
    """The code as a data: URI; always the same mask, because to choose the best of eight takes 10 ms."""
    return segno.make(url, micro=False, mask=4).png_data_uri(scale=8, border=0)


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
