"""A serial number is one identity, however it was written down.

People read it from a plate, type it on a phone, paste it from a message: full-width digits, another dash, a
space, "No." before it. ``normalised`` is what we keep; ``key`` is what two numbers are compared by.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from aftersales.kit.text import identifier, plain_dashes

LONGEST = 40  # characters of a serial number
NEARLY = range(5, 25)  # characters of a key that is worth guessing at

ONE = re.compile("(?<=[0-9])\u4e00(?=[0-9])")  # 一, which a phone offers for a dash
ZERO = re.compile("(?<=[0-9〇零○-])[〇零○]|[〇零○](?=[0-9〇零○])")  # 〇, where a number is dictated
COUNTED = re.compile(r"^\s*[①-⑳]\s*(?=\S*[0-9])")  # ① before a line of a list
AROUND_DASHES = re.compile(r"\s*-[\s-]*")
AROUND = (
    "'\"\u2018\u2019\u201c\u201d,.;:\u3001\u3002"  # what a sentence or a spreadsheet puts around a number
)
NUMBER_SIGN = re.compile("(?<=[0-9])[号台#]$")
BRACKETS = re.compile(r"[(\[【「《<]([^()\[\]【】「」《》<>]+)[)\]】」》>]")  # around the whole number
MARK = r"[\s.:;,#=]"
NAMED = "(?:产品|出厂|出厂产品|电机|机身|整机|铭牌)?(?:序列|系列|编|机|串|序)号码?|铭牌号码?|号码|条形?码"
CHINESE = rf"(?:{NAMED})[是为]?|第(?=\d)"
ENGLISH = r"(?:(?:serial|ser|s|motor)[\s./]*(?:number|no|nr|n)|no|nr|n°|serial|id)"
DAY = r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
COUNT = rf"\(?\d{{1,3}}[).:、]\s*(?={DAY}-?\d{{3,6}})"  # 1. or (1) before a number as ours are
PREFIX = re.compile(rf"(?i)^(?:(?:{CHINESE}){MARK}*|#\s*|{ENGLISH}{MARK}+|{COUNT})+")
LETTERS_ONLY = re.compile(
    r"(?:S/?N|NO)(?=\d)"
)  # stands right before the digits: a prefix only when we compare

PLAIN = re.compile("[0-9]+(?:-[0-9]+)*")  # as nearly all numbers are, so that a whole register takes no time

# Which signs are taken for each other on a plate, so that the likelier guess comes first.
PAIRS = ("0O", "0D", "0Q", "1I", "1L", "17", "2Z", "38", "3B", "5S", "69", "6G", "8B")
ALIKE = frozenset(map(frozenset, PAIRS))
LIKE_OURS = re.compile(rf"{DAY}-?\d{{3,6}}(?!\d)")  # a day, and a number
ALONE = re.compile(
    rf"{DAY}-?\d{{3,6}}(?:[-/]?[A-Za-z]\d?| [A-Za-z]|[-/]\d{{1,2}})?\W*"
)  # 260904-0005, 260904-0005/A
BEHIND = re.compile(rf".*[\s/|:]{DAY}-?\d{{3,6}}(?!\d)")
DIGIT_FOR = str.maketrans("OILZSB", "011258")


def normalised(text: str) -> str:
    """A serial number as it is kept: usual width, plain dashes, nothing that nobody sees, no "No." before it."""
    if PLAIN.fullmatch(text):
        return text
    marked = plain_dashes(
        COUNTED.sub("", text).replace("№", "No.")
    )  # cleaning would drop the dash that only typesetters see
    plain = ONE.sub("-", plain_dashes(identifier(unicodedata.normalize("NFKC", identifier(marked)))))
    return without_prefix(ZERO.sub("0", AROUND_DASHES.sub("-", in_ascii(plain))))


def in_ascii(text: str) -> str:
    """The text with the digits of our keyboards for those of other scripts."""
    return text if text.isascii() else "".join(str(int(c)) if c.isdecimal() else c for c in text)


def is_more(text: str) -> bool:
    """Whether a number as ours are is not all that a text says, as it is kept: there is another one, or a model."""
    return bool(LIKE_OURS.match(text) and not ALONE.fullmatch(text)) or BEHIND.match(text) is not None


def without_prefix(text: str) -> str:
    """The number without what only says that it is one; a text that says nothing else stays as it is."""
    wrapped = BRACKETS.fullmatch(text.strip(AROUND))
    rest = PREFIX.sub("", (wrapped[1] if wrapped else text).strip(AROUND), count=1).strip(AROUND + " ")
    rest = NUMBER_SIGN.sub("", rest)
    return rest if any(map(str.isalnum, rest)) else text


@lru_cache(maxsize=10_000)  # a row of a table asks for its own half a dozen times
def key(text: str) -> str:
    """What two numbers are the same by: letters and digits alone, in capitals.

    Empty where there is no digit, for "none" and "illegible" are no numbers.
    """
    if PLAIN.fullmatch(text):
        return text.replace("-", "")
    signs = "".join(filter(str.isalnum, LETTERS_ONLY.sub("", normalised(text).upper())))
    return signs if any(map(str.isdigit, signs)) else ""


def spellings(*texts: str) -> Iterator[str]:
    """Serial numbers as they are kept, and without their dashes, for whoever searches."""
    for text in dict.fromkeys(filter(None, texts)):
        yield text
        if key(text) not in ("", normalised(text).upper()):
            yield key(text)


def repeated(texts: Iterable[str]) -> set[str]:
    """The numbers that are the same as another one among them."""
    alike = defaultdict(list)
    for text in filter(None, texts):
        alike[key(text) or normalised(text)].append(text)
    return {text for same in alike.values() if len(same) > 1 for text in same}


def neighbours(wanted: str) -> Iterator[str]:
    """The keys from which this one differs by one slip: two signs swapped, one too many, too few, or wrong.

    The likelier ones first; none of a key that is so short that it may be anything.
    """
    if len(wanted) not in NEARLY:
        return
    yield from as_digits(wanted)
    yield from swapped(wanted)
    replaced = sorted(replacements(wanted), key=lambda pair: not pair[0])
    yield from (text for alike, text in replaced if alike)
    yield from shorter(wanted)
    yield from longer(wanted)
    yield from (text for alike, text in replaced if not alike)


def as_digits(text: str) -> Iterator[str]:
    """With digits for all letters that look like one: who takes one 0 for an O takes them all."""
    if (read := text.translate(DIGIT_FOR)) != text:
        yield read


def swapped(text: str) -> Iterator[str]:
    for place in range(len(text) - 1):
        if text[place] != text[place + 1]:
            yield text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def shorter(text: str) -> Iterator[str]:
    for place in range(len(text)):
        yield text[:place] + text[place + 1 :]


def longer(text: str) -> Iterator[str]:
    for place in range(len(text) + 1):
        for sign in "0123456789":
            yield text[:place] + sign + text[place:]


def replacements(text: str) -> Iterator[tuple[bool, str]]:
    """With another sign in one place; and whether the two are easily taken for each other."""
    for place, here in enumerate(text):
        for sign in "0123456789" + looks_like(here):
            if sign != here:
                yield frozenset((here, sign)) in ALIKE, text[:place] + sign + text[place + 1 :]


def looks_like(sign: str) -> str:
    """The letters that a sign is taken for."""
    return "".join(other for pair in ALIKE if sign in pair for other in pair if other.isalpha())
