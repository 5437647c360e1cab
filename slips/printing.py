"""From frozen slips to paper: the PDF of their copies on a sheet, rendered from the snapshots alone."""

import base64
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import segno
from django.conf import settings
from django.utils import timezone

from aftersales.kit import jobs, pdf
from aftersales.kit.pdf import Body, Leaf
from aftersales.kit.pdf_pages import merge
from slips import layout
from slips.labels import CopyLabel
from slips.layout import Heading
from slips.models import Slip
from slips.paper import Sheet

Item = tuple[Slip, Sequence[CopyLabel]]
Ranks = Mapping[str, int]  # recipient -> place in the pile; slips without one stay in their order
LeftOut = dict[int, str]  # primary key of a slip -> why it could not be printed
Part = tuple[bytes, list[int]]  # a PDF, and the rank of each of its pages
Pile = tuple[Slip, list[tuple[int, Leaf]]]  # a slip, and its copies with their ranks

logger = logging.getLogger(__name__)

BATCH = 50  # slips that are laid out, and in memory, at a time


class Incomplete(Exception):
    """A photo of a slip is not on this server's disk, or not whole. ``photos`` names each as the slip does."""

    def __init__(self, photos: Sequence[str]):
        self.photos = photos
        super().__init__(f"missing on this server: {', '.join(photos)}")


def print_pdf(
    items: Sequence[Item],
    sheet: Sheet,
    by_recipient: bool = False,
    progress: Callable[[int], object] = lambda done: None,
    left_out: LeftOut | None = None,
) -> bytes:
    """The copies of slips to put into a printer, slip after slip or recipient after recipient.

    On impact paper a slip has one page for all copies that a pass makes, which names them all. ``progress`` is
    told how many slips are laid out, every ``BATCH``. A slip that cannot be printed is put into ``left_out``, and
    the others are printed; without it its error is raised. Raises ``Hopeless`` where no slip can be printed.
    """
    recipients = dict.fromkeys(label.recipient for _, labels in items for label in labels)
    ranks = {recipient: rank for rank, recipient in enumerate(recipients)} if by_recipient else {}
    batches = [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
    parts: list[Part] = []
    for batch in batches:
        with pdf.no_collector(len(items) > 1):
            parts.append(print_part(batch, sheet, ranks, left_out))
        progress(min(len(parts) * BATCH, len(items)))
    printed = [part for part in parts if part[1]]
    if not printed:
        raise jobs.Hopeless("; ".join((left_out or {}).values()))
    return printed[0][0] if len(printed) == 1 else merged(printed)


def print_part(items: Sequence[Item], sheet: Sheet, ranks: Ranks, left_out: LeftOut | None = None) -> Part:
    """A part of the pile, in the order of ``ranks``; without pages where no slip of it can be printed."""
    piles: list[Pile] = []
    for slip, labels in items:
        with leaving_out(slip, left_out):
            piles.append((slip, leaves_of(slip, labels, sheet, ranks)))
    try:
        return drawn(piles)
    except jobs.AWAY:
        raise
    except Exception:
        if left_out is None:
            raise
        return drawn([pile for pile in piles if can_be_drawn(pile, left_out)])


def drawn(piles: Sequence[Pile]) -> Part:
    leaves = sorted((leaf for _slip, pile in piles for leaf in pile), key=lambda ranked: ranked[0])
    pages = [rank for rank, (body, _) in leaves for _ in body.pages]
    return (pdf.render([leaf for _, leaf in leaves]) if leaves else b""), pages


def can_be_drawn(pile: Pile, left_out: LeftOut) -> bool:
    with leaving_out(pile[0], left_out):
        return bool(drawn([pile])[0])
    return False


@contextmanager
def leaving_out(slip: Slip, left_out: LeftOut | None) -> Iterator[None]:
    """Whatever is wrong with one slip is written down and keeps no other from the paper."""
    try:
        yield
    except jobs.AWAY:
        raise
    except Exception as problem:
        if left_out is None:
            raise
        logger.warning("%s cannot be printed", slip, exc_info=not isinstance(problem, Incomplete))
        why = str(problem) if isinstance(problem, Incomplete) else f"{type(problem).__name__}: {problem}"
        left_out[slip.pk] = f"{slip}: {why}"


def leaves_of(slip: Slip, labels: Sequence[CopyLabel], sheet: Sheet, ranks: Ranks) -> list[tuple[int, Leaf]]:
    """The copies of a slip with their ranks: a page each, or on impact paper one for all that a pass makes.

    Where the paper has fewer plies than the slip copies, the others come with a second pass.
    """
    body = lay_out(slip, sheet)
    passes = [labels[some] for some in sheet.passes(len(labels))]
    return [
        (0 if sheet.impact else ranks.get(made[0].recipient, 0), (body, layout.overlay(made, sheet)))
        for made in passes
    ]


def merged(parts: Sequence[Part]) -> bytes:
    """The parts as one PDF, in the order of the ranks of their pages."""
    pages = [(rank, part, page) for part, (_, ranks) in enumerate(parts) for page, rank in enumerate(ranks)]
    pages.sort(key=lambda ranked: ranked[0])
    return merge([data for data, _ in parts], [(part, page) for _, part, page in pages])


def document_pdf(slip: Slip) -> bytes:
    """The slip itself, for the screen and for ever: no copy and no print, so the same bytes every time.

    Raises ``Incomplete`` rather than show it without one of its photos.
    """
    return pdf.render([(lay_out(slip, Sheet()), layout.view_only())])


def calibration_pdf(sheet: Sheet) -> bytes:
    """A page that shows by how much a printer is out of place."""
    return pdf.render([(layout.calibration(sheet), "")])


def lay_out(slip: Slip, sheet: Sheet) -> Body:
    """The slip on a sheet, from its snapshot. Raises ``Incomplete``; needles print no photos."""
    facts = slip.facts if sheet.impact else slip.facts | {"photos": pictures(slip)}
    return layout.lay_out(heading(slip), facts, sheet)


def heading(slip: Slip) -> Heading:
    """The heading, from the snapshot alone."""
    return Heading(
        kind=slip.kind,
        number=slip.number,
        title=slip.definition.title,
        revision=slip.revision,
        issued_at=timezone.localtime(slip.issued_at).strftime("%Y-%m-%d %H:%M"),
        issued_by=slip.issuer,
        factory=settings.FACTORY_NAME,
        void=slip.void,
        void_reason=slip.void_reason or "",
        qr=qr_code(slip.qr_url),
    )


def qr_code(url: str) -> str:
    """The code as a data: URI; always the same mask, because to choose the best of eight takes 10 ms.

    Four dots a module are fewer than ``pdf.PHOTO_DPI``, so it is drawn as it is and not made smaller first.
    """
    return segno.make(url, micro=False, mask=4).png_data_uri(scale=4, border=0)


def pictures(slip: Slip) -> list[dict[str, str]]:
    """The photos named in the snapshot, as data: URIs. Raises ``Incomplete`` where one of them is not there."""
    rows = slip.facts.get("photos", [])
    find = slip.definition.pictures
    paths = find([row["id"] for row in rows]) if rows and find else {}
    shown = [row | {"src": data_uri(paths.get(row["id"]))} for row in rows]
    missing = [f"照片 {n} {row['caption']}".strip() for n, row in enumerate(shown, 1) if not row["src"]]
    if missing:
        raise Incomplete(missing)
    return shown


def missing_photos(slip: Slip) -> Sequence[str]:
    """The photos without which the slip is not shown, as the slip names them."""
    try:
        pictures(slip)
    except Incomplete as incomplete:
        return incomplete.photos
    return []


def data_uri(path: Path | None) -> str:
    """The picture; "" where it is gone from the disk or has lost its end."""
    try:
        data = path.read_bytes() if path else b""
    except OSError:
        return ""
    whole = data.startswith(b"\xff\xd8") and data.endswith(b"\xff\xd9")
    return f"data:image/jpeg;base64,{base64.b64encode(data).decode()}" if whole else ""
