"""The decision table of 五 to 八, held to worked examples that are read beside it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warranty.strategies import any_facts, days
from warranty import clauses
from warranty.facts import parse_facts
from warranty.policy import DEFAULT
from warranty.rules import FACTORY_DEFAULT, decide, dispositions, explain, wrong_return_risks


def left_factory(day, source="ledger"):
    return {"evidence": [{"source": source, "date": day}]}


USUAL = {"claim_date": "2026-01-10", "cause": "factory", **left_factory("2025-09-01")}
INTACT = {"used": False, "cause": "none"}
CUSTOM_INTACT = {**INTACT, "custom_made": True, "factory_consent": "granted"}
ON_ARRIVAL = {**left_factory("2025-12-20"), "used": False, "cause": "transport"}
CONFLICT = left_factory("2025-06-01", "nameplate")["evidence"] + left_factory("2024-06-01")["evidence"]
ML = "material_and_labour"


def facts_of(**beside):
    """The usual facts of the examples: our motor, sold directly, used, the factory's fault, in warranty."""
    return parse_facts({**USUAL, **beside})


def verdict_of(**beside):
    return decide(facts_of(**beside))


def in_words(verdict):
    """A verdict on one line: warranty | return +grounds -bars | charge | freight | flags and problems."""
    found = verdict.as_dict()
    warranty, returns, charge, freight = (found[part] for part in ("warranty", "return", "charge", "freight"))
    parts = [
        [warranty["status"], warranty["expires_on"] or ""],
        [returns["outcome"], *("+" + n for n in returns["grounds"]), *("-" + n for n in returns["bars"])],
        [charge["outcome"], *charge["clauses"]],
        [freight["bearer"], *freight["clauses"]],
        found["flags"] + found["problems"],
    ]
    return " | ".join(" ".join(part).strip() for part in parts if part)


# fmt: off
EXAMPLES = {
    # What differs from the usual facts -> the verdict.
    1: ({**left_factory("2025-03-15"), "claim_date": "2026-03-15"},
        "in 2026-03-15 | refused | free 七.1 | factory"),
    2: ({**left_factory("2025-03-15"), "claim_date": "2026-03-16"},
        f"out 2026-03-15 | refused -六.1 | {ML} 七.3 | customer"),
    3: ({**left_factory("2024-02-29"), "claim_date": "2025-02-28"},
        "in 2025-02-28 | refused | free 七.1 | factory"),
    4: ({**left_factory("2024-02-29"), "claim_date": "2025-03-01"},
        f"out 2025-02-28 | refused -六.1 | {ML} 七.3 | customer"),
    5: ({**left_factory("2023-02-28"), "claim_date": "2024-02-29"},
        f"out 2024-02-28 | refused -六.1 | {ML} 七.3 | customer"),
    6: ({**left_factory("2024-10-31"), "claim_date": "2026-02-28", "channel": "agent"},
        "in 2026-02-28 | refused | free 七.1 | factory"),
    7: ({**left_factory("2024-11-05"), "claim_date": "2026-01-05"},
        f"out 2025-11-05 | refused -六.1 | {ML} 七.3 | customer"),
    8: ({"evidence": []},
        f"unproven | refused -六.1 | {ML} 七.3 | customer"),
    9: ({"evidence": CONFLICT},
        f"out 2025-06-01 | refused -六.1 | {ML} 七.3 | customer | evidence_conflict"),
    10: ({**left_factory("2025-01", "nameplate"), "claim_date": "2026-01-20"},
         f"out 2026-01-01 | refused -六.1 | {ML} 七.3 | customer"),
    11: (left_factory("2026-02-01"),
         "hold | hold | hold | hold | claim_before_ex_factory"),
    12: (INTACT,
         "in 2026-09-01 | needs_consent +五.1 | no_repair | customer"),
    13: (CUSTOM_INTACT,
         "in 2026-09-01 | refused +五.1 -五.1 | no_repair | customer"),
    14: ({**CUSTOM_INTACT, "agreement_allows_return": True},
         "in 2026-09-01 | allowed +五.1 | no_repair | customer"),
    15: ({"custom_made": True, "spec_mismatch": True},
         "in 2026-09-01 | allowed +五.2 | free 七.1 | factory"),
    16: ({"cause": "none", "wrongly_returned": True},
         "in 2026-09-01 | refused -六.2 | no_repair | salesperson 四.1"),
    17: ({"spec_mismatch": True, "unauthorized_disassembly": True},
         "in 2026-09-01 | refused +五.2 -六.4 | free 七.1 | factory"),
    18: ({**ON_ARRIVAL, "shipping": "factory_arranged"},
         "in 2026-12-20 | allowed +五.3 | free | factory"),
    19: ({**ON_ARRIVAL, "shipping": "self_pickup", "exterior_damage": True},
         f"in 2026-12-20 | refused -六.3 | {ML} 七.2 | customer"),
    20: ({"customer_machined": True},
         "in 2026-09-01 | refused -六.3 | free_except_machined_material 七.1 | factory"),
    21: ({"cause": "customer", "misuse": True},
         f"in 2026-09-01 | refused -六.5 | {ML} 七.2 | customer"),
    22: ({"own_product": False, "repair_consent": True},
         f"not_applicable | refused -四.1 | {ML} 四.1 | customer"),
    23: ({"used": False, "custom_made": True},
         "in 2026-09-01 | allowed +五.2 | free 七.1 | factory"),
    24: ({"cause": "undetermined", "unauthorized_disassembly": True},
         "in 2026-09-01 | refused -六.4 | hold | hold"),
    25: ({"used": False, "hours_used": 300, "misuse": True},
         "in 2026-09-01 | hold | hold | hold | unused_but_ran misuse_with_factory_cause"),
}

BESIDE_THE_EXAMPLES = {
    "another maker's motor whose owner did not agree to a paid repair is not repaired":
        ({"own_product": False}, "not_applicable | refused -四.1 | no_repair | customer"),
    "another maker's motor sent in wrongly is on the salesperson":
        ({"own_product": False, "wrongly_returned": True},
         "not_applicable | refused -四.1 | no_repair | salesperson 四.1"),
    "another maker's motor may be claimed before the date on its nameplate":
        ({"own_product": False, "repair_consent": True, "evidence": CONFLICT, "claim_date": "2020-01-01"},
         f"not_applicable | refused -四.1 | {ML} 四.1 | customer"),
    "transport that nobody is known to have arranged is asked about first":
        ({"cause": "transport"}, "in 2026-09-01 | hold | hold | hold | transport_without_shipping"),
    "scratches from the transport that leave the motor usable are repaired, not returned":
        ({**ON_ARRIVAL, "shipping": "factory_arranged", "affects_use": False},
         "in 2026-12-20 | refused | free | factory"),
    "transport damage out of warranty is the customer's to pay":
        ({**ON_ARRIVAL, **left_factory("2024-12-20"), "shipping": "factory_arranged"},
         f"out 2025-12-20 | refused +五.3 -六.1 | {ML} 七.3 | customer"),
    "a motor outside the contract and faulty on arrival fails the contract once":
        ({"used": False, "spec_mismatch": True},
         "in 2026-09-01 | allowed +五.2 | free 七.1 | factory"),
    "an unused motor has run for no hours":
        ({"used": False, "hours_used": 0},
         "in 2026-09-01 | allowed +五.2 | free 七.1 | factory"),
    "every bar is listed, and every ground":
        ({"evidence": [], "cause": "none", "spec_mismatch": True, "used": False, "exterior_damage": True,
          "unauthorized_disassembly": True, "misuse": True},
         f"unproven | refused +五.2 +五.1 -六.1 -六.3 -六.4 -六.5 | {ML} 七.3 | customer"),
    "a custom-made motor out of warranty is barred twice":
        ({**CUSTOM_INTACT, "claim_date": "2026-09-02"},
         "out 2026-09-01 | refused +五.1 -六.1 -五.1 | no_repair | customer"),
    "an agreement lifts the bar of a custom-made motor, and none of the bars of 六":
        ({**CUSTOM_INTACT, "agreement_allows_return": True, "claim_date": "2026-09-02"},
         "out 2026-09-01 | refused +五.1 -六.1 | no_repair | customer"),
    "an intact motor comes back with the factory's consent":
        ({**INTACT, "factory_consent": "granted"},
         "in 2026-09-01 | allowed +五.1 | no_repair | customer"),
    "an intact motor stays with the customer when the factory refuses":
        ({**INTACT, "factory_consent": "refused"},
         "in 2026-09-01 | refused +五.1 | no_repair | customer"),
    "an unknown cause in warranty keeps everything open":
        ({"cause": "undetermined"}, "in 2026-09-01 | hold | hold | hold"),
    "an unknown cause out of warranty makes no difference":
        ({"cause": "undetermined", "claim_date": "2026-09-02"},
         f"out 2026-09-01 | refused -六.1 | {ML} 七.3 | customer"),
    "a measurement outside the contract settles an unknown cause":
        ({"cause": "undetermined", "spec_mismatch": True},
         "in 2026-09-01 | allowed +五.2 | free 七.1 | factory"),
    "a document counts before the nameplate":
        ({"evidence": left_factory("2025-06-01", "nameplate")["evidence"]
          + left_factory("2024-06-01", "document")["evidence"]},
         f"out 2025-06-01 | refused -六.1 | {ML} 七.3 | customer | evidence_conflict"),
    "a month agrees with a day in it":
        ({"evidence": left_factory("2025-09", "nameplate")["evidence"]
          + left_factory("2025-09-14")["evidence"]},
         "in 2026-09-14 | refused | free 七.1 | factory"),
    "of two documents that disagree the earlier counts":
        ({"evidence": left_factory("2025-06-01", "document")["evidence"]
          + left_factory("2024-06-01", "document")["evidence"]},
         f"out 2025-06-01 | refused -六.1 | {ML} 七.3 | customer | evidence_conflict"),
    "a motor claimed on the day it left the factory is in warranty":
        (left_factory("2026-01-10"), "in 2027-01-10 | refused | free 七.1 | factory"),
}
# fmt: on


@pytest.mark.parametrize(("beside", "words"), EXAMPLES.values(), ids=EXAMPLES)
def test_the_worked_examples(beside, words):
    assert in_words(verdict_of(**beside)) == words


@pytest.mark.parametrize(("beside", "words"), BESIDE_THE_EXAMPLES.values(), ids=BESIDE_THE_EXAMPLES)
def test_cases_beside_the_examples(beside, words):
    assert in_words(verdict_of(**beside)) == words


def test_a_verdict_is_written_as_the_agreed_json():
    assert verdict_of(spec_mismatch=True, unauthorized_disassembly=True).as_dict() == {
        "warranty": {"status": "in", "expires_on": "2026-09-01", "clauses": ["八"]},
        "return": {"outcome": "refused", "grounds": ["五.2"], "bars": ["六.4"]},
        "charge": {"outcome": "free", "clauses": ["七.1"]},
        "freight": {"bearer": "factory", "clauses": []},
        "flags": [],
        "problems": [],
    }


class TestAnotherPolicy:
    """What a factory may set differently."""

    def test_custom_made_may_bar_every_ground(self):
        strict = replace(DEFAULT, custom_made_bar="every_ground")
        dead_on_arrival = facts_of(custom_made=True, used=False)
        assert in_words(decide(dead_on_arrival, strict)).startswith("in 2026-09-01 | refused +五.2 -五.1 |")
        agreed = replace(dead_on_arrival, agreement_allows_return=True)
        assert decide(agreed, strict).returns.outcome == "allowed"
        without_ground = facts_of(custom_made=True)
        assert decide(without_ground, strict).returns.bars == ()

    def test_a_motor_dead_on_arrival_may_be_repaired_only(self):
        policy = replace(DEFAULT, dead_on_arrival_is_mismatch=False)
        assert "| refused | free 七.1 |" in in_words(decide(facts_of(used=False), policy))

    def test_transport_damage_may_cost_material_and_labour(self):
        policy = replace(DEFAULT, transport_repaired_free=False)
        facts = facts_of(**ON_ARRIVAL, shipping="factory_arranged")
        assert f"| allowed +五.3 | {ML} 七.2 | factory" in in_words(decide(facts, policy))

    def test_the_warranty_may_last_longer(self):
        policy = replace(DEFAULT, direct_months=18, agent_months=24)
        assert decide(facts_of(), policy).warranty.expires_on.isoformat() == "2027-03-01"
        assert decide(facts_of(channel="office"), policy).warranty.expires_on.isoformat() == "2027-09-01"


class TestExplaining:
    def test_the_sentences_cite_their_clauses(self):
        reasons = [(reason.part, reason.zh) for reason in explain(verdict_of(claim_date="2026-09-02"))]
        assert reasons == [
            ("warranty", "保修期至2026年9月1日，已过保修期（八）"),
            ("return", "不在保修期内，不做退货处理（六.1）"),
            ("charge", "不在保修期内，维修须收取材料费和维修费（七.3）"),
            ("freight", "不在保修期内或非我厂原因，运输费用由客户承担（本厂默认）"),
        ]

    def test_the_sentences_are_there_in_english(self):
        reasons = [reason.en for reason in explain(verdict_of(**INTACT, factory_consent="refused"))]
        assert reasons == [
            "In warranty, which lasts to the end of 2026-09-01 (八)",
            "Intact and in warranty, but the factory has refused the return (五.1)",
            "No fault found; nothing to repair (factory default)",
            "Not in warranty, or not the factory's doing; the customer bears the freight (factory default)",
        ]

    def test_problems_come_first_and_flags_last(self):
        conflicting = verdict_of(used=False, hours_used=1, evidence=CONFLICT)
        assert [reason.part for reason in explain(conflicting)] == [
            "problem", "warranty", "return", "charge", "freight", "flag",
        ]  # fmt: skip

    def test_the_outcome_of_every_reason_is_that_of_its_part(self):
        verdict = verdict_of(spec_mismatch=True, unauthorized_disassembly=True, misuse=True, cause="customer")
        reasons = [(reason.part, reason.outcome, reason.clause) for reason in explain(verdict)]
        assert reasons == [
            ("warranty", "in", "八"),
            ("return", "refused", "六.4"),
            ("return", "refused", "六.5"),
            ("charge", "free", "七.1"),
            ("freight", "factory", FACTORY_DEFAULT),
        ]


DISPOSITIONS = {
    "the factory's fault on a used motor": ({}, ["repair_free"]),
    "the factory's fault on a part the customer machined": ({"customer_machined": True}, ["repair_charged"]),
    "out of warranty": ({"evidence": []}, ["repair_charged", "send_back"]),
    "used, no fault found": ({"cause": "none"}, ["send_back"]),
    "dimensions outside the contract": ({"spec_mismatch": True}, ["return", "repair_free"]),
    "intact, consent open": (INTACT, ["return", "send_back"]),
    "intact, consent granted": ({**INTACT, "factory_consent": "granted"}, ["return"]),
    "intact, consent refused": ({**INTACT, "factory_consent": "refused"}, ["send_back"]),
    "another maker's, to be repaired": (
        {"own_product": False, "repair_consent": True},
        ["repair_charged", "send_back"],
    ),
    "another maker's, not to be repaired": ({"own_product": False}, ["send_back"]),
    "cause unknown": ({"cause": "undetermined"}, []),
    "cause unknown, opened": ({"cause": "undetermined", "unauthorized_disassembly": True}, []),
    "contradictory facts": ({"misuse": True}, []),
}


@pytest.mark.parametrize(("beside", "wanted"), DISPOSITIONS.values(), ids=DISPOSITIONS)
def test_what_may_be_done_without_departing_from_the_verdict(beside, wanted):
    assert list(dispositions(verdict_of(**beside))) == wanted


RISKS = {
    "another maker's motor without consent": ({"own_product": False, "used": False}, ["不是本厂产品"]),
    "another maker's motor to be repaired for money": ({"own_product": False, "repair_consent": True}, []),
    "used and no fault found": ({"cause": "none"}, ["已使用的产品未发现质量问题"]),
    "used, no fault, but outside the contract": ({"cause": "none", "spec_mismatch": True}, []),
    "intact and never used": (INTACT, []),
    "out of warranty": ({"evidence": []}, []),
    "the customer's fault": ({"cause": "customer", "misuse": True}, []),
}


@pytest.mark.parametrize(("beside", "openings"), RISKS.values(), ids=RISKS)
def test_the_salesperson_is_warned_of_a_wrong_return(beside, openings):
    risks = wrong_return_risks(facts_of(**beside))
    assert [risk.zh.split("，")[0] for risk in risks] == openings
    assert all((risk.part, risk.outcome, risk.clause) == ("freight", "salesperson", "四.1") for risk in risks)


BARS = [
    {"evidence": ()},
    {"exterior_damage": True},
    {"customer_machined": True},
    {"unauthorized_disassembly": True},
    {"misuse": True},
]
CLAUSES = {"八", "五.1", "五.2", "五.3", "五", "二.2", "四.1", "七.1", "七.2", "七.3", FACTORY_DEFAULT}
CLAUSES |= {f"六.{number}" for number in range(1, 6)}


@given(any_facts)
def test_every_claim_gets_the_same_verdict_twice(facts):
    assert decide(facts) == decide(replace(facts))


@given(any_facts)
def test_every_part_of_a_verdict_cites_a_clause_or_is_a_factory_default(facts):
    verdict = decide(facts)
    reasons = explain(verdict)
    assert {"warranty", "return", "charge", "freight"} <= {reason.part for reason in reasons}
    assert {reason.clause for reason in reasons} <= CLAUSES
    assert all(reason.zh.endswith(f"（{reason.clause}）") and "{" not in reason.zh for reason in reasons)
    outcomes = {reason.part: reason.outcome for reason in reasons}
    assert outcomes["return"] == verdict.returns.outcome
    assert outcomes["charge"] == verdict.charge.outcome
    assert outcomes["freight"] == verdict.freight.bearer


@given(any_facts, days)
def test_a_later_claim_never_comes_back_into_warranty(facts, another_day):
    claimed = sorted((facts.claim_date, another_day))
    earlier, later = (decide(replace(facts, claim_date=day)).warranty.status for day in claimed)
    as_time_passes = ["hold", "in", "out"]
    if facts.own_product and facts.evidence:
        assert as_time_passes.index(earlier) <= as_time_passes.index(later)
    else:
        assert earlier == later


@given(any_facts, st.sampled_from(BARS))
def test_a_bar_never_leaves_a_return_possible(facts, bar):
    assert decide(replace(facts, **bar)).returns.outcome in ("refused", "hold")


@given(any_facts)
def test_what_is_proposed_follows_from_the_verdict(facts):
    verdict = decide(facts)
    options = dispositions(verdict)
    assert len(set(options)) == len(options)
    assert (options == ()) == (verdict.charge.outcome == "hold")
    assert ("return" in options) == (verdict.returns.outcome in ("allowed", "needs_consent"))


@given(any_facts)
def test_a_contradiction_leaves_everything_but_the_warranty_open(facts):
    verdict = decide(replace(facts, used=False, hours_used=300))
    assert {verdict.returns.outcome, verdict.charge.outcome, verdict.freight.bearer} == {"hold"}


def test_no_two_clauses_have_the_same_name():
    rows = [row for table in vars(clauses).values() if isinstance(table, tuple) for row in table]
    names = [row.name for row in rows if isinstance(row, clauses.Clause)]
    assert len(names) == len(set(names)) > 30
