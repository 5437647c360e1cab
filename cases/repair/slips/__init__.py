"""The slips of a repair: what it is offered for, and what was done; importing the package registers both."""

from cases.repair.slips import quotation, repair

__all__ = ["quotation", "repair"]
