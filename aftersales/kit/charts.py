"""Charts as small SVG pictures, made on the server: the same one stands in the page and in the PDF.

Pure functions from figures to text. No style attribute and no script, which the content security policy forbids:
colours are presentation attributes, the words take the colour of the text around them (``currentColor``), and
the tones are legible on white paper and in dark mode. Each chart has a title for who cannot see it.
"""

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from itertools import pairwise
from typing import NamedTuple

WIDTH = 400  # units; words are 12 of them high, so a phone shows them at about the size of its text
SIZE = 12
NARROW = 24  # letters that fit beside each other under a chart
FONT = "PingFang SC, Microsoft YaHei, WenQuanYi Micro Hei, Noto Sans CJK SC, sans-serif"
GREEN, AMBER, RED, BLUE = "#3f9b63", "#d99a2b", "#cc4b44", "#3d78c9"
GRID = "#9aa3ad"
LINES = ("#3d78c9", "#d9822b", "#3f9b63", "#8d62c9", "#1f9aa8")

Figure = Decimal | float | int | None


class Part(NamedTuple):
    """One answer of a stacked bar: its name, colour."""

    label: str
    colour: str


class Bar(NamedTuple):
    """A line of a chart: its name, its figures, and what is written at its end."""

    label: str
    values: Sequence[Figure]
    note: str = ""


def stacked(title: str, parts: Sequence[Part], bars: Sequence[Bar]) -> str:
    """Shares in per cent, one bar a line: the label above it, the figures inside."""
    step = 42
    body = [legend(parts)]
    for row, bar in enumerate(bars):
        top = 34 + row * step
        body.append(text(0, top, bar.label))
        body.append(text(WIDTH, top, bar.note, anchor="end"))
        body += stack(bar.values, parts, top + 6)
    return picture(title, 34 + len(bars) * step, body)


def stack(values: Sequence[Figure], parts: Sequence[Part], top: float) -> list[str]:
    """The pieces of one bar; a piece too narrow for its figure goes without."""
    pieces, left = [], 0.0
    if not sum(value or 0 for value in values):
        return [rect(0, top, WIDTH, 18, GRID, opacity=".25")]
    for value, part in zip(values, parts, strict=True):
        width = float(value or 0) / 100 * WIDTH
        if width:
            pieces.append(rect(left, top, max(width - 1, 0.5), 18, part.colour))
            if width >= 30:
                pieces.append(text(left + width / 2, top + 13, f"{value}%", anchor="middle", fill="#fff"))
        left += width
    return pieces


def bars(title: str, rows: Sequence[Bar], most: float = 100, colour: str = BLUE) -> str:
    """One figure a line, from 0 to ``most``; a line without a figure says "–"."""
    step = 36
    body = []
    for row, bar in enumerate(rows):
        top = 14 + row * step
        value = bar.values[0]
        body.append(text(0, top, bar.label))
        body.append(text(WIDTH, top, bar.note, anchor="end"))
        body.append(rect(0, top + 6, WIDTH, 10, GRID, opacity=".25"))
        if value is not None:
            body.append(rect(0, top + 6, max(float(value) / most * WIDTH, 1), 10, colour))
    return picture(title, 14 + len(rows) * step, body)


def lines(title: str, years: Sequence[str], series: Sequence[Bar], most: float = 100) -> str:
    """One line a series over the years, from 0 to ``most``; a year without a figure breaks it."""
    left, right, top, height = 30.0, 372.0, 12.0, 170.0
    columns = max(len(years) - 1, 1)
    xs = [left + (right - left) * n / columns for n in range(len(years))]
    if len(years) == 1:
        xs = [(left + right) / 2]
    body = []
    for mark in range(0, 101, 25):
        y = top + height * (1 - mark / 100)
        body.append(
            f'<path d="M{left:.1f} {y:.1f}H{right:.1f}" stroke="{GRID}" stroke-width=".5" opacity=".6"/>'
        )
        body.append(text(left - 6, y + 4, f"{mark * most / 100:g}", anchor="end"))
    body += [text(x, top + height + 18, year, anchor="middle") for x, year in zip(xs, years, strict=True)]
    for n, bar in enumerate(series):
        body += line(bar, xs, top, height, most, LINES[n % len(LINES)])
    keys = [Part(bar.label, LINES[n % len(LINES)]) for n, bar in enumerate(series)]
    rows, across = 0, 1 if max((len(key.label) for key in keys), default=0) > NARROW else 2
    for n, key in enumerate(keys):
        x, rows = (n % across) * WIDTH / 2, n // across
        body.append(swatch(x, top + height + 34 + rows * 20, key))
    return picture(title, top + height + 44 + rows * 20, body)


def line(bar: Bar, xs: Sequence[float], top: float, height: float, most: float, colour: str) -> list[str]:
    """The marks of a series and the strokes between neighbouring ones."""
    places = [
        None if value is None else (x, top + height * (1 - float(value) / most))
        for x, value in zip(xs, bar.values, strict=True)
    ]
    strokes = [
        f'<path d="M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}" stroke="{colour}" stroke-width="2" fill="none"/>'
        for a, b in pairwise(places)
        if a and b
    ]
    marks = [f'<circle cx="{p[0]:.1f}" cy="{p[1]:.1f}" r="3.5" fill="{colour}"/>' for p in places if p]
    return strokes + marks


def legend(parts: Sequence[Part]) -> str:
    width = WIDTH / max(len(parts), 1)
    return "".join(swatch(n * width, 10, part) for n, part in enumerate(parts))


def swatch(x: float, y: float, part: Part) -> str:
    return rect(x, y - 9, 10, 10, part.colour) + text(x + 15, y, part.label)


def rect(x: float, y: float, width: float, height: float, colour: str, opacity: str = "1") -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"'
        f' opacity="{opacity}"/>'
    )


def text(x: float, y: float, words: str, anchor: str = "start", fill: str = "currentColor") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{SIZE}" font-family="{FONT}"'
        f' fill="{fill}">{escape(words)}</text>'
        if words
        else ""
    )


def picture(title: str, height: float, body: Sequence[str]) -> str:
    """The whole picture. Its size is that of what surrounds it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 {WIDTH} {height:.0f}">'
        f"<title>{escape(title)}</title>{''.join(body)}</svg>"
    )
