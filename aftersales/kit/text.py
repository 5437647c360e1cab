"""Text as people type and paste it: what of it is kept, and what of it paper can show.

``clean`` is for whatever comes in: every text field (form_fields.py) and every sheet (spreadsheets.py).
``printable`` is for whatever goes out on paper, written today or years ago.
"""

import re
import unicodedata

from aftersales.kit.fonts import drawn

SUBSTITUTE = "〓"  # the typesetter's mark for a type that is not in the case
NAMED = 40  # substituted characters that the foot of a paper names

LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")

BLANKS = re.compile(
    "[\t\u00a0\u1680\u2000-\u200a\u202f\u205f"  # spaces of other widths
    "\u115f\u1160\u2800\u3164\uffa0]"  # letters that draw nothing
)

NOTHING = re.compile(
    "["
    "\0-\x08\x0b-\x1f\x7f-\x9f"  # control characters
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # writing direction: 100 would read 001
    "\u200b\u2060-\u2065\u206a-\u206f\ufeff"  # of no width; byte order mark
    "\u00ad\u034f\u17b4\u17b5\u180b-\u180f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # for typesetting
    "\ufff0-\ufffc\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # tags and their like
    "\ud800-\udfff\ufdd0-\ufdef"  # halves of characters, and no characters at all
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)

DASHES = re.compile(
    "[\u00ad\u058a\u05be\u1806\u2010-\u2015\u2043\u207b\u208b\u2212\u2500\u2501\u2e3a\u2e3b\u301c\u3030\u30a0\u30fc"
    "\ufe31\ufe32\ufe58\ufe63\uff0d\uff70]"
)

# Joiners and selectors of a variant that stand beside nothing that they could join or vary.
STRAY = re.compile("(?<!\\S)[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]+|[\u200c\u200d]+(?!\\S)")
JOINING = re.compile("[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")

# What is seen as one character, with the marks on it. An ASCII letter without any is always drawn, and what is
# markup in HTML never belongs to a cluster.
MARK = "[\u0300-\u036f\u20d0-\u20f0\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
CLUSTER = re.compile(
    f"(?:[\U0001f1e6-\U0001f1ff]{{2}}|[^\0-\x7f]|[^<>&;](?={MARK}))(?:{MARK}|\u200d[^\\s<>&;]|\u200c)*"
)

# What means the same where no font has the character itself.
ALIKE = {"⌀": "Ø", "☑": "√", "✅": "√", "✔": "√", "✗": "×", "✘": "×", "❌": "×", "\u20e3": "", "\ufe0f": ""}


def plain_dashes(text: str) -> str:
    """The text with one kind of dash, that of the keyboard."""
    return DASHES.sub("-", text)


def clean(text: str, lines: bool = True) -> str:
    """The text without what nobody sees, in one spelling (NFC); cleaning it again changes nothing.

    Without ``lines`` it is for a field of one line.
    """
    text = visible(text).strip()
    return text if lines else text.replace("\n", " ")


def visible(text: str) -> str:
    """The text, or a page of HTML, with plain line ends and blanks and nothing else that draws nothing."""
    if text.isascii() and text.isprintable():
        return text
    seen = "".join(set(text))  # a page has few different characters, and mostly none to do anything about
    if not any(unwanted.search(seen) for unwanted in (LINE_ENDS, BLANKS, NOTHING, JOINING)):
        return unicodedata.normalize("NFC", text)
    text = BLANKS.sub(" ", LINE_ENDS.sub("\n", text))
    return STRAY.sub("", unicodedata.normalize("NFC", NOTHING.sub("", text)))


def identifier(text: str) -> str:
    """A number or name that things are found by: one line, without joiners and wide blanks."""
    return " ".join(JOINING.sub("", clean(text, lines=False)).split())


def printable(text: str) -> tuple[str, list[str]]:
    """Text, or a page of HTML, as paper shows it, and what each 〓 in it stands for, in their order.

    A character that no font of this system has becomes 〓, or one that means the same.
    """
    text, drawable = visible(text), drawn()
    if all(drawable[ord(character)] for character in set(text)):
        return text, []
    names: dict[str, None] = {}

    def shown(match: re.Match[str]) -> str:
        cluster = "".join(c if drawable[ord(c)] else ALIKE.get(c, c) for c in match[0])
        lost = [c for c in cluster if not drawable[ord(c)]]
        if not lost:
            return cluster
        names[" + ".join(map(named, lost))] = None
        return SUBSTITUTE if lost[0] == cluster[0] else cluster[0] + SUBSTITUTE

    return CLUSTER.sub(shown, text), list(names)


def named(character: str) -> str:
    """A character by its number and name: U+1F44D THUMBS UP SIGN."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def substitutes(names: list[str]) -> str:
    """What stands at the foot of a paper; the same in every language."""
    more = f" … {len(names) - NAMED} +" if len(names) > NAMED else ""
    return f"{SUBSTITUTE} = {'; '.join(names[:NAMED])}{more}"


def unprintable(text: str) -> list[str]:
    """What of a text prints as 〓, as it was typed, each once."""
    drawable = drawn()
    clusters = dict.fromkeys(match[0] for match in CLUSTER.finditer(visible(text)))
    return [cluster for cluster in clusters if any(not drawable[ord(c)] and c not in ALIKE for c in cluster)]
