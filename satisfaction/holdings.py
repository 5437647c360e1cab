"""Customers who are somebody's to ask, and improvements that are not done, go to somebody else."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.models import User
from people.holdings import Holding, register
from satisfaction.models import Improvement, Target
from satisfaction.statuses import ImprovementStatus
from satisfaction.waiting import to_ask
from workflow.actions import perform
from workflow.waiting import touched


def asked(user: User) -> QuerySet[Target]:
    """Whom they are to ask and have not got an answer from."""
    rows = to_ask().filter(surveyor=user).select_related("customer", "campaign", "case")
    return rows.order_by("pk")


def ask_instead(target: Target, to: User, by: User, reason: str) -> None:
    """Somebody else asks; the log of the administration keeps why, and answers that were begun go along."""
    target.surveyor = to
    target.save(update_fields=["surveyor"])
    for response in target.responses.select_related("dossier"):
        response.file()
    touched(target)


def improvements(user: User) -> QuerySet[Improvement]:
    return Improvement.objects.filter(owner=user, status=ImprovementStatus.OPEN).order_by("pk")


def hand_over(improvement: Improvement, to: User, by: User, reason: str) -> None:
    perform(improvement, "hand_over", by=by, to=to.pk, reason=reason)


register(
    Holding("target", _("customers to be asked"), asked, ask_instead, needs="response.fill"),
    Holding("improvement", _("improvements"), improvements, hand_over),
)
