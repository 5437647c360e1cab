"""Measures that are not done go to another owner."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accountability.models import Measure
from aftersales.models import User
from people.holdings import Holding, register
from workflow.actions import perform


def own(user: User) -> QuerySet[Measure]:
    return Measure.objects.filter(owner=user, done_at=None).select_related("action").order_by("pk")


def hand_over(measure: Measure, to: User, by: User, reason: str) -> None:
    perform(measure.action, "hand_over_measure", by=by, measure=measure.pk, owner_id=to.pk, reason=reason)


register(Holding("measure", _("measures"), own, hand_over))
