"""Slips as PDF. The only importer of WeasyPrint; its import takes 1.3 s and happens at the first slip."""

import ctypes
import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import product
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string

if TYPE_CHECKING:
    import pydyf
    from weasyprint import CSS, Document

logger = logging.getLogger(__name__)

LIBRARIES = {  # shared library -> its Debian package
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",  # without it a slip takes 12 s instead of 0.2 s
}
FONTS = {  # font family -> its Debian package
    "WenQuanYi Micro Hei": "fonts-wqy-microhei",
    "Noto Sans CJK SC": "fonts-noto-cjk",  # the rare characters of names
}

PHOTO_DPI = 200  # of photos on paper; a slip with three from a phone is 0.1 MB and not 9

# Micro Hei maps these characters to blank or broken glyphs: 38 ℃ would print as 38, 1½ as 1/.
BROKEN_GLYPHS = "℃℉½¾\u212bⅤⅩ∼‾ˊˋǎǐǒǔǘǚǜ"


class MissingGlyphs(Exception):
    """No installed font has these characters; each would print as an empty box."""

    def __init__(self, characters: Iterable[str]):
        self.characters = sorted(characters)
        named = ", ".join(f"{character} (U+{ord(character):04X})" for character in self.characters)
        super().__init__(f"No installed font can print {named}")


class CannotShare(Exception):
    """The pages are not of the shape that lets every copy share one body."""


@dataclass(frozen=True)
class CopyLabel:
    """What tells one printed copy from another: its number of how many, colour and recipient; the print.

    ``reprint`` is 0 for the first print of the copy and n for its n-th reprint (补打 n).
    """

    number: int
    of: int
    colour: str
    recipient: str
    printed_at: str = ""
    printed_by: str = ""
    reprint: int = 0

    @property
    def ordinal(self) -> str:
        return f"第{'零一二三四五六七八九'[self.number]}联"

    def __str__(self) -> str:
        return f"{self.ordinal} ({self.colour}) {self.recipient}"


def render(html: str, copies: Sequence[CopyLabel]) -> bytes:
    """A slip as PDF: all pages of ``html`` once for each copy, each page with the label of its copy.

    ``html`` is a page of templates/slips; nothing it refers to is fetched but data: URIs.
    Raises ``MissingGlyphs`` rather than print a box for a character.
    """
    body = lay_out(html)
    labels = lay_out(with_body(html, labels_html(copies)))
    try:
        return write(body.copy(body.pages + labels.pages), partial(share_body, len(body.pages), len(copies)))
    except CannotShare as reason:
        logger.warning("Printing the slow way: %s", reason)
        return render_each(html, copies)


def render_each(html: str, copies: Sequence[CopyLabel]) -> bytes:
    """The same PDF as ``render``, by laying out the whole slip again for every copy."""
    opening, tag, content = split_body(html)
    documents = [lay_out(opening + tag + labels_html([copy]) + content) for copy in copies]
    return write(documents[0].copy([page for document in documents for page in document.pages]))


def render_pages(jobs: Sequence[tuple[str, Sequence[CopyLabel]]]) -> bytes:
    """One PDF of pages of templates/slips, each with its labels laid over it."""
    documents = []
    for html, copies in jobs:
        opening, tag, content = split_body(html)
        documents.append(lay_out(opening + tag + labels_html(copies) + content))
    return write(documents[0].copy([page for document in documents for page in document.pages]))


def labels_html(copies: Sequence[CopyLabel]) -> str:
    return render_to_string("slips/_copies.html", {"copies": copies})


def split_body(html: str) -> tuple[str, str, str]:
    """What comes before the body tag, the tag itself, and what follows."""
    opening, rest = html.split("<body", 1)
    attributes, content = rest.split(">", 1)
    return opening, f"<body{attributes}>", content


def with_body(html: str, content: str) -> str:
    """The same page with other content in its body."""
    opening, tag, _ = split_body(html)
    return f"{opening}{tag}{content}</body></html>"


@cache
def stylesheet(name: str) -> "CSS":
    from weasyprint import CSS

    return CSS(filename=settings.BASE_DIR / "static" / name)


def lay_out(html: str, style: str = "print.css") -> "Document":
    """The pages of ``html`` in a style sheet of static/; nothing it refers to is fetched but data: URIs."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    html = re.sub(f"[{BROKEN_GLYPHS}]", r'<span class="noto">\g<0></span>', html)
    locked = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    return HTML(string=html, url_fetcher=locked).render(stylesheets=[stylesheet(style)], dpi=PHOTO_DPI)


def write(document: "Document", finisher=None) -> bytes:
    """Draw the document. Raises ``MissingGlyphs``, and whatever the finisher raises."""
    pdf = document.write_pdf(finisher=finisher)
    missing = {chr(code) for font in document.fonts.values() for code in font.missing}
    if missing:
        raise MissingGlyphs(missing)
    return pdf


def share_body(body_pages: int, copies: int, document: "Document", pdf: "pydyf.PDF") -> None:
    """Replace body pages followed by one label page a copy by every body page with every label.

    The contents are shared, so a copy costs a few hundred bytes. All pages share one resource dictionary.
    """
    import pydyf

    pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
    if len(pages) != body_pages + copies:
        raise CannotShare(f"{len(pages)} pages, not {body_pages} and {copies} labels")
    if any("Annots" in page for page in pages):
        raise CannotShare("a page has links or form fields")
    save, restore = pydyf.Stream([b"q"]), pydyf.Stream([b"Q"])
    pdf.add_object(save)
    pdf.add_object(restore)
    pdf.pages.update(Kids=pydyf.Array(), Count=0)
    for label, page in product(pages[body_pages:], pages[:body_pages]):
        contents = [save.reference, page["Contents"], restore.reference, label["Contents"]]
        pdf.add_page(pydyf.Dictionary({**page, "Contents": pydyf.Array(contents)}))


def missing_system_support() -> list[str]:
    """The Debian packages that printing needs and this system lacks; empty when all is well."""
    libraries = [package for library, package in LIBRARIES.items() if not load(library)]
    return libraries + [package for family, package in FONTS.items() if not has_font(family)]


def load(library: str) -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(library)
    except OSError:
        return None


def has_font(family: str) -> bool:
    """Whether fontconfig, which WeasyPrint asks too, knows a font family."""
    fontconfig = load("libfontconfig.so.1")
    if fontconfig is None:
        return False
    for name in ("FcNameParse", "FcObjectSetCreate", "FcFontList"):
        getattr(fontconfig, name).restype = ctypes.c_void_p
    pattern = ctypes.c_void_p(fontconfig.FcNameParse(family.encode()))
    properties = ctypes.c_void_p(fontconfig.FcObjectSetCreate())
    found = fontconfig.FcFontList(None, pattern, properties)
    return bool(found) and ctypes.cast(found, ctypes.POINTER(ctypes.c_int))[0] > 0
