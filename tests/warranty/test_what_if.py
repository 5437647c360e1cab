"""What if: the regulation tried out by hand, for training and telephone calls."""

import pytest

from tests.actors import salesperson

pytestmark = pytest.mark.django_db

SOLD = {
    "claim_date": "2026-01-10",
    "channel": "direct",
    "ledger_date": "2025-09-01",
    "own_product": "on",
    "used": "on",
    "cause": "factory",
    "affects_use": "on",
}


@pytest.fixture
def ask(browse):
    client = browse(salesperson())
    return lambda **facts: client.get("/what-if/", SOLD | facts)


def test_a_factory_fault_in_warranty_is_repaired_free_with_the_clause(ask):
    page = ask()
    assert page.context["verdict"]["charge"] == {"outcome": "free", "clauses": ["七.1"]}
    assert page.context["proposals"] == ("repair_free",)
    assert "七.1" in page.content.decode()


def test_the_sentences_are_chinese_for_who_reads_chinese(ask, in_chinese):
    assert any("保修" in reason["text"] for reason in ask().context["reasons"])


def test_no_evidence_counts_as_out_of_warranty(ask):
    verdict = ask(ledger_date="").context["verdict"]
    assert verdict["warranty"]["status"] == "unproven"
    assert verdict["charge"]["clauses"] == ["七.3"]


def test_facts_that_cannot_be_are_explained_and_nothing_typed_is_lost(ask):
    page = ask(claim_date="2025-02-30")
    assert page.status_code == 200
    assert page.context["form"].errors["claim_date"]
    assert "2025-02-30" in page.content.decode()


def test_a_partial_page_has_the_verdict_alone(browse):
    page = browse(salesperson()).get("/what-if/", SOLD, headers={"HX-Request": "true"})
    assert "<html" not in page.content.decode()
    assert "七.1" in page.content.decode()


def test_the_empty_page_asks_for_facts(browse):
    assert "verdict" not in browse(salesperson()).get("/what-if/").context
