"""Facts are read strictly, and written so that they read back the same."""

import json
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given

from tests.warranty.strategies import any_facts
from warranty.facts import READERS, Evidence, Facts, InvalidFacts, facts_as_dict, parse_facts

CLAIM = {"claim_date": "2026-01-10"}


def test_only_the_claim_date_is_required():
    assert parse_facts(CLAIM) == Facts(claim_date=date(2026, 1, 10))


def test_what_is_not_said_has_the_agreed_default():
    assert facts_as_dict(parse_facts(CLAIM)) == {
        "claim_date": "2026-01-10",
        "own_product": True,
        "channel": "direct",
        "evidence": [],
        "used": True,
        "hours_used": None,
        "cause": "undetermined",
        "spec_mismatch": False,
        "shipping": None,
        "affects_use": True,
        "exterior_damage": False,
        "customer_machined": False,
        "unauthorized_disassembly": False,
        "misuse": False,
        "custom_made": False,
        "agreement_allows_return": False,
        "factory_consent": None,
        "repair_consent": False,
        "wrongly_returned": False,
    }


def test_evidence_may_know_the_day_or_only_the_month():
    facts = parse_facts(
        {
            **CLAIM,
            "evidence": [
                {"source": "ledger", "date": "2025-03-15"},
                {"source": "nameplate", "date": "2025-03"},
            ],
        }
    )
    assert facts.evidence == (
        Evidence("ledger", date(2025, 3, 15)),
        Evidence("nameplate", date(2025, 3, 1), month_only=True),
    )


def test_a_month_agrees_with_every_day_in_it_and_no_other():
    month = Evidence("nameplate", date(2025, 3, 1), month_only=True)
    assert month.agrees_with(Evidence("ledger", date(2025, 3, 31)))
    assert Evidence("ledger", date(2025, 3, 31)).agrees_with(month)
    assert not month.agrees_with(Evidence("ledger", date(2025, 4, 1)))
    assert not month.agrees_with(Evidence("ledger", date(2024, 3, 1)))
    assert not Evidence("ledger", date(2025, 3, 1)).agrees_with(Evidence("document", date(2025, 3, 2)))


@given(any_facts)
def test_facts_written_down_read_back_the_same(facts):
    assert parse_facts(json.loads(json.dumps(facts_as_dict(facts)))) == facts


def test_there_is_a_reader_for_every_fact():
    assert list(READERS) == [field.name for field in fields(Facts)]


INVALID = {
    "an unknown fact": ("colour", "red"),
    "a fact in another case": ("Used", True),
    "a word for yes": ("used", "true"),
    "a number for yes": ("own_product", 1),
    "null for no": ("misuse", None),
    "yes for a number of hours": ("hours_used", True),
    "hours as text": ("hours_used", "300"),
    "hours below nothing": ("hours_used", -1),
    "hours that are no number": ("hours_used", float("nan")),
    "hours without end": ("hours_used", float("inf")),
    "a channel that is none": ("channel", "retail"),
    "no channel": ("channel", None),
    "a channel in a list": ("channel", ["direct"]),
    "a cause that is none": ("cause", "weather"),
    "a cause that is null, not none": ("cause", None),
    "shipping that is none": ("shipping", "none"),
    "consent as yes": ("factory_consent", True),
    "a day that is not in the calendar": ("claim_date", "2025-02-30"),
    "the 29th of February of a common year": ("claim_date", "2025-02-29"),
    "a claim in a month": ("claim_date", "2025-02"),
    "a claim at a moment": ("claim_date", "2025-02-03T10:00"),
    "a date without dashes": ("claim_date", "20250203"),
    "a date by the week": ("claim_date", "2025-W06-1"),
    "a date in full-width figures": ("claim_date", "２０２５-02-03"),
    "a date with a line end": ("claim_date", "2025-02-03\n"),
    "a date as a number": ("claim_date", 20250203),
    "no claim date": ("claim_date", None),
    "evidence that is no list": ("evidence", {"source": "ledger", "date": "2025-03-15"}),
    "evidence that is a word": ("evidence", ["2025-03-15"]),
    "evidence without a date": ("evidence", [{"source": "ledger"}]),
    "evidence with more than is asked": ("evidence", [{"source": "ledger", "date": "2025-03", "page": 1}]),
    "evidence from hearsay": ("evidence", [{"source": "hearsay", "date": "2025-03"}]),
    "evidence from nowhere": ("evidence", [{"source": None, "date": "2025-03"}]),
    "evidence of a month that is none": ("evidence", [{"source": "ledger", "date": "2025-13"}]),
    "evidence of an impossible day": ("evidence", [{"source": "ledger", "date": "2025-02-30"}]),
    "evidence of a year": ("evidence", [{"source": "ledger", "date": "2025"}]),
    "evidence of the year nought": ("evidence", [{"source": "ledger", "date": "0000-01"}]),
    "evidence dated by number": ("evidence", [{"source": "ledger", "date": 202503}]),
}


@pytest.mark.parametrize(("key", "value"), INVALID.values(), ids=INVALID)
def test_facts_that_cannot_be_are_refused_by_name(key, value):
    with pytest.raises(InvalidFacts) as caught:
        parse_facts({**CLAIM, key: value})
    assert caught.value.key == key
    assert caught.value.message
    assert str(caught.value).startswith(f"{key}: ")


def test_facts_without_a_claim_date_are_refused():
    with pytest.raises(InvalidFacts, match="claim_date: is required"):
        parse_facts({"used": True})
