"""Consignments counted, slips issued and printed, the return ledger, transfers to the workshop."""

from returns.models.handover import (
    COUNTING,
    RECEIVING,
    Finding,
    Handover,
    HandoverLine,
    HandoverStatus,
    countable,
    counting_role,
)
from returns.models.ledger import ReturnEntry, Transfer

__all__ = [
    "COUNTING",
    "RECEIVING",
    "Finding",
    "Handover",
    "HandoverLine",
    "HandoverStatus",
    "ReturnEntry",
    "Transfer",
    "countable",
    "counting_role",
]
