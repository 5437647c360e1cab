"""Limits are numbers or formulas of the rated values; both ends belong to them."""

import csv
from decimal import Decimal

import pytest

from catalogue.limits import Limits, Outcome, is_formula, limit, rated_value, reading
from catalogue.lists import family_of
from catalogue.starting import FOLDER

RATED = {"rated_v": Decimal(110), "rated_w": Decimal(92), "rated_rpm": Decimal(3000)}


@pytest.mark.parametrize(
    ("formula", "number"),
    [
        ("20", "20"),
        ("-0.015", "-0.015"),
        ("0.8*max(1500,1000+2*rated_v)", "1200"),
        ("1500-1.3*(1500-rated_rpm)", "3450"),
        ("rated_rpm/15", "200"),
        ("min(rated_v, 24)", "24"),
    ],
)
def test_a_formula_is_worked_out_with_the_rated_values(formula, number):
    assert limit(formula, RATED) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "rated_x",
        "2**9",
        "1/0",
        "True",
        "__import__('os')",
        "rated_v.real",
        "(" * 60,
        "max()",
        "[1]",
        "1 if 1 else 2",
    ],
)
def test_what_is_no_formula_gives_no_limit(text):
    assert limit(text, RATED) is None


def test_a_rated_value_that_nobody_knows_gives_no_limit():
    assert limit("0.9*rated_rpm", {}) is None


def test_every_limit_of_the_starting_plans_can_be_read():
    with (FOLDER / "test_items.csv").open(encoding="utf-8", newline="") as file:
        unread = [
            row for row in csv.DictReader(file) if not (is_formula(row["least"]) and is_formula(row["most"]))
        ]
    assert unread == []


@pytest.mark.parametrize(
    ("least", "most", "value", "outcome"),
    [
        ("20", None, "20", Outcome.NEAR),
        ("20", None, "19.9", Outcome.OUTSIDE),
        ("20", None, "200", Outcome.INSIDE),
        (None, "0.488", "0.488", Outcome.NEAR),
        (None, "0.488", "0.489", Outcome.OUTSIDE),
        ("0.02", "0.3", "0.28", Outcome.NEAR),
        ("0.02", "0.3", "0.2", Outcome.INSIDE),
        (None, "0", "0", Outcome.INSIDE),
        (None, None, "5", Outcome.UNKNOWN),
    ],
)
def test_where_a_value_stands(least, most, value, outcome):
    ends = [Decimal(end) if end else None for end in (least, most)]
    assert Limits(*ends).judge(Decimal(value), 10) == outcome


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0.42", "0.42"), ("20 MΩ", "20"), (">500", "500"), ("≥200MΩ", "200"), ("1½", "1.5"), ("１２．５", "12.5"),
        ("−3", "-3"), ("1,500", "1500"), ("合格", None), ("5,2", None), ("1e5", None), ("1.2.3", None), ("", None),
    ],
)  # fmt: skip
def test_values_as_people_and_instruments_write_them(typed, number):
    assert reading(typed) == (Decimal(number) if number else None)


def test_rated_values_and_families_are_read_from_the_register():
    assert (rated_value("220~"), rated_value(""), rated_value("0")) == (Decimal(220), None, None)
    assert [family_of(name) for name in ("90SZ03", "YC90S4", "YY6314", "55ZYT", "")] == [
        "SZ",
        "YC",
        "YY",
        "ZYT",
        "",
    ]
