"""Lists that stand in one cell, as people write them: 匝短；线圈短路, or one a line."""

import re

BETWEEN = re.compile(r"[;；\n]")


def listed(text: str) -> list[str]:
    """What the cell lists, in its order, each once."""
    return list(dict.fromkeys(filter(None, map(str.strip, BETWEEN.split(text)))))


def family_of(model: str) -> str:
    """The family of a model: its first letters, which in 90SZ03 are SZ and in YC90S4 YC."""
    letters = re.search(r"[^\W\d_]+", model)
    return letters[0].upper() if letters else ""


def suits(scope: str, model: str) -> bool:
    """Whether what is for these models and families, or for all where none is named, is for this model."""
    named = {name.upper() for name in listed(scope)}
    return not named or bool(named & {model.upper(), family_of(model)})
