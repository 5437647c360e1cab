"""The forms of handover, return, transfer and slips; importing the package registers the form of every verb."""

from returns.forms import parcels, taking_back  # noqa: F401
from returns.forms.counting import CountSheet
from returns.forms.listing import ListFormSet, ReturnListForm, listed_motor

__all__ = [
    "CountSheet",
    "ListFormSet",
    "ReturnListForm",
    "listed_motor",
]
