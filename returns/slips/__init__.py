"""The slips of what comes and what is taken back; importing the package registers all of them."""

from returns.slips import handover, parcel, taking_back, transfer

__all__ = ["handover", "parcel", "taking_back", "transfer"]
