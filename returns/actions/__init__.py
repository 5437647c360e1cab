"""What handover, return, transfer and slips do beyond the motor's new state; importing it registers all of it.

Slips are issued and voided here, inside the transaction of the verb that they document.
"""

from returns.actions import returning  # noqa: F401  (registers consequences)
from returns.actions.counting import count_consignment

__all__ = ["count_consignment"]
