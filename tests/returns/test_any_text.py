"""Whatever people write is printed whole: the longest, the rarest, and what means harm."""

from collections import Counter

import pytest

from aftersales.kit.text import printable
from slips.kinds import KINDS
from slips.paper import A4, A5, CONTINUOUS, Sheet
from tests.returns.printed import NOT_PRINTED, PAPERS, pages_of, print_slip, squeeze
from tests.returns.samples import SAMPLES
from tests.returns.test_sheets import outside

CAP = 4000  # characters of a text field
FIXED = {*NOT_PRINTED, "title", "feedback_kind"}  # given by the product and not by a person

UNPRINTED = {"FX": 1, "JZ": 3, "MY": 2}
"""Facts that a form does not show: what was done where a motor went back unrepaired; the names of a case;
what the heading and the ticks of a survey say already."""

TEXTS = {
    "sentences": "碳刷磨损快，换向火花大；运行半小时后壳体发烫。\n",
    "one word": "x",
    "one ideograph": "测",
    "markup": '</td></table><b onclick="x()">&lt;script&gt;alert("1")</script><style>*{display:none}</style>',
    "rare": "䶮𫗧𠮷㐂镕堃",
    "width": "W\u3000Ⅷ㎜№½℃",
}


def filled(facts, text):
    """The facts with the text in every field that a person fills in."""
    if isinstance(facts, dict):
        return {key: fact if key in FIXED else filled(fact, text) for key, fact in facts.items()}
    if isinstance(facts, list):
        return [filled(fact, text) for fact in facts]
    return text if isinstance(facts, str) else facts


def long_of(name, length):
    text = TEXTS[name]
    return (text * (length // len(text) + 1))[:length]


def missing(document, text, times):
    """The characters of a text that were printed less often than so many times the text has them."""
    printed = Counter("".join(pages_of(document)))
    return {
        character: (count * times, printed[character])
        for character, count in Counter(squeeze(text)).items()
        if printed[character] < count * times
    }


def occurrences(facts, text):
    if isinstance(facts, dict):
        return sum(occurrences(fact, text) for fact in facts.values())
    if isinstance(facts, list):
        return sum(occurrences(fact, text) for fact in facts)
    return facts == text


def prints_whole(prefix, facts, text, paper):
    sheet = Sheet(paper, colours=dict.fromkeys(range(1, 5), ("白",)))
    kind = KINDS[prefix]
    copies = 1 if sheet.impact else len(kind.copies)
    document = print_slip(prefix, facts, sheet)
    times = occurrences(facts, text)
    assert missing(document, text, copies * (times - UNPRINTED.get(prefix, 0) * (times > 3))) == {}
    assert outside(document, sheet) == []


@pytest.mark.parametrize(
    ("name", "paper"), [*((name, CONTINUOUS) for name in TEXTS), ("sentences", A4), ("one word", A5)]
)
def test_the_longest_text_flows_over_as_many_pages_as_it_takes(name, paper):
    text = long_of(name, CAP)
    prints_whole("FX", SAMPLES["FX"] | {"work_done": text}, text, paper)


@pytest.mark.parametrize("prefix", SAMPLES)
def test_every_field_takes_a_long_text(prefix):
    text = long_of("markup", 150)
    prints_whole(prefix, filled(SAMPLES[prefix], text), text, CONTINUOUS)


@pytest.mark.long
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("prefix", SAMPLES)
def test_every_field_takes_the_longest_text(prefix, paper):
    """A form with so much on it takes minutes to lay out, so that each field has something of every text."""
    text = "".join(long_of(name, CAP // len(TEXTS) + 1) for name in TEXTS)[:CAP]
    facts = filled(SAMPLES[prefix], text)
    prints_whole(prefix, facts, text, paper)


@pytest.mark.parametrize("character", ["ﷺ", "\u0e49", "😀"])
def test_what_no_font_has_is_named_and_everything_else_is_printed(character):
    """Which of them a font has differs from machine to machine; none is ever a box or takes minutes."""
    document = print_slip("JD", SAMPLES["JD"] | {"cause": character * 2000}, Sheet(A4))
    printed = "".join(pages_of(document))
    lost = printable(character)[1]
    assert printed.count("〓") == (2001 if lost else 0)
    assert all(f"〓={squeeze(name)}" in printed for name in lost)
    assert outside(document, Sheet(A4)) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_rare_characters_of_names_are_printed_on_every_paper(paper):
    facts = SAMPLES["JD"] | {"liable_person": "赵䶮、王𫗧、李𠮷、孙㐂、朱镕、周堃"}
    assert facts["liable_person"] in "".join(pages_of(print_slip("JD", facts, Sheet(paper))))
