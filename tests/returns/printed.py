"""Slips printed from the samples and read back, without a database."""

import shutil
import subprocess
from copy import deepcopy
from functools import cache, lru_cache
from io import BytesIO

import pytest
from pypdf import PdfReader

from aftersales.kit import pdf
from slips import layout
from slips.kinds import KINDS
from slips.paper import A4, A5, CONTINUOUS, Sheet
from slips.printing import qr_code
from tests.returns.samples import SAMPLES

PAPERS = [A4, A5, CONTINUOUS]
PRINTED = ("2026-11-25 10:12", "李娜")


def heading(prefix, **slip):
    """The frame of a slip: its number, title and QR code."""
    number = f"{prefix}-2026-0003"
    defaults = {
        "kind": prefix,
        "number": number,
        "title": KINDS[prefix].title,
        "issued_at": "2026-11-24 10:05",
        "issued_by": "张海燕",
        "factory": "博山微电机厂",
        "void": False,
        "void_reason": "",
        "qr": qr_code(f"https://example.org/slips/{number}/0123456789abcdef/"),
    }
    return layout.Heading(**{**defaults, **slip})


def labels_of(prefix, sheet, reprints=None):
    kind = KINDS[prefix]
    return kind.labels(*PRINTED, reprints or {2: 3}, sheet.colours_of(len(kind.copies)))


def leaves(prefix, facts=None, sheet=None, **slip):
    """All copies of a slip, ready to be drawn."""
    sheet = sheet or Sheet()
    body = layout.lay_out(heading(prefix, **slip), facts or SAMPLES[prefix], sheet)
    labels = labels_of(prefix, sheet)
    sets = [labels] if sheet.impact else [[label] for label in labels]
    return [(body, layout.overlay(together, sheet)) for together in sets]


def print_slip(prefix, facts=None, sheet=None, **slip):
    """All copies of a slip as PDF."""
    return pdf.render(leaves(prefix, facts, sheet, **slip))


@cache
def sample(prefix, paper=A4):
    """The sample of a kind, printed once for all tests."""
    return print_slip(prefix, sheet=Sheet(paper))


def squeeze(text):
    """Text without blanks, which letter-spacing and line breaks put in anywhere."""
    return "".join(text.split())


@lru_cache
def pages_of(document):
    """The text of every page."""
    return [squeeze(page.extract_text()) for page in PdfReader(BytesIO(document)).pages]


def run(tool, *arguments, stdin=b""):
    """What a command-line tool answers; the test is skipped where the tool is not installed."""
    path = shutil.which(tool) or pytest.skip(f"{tool} is not installed")
    return subprocess.run([path, *arguments], input=stdin, capture_output=True, check=True).stdout  # noqa: S603


def values_of(facts):
    """Every value of a snapshot, as printed; what is so or not so is a tick."""
    if isinstance(facts, dict):
        return [value for key, fact in facts.items() if key not in NOT_PRINTED for value in values_of(fact)]
    if isinstance(facts, list):
        return [value for fact in facts for value in values_of(fact)]
    return [] if isinstance(facts, bool) else [squeeze(str(facts))]


NOT_PRINTED = ("role", "id", "src")


def with_lines(prefix, count):
    """The sample with so many rows in its list, told apart by their serial numbers or names."""
    facts, key = deepcopy(SAMPLES[prefix]), KINDS[prefix].listing.key
    name = {"parts": "name", "checks": "item"}.get(key, "serial_number")
    rows = facts[key]
    facts[key] = [rows[n % len(rows)] | {name: f"260315-{n:04}"} for n in range(1, count + 1)]
    return facts
