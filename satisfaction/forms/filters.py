"""The filters above the lists of the survey; what cannot be read is ignored."""

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import day
from aftersales.kit.list_pages import ListFilter, choice_field, search_field
from cases.forms import FilterOfPeople
from satisfaction.models import Improvement, Target
from satisfaction.queries import has_answered
from satisfaction.questions import QUESTIONS
from satisfaction.statuses import ImprovementStatus
from warranty.models import Channel

ANSWERED = [("no", _("not answered yet")), ("yes", _("answered"))]


class TargetFilter(ListFilter[Target]):
    """Customers of a survey by name, and by whether they have answered."""

    q = search_field(_("Customer"))
    answered = choice_field(_("Answers"), ANSWERED)

    def narrow(self, rows: QuerySet[Target]) -> QuerySet[Target]:
        rows, answered = super().narrow(rows), self.cleaned_data.get("answered")
        if not answered:
            return rows
        return rows.filter(has_answered()) if answered == "yes" else rows.exclude(has_answered())

    def found(self, rows: QuerySet[Target], text: str) -> QuerySet[Target]:
        return rows.filter(customer__name__icontains=text)


class OwnTargetFilter(TargetFilter, FilterOfPeople[Target]):
    """Whom to ask, by region and channel as well."""

    channel = choice_field(_("Channel"), Channel.choices)
    lookups = {"region": "region", "channel": "channel", "salesperson": "surveyor"}


class ImprovementFilter(FilterOfPeople[Improvement]):
    """Improvements by customer, state, aspect, region, surveyor and the day by which they are due."""

    q = search_field(_("Customer"))
    status = choice_field(_("Status"), ImprovementStatus.choices)
    question = choice_field(_("Aspect"), [(one.key, one.label) for one in QUESTIONS])
    overdue = forms.BooleanField(label=_("Only overdue"), required=False)
    since = day(_("Due from"), required=False)
    until = day(_("To"), required=False)
    lookups = {
        "status": "status",
        "question": "question",
        "region": "response__target__region",
        "salesperson": "response__target__surveyor",
        "since": "due_on__gte",
        "until": "due_on__lte",
    }

    def late(self, rows: QuerySet[Improvement]) -> QuerySet[Improvement]:
        return rows.filter(status=ImprovementStatus.OPEN, due_on__lt=timezone.localdate())

    def found(self, rows: QuerySet[Improvement], text: str) -> QuerySet[Improvement]:
        return rows.filter(response__target__customer__name__icontains=text)
