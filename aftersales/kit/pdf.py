"""HTML to PDF. The only importer of WeasyPrint; its import takes 1.3 s and happens at the first page."""

import gc
import logging
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.utils.html import escape

from aftersales.kit.fonts import avoid_broken_glyphs
from aftersales.kit.text import named, printable, substitutes

if TYPE_CHECKING:
    import pydyf
    from weasyprint import CSS, Document
    from weasyprint.document import Page
    from weasyprint.text.fonts import FontConfiguration

logger = logging.getLogger(__name__)

PHOTO_DPI = 200  # of photos on paper; a slip with three from a phone is 0.1 MB and not 9

OVERLAYS = '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"></head>{}{}</body></html>'

BODY_TAG = re.compile("<body[^>]*>")


class CannotShare(Exception):
    """The pages are not of the shape that lets every copy share one body."""


def chinese(number: int) -> str:
    """A number of copies as it is written on a slip."""
    return "零一二三四五六七八九"[number]


@dataclass(frozen=True)
class Place:
    """A page of a body, from 0, and how far down it, from 0 at its top to 1."""

    page: int
    top: float


@dataclass(frozen=True)
class Body:
    """A page of templates/slips laid out on a sheet, over as many pages as it takes; its copies share it.

    ``rules`` is the CSS of the sheet, on top of print.css.
    """

    html: str
    rules: str
    document: "Document"

    @property
    def pages(self) -> "list[Page]":
        return self.document.pages

    def places(self) -> "dict[str, Place]":
        """Where each element that has an id begins."""
        found: dict[str, Place] = {}
        for number, page in enumerate(self.pages):
            for name, (_, top, *_) in page.anchors.items():
                found.setdefault(name, Place(number, top / page.height))
        return found

    def overlays(self, overlays: Sequence[str]) -> "list[Page]":
        """The overlays laid out on the same sheet, a page each."""
        body = BODY_TAG.search(self.html)
        assert body
        html = OVERLAYS.format(body[0], "".join(overlays))
        return lay_out(html, rules=self.rules, noted=False).pages if overlays else []


Leaf = tuple[Body, str]  # a body, and the HTML that is laid over each of its pages


def body(html: str, rules: str) -> Body:
    """A page of templates/slips, laid out."""
    return Body(html, rules, lay_out(html, rules=rules))


def lay_out(html: str, style: str = "print.css", rules: str = "", noted: bool = True) -> "Document":
    """The pages of ``html`` in a style sheet of static/ and further CSS.

    A character that no font has becomes 〓; its foot names them unless ``noted`` is False. Nothing that the page
    refers to is fetched but data: URIs.
    """
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    locked = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    shown, names = printable(html)
    if names and noted:
        shown = with_foot(shown, substitutes(names))
    page = HTML(string=avoid_broken_glyphs(shown), url_fetcher=locked)
    sheets = [stylesheet(style), *([stylesheet_of(rules)] if rules else [])]
    return page.render(stylesheets=sheets, dpi=PHOTO_DPI, font_config=fonts())


def with_foot(html: str, text: str) -> str:
    """The page with a line below everything else."""
    page, end, after = html.rpartition("</body>")
    return f'{page}<p class="substitutes">{escape(text)}</p>{end}{after}'


of_this_thread = threading.local()


def fonts() -> "FontConfiguration":
    """The fonts found on this system, looked up once a thread: a font map must not be shared by two."""
    from weasyprint.text.fonts import FontConfiguration

    if not hasattr(of_this_thread, "fonts"):
        of_this_thread.fonts = FontConfiguration()
    return of_this_thread.fonts


@cache
def stylesheet(name: str) -> "CSS":
    from weasyprint import CSS

    return CSS(filename=settings.BASE_DIR / "static" / name)


@lru_cache(maxsize=32)
def stylesheet_of(rules: str) -> "CSS":
    from weasyprint import CSS

    return CSS(string=rules)


def render(leaves: Sequence[Leaf]) -> bytes:
    """The leaves as one PDF, each body drawn once however many copies of it there are.

    An overlay is one element that starts a new page and stands in its margins; "" lays nothing over.
    """
    bodies = list({id(body): body for body, _ in leaves}.values())
    overlays = list({overlay: None for _, overlay in leaves if overlay})
    pages = [page for body in bodies for page in body.pages]
    try:
        document = bodies[0].document.copy(pages + bodies[0].overlays(overlays))
        finisher = partial(share, plan(leaves, bodies, overlays), len(pages) + len(overlays))
        return write(document, finisher)
    except CannotShare as reason:
        logger.warning("Printing the slow way: %s", reason)
        return render_each(leaves)


def plan(
    leaves: Sequence[Leaf], bodies: Sequence[Body], overlays: Sequence[str]
) -> list[tuple[int, int | None]]:
    """For every sheet of paper, which drawn page is its body and which, if any, its overlay."""
    first, total = {}, 0
    for body in bodies:
        first[id(body)], total = total, total + len(body.pages)
    over = {overlay: total + n for n, overlay in enumerate(overlays)}
    return [
        (first[id(body)] + page, over.get(overlay))
        for body, overlay in leaves
        for page in range(len(body.pages))
    ]


def share(
    sheets: Sequence[tuple[int, int | None]], expected: int, document: "Document", pdf: "pydyf.PDF"
) -> None:
    """Replace the drawn pages by sheets that refer to the contents of a body and of an overlay.

    A copy then costs a few hundred bytes. All pages share one resource dictionary.
    """
    import pydyf

    drawn = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
    if len(drawn) != expected:
        raise CannotShare(f"{len(drawn)} pages were drawn, not {expected}")
    if any("Annots" in page for page in drawn):
        raise CannotShare("a page has links or form fields")
    save, restore = pydyf.Stream([b"q"]), pydyf.Stream([b"Q"])
    pdf.add_object(save)
    pdf.add_object(restore)
    pdf.pages.update(Kids=pydyf.Array(), Count=0)
    for body, overlay in sheets:
        page = drawn[body]
        contents = [save.reference, page["Contents"], restore.reference]
        if overlay is not None:
            contents.append(drawn[overlay]["Contents"])
        pdf.add_page(pydyf.Dictionary({**page, "Contents": pydyf.Array(contents)}))


def render_each(leaves: Sequence[Leaf]) -> bytes:
    """The same PDF as ``render``, by laying out every leaf by itself, overlay and all."""
    documents = [lay_out(overlaid(body.html, overlay), rules=body.rules) for body, overlay in leaves]
    return write(documents[0].copy([page for document in documents for page in document.pages]))


def overlaid(html: str, overlay: str) -> str:
    """A page with its overlay in it."""
    return BODY_TAG.sub(lambda tag: tag[0] + overlay, html, count=1)


def plainly(pages: Sequence[str], rules: str) -> bytes:
    """Pages as one PDF by WeasyPrint alone, sharing nothing: what ``manage.py bench slips`` compares with."""
    from weasyprint import CSS, HTML

    sheets = [CSS(filename=settings.BASE_DIR / "static" / "print.css"), CSS(string=rules)]
    documents = [HTML(string=page).render(stylesheets=sheets) for page in pages]
    return documents[0].copy([page for document in documents for page in document.pages]).write_pdf()


def write(document: "Document", finisher=None) -> bytes:
    """Draw the document. Raises whatever the finisher raises. A box on it, which should not be, is logged."""
    for page in document.pages:
        page.anchors = {}  # they have served; each would be written into the PDF as a destination
    pdf = document.write_pdf(finisher=finisher)
    missing = {chr(code) for font in document.fonts.values() for code in font.missing}
    if missing:
        logger.error("Printed as boxes: %s", ", ".join(map(named, sorted(missing))))
    return pdf


@contextmanager
def no_collector(off: bool = True) -> Iterator[None]:
    """Without Python's garbage collector, which walks through all boxes of a batch again and again.

    What was made meanwhile and goes round in circles is collected at the end. With ``off`` False nothing changes.
    """
    off = off and gc.isenabled()
    if off:
        gc.disable()
    try:
        yield
    finally:
        if off:
            gc.enable()
            gc.collect(1)  # the young ones: all that is older was here before


def pdf_response(data: bytes, name: str) -> HttpResponse:
    """A PDF to be shown in the browser, which keeps no copy of it."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
