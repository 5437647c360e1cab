"""The forms of the survey; importing the package registers the form of every verb."""

from satisfaction.forms.acts import AssignForm, FinishForm
from satisfaction.forms.answers import AnswersForm, LinkForm
from satisfaction.forms.campaigns import AddForm, CampaignForm
from satisfaction.forms.filters import ImprovementFilter, OwnTargetFilter, TargetFilter

__all__ = [
    "AddForm",
    "AnswersForm",
    "AssignForm",
    "CampaignForm",
    "FinishForm",
    "ImprovementFilter",
    "LinkForm",
    "OwnTargetFilter",
    "TargetFilter",
]
