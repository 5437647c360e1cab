"""What a cell for serial numbers says: one or several of them, from one to another, or in words that there is none."""

import re
from collections.abc import Iterator
from itertools import takewhile

from django.utils.translation import gettext as _

from aftersales.kit.search import HAN
from aftersales.kit.serials import DAY, LIKE_OURS, normalised
from aftersales.kit.tables.cells import as_text, folded, serial_number
from aftersales.kit.tables.reading import Cell

SHORTENED = 4  # digits of a number whose beginning another one says
MOST = 1000  # motors of a list, all of which one count takes
RANGE = re.compile(r"(?:从|自)?\s*(.*?\d)\s*(?:[~～〜∼]|至|到|\.\.+|…+|——)\s*(.*?\d)\s*(?:止|号|台)?")
AROUND_A_RANGE = re.compile(r"\s*([~～〜∼]|至|到)\s*")
BETWEEN = re.compile(r"[\n\r、，,;；]+")
AND = "[/／&＆+＋|｜]|以及|和|及|与|and"
JOINED = re.compile(rf"\s*(?:{AND})\s*")
JOINS = re.compile(rf"[-–—－~～〜∼至到….]|{AND}")
OURS_TO_OURS = re.compile(rf"({DAY}-\d{{3,6}})-((?:{DAY}-)?\d{{1,6}})")  # with a dash for “to”
NONE_IN_WORDS = ("无", "没有", "无编号", "无号", "未知", "不详", "none", "n/a", "na", "nil", "unknown")
WHY_NONE = re.compile(
    r"无\w{0,6}|.{0,6}(?:不清|看不|不见|磨损|丢失|缺失|脱落|不详|未知|模糊|illegible|unreadable|missing|lost).{0,6}"
)
SAYS_NOTHING = frozenset(map(folded, NONE_IN_WORDS))


def numbers_in(cell: Cell) -> list[str]:
    """The serial numbers of a cell: one, several below each other, or from one to another. Raises ValueError.

    A cell that says in words why there is none is kept as it is; see put_together in tables.py.
    """
    if not isinstance(cell, str):
        return [serial_number(cell)]
    found: list[str] = []
    for piece in pieces_of(as_text(cell)):
        if has_digit(piece):
            found += expanded(completed(piece, found))
    return found or ([normalised(cell)] if says_why_none(cell) else [])


def says_why_none(cell: str) -> bool:
    """Whether a text says that a motor has no number: 无铭牌, 看不清."""
    return folded(cell) in SAYS_NOTHING or bool(WHY_NONE.fullmatch(folded(cell)))


def words_in(cell: Cell) -> str:
    """What a cell for serial numbers says besides: that the plate cannot be read, or what ails the motor."""
    if not isinstance(cell, str):
        return ""
    words = [piece.strip() for piece in pieces_of(cell) if not has_digit(piece)]
    return "，".join(
        word for word in words if folded(word) not in SAYS_NOTHING and any(map(str.isalnum, word))
    )


def pieces_of(said: str) -> Iterator[str]:
    """What a cell says one beside the other: numbers, and words."""
    for part in BETWEEN.split(said):
        if part.strip():
            yield from in_pieces(part.strip())


def in_pieces(part: str) -> list[str]:
    """What a blank, a stroke or an “and” separates, where every piece has the form of the first, or ends as it does.

    Of one that begins with a number as ours are, all else is words.
    """
    part = AROUND_A_RANGE.sub(r"\1", part)
    for pieces in (part.split(), [piece.strip() for piece in JOINED.split(part)]):
        if len(pieces) > 1 and all(goes_on(piece, pieces[0]) for piece in pieces[1:]):
            return pieces
    first, _blank, rest = part.partition(" ")
    if is_words(rest) and begins_with_a_number(first):
        return [*in_pieces(first), rest]
    return [first, rest] if rest and is_like_ours(first) and not JOINS.match(rest.strip()) else [part]


def is_words(text: str) -> bool:
    return not has_digit(text) and HAN.search(text) is not None


def begins_with_a_number(text: str) -> bool:
    """Whether it begins with a number as ours are, or is the last digits of one."""
    return LIKE_OURS.match(normalised(text)) is not None or (text.isdecimal() and len(text) <= SHORTENED)


def goes_on(piece: str, first: str) -> bool:
    """Whether a piece is a number as the first one is, or the last digits of one."""
    if form_of(piece) == form_of(first):
        return has_digit(piece)
    return is_like_ours(first) and piece.isdecimal() and len(piece) <= len(digits_at_end(normalised(first)))


def completed(piece: str, before: list[str]) -> str:
    """0002 after 260904-0001 is 260904-0002."""
    said = piece.strip()
    if before and said[:1].isdecimal() and not is_like_ours(said) and is_like_ours(before[-1]):
        head, _dash, tail = before[-1].rpartition("-")
        if head and len(digits_at_start(said)) <= len(tail):
            return f"{before[-1][: -len(digits_at_start(said))]}{said}"
    return said


def has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def is_like_ours(text: str) -> bool:
    return LIKE_OURS.fullmatch(normalised(text)) is not None


def form_of(piece: str) -> str:
    return re.sub(r"\d", "9", normalised(piece))


def expanded(part: str) -> list[str]:
    """260904-0005~0009 is five numbers."""
    match = RANGE.fullmatch(part.strip()) or OURS_TO_OURS.fullmatch(normalised(part))
    if match is None:
        return [serial_number(part)]
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
