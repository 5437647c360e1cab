"""Many slips as one PDF: in which order, in parts, and always the same document."""

import re
import sys

import pytest

from demo.specimens import labels_of, long_return, specimen
from slips import printing
from slips.paper import CONTINUOUS, Sheet
from tests.returns.printed import pages_of, run

SHEET = Sheet()


def pile(count, by_recipient=False, sheet=SHEET):
    """The number and copy of every page, + for a second one, of return slips; only the second is so long."""
    long = long_return(36)
    slips = [specimen("TH", n, long if n == 2 else None) for n in range(1, count + 1)]
    items = [(slip, labels_of("TH", sheet)) for slip in slips]
    document = printing.print_pdf(items, sheet, by_recipient)
    return " ".join(found(page) for page in pages_of(document)), document


def found(page):
    number = re.search(r"TH-2026-000(\d)", page)[1]
    return f"{number}{''.join(re.findall('第(.)联', page))[:1]}{'+' if '续页' in page else ''}"


@pytest.fixture
def in_parts(monkeypatch):
    monkeypatch.setattr(printing, "BATCH", 2)


SLIP_BY_SLIP = "1一 1二 1三 1四 2一 2一+ 2二 2二+ 2三 2三+ 2四 2四+ 3一 3二 3三 3四"
BY_RECIPIENT = "1一 2一 2一+ 3一 1二 2二 2二+ 3二 1三 2三 2三+ 3三 1四 2四 2四+ 3四"


def test_a_pile_is_sorted_by_slip_or_by_recipient():
    assert pile(3)[0] == SLIP_BY_SLIP
    assert pile(3, by_recipient=True)[0] == BY_RECIPIENT


def test_a_pile_made_in_parts_is_the_same_pile(in_parts):
    pages, document = pile(3)
    assert pages == SLIP_BY_SLIP
    assert len(document) < 4 * len(printing.print_pdf([(specimen("TH"), labels_of("TH", SHEET))], SHEET))
    assert pile(3, by_recipient=True)[0] == BY_RECIPIENT


def test_a_long_pile_says_how_far_it_is(in_parts):
    reported = []
    items = [(specimen("JD", n), labels_of("JD", SHEET)) for n in range(1, 6)]
    printing.print_pdf(items, SHEET, progress=reported.append)
    assert reported == [2, 4, 5]


def test_needles_take_a_slip_at_a_time_whoever_gets_the_copies(in_parts):
    pages, _ = pile(3, by_recipient=True, sheet=Sheet(CONTINUOUS))
    assert pages == "1一 2一 2一+ 2一+ 3一"


def test_only_the_copies_asked_for_are_printed():
    labels = labels_of("TH", SHEET)
    pages = pages_of(printing.print_pdf([(specimen("TH"), [labels[3], labels[1]])], SHEET))
    assert [found(page) for page in pages] == ["3四", "3二"]


def test_the_document_itself_is_no_copy_and_the_same_in_every_process():
    code = """
import django; django.setup()
from hashlib import sha256
from slips import printing
from demo.specimens import specimen
print(sha256(printing.document_pdf(specimen("FX"))).hexdigest())
"""
    assert run(sys.executable, "-c", code) == run(sys.executable, "-c", code)
    (page,) = pages_of(printing.document_pdf(specimen("FX")))
    assert "电子原件" in page
    assert "打印" not in page
    assert "联(" not in page
