"""What a verdict comes to is a choice with a name and a colour; no page knows a bare value."""

import pytest

from warranty import clauses
from warranty.presentation import parts_of
from warranty.rules import REPAIRS
from warranty.statuses import ChargeOutcome, FreightBearer, ReturnOutcome, WarrantyStatus


def tables():
    """Every outcome that a row of a table can give."""
    found = set()
    for value in vars(clauses).values():
        if isinstance(value, clauses.Clause):
            found.add(value.outcome)
        elif isinstance(value, tuple):
            found |= {row.outcome for row in value if isinstance(row, clauses.Clause)}
    return found


def test_each_outcome_of_the_rules_is_a_choice():
    flags = {"evidence_conflict"}
    known = {*WarrantyStatus.values, *ReturnOutcome.values, *ChargeOutcome.values, *FreightBearer.values}
    assert "allowed" in tables()
    assert tables() - flags <= known
    assert set(REPAIRS) == set(ChargeOutcome.values)


def verdict(returns, bars=(), grounds=()):
    return {
        "warranty": {"status": "in"},
        "return": {"outcome": returns, "bars": list(bars), "grounds": list(grounds)},
        "charge": {"outcome": "free"},
        "freight": {"bearer": "factory"},
    }


@pytest.mark.parametrize(
    ("said", "colour", "grounds"),
    [
        (verdict("allowed", grounds=["五.1"]), "green", []),
        (verdict("needs_consent", grounds=["五.3"]), "amber", []),
        (verdict("refused"), "grey", []),
        (verdict("refused", ["六.2"], ["五.1"]), "red", ["五.1"]),
        (verdict("hold"), "amber", []),
    ],
)
def test_a_return_that_is_barred_is_red_and_names_what_would_speak_for_it(said, colour, grounds):
    part = parts_of(said)[1]
    assert (part.name, part.colour, part.grounds) == ("return", colour, grounds)
