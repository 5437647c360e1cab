"""Whatever people type, paste or send: it is entered, printed, and read back, and paper never shows a box."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.kit import fonts, pdf
from aftersales.kit.text import clean, identifier, printable, substitutes, unprintable

CODE_POINTS = [chr(code) for code in range(sys.maxunicode + 1)]

ODD = "\0\x0b\x1b\x85\u2028\u2029\ufeff\ufffe\uffff\U0001ffff\ud800\u200b\u200d\u202e\u2066\ufe0f\u0301\u20e3🇨👍🏽ก⌀汉"
any_text = st.text(st.one_of(st.characters(), st.sampled_from(ODD)))


@pytest.fixture
def two_fonts(monkeypatch):
    """A system that has only the letters of ASCII and the ideographs, whatever this machine has."""
    flags = bytearray(0x110000)
    fonts.mark(flags, ("20-7e", "d8", "d7", "221a", "3012-3013", "4e00-9fff", *fonts.UNSEEN))
    monkeypatch.setattr("aftersales.kit.text.drawn", lambda: bytes(flags))


# -- what is kept -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("噪声大\u2028轴承异响", "噪声大\n轴承异响"),
        ("噪声大\x0b轴承\r\n异响\x85", "噪声大\n轴承\n异响"),
        ("\ufeff260904-0001\u200b", "260904-0001"),
        ("应付\u202e100\u202c 元", "应付100 元"),
        ("电机\0\ufffe\uffff\ud83d\x1b[2J", "电机[2J"),
        ("55SZ01\t\u00a0\u3164 ", "55SZ01"),
        ("e\u0301", "é"),
        ("\u200d\ufe0f", ""),
        ("می\u200cشود", "می\u200cشود"),
        ("赵䶮、李𠮷 -20℃ ⌀12", "赵䶮、李𠮷 -20℃ ⌀12"),
    ],
)
def test_what_is_kept_of_a_text(typed, kept):
    assert clean(typed) == kept


def test_a_field_of_one_line_has_no_line_ends():
    assert clean("青岛海纳\n\u2029电气", lines=False) == "青岛海纳  电气"


def test_an_identifier_is_what_one_sees_of_it():
    assert identifier("\ufeff260904-\u200d0001\ufe0f\u3000 A\n") == "260904-0001 A"


@given(any_text)
def test_cleaning_twice_is_cleaning_once(text):
    once = clean(text)
    assert clean(once) == once
    assert once.encode().decode() == once


def in_blocks(size=0x1000):
    """Every code point between two letters, which keeps it from joining the next."""
    for start in range(0, len(CODE_POINTS), size):
        yield "\n".join(f"a{character}b" for character in CODE_POINTS[start : start + size])


def test_no_character_at_all_gets_through_that_breaks_a_file_or_turns_the_line_around():
    kept = set().union(*map(clean, in_blocks()))
    assert not {c for c in kept if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")} - {"\n"}
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not {c for c in kept if unicodedata.bidirectional(c) in turning}
    assert not {c for c in kept if ord(c) & 0xFFFE == 0xFFFE}
    assert not kept & set("\ufeff\u200b\u200e\u200f\u00ad")
    assert (
        len(kept) > 1_000_000
    )  # private use and what Unicode has not given out yet are somebody's characters


# -- what paper shows ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown", "names"),
    [
        ("噪声大👍", "噪声大〓", ["U+1F44D THUMBS UP SIGN"]),
        ("👨\u200d👩👍", "〓〓", ["U+1F468 MAN + U+1F469 WOMAN", "U+1F44D THUMBS UP SIGN"]),
        ("🇨🇳", "〓", ["U+1F1E8 REGIONAL INDICATOR SYMBOL LETTER C + U+1F1F3 REGIONAL INDICATOR SYMBOL LETTER N"]),
        ("กา", "〓〓", ["U+0E01 THAI CHARACTER KO KAI", "U+0E32 THAI CHARACTER SARA AA"]),
        ("x\u0331", "x〓", ["U+0331 COMBINING MACRON BELOW"]),
        ("1\ufe0f\u20e3", "1\ufe0f", []),
        ("⌀12 ☑ ✗", "Ø12 √ ×", []),
        ("应付\u202e100", "应付100", []),
        ("\ue123", "〓", ["U+E123"]),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("two_fonts")
def test_what_paper_shows_instead(text, shown, names):
    assert printable(text) == (shown, names)


@pytest.mark.usefixtures("two_fonts")
def test_markup_is_never_taken_for_a_letter_with_a_mark():
    assert printable("<td>\u0331&amp;\u0331</td>")[0] == "<td>〓&amp;〓</td>"


@pytest.mark.usefixtures("two_fonts")
def test_who_types_it_is_told_what_will_not_print():
    assert unprintable("噪声👍大👍🏽 ⌀12 x\u0331") == ["👍", "👍🏽", "x\u0331"]
    assert unprintable("噪声") == []


def test_the_foot_names_forty_and_says_how_many_more():
    assert substitutes(["U+E123"]) == "〓 = U+E123"
    assert substitutes([f"U+{n}" for n in range(50)]).endswith("; U+39 … 10 +")


@given(any_text)
def test_what_is_printable_stays_so(text):
    shown, _names = printable(text)
    assert printable(shown) == (shown, [])


def boxes(text):
    """The characters that WeasyPrint has no glyph for, of what the page shows of a text."""
    page = f"<html><body><p>{printable(text)[0].translate({60: 32, 38: 32})}</p></body></html>"
    document = pdf.lay_out(page)
    document.write_pdf()
    return {chr(code) for font in document.fonts.values() for code in font.missing}


def test_no_box_is_printed():
    assert boxes(ODD + "".join(CODE_POINTS[::997])) == set()


@pytest.mark.long
def test_no_box_is_printed_for_any_character_at_all():
    for block in in_blocks(0x8000):
        assert boxes(block) == set()


def test_a_system_that_does_not_know_its_fonts_prints_all_the_same(monkeypatch, caplog):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("aftersales.kit.text.drawn", fonts.drawn.__wrapped__)
    assert printable("噪声👍") == ("噪声👍", [])
    assert "fc-match" in caplog.text
