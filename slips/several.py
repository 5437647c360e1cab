"""Several things on one slip: what they share is said once above the rows, what differs stands in the row.

Each thing has its facts as if it stood alone. Of several there are ``motors``, a row each, and beside them the facts
that all share; one that differs is "" above, and in ``differs`` of the row under its label.
"""

from collections.abc import Mapping, Sequence

from slips.kinds import Facts
from workflow.models import Fact


def merged(alone: Sequence[Facts], rows: Sequence[Facts], labels: Mapping[str, str]) -> Facts:
    """The facts of one slip for several. ``labels`` names what may differ, as the paper calls it."""
    first = alone[0]
    differing = {name for name in first if any(facts[name] != first[name] for facts in alone)}
    together = {name: blank(first[name]) if name in differing else first[name] for name in first}
    together["signatures"] = signed_by_all([facts["signatures"] for facts in alone])
    named = [name for name in labels if name in differing]
    together["motors"] = [
        row | {"differs": in_words(facts, named, labels)} for row, facts in zip(rows, alone, strict=True)
    ]
    return together


def blank(value: Fact) -> Fact:
    """Nothing, of the same kind."""
    return [] if isinstance(value, list) else ""


def in_words(facts: Facts, names: Sequence[str], labels: Mapping[str, str]) -> str:
    return "；".join(f"{labels[name]}：{facts[name] or '无'}" for name in names)


def signed_by_all(signatures: Sequence[Sequence[Facts]]) -> list[Facts]:
    """The boxes of all: whoever signed for some of them, and the last moment."""
    by_role: dict[str, list[Facts]] = {}
    for boxes in signatures:
        for box in boxes:
            by_role.setdefault(box["role"], []).append(box)
    return [one_box(boxes) for boxes in by_role.values()]


def one_box(boxes: Sequence[Facts]) -> Facts:
    names = dict.fromkeys(box["name"] for box in boxes if box["name"])
    return dict(boxes[0]) | {"name": "、".join(names), "at": max(box["at"] for box in boxes)}
