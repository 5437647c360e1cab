"""The forms of corrective actions and penalties; importing the package registers the form of every verb."""

from accountability.forms.actions import ActionFilter, MeasureFormSet, OpenForm, PlanForm
from accountability.forms.files import AttachForm
from accountability.forms.penalties import DraftForm, PenaltyFilter, PersonFormSet, RedraftForm

__all__ = [
    "ActionFilter",
    "AttachForm",
    "DraftForm",
    "MeasureFormSet",
    "OpenForm",
    "PenaltyFilter",
    "PersonFormSet",
    "PlanForm",
    "RedraftForm",
]
