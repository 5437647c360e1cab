"""Labels of motors, 60 × 40 mm: what sticks on the motor, and leads to its page when it is scanned.

Drawn for printers of 203 dpi, 8 dots a millimetre: a module of the code is a whole number of dots, black or white.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import segno
from django.template.loader import render_to_string

from aftersales.kit import pdf

PAGE = "@page { size: 60mm 40mm; margin: 0 } body { margin: 0 }"
A4 = "@page { size: A4; margin: 8mm 15mm } body { margin: 0 }"
ON_A4 = 21  # three columns of seven
DOT = 25.4 / 203  # of the printer, in mm
CODE = 20.0  # mm that the code may take


@dataclass(frozen=True)
class Tag:
    """What a label says."""

    url: str
    serial_number: str
    model: str
    number: str
    customer: str
    due: str = ""
    place: str = ""

    @property
    def code(self) -> "Code":
        return code_of(self.url)


@dataclass(frozen=True)
class Code:
    """The QR code as a data: URI, and its side in mm, a whole number of dots a module."""

    image: str
    side: float


SPECIMEN = Tag("https://example.org/motors/1/", "260315-0001", "90SZ03", "FK-2026-0001", "样张", place="样张")
"""What a printer of labels is tried with."""


def whole_dots(millimetres: float) -> float:
    """The nearest length that keeps black and white on the dots of the printer."""
    return round(round(millimetres / DOT) * DOT, 3)


@cache
def code_of(url: str) -> Code:
    made = segno.make(url, micro=False, error="m")
    modules = made.symbol_size(border=2)[0]
    dots = max(int(CODE / DOT / modules), 1)
    return Code(made.svg_data_uri(border=2, omitsize=True), round(modules * dots * DOT, 3))


def labels(tags: Sequence[Tag], *, on_a4: bool = False, shift: tuple[float, float] = (0, 0)) -> bytes:
    """The labels as a PDF: a page each, moved as the printer needs it, or 21 on a sheet of A4."""
    size = ON_A4 if on_a4 else 1
    sheets = [tags[start : start + size] for start in range(0, len(tags), size)]
    right, down = (0, 0) if on_a4 else map(whole_dots, shift)
    known = {"sheets": sheets, "on_a4": on_a4, "right": right, "down": down}
    html = render_to_string("paper/labels.html", known)
    return pdf.write(pdf.lay_out(html, rules=A4 if on_a4 else PAGE, noted=False))
