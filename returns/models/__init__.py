"""Consignments counted, slips issued and printed, the return ledger, transfers to the workshop."""

from returns.models.handover import COUNTING, Finding, Handover, HandoverLine, HandoverStatus
from returns.models.ledger import ReturnEntry, Transfer
from returns.models.printing import (
    Acknowledgement,
    DefaultPrinter,
    PrintedCopy,
    PrinterProfile,
    PrintJob,
)
from returns.models.slip import Slip, SlipQuerySet, canonical, seal
from returns.models.voiding import VoidRequest, VoidStatus

__all__ = [
    "COUNTING",
    "Acknowledgement",
    "DefaultPrinter",
    "Finding",
    "Handover",
    "HandoverLine",
    "HandoverStatus",
    "PrintJob",
    "PrintedCopy",
    "PrinterProfile",
    "ReturnEntry",
    "Slip",
    "SlipQuerySet",
    "Transfer",
    "VoidRequest",
    "VoidStatus",
    "canonical",
    "seal",
]
