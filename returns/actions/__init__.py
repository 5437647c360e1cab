"""What handover, return, transfer and slips do beyond the motor's new state; importing it registers all of it.

Slips are issued and voided here, inside the transaction of the verb that they document.
"""

from returns.actions import returning  # noqa: F401  (registers consequences)
from returns.actions.counting import count_consignment, countable, counting_role, why_no_count
from returns.actions.custody import acknowledge
from returns.actions.printing import print_copies, use_from_now_on
from returns.actions.slips import issue, void
from returns.actions.voiding import ask_void, why_not_void

__all__ = [
    "acknowledge",
    "ask_void",
    "count_consignment",
    "countable",
    "counting_role",
    "issue",
    "print_copies",
    "use_from_now_on",
    "void",
    "why_no_count",
    "why_not_void",
]
