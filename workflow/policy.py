"""The policy edition: every figure and switch that a factory may set differently from its neighbour.

Where the regulation is silent or ambiguous, what is chosen is a figure here, never a constant in code. Each app
declares its own in its ``policy.py``; an edition keeps those of all apps (workflow.models.policy). Free of Django,
as rules and clocks are that are given their figures.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Self, TypeVar

Value = bool | int | str
T = TypeVar("T", bound=Value)
Own = TypeVar("Own", bound="Policy")


@dataclass(frozen=True)
class Figure:
    """One figure or switch of the policy, and its words."""

    name: str
    rank: int
    default: Value
    label: str
    words: Mapping[str, str]  # of what can be chosen; empty for a count and for yes or no

    def check(self, value: Value) -> None:
        """Raise ValueError naming the figure if it cannot be this."""
        if self.words:
            fine, wanted = value in tuple(self.words), f"one of {', '.join(self.words)}"
        elif isinstance(self.default, bool):
            fine, wanted = isinstance(value, bool), "true or false"
        else:
            fine, wanted = type(value) is int and value >= 0, "a count"
        if not fine:
            raise ValueError(f"{self.name}: must be {wanted}, not {value!r}")

    def of(self, values: Mapping[str, Value]) -> Value:
        """What it is in an edition with these values."""
        return values.get(self.name, self.default)


_figures: dict[str, Figure] = {}


@dataclass(frozen=True, slots=True)
class Policy:
    """The figures of one app in one edition. A claim is judged by the edition in force on its claim date."""

    @classmethod
    def from_dict(cls, values: Mapping[str, Value]) -> Self:
        """The app's own among the values of an edition, the rest as default; ValueError names one that cannot be."""
        own = {entry.name: values[entry.name] for entry in fields(cls) if entry.name in values}
        check(own)
        return replace(cls(), **own)


def figure(default: T, label: str, **words: str) -> T:
    """A field of a policy: what holds unless an edition differs, its label, and the words of its choices."""
    return field(default=default, metadata={"default": default, "label": label, "words": words})


def gettext_noop(text: str) -> str:
    """Mark words for makemessages; whoever shows them translates them."""
    return text


def declare(rank: int) -> Callable[[type[Own]], type[Own]]:
    """Make figures part of the policy; people read them app by app in the order of the ranks."""

    def add(policy: type[Own]) -> type[Own]:
        for entry in fields(policy):
            if entry.name in _figures:
                raise ValueError(f"{entry.name}: is declared twice")
            _figures[entry.name] = Figure(entry.name, rank, **entry.metadata)
        return policy

    return add


def figures() -> list[Figure]:
    """Every figure of every app, in the order in which people read them."""
    return sorted(_figures.values(), key=lambda entry: entry.rank)


def check(values: Mapping[str, Value]) -> None:
    """Raise ValueError naming the first figure that does not exist, or cannot be what it is."""
    for name, value in values.items():
        if name not in _figures:
            raise ValueError(f"{name}: is not a field of the policy")
        _figures[name].check(value)
