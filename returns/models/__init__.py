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
from returns.models.ledger import ReturnEntry, SettledBy, Transfer
from returns.models.original import ListOriginal
from returns.models.parcel import Arrival, ArrivalStatus, Parcel, ParcelStatus

__all__ = [
    "COUNTING",
    "RECEIVING",
    "Arrival",
    "ArrivalStatus",
    "Finding",
    "Handover",
    "HandoverLine",
    "HandoverStatus",
    "ListOriginal",
    "Parcel",
    "ParcelStatus",
    "ReturnEntry",
    "SettledBy",
    "Transfer",
    "countable",
    "counting_role",
]
