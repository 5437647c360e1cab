"""What corrective actions and penalties do beyond their new state; importing it registers all of it."""

from accountability.actions.capa import link, open_action
from accountability.actions.penalties import open_penalty

__all__ = ["link", "open_action", "open_penalty"]
