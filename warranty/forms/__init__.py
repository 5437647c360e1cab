"""The forms of the rules and of the register; importing the package registers the form of every verb."""

from warranty.forms.entries import EntryFilter, EntryForm, MotorFilter, entry_form
from warranty.forms.facts import FactoryDayField, FactsForm, Hours, WhatIfForm

__all__ = [
    "EntryFilter",
    "EntryForm",
    "FactoryDayField",
    "FactsForm",
    "Hours",
    "MotorFilter",
    "WhatIfForm",
    "entry_form",
]
