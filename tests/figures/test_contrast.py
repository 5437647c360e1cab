"""Marks of charts stand out 3:1, words 4.5:1, on the page in both schemes and on paper."""

import re
from pathlib import Path

import pytest

from aftersales.kit.charts import EDGE, SOLID

CSS = (Path(__file__).parents[2] / "static/app.css").read_text()
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#\w+)", block)) for block in re.findall(r":root \{(.*?)\}", CSS, re.S)[:2]
)
GROUNDS = {"light": LIGHT["surface"], "dark": DARK["surface"], "paper": "#fff"}


def light(colour):
    """Relative luminance (WCAG 2.2)."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(colour, ground, share):
    """A colour over a ground, as color-mix in sRGB makes it."""
    pair = [
        [int(hexed.lstrip("#")[place : place + 2], 16) for place in (0, 2, 4)] for hexed in (colour, ground)
    ]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in zip(*pair, strict=True))


@pytest.mark.parametrize("ground", GROUNDS)
def test_marks_of_charts_stand_out(ground):
    assert {mark: contrast(mark, GROUNDS[ground]) >= 3 for mark in (SOLID, EDGE)} == {SOLID: True, EDGE: True}


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read_on_the_darkest_shade_of_the_triangle_and_the_line_of_a_month_stands_out(scheme):
    ground = "#ffffff" if scheme["surface"] == "#fff" else scheme["surface"]
    assert contrast(scheme["ink"], mixed(scheme["blue"], ground, 0.32)) >= 4.5
    assert contrast(scheme["soft"], ground) >= 4.5
    assert contrast(scheme["accent"], ground) >= 3
