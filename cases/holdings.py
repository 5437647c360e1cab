"""The feedback that is a salesperson's goes to another when they leave, and what they have begun."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.models import User
from cases.models import Case
from cases.statuses import CaseStatus
from cases.transitions.case import NOT_ENDED
from people.holdings import Holding, register
from workflow.actions import perform


def own(user: User) -> QuerySet[Case]:
    """What of a salesperson is not settled."""
    rows = Case.objects.filter(salesperson=user, status__in=NOT_ENDED, dossier__number__isnull=False)
    return rows.select_related("customer").order_by("pk")


def hand_over(case: Case, to: User, by: User, reason: str) -> None:
    """It is another's from now on, with all that waits of it."""
    perform(case, "hand_over", by=by, to=to.pk, reason=reason)


def drafts(user: User) -> QuerySet[Case]:
    """What they began and nobody else sees."""
    return Case.objects.filter(created_by=user, status=CaseStatus.DRAFT).order_by("pk")


def hand_over_draft(case: Case, to: User, by: User, reason: str) -> None:
    """It is another's draft from now on."""
    perform(case, "hand_over_draft", by=by, to=to.pk, reason=reason)


register(Holding("draft", _("drafts"), drafts, hand_over_draft, needs="case.create"))
register(Holding("case", _("feedback"), own, hand_over, needs="case.create"))
