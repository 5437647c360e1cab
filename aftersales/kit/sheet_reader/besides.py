"""What is known of a sheet besides its values, and how a tag of XML is read for it."""

import re
from dataclasses import dataclass, field

Place = tuple[int, int]  # row and column, from 0
Marks = dict[Place, dict[str, str]]


@dataclass
class Besides:
    """What is known of a sheet besides its values: errors and formulas without a value, hidden rows, merged cells."""

    marks: Marks = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    merged: list[tuple[Place, Place]] = field(default_factory=list)


def attribute(tag: bytes, name: str) -> str:
    match = re.search(rb'\b%s="([^"]*)"' % name.encode(), tag)
    return match[1].decode("utf-8", "replace") if match else ""


def unescaped(text: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text
