"""How the reasons of a verdict are shown."""

import re

from django import template

from warranty.reasons import readable
from warranty.rules import Reason

register = template.Library()

CLAUSE_AT_THE_END = re.compile(r"\s*[(（][^()（）]*[)）]$")


@register.filter
def sentence(reason: Reason | dict[str, str]) -> str:
    """The sentence of a reason in the reader's language, without its clause, which the page shows beside it.

    Takes a dict as it is frozen with an appraisal, or a warranty.rules.Reason.
    """
    row = reason if isinstance(reason, dict) else reason._asdict()
    return CLAUSE_AT_THE_END.sub("", readable(row)["text"])
