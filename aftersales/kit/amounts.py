"""Amounts of money written out in Chinese capitals (大写金额), as on invoices and receipts."""

from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("仟", "佰", "拾", "")
LIMIT = Decimal("9999999999.99")


def amount_in_words(amount: Decimal, prefix: str = "") -> str:
    """An amount in yuan in words: 1409.50 is 壹仟肆佰零玖元伍角, 100000 is 壹拾万元整.

    On slips the prefix is 人民币. Raises ``ValueError`` for a negative amount, a part of a fen, or more
    than 9,999,999,999.99.
    """
    if not 0 <= amount <= LIMIT or amount != amount.quantize(Decimal("0.01")):
        raise ValueError(f"{amount} is not an amount between 0 and {LIMIT} in whole fen")
    yuan, fen = divmod(int(amount * 100), 100)
    return prefix + (yuan_in_words(yuan) + fen_in_words(yuan, fen) or "零元整")


def yuan_in_words(yuan: int) -> str:
    """Whole yuan with 元, by groups of four digits; empty for none."""
    words = ""
    for scale, unit in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group = yuan // scale % 10**4
        gap = words and group < 1000 and not words.endswith("零")
        words += ("零" if gap else "") + (group_in_words(group) + unit if group else "")
    return words.rstrip("零") + "元" if words else ""


def group_in_words(group: int) -> str:
    """Four digits, with one 零 for every gap between them."""
    words = ""
    for digit, place in zip(f"{group:04}", PLACES, strict=True):
        if digit != "0":
            words += DIGITS[int(digit)] + place
        elif words and not words.endswith("零"):
            words += "零"
    return words.rstrip("零")


def fen_in_words(yuan: int, fen: int) -> str:
    """Jiao and fen after the yuan; 整 where there are none."""
    jiao, fen = divmod(fen, 10)
    if not jiao and not fen:
        return "整" if yuan else ""
    gap = "零" if yuan and not jiao else ""
    return gap + (DIGITS[jiao] + "角" if jiao else "") + (DIGITS[fen] + "分" if fen else "")
