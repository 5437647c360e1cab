"""What follows from handover, return and transfer beyond the motor's new state; importing it registers all of it.

Slips are issued and voided in returns/slips/, inside the transaction of the verb that they document, too.
"""

from returns.consequences import counting, returning  # noqa: F401  (register what follows)
