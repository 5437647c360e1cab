"""Limits of a test item, and whether a value stands inside them. Pure: the rated values are given.

A limit is a number or a formula of the rated values: ``0.8*max(1500, 1000+2*rated_v)``. It is parsed, never run.
Both ends belong to the limits.
"""

import ast
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from enum import StrEnum

RATED = ("rated_v", "rated_w", "rated_rpm")
"""What a formula may ask of a model: volts, watts, revolutions a minute."""

Sum = Callable[[Decimal, Decimal], Decimal]
SIGNS: dict[type[ast.operator], Sum] = {
    ast.Add: Decimal.__add__,
    ast.Sub: Decimal.__sub__,
    ast.Mult: Decimal.__mul__,
    ast.Div: Decimal.__truediv__,
}
CHOICES: dict[str, Callable[..., Decimal]] = {"min": min, "max": max}
DIGITS = 4  # that a limit is shown with
NUMBER = re.compile(r"[<>≤≥]?=?\s*([-+]?\d+(?:\.\d+)?)(?![\d.,]|[eE][-+]?\d)")
VULGAR = {"¼": ".25", "½": ".5", "¾": ".75"}
TEXT = 60  # characters that a value may have


class Outcome(StrEnum):
    """Where a value stands."""

    INSIDE = "inside"
    NEAR = "near"  # inside, and close to a limit
    OUTSIDE = "outside"
    UNKNOWN = "unknown"  # there is no limit for this model: it is never passed


def limit(formula: str, rated: Mapping[str, Decimal]) -> Decimal | None:
    """The number of a limit; None where it says none, cannot be read, or asks for a rated value that is not known."""
    try:
        return worth(ast.parse(formula.strip(), mode="eval").body, rated)
    except (SyntaxError, ValueError, KeyError, DecimalException, RecursionError, MemoryError):
        return None


def worth(node: ast.expr, rated: Mapping[str, Decimal]) -> Decimal:
    """The number of one part of a formula. Raises ValueError for what no limit may contain."""
    match node:
        case ast.Constant(value=int() | float() as number):
            return Decimal(str(number))
        case ast.Name(id=name):
            return rated[name]
        case ast.UnaryOp(op=ast.USub(), operand=part):
            return -worth(part, rated)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in SIGNS:
            return SIGNS[type(sign)](worth(left, rated), worth(right, rated))
        case ast.Call(func=ast.Name(id=name), args=parts, keywords=[]) if name in CHOICES and parts:
            return CHOICES[name](*(worth(part, rated) for part in parts))
    raise ValueError


def is_formula(text: str) -> bool:
    """Whether a limit can be read, for a model of which all rated values are known."""
    return not text.strip() or limit(text, dict.fromkeys(RATED, Decimal(100))) is not None


def rated_value(text: str) -> Decimal | None:
    """The number with which a rated value begins: 220~ is 220."""
    found = NUMBER.match(text.strip())
    return Decimal(found[1]) if found and Decimal(found[1]) > 0 else None


@dataclass(frozen=True)
class Limits:
    """Between what a value has to be; None where there is no such end."""

    least: Decimal | None = None
    most: Decimal | None = None

    def __str__(self) -> str:
        ends = (("≥ ", self.least), ("≤ ", self.most))
        if self.least is not None and self.most is not None:
            return f"{shown(self.least)} – {shown(self.most)}"
        return "".join(sign + shown(end) for sign, end in ends if end is not None)

    def judge(self, value: Decimal, near: int) -> Outcome:
        """Where a value stands. ``near``: within how many per cent of the range, or of a single limit, it is close."""
        ends = [end for end in (self.least, self.most) if end is not None]
        if not ends:
            return Outcome.UNKNOWN
        if (self.least is not None and value < self.least) or (self.most is not None and value > self.most):
            return Outcome.OUTSIDE
        whole = abs(ends[-1] - ends[0]) if len(ends) > 1 else abs(ends[0])
        close = whole * near / 100
        return Outcome.NEAR if any(abs(value - end) < close for end in ends) else Outcome.INSIDE


def shown(value: Decimal) -> str:
    """A limit as people write it: no more digits than it needs, and none after the point of a large one."""
    digits = 0 if abs(value) >= 1000 else DIGITS - 1
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"


def reading(text: str) -> Decimal | None:
    """The number of a value as it was typed or pasted, with or without its unit; None where it has none.

    An instrument at the end of its range says ``>500``: that counts as 500. A grade may be written 1½.
    """
    for sign, part in VULGAR.items():
        text = text.replace(sign, part)
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-").replace("，", ",")
    found = NUMBER.match(re.sub(r"(?<=\d),(?=\d{3}\b)", "", plain))
    return Decimal(found[1]) if found and len(text) <= TEXT else None
