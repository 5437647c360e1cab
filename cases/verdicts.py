"""What the register knows of a motor, and the judgement of the rules on any facts."""

from warranty.facts import InvalidFacts, parse_facts
from warranty.models import Channel, Customer, Motor
from warranty.policy import WarrantyPolicy
from warranty.rules import Verdict, decide
from workflow.models import Facts, PolicyEdition, edition_on, policy_in


def register_facts(entry: Motor | None, customer: Customer | None) -> Facts:
    """What the register knows. The channel is the consignee's; without an entry the customer's must do."""
    if entry is None:
        return {"channel": customer.channel if customer else Channel.DIRECT, "evidence": []}
    return {
        "channel": entry.consignee.channel,
        "evidence": [{"source": "ledger", "date": entry.ex_factory_date.isoformat()}],
        "custom_made": entry.custom_made,
        "agreement_allows_return": entry.agreement_allows_return,
    }


def judge(facts: Facts) -> tuple[Verdict | None, PolicyEdition | None]:
    """The verdict of the rules under the edition in force on the claim date; None for unreadable facts."""
    try:
        parsed = parse_facts(facts)
    except InvalidFacts:
        return None, None
    edition = edition_on(parsed.claim_date)
    return decide(parsed, policy_in(WarrantyPolicy, edition)), edition
