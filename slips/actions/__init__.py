"""What one does with slips: issue, print, acknowledge, declare void."""

from slips.actions.custody import acknowledge, acknowledge_several
from slips.actions.issuing import issue, void
from slips.actions.printing import keep_printer, print_copies, use_from_now_on
from slips.actions.voiding import ask_void

__all__ = [
    "acknowledge",
    "acknowledge_several",
    "ask_void",
    "issue",
    "keep_printer",
    "print_copies",
    "use_from_now_on",
    "void",
]
