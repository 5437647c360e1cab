"""A serial number is one identity, however it was read, typed or pasted."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.kit.search import index_text, sought
from aftersales.kit.serials import key, neighbours, normalised, repeated, spellings

SAME = [
    "260904-0001", "２６０９０４－０００１", "260904–0001", "260904—0001", "260904‑0001", "260904−0001",
    "260904ー0001", "260904一0001", "260904﹣0001", "260904\u00ad0001", "260904 - 0001", "260904-\u200b0001",
    "\ufeff260904-0001", "\u202a260904-0001\u202c", " 260904-0001\t", "260904-\u30000001",
    "№260904-0001", "№ 260904-0001",
    "No.260904-0001", "NO：260904-0001", "编号：260904-0001", "出厂编号 260904-0001", "产品编号260904-0001",
    "SN: 260904-0001",
    "S/N 260904-0001", "Serial No. 260904-0001", "#260904-0001", "260904-0001号", "'260904-0001", "“260904-0001”",
    "260904-0001，", "260904-0001台", "(260904-0001)", "（２６０９０４－０００１）", "【260904-0001】",
    "①260904-0001", "n° 260904-0001", "26〇9〇4-〇〇〇1",
    "1.260904-0001", "1、260904-0001", "（1）260904-0001", "⒈260904-0001", "260904-0001#", "第260904-0001号",
    "铭牌号：260904-0001", "条码：260904-0001", "条形码260904-0001", "编号为260904-0001", "ID: 260904-0001",
    "Ser.No. 260904-0001", "S.N.: 260904-0001", "SN=260904-0001", "Motor no. 260904-0001",
    "٢٦٠٩٠٤-٠٠٠١", "२६०९०४-०००१", "260904-○○○1", "260904-零零零1",
]  # fmt: skip


@pytest.mark.parametrize("text", SAME)
def test_it_is_kept_in_one_spelling(text):
    assert normalised(text) == "260904-0001"


@pytest.mark.parametrize(
    "text", [*SAME, "2609040001", "260904 0001", "SN260904-0001", "260904_0001", "260904/0001", "260904.0001"]
)
def test_it_is_compared_by_one_key(text):
    assert key(text) == "2609040001"


@pytest.mark.parametrize(
    ("text", "kept"),
    [("a123", "a123"), ("AB-12/3", "AB-12/3"), ("N0123", "N0123"), ("SN123", "SN123"), ("NO", "NO")],
)
def test_what_belongs_to_a_number_stays_as_it_is(text, kept):
    assert normalised(text) == kept


def test_capitals_are_no_other_number():
    assert key("ab12") == key("AB12")


@pytest.mark.parametrize("text", ["", "无铭牌", "不详", "-", "/", "N/A"])
def test_what_says_that_there_is_no_number_is_none(text):
    assert key(text) == ""


WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
DASHES = "-‐‑‒–—―−－﹣ー⁃"
UNSEEN = "\u200b\ufeff\u2060\u200e\u200f\u202a\u202c\u00ad\u200d"


@st.composite
def spelt(draw):
    """A serial number, and another way to write it."""
    number = draw(st.from_regex(r"[1-9][0-9]{5}-[0-9]{4}", fullmatch=True))
    text = number.replace("-", draw(st.sampled_from([*DASHES, "", " "])))
    text = "".join(sign.translate(WIDE) if draw(st.booleans()) else sign for sign in text)
    for sign in draw(st.lists(st.sampled_from(UNSEEN.replace("\u00ad", "") + " \u3000"), max_size=4)):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + sign + text[place:]
    return number, draw(st.sampled_from(["", "№", "No.", "编号：", "SN:", "出厂编号 "])) + text


@given(spelt())
def test_whatever_its_width_its_dashes_and_what_nobody_sees_it_is_the_same_motor(pair):
    number, text = pair
    assert key(text) == key(number)


@given(st.text(max_size=40))
def test_a_number_in_its_own_spelling_is_left_alone(text):
    once = normalised(text)
    assert normalised(once) == once
    assert key(once) == key(text)
    assert unicodedata.is_normalized("NFKC", once)


def slips(number):
    """Every way to mistype a number by one sign."""
    for place in range(len(number)):
        yield number[:place] + number[place + 1 :]
        yield number[:place] + "7" + number[place:]
        yield number[:place] + "7" + number[place + 1 :]
        yield number[:place] + number[place + 1 : place + 2] + number[place] + number[place + 2 :]


def test_one_slip_of_the_pen_leads_to_the_number_that_was_meant():
    for wrong in slips("2609040001"):
        assert wrong == "2609040001" or "2609040001" in set(neighbours(wrong)), wrong


def test_who_takes_zeros_for_the_letter_takes_all_of_them():
    assert "2609040001" in set(neighbours(key("26O9O4-OOO1")))


def test_the_likelier_slips_come_first():
    ranked = list(neighbours("2609040031"))
    assert ranked.index("2609040013") < ranked.index("2609040037") < ranked.index("2609040039")


def test_a_short_number_may_be_anything():
    assert list(neighbours("1234")) == []


def test_numbers_that_are_the_same_are_found_among_others():
    assert repeated(["260904-0001", "２６０９０４0001", "260904-0002", "", ""]) == {
        "260904-0001",
        "２６０９０４0001",
    }


def test_a_search_finds_every_spelling():
    text = index_text(*spellings("260904-0001"))
    for word in [*SAME, "2609040001"]:
        if " " not in word.strip():
            assert sought(word) in text, word
