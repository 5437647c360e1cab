"""Slips that nobody issued, of the samples: to look at, to measure and to compare with the approved pictures."""

import datetime as dt
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal

from aftersales.kit import pdf
from aftersales.kit.amounts import amount_in_words
from aftersales.kit.pdf import Body, Leaf
from demo.samples import SAMPLES
from slips import layout
from slips.kinds import KINDS, Facts
from slips.labels import CopyLabel
from slips.models import Slip
from slips.paper import PAPERS, Sheet
from slips.printing import heading

ISSUED = dt.datetime(2026, 11, 24, 10, 5, tzinfo=dt.timezone(dt.timedelta(hours=8)))
PRINTED = ("2026-11-25 10:12", "李娜")


def specimen(prefix: str, serial: int = 3, facts: Facts | None = None, **fields: str | dt.datetime) -> Slip:
    """A slip that is in no database."""
    usual = {"issued_at": ISSUED, "issuer": "张海燕", "digest": "0123456789abcdef" * 4}
    number = f"{prefix}-2026-{serial:04}"
    return Slip(kind=prefix, number=number, facts=facts or SAMPLES[prefix], **{**usual, **fields})


def labels_of(prefix: str, sheet: Sheet) -> list[CopyLabel]:
    """The labels of all its copies, the second of which is printed for the fourth time."""
    kind = KINDS[prefix]
    return kind.labels(*PRINTED, {2: 3}, sheet.colours_of(len(kind.copies)))


def long_return(count: int) -> Facts:
    """The sample of a return slip with so many motors, and their sum."""
    facts = deepcopy(SAMPLES["TH"])
    rows = [dict(facts["motors"][n % len(facts["motors"])]) for n in range(count)]
    total = sum((Decimal(row["amount"]) for row in rows), Decimal())
    return facts | {
        "motors": rows,
        "total_quantity": count,
        "total_amount": str(total),
        "total_in_words": amount_in_words(total, "人民币"),
    }


def specimens(sheet: Sheet) -> Iterator[tuple[str, Leaf]]:
    """Every form on a sheet, by name, one copy of each; and what differs: a long list, a void slip, the rulers."""
    for prefix in SAMPLES:
        yield prefix, leaf(specimen(prefix), sheet)
    yield "TH-long", leaf(specimen("TH", facts=long_return(36)), sheet)
    yield "JJ-void", leaf(specimen("JJ", voided_at=ISSUED, void_reason="实收数量录错，另开"), sheet)
    yield "calibration", (layout.calibration(sheet), "")


def leaf(slip: Slip, sheet: Sheet) -> Leaf:
    labels = labels_of(slip.kind, sheet)
    body: Body = layout.lay_out(heading(slip), slip.facts, sheet)
    return body, layout.overlay(labels if sheet.impact else labels[1:2] or labels, sheet)


def pdf_of(paper: str) -> tuple[bytes, list[tuple[str, int]]]:
    """All specimens on a paper as one PDF, and the name and number of pages of each."""
    named = list(specimens(Sheet(paper)))
    return pdf.render([laid_out for _, laid_out in named]), [
        (name, len(body.pages)) for name, (body, _) in named
    ]


def papers() -> list[str]:
    return list(PAPERS)
