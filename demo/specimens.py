"""Slips that nobody issued, of the samples: to look at, to measure and to compare with the approved pictures."""

import datetime as dt
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal

from aftersales.kit import pdf
from aftersales.kit.amounts import amount_in_words
from aftersales.kit.pdf import Body, Leaf
from cases.slips import in_words, sum_of
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
    number, shown = f"{prefix}-2026-{serial:04}", facts or SAMPLES[prefix]
    revision = shown.get("revision", 0)
    return Slip(kind=prefix, number=number, facts=shown, revision=revision, **{**usual, **fields})


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


def several(prefix: str, count: int) -> Facts:
    """The sample of a kind for so many motors, every fifth of which differs from the others."""
    if prefix == "TH":
        return long_return(count)
    alone = deepcopy(SAMPLES[prefix])
    if count == 1:
        return alone
    rows = [row_of(prefix, alone, n) for n in range(count)]
    facts = alone | {"motors": rows}
    if prefix == "JD":
        words = "；".join(f"{row['aspect']}：{row['outcome']}" for row in alone["verdict"])
        return facts | {"checks": [], "verdict_in_words": words}
    if prefix == "ZY":
        return facts | {name: alone["motors"][0][name] for name in ("defect", "instruction", "due_on")}
    sums = {name: sum_of(rows, name) for name in ("material_fee", "labour_fee", "total")}
    words = amount_in_words(Decimal(sums["total"]), "人民币")
    if less := alone.get("discount"):
        sums["discount"] = str(Decimal(less) * count)
    return facts | sums | {"parts": [], "parts_in_words": in_words(alone["parts"]), "total_in_words": words}


def row_of(prefix: str, alone: Facts, n: int) -> Facts:
    """One motor of several: its number, what it costs, what differs."""
    own = {"JD": ("ex_factory_date", "due_on"), "ZY": ()}
    names = own.get(prefix, ("material_fee", "labour_fee", "total"))
    differs = "原因分析：刷架松动，换向器偏磨" if n % 5 == 4 else ""
    first = alone["motors"][0] if "motors" in alone else alone
    row = {"model": first["model"]} | {name: alone[name] for name in names}
    measured = {"measured": "换向器跳动 0.03 mm（≤ 0.01 mm）"} if prefix == "JD" else {}
    return row | measured | {"serial_number": f"260904-{n + 1:04}", "differs": differs}


def specimens(sheet: Sheet) -> Iterator[tuple[str, Leaf]]:
    """Every form on a sheet, by name, one copy of each; and what differs: a long list, a void slip, the rulers."""
    for prefix in SAMPLES:
        yield prefix, leaf(specimen(prefix), sheet)
    yield "TH-long", leaf(specimen("TH", facts=long_return(36)), sheet)
    for prefix in ("JD", "FX", "ZY", "BJ"):
        yield f"{prefix}-several", leaf(specimen(prefix, facts=several(prefix, 12)), sheet)
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
