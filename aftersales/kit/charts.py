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
SOLID, EDGE, INK = "#3d78c9", "#7d8791", "currentColor"  # at least 3:1 on white and on the dark ground
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


class Point(NamedTuple):
    """One value of a chart over months or names: its name, its value, and how that is written."""

    label: str
    value: float | None
    text: str


def spark(title: str, points: Sequence[Point]) -> str:
    """A small line without axes; open where there is no value. The title says every value."""
    high = max([point.value or 0 for point in points], default=0) or 1
    step = 116 / max(len(points) - 1, 1)
    places = [
        None if point.value is None else (2 + n * step, 26 - 22 * point.value / high)
        for n, point in enumerate(points)
    ]
    body = [stroke(a, b, INK) for a, b in pairwise(places) if a and b]
    if last := next((place for place in reversed(places) if place), None):
        body.append(f'<circle cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="2.5" fill="{INK}"/>')
    return picture(f"{title}: {in_words(points)}", 30, body, width=120, css="spark")


def columns(title: str, points: Sequence[Point]) -> str:
    """One column a month with its value above it; none where there is no value."""
    high = max([point.value or 0 for point in points], default=0) or 1
    room = WIDTH / max(len(points), 1)
    body = [rect(0, 124, WIDTH, 1, EDGE)]
    for n, point in enumerate(points):
        middle = room * (n + 0.5)
        body.append(text(middle, 140, point.label[-2:], anchor="middle", size=10))
        if point.value is not None:
            height = max(100 * point.value / high, 1)
            body.append(rect(middle - room * 0.3, 124 - height, room * 0.6, height, SOLID))
            body.append(text(middle, 120 - height, point.text, anchor="middle", size=9))
    return picture(f"{title}: {in_words(points)}", 146, body)


def pareto_chart(title: str, rows: Sequence[Point], total: float) -> str:
    """Bars, the longest first, each with its name above and its number at the end; a mark for the cumulative share."""
    high = max([row.value or 0 for row in rows], default=0) or 1
    body, so_far, step = [], 0.0, 34
    for n, row in enumerate(rows):
        top, value = 12 + n * step, row.value or 0
        so_far += value
        reached = so_far / total if total else 0
        body.append(text(0, top, row.label))
        body.append(text(WIDTH - 44, top, row.text, anchor="end"))
        body.append(text(WIDTH, top, f"{reached:.0%}", anchor="end", size=10))
        body.append(rect(0, top + 5, WIDTH - 44, 11, EDGE, opacity=".25"))
        body.append(rect(0, top + 5, max((WIDTH - 44) * value / high, 1), 11, SOLID))
    return picture(f"{title}: {in_words(rows)}", 12 + len(rows) * step, body)


class Series(NamedTuple):
    """One line of a chart: its name, and its values from 0 on, as far as they are known."""

    label: str
    values: Sequence[float]


ROOM, LABEL = 40, 11  # across and up that the name of a line takes
DASHES = ("", "6 3", "2 3", "9 3 2 3", "1 2")  # which tell lines apart in black and white


def growth(title: str, series: Sequence[Series]) -> str:
    """Lines of per cent from the left on; each stops where its values do, with its name at its end."""
    left, right, top, height = 34.0, 350.0, 12.0, 170.0
    widest = max([len(one.values) for one in series], default=1)
    high = max([max(one.values, default=0) for one in series], default=0) or 1
    body = [rect(left, top + height, right - left, 1, EDGE)]
    ends: list[tuple[float, float, str]] = []
    for part in (0, 0.5, 1):
        body.append(
            text(left - 4, top + height * (1 - part) + 4, f"{high * part:.1f}%", anchor="end", size=10)
        )
    for k in range(0, widest, 2):
        x = left + (right - left) * k / max(widest - 1, 1)
        body.append(text(x, top + height + 14, str(k), anchor="middle", size=10))
    for n, one in enumerate(series):
        places = [
            (left + (right - left) * k / max(widest - 1, 1), top + height * (1 - value / high))
            for k, value in enumerate(one.values)
        ]
        dash = f' stroke-dasharray="{DASHES[n % len(DASHES)]}"' if DASHES[n % len(DASHES)] else ""
        body += [stroke(a, b, INK, dash) for a, b in pairwise(places)]
        if places:
            ends.append((*places[-1], one.label))
    body += [text(x + 4, y + 4, label, size=10) for x, y, label in apart(ends)]
    words = "; ".join(f"{one.label} {one.values[-1]:.2f}%" for one in series if one.values)
    return picture(f"{title}: {words}", top + height + 22, body)


def apart(ends: Sequence[tuple[float, float, str]]) -> list[tuple[float, float, str]]:
    """The names at the ends of lines, the lowest first, each above those below it that would cover it."""
    placed: list[tuple[float, float, str]] = []
    for x, y, label in sorted(ends, key=lambda end: -end[1]):
        near = [other[1] for other in placed if abs(other[0] - x) < ROOM]
        placed.append((x, min([y, *(other - LABEL for other in near)]), label))
    return placed


def stroke(a: tuple[float, float], b: tuple[float, float], colour: str, more: str = "") -> str:
    way = f"M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}"
    return f'<path d="{way}" stroke="{colour}" stroke-width="2" fill="none"{more}/>'


def in_words(points: Sequence[Point]) -> str:
    """Every value of a chart, for who cannot see it."""
    return "; ".join(f"{point.label} {point.text}" for point in points)


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


def text(
    x: float, y: float, words: str, anchor: str = "start", fill: str = "currentColor", size: int = SIZE
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" font-family="{FONT}"'
        f' fill="{fill}">{escape(words)}</text>'
        if words
        else ""
    )


def picture(title: str, height: float, body: Sequence[str], width: int = WIDTH, css: str = "chart") -> str:
    """The whole picture. Its size is that of what surrounds it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{css}" role="img" viewBox="0 0 {width} {height:.0f}">'
        f"<title>{escape(title)}</title>{''.join(body)}</svg>"
    )
