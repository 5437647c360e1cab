"""The forms of the main job; importing the package registers the form of every verb."""

from cases.forms.acts import AnswerForm, AuthoriseForm, PhotosForm
from cases.forms.appraisal import AppraisalForm, MeasurementFormSet, SignForm
from cases.forms.filters import CaseFilter, MotorFilter
from cases.forms.intake import IntakeForm
from cases.forms.repair import PartFormSet, RepairForm

__all__ = [
    "AnswerForm",
    "AppraisalForm",
    "AuthoriseForm",
    "CaseFilter",
    "IntakeForm",
    "MeasurementFormSet",
    "MotorFilter",
    "PartFormSet",
    "PhotosForm",
    "RepairForm",
    "SignForm",
]
