"""The forms of handover, return, transfer and slips; importing the package registers the form of every verb."""

from returns.forms.consignment import (
    CountForm,
    CountFormSet,
    ListFormSet,
    ReturnListForm,
    UnlistedFormSet,
    counted_lines,
    listed_motor,
)
from returns.forms.printing import AskVoidForm, PrinterForm, PrintForm

__all__ = [
    "AskVoidForm",
    "CountForm",
    "CountFormSet",
    "ListFormSet",
    "PrintForm",
    "PrinterForm",
    "ReturnListForm",
    "UnlistedFormSet",
    "counted_lines",
    "listed_motor",
]
