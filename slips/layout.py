"""The facts of a slip laid out on a sheet: ruled rows while there is room, carried totals where there is not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from aftersales.kit import pdf
from aftersales.kit.pdf import Body
from slips.kinds import KINDS
from slips.labels import CopyLabel
from slips.page_breaks import Listing, Row, Stretch, broken, roomy, starts, whole, with_company
from slips.paper import Sheet

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Heading:
    """What the frame of a slip says, see templates/paper/base.html."""

    kind: str
    number: str
    title: str
    issued_at: str
    issued_by: str
    factory: str
    void: bool
    void_reason: str
    qr: str  # the code as a data: URI
    revision: int = 0


LITTLE = 0.3  # of a page
MANY = 100  # rows that are on no sheet's single page, so that nobody need try


def lay_out(slip: Heading, facts: Facts, sheet: Sheet) -> Body:
    """A slip over as many pages as it takes.

    Empty rows are ruled only where they need no further page, as many as have room. A list that goes over several
    pages is laid out with the carried rows on every page first, which says where its pages end.
    """
    listing = KINDS[slip.kind].listing_of(dict(facts))
    if listing is None:
        return drawn(slip, facts, sheet, [])
    rows = facts[listing.key]
    if len(rows) > MANY:
        with pdf.no_collector():
            return paged(slip, facts, sheet, listing, with_room(slip, facts, sheet, listing))
    ruled = listing.wide_rows if sheet.size.wide else listing.rows
    for spare in rulings(len(rows), ruled):
        body = drawn(slip, facts, sheet, whole(rows, spare))
        if len(body.pages) == 1:
            return body
    breaks = page_starts(drawn(slip, facts, sheet, whole(rows)), rows)
    if breaks:
        breaks = with_room(slip, facts, sheet, listing)
    return paged(slip, facts, sheet, listing, breaks)


def rulings(count: int, ruled: int) -> list[int]:
    """For how many rows a list of so many is ruled: as its kind wants it, less where rows are high, closed at least."""
    fewer = [(count + ruled) // 2, count + 1]
    return [ruled, *(spare for spare in fewer if count < spare < ruled)]


def paged(slip: Heading, facts: Facts, sheet: Sheet, listing: Listing, breaks: Sequence[int]) -> Body:
    """A list with a new page before each of the rows ``breaks``."""
    rows = facts[listing.key]
    body = drawn(slip, facts, sheet, broken(listing, rows, breaks))
    if not is_lonely(body):
        return body
    return drawn(slip, facts, sheet, broken(listing, rows, with_company(breaks, len(rows))))


def with_room(slip: Heading, facts: Facts, sheet: Sheet, listing: Listing) -> list[int]:
    """The rows that begin a page where every page has the carried rows."""
    rows = facts[listing.key]
    return page_starts(drawn(slip, facts, sheet, roomy(listing, rows)), rows)


def page_starts(body: Body, rows: Sequence[Row]) -> list[int]:
    return starts({name: place.page for name, place in body.places().items()}, len(rows))


def is_lonely(body: Body) -> bool:
    """Whether the last page has little more than the signatures."""
    place = body.places().get("signatures")
    return place is not None and place.page > 0 and place.top < LITTLE


def drawn(slip: Heading, facts: Facts, sheet: Sheet, pages: Sequence[Stretch]) -> Body:
    context = {"slip": slip, "facts": facts, "sheet": sheet, "pages": pages}
    return pdf.body(render_to_string(KINDS[slip.kind].template_of(dict(facts)), context), sheet.page_rule)


def overlay(labels: Sequence[CopyLabel], sheet: Sheet) -> str:
    """What is laid over the pages of a copy, or of all copies that one pass makes."""
    context = {
        "columns": [labels[n : n + 2] for n in range(0, len(labels), 2)],
        "copy": labels[0],
        "impact": sheet.impact,
        "reprint": max(label.reprint for label in labels),
    }
    return render_to_string("paper/_copy.html", context)


def view_only() -> str:
    """What is laid over the pages of the document itself, which is no copy."""
    return render_to_string("paper/_view.html")


def calibration(sheet: Sheet) -> Body:
    """A page with the frame of the form and rulers along it, at the true size."""
    top, _, _, left = sheet.margins or sheet.size.margins
    context = {
        "sheet": sheet,
        "across": ticks(sheet.form_width),
        "down": ticks(sheet.form_height),
        "sides": [("纸的左边到粗框", f"{left:g}"), ("纸的上边到粗框", f"{top:g}")],
    }
    return pdf.body(render_to_string("paper/calibration.html", context), sheet.page_rule)


def ticks(length: float) -> list[tuple[int, float, str]]:
    """The marks of a ruler: where, how long, and the number at every tenth; none where two rulers meet."""
    marks = range(7, int(length) + 1)
    return [(at, 6 if at % 10 == 0 else 4.5 if at % 5 == 0 else 3, number(at, length)) for at in marks]


def number(at: int, length: float) -> str:
    return str(at) if at % 10 == 0 and 10 < at < length - 3 else ""
