"""Amounts in words, against published examples and an independent reader."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aftersales.kit.amounts import LIMIT, amount_in_words

WORDS = {
    "0": "零元整",
    "0.05": "伍分",
    "0.50": "伍角",
    "0.55": "伍角伍分",
    "1": "壹元整",
    "10": "壹拾元整",
    "10.05": "壹拾元零伍分",
    "325.04": "叁佰贰拾伍元零肆分",
    "1409.50": "壹仟肆佰零玖元伍角",
    "1680.32": "壹仟陆佰捌拾元叁角贰分",
    "6007.14": "陆仟零柒元壹角肆分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "100000": "壹拾万元整",
    "100500": "壹拾万零伍佰元整",
    "107000.53": "壹拾万柒仟元伍角叁分",
    "20000001": "贰仟万零壹元整",
    "100000000": "壹亿元整",
    "1000100000.01": "壹拾亿零壹拾万元零壹分",
    "9999999999.99": "玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
}


@pytest.mark.parametrize(("amount", "words"), WORDS.items())
def test_an_amount_is_written_in_words(amount, words):
    assert amount_in_words(Decimal(amount)) == words


def test_the_currency_may_lead():
    assert amount_in_words(Decimal("1409.50"), "人民币") == "人民币壹仟肆佰零玖元伍角"


@pytest.mark.parametrize("amount", ["-0.01", "1.001", "0.005", "10000000000"])
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(ValueError, match="not an amount"):
        amount_in_words(Decimal(amount))


def read(words):
    """Read an amount in words, character by character, knowing nothing of how it was written."""
    values = dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True))
    units = {"拾": 10, "佰": 100, "仟": 1000}
    total = group = digit = fen = 0
    for character in words:
        if character in values:
            digit = values[character]
        elif character in units:
            group, digit = group + digit * units[character], 0
        elif character in "亿万元":
            total += (group + digit) * {"亿": 10**8, "万": 10**4, "元": 1}[character]
            group = digit = 0
        elif character in "角分":
            fen, digit = fen + digit * {"角": 10, "分": 1}[character], 0
    return Decimal(total) + Decimal(fen) / 100


@given(st.decimals(0, LIMIT, places=2))
@example(Decimal("1000000000.10"))
def test_words_read_back_as_the_same_amount(amount):
    words = amount_in_words(amount)
    assert read(words) == amount
    assert "零零" not in words
    assert words.endswith(("元整", "角", "分"))
    assert "零元" not in words.removeprefix("零元整")
