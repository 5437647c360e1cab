"""What a cell for serial numbers says: one or several of them, from one to another, or in words that there is none."""

import re
from collections.abc import Iterator
from itertools import takewhile

from django.utils.translation import gettext as _

from aftersales.kit.search import HAN
from aftersales.kit.serials import COUNT, DAY, LIKE_OURS, normalised
from aftersales.kit.tables.cells import (
    as_text,
    folded,
    more_than_a_number,
    number_in,
    one_number,
    serial_number,
)
from aftersales.kit.tables.reading import Cell

DAYS_DIGITS = 6  # with which a number as ours are begins
SHORTENED = 4  # digits of a number whose beginning another one says
MOST = 1000  # motors of a list, all of which one count takes
RANGE = re.compile(r"(?:从|自)?\s*(.*?\d)\s*(?:~|\.\.+|…+|——)\s*(.*?\d)\s*(?:止|号|台|#)?")
TO = re.compile(
    r"(?i)(?<=[\d号#])\s*(?:[~～〜∼∽˜→➜⇒]|起?[至到]|-+>|(?<=\s)(?:to|thru|through)(?=\s))\s*(?=(?:No\.?|[A-Z第#]*)\d)"
)
MOTORS_SAID = re.compile(
    r"[\s，,、;；]*[(（]?(?:共计?|合?计|总计|一共|等)?\s*([\d一二两三四五六七八九十]+)\s*[台只件][)）]?$"
)
COUNTED = re.compile(rf"(?m)^\s*{COUNT}|[①-⑳]\s*(?={DAY})")
BETWEEN = re.compile(r"[\n\r、，,;；﹑､﹐﹔]+")
WITH_WORDS = re.compile(rf"({DAY}-?\d{{3,6}})[号台]?[\s:]*[(]?([^\d\s(:][^\d]*?)[)]?")
AND = "[/／&＆+＋|｜]|以及|和|及|与|and"
JOINED = re.compile(rf"\s*(?:{AND})\s*")
JOINS = re.compile(rf"[-–—－~～〜∼至到….]|{AND}")
OURS_TO_OURS = re.compile(rf"({DAY}-?\d{{3,6}})-((?:{DAY}-?)?\d{{1,6}})")  # with a dash for “to”
NONE_IN_WORDS = ("无", "没有", "无编号", "无号", "未知", "不详", "none", "n/a", "na", "nil", "unknown")
WHY_NONE = re.compile(
    r"无\w{0,6}|.{0,6}(?:不清|看不|不见|磨损|丢失|缺失|脱落|磨掉|打磨|已掉|掉了|没有|暂无|待查|不详|未知|模糊|illegible|unreadable|missing|lost).{0,6}"
)
SAYS_NOTHING = frozenset(map(folded, NONE_IN_WORDS))


def numbers_in(cell: Cell) -> list[str]:
    """The serial numbers of a cell: one, several below each other, or from one to another. Raises ValueError.

    A cell that says in words why there is none is kept as it is; see put_together in tables.py.
    """
    if not isinstance(cell, str):
        return [one_number(serial_number(cell))]
    found: list[str] = []
    said, count = without_count(as_text(cell))
    for piece in pieces_of(said):
        if has_digit(piece):
            found += expanded(completed(piece, found), found)
    if count not in (0, len(found)) and found:
        raise as_many(count, len(found))
    return found or ([normalised(cell)] if says_why_none(cell) else [])


def without_count(said: str) -> tuple[str, int]:
    """What a cell says before “5台” at its end, and that number; 0 where it does not say how many motors they are."""
    match = MOTORS_SAID.search(said)
    if match is None or not LIKE_OURS.search(normalised(said)):
        return said, 0
    return said[: match.start()], int(number_in(match[1]))


def as_many(count: int, numbers: int) -> ValueError:
    """How many motors are said to be, and how many serial numbers there are."""
    said = _("%(count)d motors, but %(n)d serial numbers.")
    return ValueError(said % {"count": count, "n": numbers})


def says_why_none(cell: str) -> bool:
    """Whether a text says that a motor has no number: 无铭牌, 看不清."""
    return folded(cell) in SAYS_NOTHING or bool(WHY_NONE.fullmatch(folded(cell)))


def words_in(cell: Cell) -> str:
    """What a cell for serial numbers says besides: that the plate cannot be read, or what ails the motor."""
    if not isinstance(cell, str):
        return ""
    said, _count = without_count(cell)
    words = [piece.strip() for piece in pieces_of(said) if not has_digit(piece)]
    return "，".join(
        word for word in words if folded(word) not in SAYS_NOTHING and any(map(str.isalnum, word))
    )


def pieces_of(said: str) -> Iterator[str]:
    """What a cell says one beside the other: numbers, and words."""
    for part in BETWEEN.split(COUNTED.sub("\n", TO.sub("~", said))):
        if part.strip():
            yield from in_pieces(part.strip())


def in_pieces(part: str) -> list[str]:
    """What a blank, a stroke or an “and” separates, where every piece has the form of the first, or ends as it does.

    Of one that begins with a number as ours are, all else is words.
    """
    for pieces in (part.split(), [piece.strip() for piece in JOINED.split(part)]):
        if len(pieces) > 1 and all(goes_on(piece, pieces[0]) for piece in pieces[1:]):
            return pieces
    first, _blank, rest = part.partition(" ")
    if is_words(rest) and begins_with_a_number(first):
        return [*in_pieces(first), rest]
    if rest and is_like_ours(first) and not has_digit(rest) and not JOINS.match(rest.strip()):
        return [first, rest]
    attached = WITH_WORDS.fullmatch(normalised(part))
    return list(attached.groups()) if attached and is_words(attached[2]) else [part]


def is_words(text: str) -> bool:
    return not has_digit(text) and HAN.search(text) is not None


def begins_with_a_number(text: str) -> bool:
    """Whether it begins with a number as ours are, or is the last digits of one."""
    return LIKE_OURS.match(normalised(text)) is not None or (text.isdecimal() and len(text) <= SHORTENED)


def goes_on(piece: str, first: str) -> bool:
    """Whether a piece is a number as the first one is, or the last digits of one."""
    if form_of(piece) == form_of(first):
        return has_digit(piece)
    digits = normalised(piece)
    return is_like_ours(first) and digits.isdecimal() and len(digits) <= len(digits_at_end(normalised(first)))


def completed(piece: str, before: list[str]) -> str:
    """0002 after 260904-0001 is 260904-0002."""
    said = piece.strip()
    digits = digits_at_start(said)
    if before and digits and not is_like_ours(said) and is_like_ours(before[-1]):
        tail = before[-1][DAYS_DIGITS:].removeprefix("-")
        if len(digits) <= len(tail):
            return f"{before[-1][: -len(digits)]}{said}"
    return said


def has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def is_like_ours(text: str) -> bool:
    return LIKE_OURS.fullmatch(normalised(text)) is not None


def form_of(piece: str) -> str:
    return re.sub(r"\d", "9", normalised(piece))


def expanded(part: str, before: list[str]) -> list[str]:
    """260904-0005~0009 is five numbers. Refused: one with more beside it, and, after another, words with digits."""
    match = RANGE.fullmatch(part.strip()) or OURS_TO_OURS.fullmatch(normalised(part))
    if match is None:
        number = one_number(serial_number(part))
        if before and HAN.search(number):
            raise more_than_a_number(number)
        return [number]
    first, last = normalised(match[1]), normalised(match[2])
    head = first[: len(first) - len(digits_at_end(first))]
    start, end = digits_at_end(first), digits_at_end(last)
    if (last != end and last != head + end) or len(end) > len(start):
        raise ValueError(_("“%(text)s” is no range of numbers.") % {"text": part})
    to = start[: len(start) - len(end)] + end
    count = int(to) - int(start) + 1
    if not 0 < count <= MOST:
        raise ValueError(_("“%(text)s” is no range of numbers.") % {"text": part})
    return [f"{head}{number:0{len(start)}d}" for number in range(int(start), int(to) + 1)]


def digits_at_start(text: str) -> str:
    return "".join(takewhile(str.isdecimal, text))


def digits_at_end(text: str) -> str:
    return digits_at_start(text[::-1])[::-1]
