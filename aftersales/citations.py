"""How a clause of the regulation is cited, as 四.2 or 八, and where on its page it stands.

Free of Django, as the rules are that cite clauses.
"""

import re

FACTORY_DEFAULT = "本厂默认"
"""Stands where a clause number would, for what the regulation leaves to the factory."""

NUMERALS = "一二三四五六七八九十"
WHOLE = re.compile(rf"[{NUMERALS}](\.\d)?")
# A numeral alone is a citation where brackets, commas or spaces set it off: 一年 is a year, （八） the clause.
WITHIN = re.compile(rf"[{NUMERALS}]\.\d(?!\d)|(?<![^（(，,、 ])[{NUMERALS}](?![^）)，,、 ])")


def anchor(number: str) -> str:
    """Where a clause stands on the page of the regulation: ``clause-4-2`` for 四.2."""
    if number == FACTORY_DEFAULT:
        return "factory-default"
    if not WHOLE.fullmatch(number):
        return ""
    part, _dot, item = number.partition(".")
    return "-".join(filter(None, ["clause", str(NUMERALS.index(part) + 1), item]))


def cited_in(text: str) -> list[str]:
    """The clauses that a sentence cites, in its order."""
    return WITHIN.findall(text)
