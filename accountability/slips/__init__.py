"""The slips of accountability; importing the package registers all of them."""

from accountability.slips import corrective_action, penalty

__all__ = ["corrective_action", "penalty"]
