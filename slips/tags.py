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


@cache
def code_of(url: str) -> Code:
    made = segno.make(url, micro=False, error="m")
    modules = made.symbol_size(border=2)[0]
    dots = max(int(CODE / DOT / modules), 1)
    return Code(made.svg_data_uri(border=2, omitsize=True), round(modules * dots * DOT, 3))


def labels(tags: Sequence[Tag]) -> bytes:
    """The labels as a PDF, a page each."""
    html = render_to_string("paper/labels.html", {"tags": tags})
    return pdf.write(pdf.lay_out(html, rules=PAGE, noted=False))
