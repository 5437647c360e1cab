"""The papers: what fits, what is carried over, and nothing beside the page."""

import re
from functools import cache
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PdfReader

from aftersales.kit import pdf
from slips.layout import calibration
from slips.page_breaks import Listing, broken, with_company
from slips.paper import A4, A5, CONTINUOUS, LEAST_EDGE, Sheet
from tests.returns.printed import (
    PAPERS,
    leaves,
    pages_of,
    print_slip,
    run,
    sample,
    with_lines,
)
from tests.returns.samples import SAMPLES

OWN = ["FK", "JJ", "JD", "ZY", "FX", "TH"]
MM = 72 / 25.4


def words_of(document):
    """Every word of a PDF as (page, left, top, right, bottom, text), and the sizes of its pages, in mm."""
    words, sizes = [], []
    for line in run("pdftotext", "-bbox", "-", "-", stdin=document).decode().splitlines():
        numbers = [float(number) / MM for number in re.findall(r'"([\d.-]+)"', line)]
        if "<page" in line:
            sizes.append(tuple(numbers))
        elif "<word" in line:
            words.append((len(sizes) - 1, *numbers, re.sub("<.*?>", "", line).strip()))
    return words, sizes


def outside(document, sheet):
    """The words that are not wholly on the paper, or that stick out of the form into the margin."""
    words, sizes = words_of(document)
    assert {(round(width, 1), round(height, 1)) for width, height in sizes} == {
        (sheet.size.width, sheet.size.height)
    }
    top, right, bottom, left = sheet.edges
    edge = sheet.size.width - right
    return [
        word
        for _, x, y, x2, y2, word in words
        if x < 0
        or y < 0
        or x2 > sheet.size.width
        or y2 > sheet.size.height
        or (top < y < sheet.size.height - bottom and (x < left - 0.3 or x < edge < x2 - 0.3))
    ]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("prefix", SAMPLES)
def test_everything_is_on_the_paper_and_within_the_form(prefix, paper):
    assert outside(sample(prefix, paper), Sheet(paper)) == []


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("prefix", OWN)
def test_a_usual_slip_takes_one_page(prefix, paper):
    ((body, _), *_) = leaves(prefix, sheet=Sheet(paper))
    assert len(body.pages) == 1


def test_needles_make_all_copies_at_once_so_the_page_names_them_all():
    (page,) = pages_of(sample("TH", CONTINUOUS))
    for copy in ("第一联白留底·销售内勤", "第二联红财务", "第三联蓝成品库", "第四联黄销售"):
        assert copy in page
    assert "共四联" in page
    assert "补打3" in page


def contents_of(document):
    """The drawing instructions of every page."""
    return [page.get_contents().get_data() for page in PdfReader(BytesIO(document)).pages]


@pytest.mark.parametrize("prefix", OWN)
def test_what_needles_print_is_black_and_at_least_nine_points(prefix):
    document = print_slip(prefix, sheet=Sheet(CONTINUOUS), void=True, void_reason="数量录错")
    page = b"".join(contents_of(document))
    assert {*re.findall(rb"([\d. ]+) (?:rg|RG)\n", page)} == {b"0 0 0"}
    assert {*re.findall(rb"/a([\d.]+) gs", page)} <= {b"1.0", b"1"}, "nothing is grey"
    pixels = [float(size) for size in re.findall(rb"/\w+ ([\d.]+) Tf", page)]
    assert min(pixels) * 0.75 >= 9


def test_the_strips_of_continuous_paper_stay_blank():
    words, _ = words_of(sample("TH", CONTINUOUS))
    assert min(left for _, left, *_ in words) > 15
    assert max(right for _, _, _, right, *_ in words) < 241 - 15


@cache
def sixty_lines(prefix, paper):
    """The body of a slip with sixty rows, and its PDF, made once for all tests."""
    facts = with_lines(prefix, 60)
    totals = {"total_quantity": 60, "total_amount": "80190.00"} if prefix == "TH" else {}
    ((body, _), *_) = leaves(prefix, facts | totals, Sheet(paper))
    return body, pdf.render([(body, "")])


def test_a_list_carries_its_totals_from_page_to_page():
    _, document = sixty_lines("TH", CONTINUOUS)
    pages = pages_of(document)
    assert len(pages) > 3
    after = [re.search(r"过次页(\d+?)(\d+\.\d\d)$|过次页(\d+)", page) for page in pages]
    assert ["承前页" in page for page in pages] == [False, *[True] * (len(pages) - 1)]
    assert ["过次页" in page for page in pages] == [*[True] * (len(pages) - 1), False]
    assert all(after[:-1])
    assert "合计60¥80190.00" in pages[-1]
    for before, following in pairwise(pages):
        assert before.split("过次页")[1].startswith(following.split("承前页")[1].split(".")[0])


LISTS = ["JJ", "JD", "ZY", "FX", "TH"]


@pytest.mark.parametrize(
    ("prefix", "paper"), [("TH", CONTINUOUS), ("ZY", CONTINUOUS), ("JJ", A4), ("FX", A5)]
)
def test_sixty_lines_are_all_there_once_and_none_of_the_pages_is_nearly_empty(prefix, paper):
    sheet = Sheet(paper)
    body, document = sixty_lines(prefix, paper)
    text = "".join(pages_of(document))
    assert [n for n in range(1, 61) if f"260315-{n:04}" not in text] == []
    assert outside(document, sheet) == []
    assert text.count("承前页") == text.count("过次页") > 0
    words, _ = words_of(document)
    for page in range(len(body.pages)):
        assert max(bottom for n, _, _, _, bottom, _ in words[:] if n == page) > 0.5 * sheet.size.height


@pytest.mark.long
@pytest.mark.parametrize("prefix", LISTS)
@pytest.mark.parametrize("paper", PAPERS)
def test_sixty_lines_of_any_list_on_any_paper(prefix, paper):
    test_sixty_lines_are_all_there_once_and_none_of_the_pages_is_nearly_empty(prefix, paper)


def test_amounts_that_are_no_numbers_are_carried_as_nothing():
    rows = [{"amount": "一千"}, {"amount": "2.50"}]
    first, second = broken(Listing("parts", 5, 4, sums=("amount",)), rows, [1])
    assert (first.after, second.before) == ({"count": 1, "amount": ""}, {"count": 1, "amount": ""})
    assert (first.last, second.last, second.fresh) == (False, True, True)


def test_totals_alone_on_a_page_follow_what_was_carried():
    rows = [{"amount": "1.25"}, {"amount": "2.50"}]
    *_, last = broken(Listing("motors", 5, 4, sums=("amount",)), rows, [2])
    assert (list(last.lines), last.before) == ([], {"count": 2, "amount": "3.75"})


def test_the_last_rows_keep_the_signatures_company_where_there_are_enough():
    assert with_company([12, 28], 40) == [12, 28, 36]
    assert with_company([12, 28], 30) == [12, 28]


def test_a_shift_moves_everything_but_never_off_the_paper():
    still, moved = (
        words_of(print_slip("JD", sheet=sheet))[0] for sheet in (Sheet(), Sheet(shift_x=3, shift_y=-2))
    )
    here, there = ({word: (x, y) for _, x, y, _, _, word in words} for words in (still, moved))
    for word in ("免费维修", "博山微电机厂", "JD-2026-0003"):
        assert there[word][0] - here[word][0] == pytest.approx(3, abs=0.1)
        assert there[word][1] - here[word][1] == pytest.approx(-2, abs=0.1)
    assert Sheet(margins=(5, 5, 5, 5), shift_x=-40, shift_y=-40).edges[0::3] == (LEAST_EDGE, LEAST_EDGE)


@pytest.mark.parametrize(
    "sheet", [Sheet(A5, (10, 10, 10, 10)), Sheet(A4, (30, 30, 30, 30)), Sheet(A4, shift_x=-10)]
)
def test_margins_of_a_profile_are_kept(sheet):
    assert outside(print_slip("FX", sheet=sheet), sheet) == []


def test_colours_are_those_of_the_profile_and_white_where_it_names_none():
    sheet = Sheet(colours={3: ("白", "绿")})
    assert sheet.colours_of(3) == ("白", "绿", "白")
    assert sheet.colours_of(4) == ("白", "红", "蓝", "黄")
    assert sheet.colours_of(5) == ("白",) * 5


@pytest.mark.parametrize("paper", PAPERS)
def test_the_calibration_page_has_its_ruler_at_the_true_size(paper):
    sheet = Sheet(paper, shift_x=1.5)
    words, sizes = words_of(pdf.render([(calibration(sheet), "")]))
    across = [word for word in words if word[2] < sheet.edges[0] + 12]
    middle = {word: (left + right) / 2 for _, left, _, right, _, word in across}
    assert middle["120"] - middle["20"] == pytest.approx(100, abs=0.2)
    assert middle["100"] == pytest.approx(sheet.edges[3] + 100, abs=0.3)
    assert [size[1] for size in sizes] == [pytest.approx(sheet.size.height, abs=0.1)]
