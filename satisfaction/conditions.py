"""Why an action is not possible now, or not for this person: one function a rule, one sentence a reason."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from aftersales.models import User
from satisfaction.questions import asked
from workflow.guards import Condition, Permission

if TYPE_CHECKING:
    from satisfaction.models import Campaign, Improvement, Invitation, Response, Target


def own_target(response: "Response", user: User) -> str:
    """Who may see every customer may answer for any; a salesperson for those who are theirs to ask."""
    if user.can("survey.view") or user.pk in (response.target.surveyor_id, response.created_by_id):
        return ""
    return _("Somebody else asks this customer.")


def owner(improvement: "Improvement", user: User) -> str:
    if user.pk == improvement.owner_id:
        return ""
    return _("This is done by its owner, %(name)s.") % {"name": improvement.owner}


def writes_it_down(response: "Response", user: User) -> str:
    """A draft is of whoever began it; who sees the survey may go on with it."""
    if response.created_by_id == user.pk or user.can("survey.view"):
        return ""
    return _("Somebody else writes down these answers.")


FILLS = Permission("response.fill", writes_it_down)
INVITES: Permission["Target | Invitation"] = Permission("survey.invite")


@Condition
def survey_is_under_way(response: "Response") -> str:
    return "" if response.target.under_way else _("The survey is not under way.")


@Condition
def survey_is_open(response: "Response") -> str:
    return "" if response.target.under_way else _("The survey is closed; its results stand.")


@Condition
def names_the_respondent(response: "Response") -> str:
    return "" if response.respondent else _("Say who answered.")


@Condition
def has_an_answer(response: "Response") -> str:
    if any(getattr(response, question.key) for question in asked(response.of_case)):
        return ""
    return _("Answer at least one question.")


@Condition
def mail_server(campaign: "Campaign") -> str:
    return "" if settings.MAILS else _("The factory has no mail server yet; give the links out as a file.")


@Condition
def somebody_to_ask(campaign: "Campaign") -> str:
    return "" if campaign.surveyor_ids() else _("Name at least one surveyor first.")
