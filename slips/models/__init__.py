"""Slips: numbered frozen snapshots, their prints, where the copies are, and how they are declared void."""

from slips.models.printing import Acknowledgement, DefaultPrinter, PrintedCopy, PrinterProfile, PrintJob
from slips.models.slip import Slip, SlipQuerySet, SlipState, canonical
from slips.models.voiding import VoidRequest, VoidStatus

__all__ = [
    "Acknowledgement",
    "DefaultPrinter",
    "PrintJob",
    "PrintedCopy",
    "PrinterProfile",
    "Slip",
    "SlipQuerySet",
    "SlipState",
    "VoidRequest",
    "VoidStatus",
    "canonical",
]
