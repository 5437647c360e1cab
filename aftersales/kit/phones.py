"""A telephone number is one number, however its digits are grouped and whatever stands before them.

It is kept backwards, for people ask for it by its end: without +86, without the 0, without the area code, by the last
four digits. So whatever begins alike has the same end, which an index finds.
"""

import re
import unicodedata

LONGEST = 11  # digits that tell numbers apart: of a mobile phone, or of area code and number without the 0
LEAST = 4  # digits of an end that somebody may look for

ANOTHER = re.compile(r"[/,;、，；|]|\s或\s*")  # what stands between two numbers
EXTENSION = re.compile(r"(?i)转|分机|ext|[x#*]")
NUMBER = re.compile(r"[+(（]?[0-9][0-9\s().（）+-]*")


def backwards(text: str) -> str:
    """The digits of the first number in a text from its end on; empty where there is none."""
    plain = unicodedata.normalize("NFKC", text)
    first = EXTENSION.split(ANOTHER.split(plain)[0])[0]
    return "".join(re.findall("[0-9]", first))[-LONGEST:][::-1]


def sought(text: str) -> str:
    """What ``backwards`` of a number begins with, if the text may be one or its end; else empty."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = backwards(plain) if NUMBER.fullmatch(plain) else ""
    return found if len(found) >= LEAST else ""


def ending(name: str, digits: str) -> dict[str, str]:
    """The lookups of a column kept backwards for numbers with this end; from one to another, so any index serves."""
    if len(digits) == LONGEST:
        return {name: digits}
    return {f"{name}__gte": digits, f"{name}__lte": digits.ljust(LONGEST, "9")}
