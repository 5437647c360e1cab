"""The sheets that slips are printed on. Lengths are millimetres; margins run top, right, bottom, left."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from slips.kinds import DEFAULT_COLOURS

A4, A5, CONTINUOUS = "A4", "A5", "241"
LABELS = "60"  # no slip fits on it

Margins = tuple[float, float, float, float]

LEAST_EDGE = 4.5  # what printers leave blank; a shift never pushes the form nearer to the edge than this
LARGEST_SHIFT = 10.0
LARGEST_MARGIN = 40.0
MOST_PLIES = 4


@dataclass(frozen=True)
class Paper:
    """A size of paper as it lies in the printer, and the margins that suit the slips on it.

    The copy's label, the page number and the print time stand in the margins. ``across`` says how many facts
    stand beside one another, each after a label of width ``label``; a Chinese character is ``em`` wide.
    ``impact`` paper is carbonless: one pass of the needles makes all copies.
    """

    name: str
    width: float
    height: float
    margins: Margins
    across: int
    label: float
    em: float
    impact: bool = False

    @property
    def wide(self) -> bool:
        """Whether it lies on its side and has few lines."""
        return self.width > self.height


PAPERS = {
    A4: Paper("A4", 210, 297, (14, 16, 14, 21), 2, 23, 3.7),  # more on the left, for punching
    A5: Paper("A5 横向", 210, 148, (10, 14, 10, 14), 3, 18, 3.175),
    # Called 241 × 140; half of 11 inches is 139.7. The strips to tear off take 15.5 on each side.
    CONTINUOUS: Paper("241 × 140 连续纸", 241, 139.7, (10, 25.5, 9.5, 15.5), 3, 19, 3.175, impact=True),
}


@dataclass(frozen=True)
class Sheet:
    """How one printer prints: its paper, the margins, how far it is out of place, the colours of its copies.

    ``margins`` of None are the paper's own. ``shift_x`` moves everything to the right and ``shift_y`` down;
    negative numbers move it left and up. ``colours`` are by number of copies, the first copy first.
    ``plies`` is how many copies one pass makes on impact paper.
    """

    paper: str = A4
    margins: Margins | None = None
    shift_x: float = 0
    shift_y: float = 0
    colours: Mapping[int, tuple[str, ...]] = field(default_factory=lambda: DEFAULT_COLOURS)
    plies: int = MOST_PLIES

    @property
    def size(self) -> Paper:
        return PAPERS[self.paper]

    @property
    def impact(self) -> bool:
        """Whether one page makes all copies, so that it names them all."""
        return self.size.impact

    def passes(self, copies: int) -> list[slice]:
        """Which copies each pass makes: a page a copy, or on impact paper as many as it has plies."""
        at_once = self.plies if self.impact else 1
        return [slice(first, first + at_once) for first in range(0, copies, at_once)]

    @property
    def edges(self) -> Margins:
        """The margins after the shift: where the form stands on this printer's paper."""
        top, right, bottom, left = self.margins or self.size.margins
        x, y = self.shift_x, self.shift_y
        return (
            max(top + y, LEAST_EDGE),
            max(right - x, LEAST_EDGE),
            max(bottom - y, LEAST_EDGE),
            max(left + x, LEAST_EDGE),
        )

    @property
    def form_width(self) -> float:
        """The width between the margins."""
        _, right, _, left = self.edges
        return round(self.size.width - left - right, 2)

    @property
    def form_height(self) -> float:
        """The height between the margins."""
        top, _, bottom, _ = self.edges
        return round(self.size.height - top - bottom, 2)

    @property
    def page_rule(self) -> str:
        """The sheet as CSS: its size and margins, and the measures that the style sheet takes from it."""
        margins = " ".join(f"{edge:g}mm" for edge in self.edges)
        size = self.size
        return (
            f"@page {{ size: {size.width:g}mm {size.height:g}mm; margin: {margins} }}\n"
            f"body {{ font-size: {size.em:g}mm }}\n"
            f".label {{ width: {size.label:g}mm }}\n"
        )

    def colours_of(self, copies: int) -> tuple[str, ...]:
        """The colours of a slip with so many copies; what no profile names is white."""
        named = self.colours.get(copies) or DEFAULT_COLOURS.get(copies) or ()
        return (*named, *["白"] * copies)[:copies]
