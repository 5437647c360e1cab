"""What follows from handover, return and transfer beyond the motor's new state; importing it registers all of it.

Slips are issued and voided in returns/slips/, inside the transaction of the verb that they document, too.
"""

from returns.consequences import taking_back  # noqa: F401  (registers what follows)

# isort: split
# Only then counting, which brings the slips along: a transfer's slip says who has just accepted it.
from returns.consequences import counting, listing, parcels  # noqa: F401  (register what follows)
