"""The filters above the lists of the survey; what cannot be read is ignored."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import Text
from cases.forms import ANY
from satisfaction.queries import has_answered
from satisfaction.questions import QUESTIONS
from satisfaction.statuses import ImprovementStatus

ANSWERED = [ANY, ("no", _("not answered yet")), ("yes", _("answered"))]


def search() -> Text:
    return Text(
        label=_("Customer"), max_length=60, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )


class TargetFilter(forms.Form):
    """Customers of a survey by name, and by whether they have answered."""

    q = search()
    answered = forms.ChoiceField(label=_("Answers"), choices=ANSWERED, required=False)

    def narrow(self, rows: Any) -> QuerySet[Any]:
        self.full_clean()
        wanted = self.cleaned_data
        if wanted.get("q"):
            rows = rows.filter(customer__name__icontains=wanted["q"])
        if wanted.get("answered"):
            answered = has_answered()
            rows = rows.filter(answered) if wanted["answered"] == "yes" else rows.exclude(answered)
        return rows


class ImprovementFilter(forms.Form):
    """Improvements by customer, state and aspect."""

    q = search()
    status = forms.ChoiceField(label=_("Status"), choices=[ANY, *ImprovementStatus.choices], required=False)
    question = forms.ChoiceField(
        label=_("Aspect"), choices=[ANY, *((q.key, q.label) for q in QUESTIONS)], required=False
    )
    overdue = forms.BooleanField(label=_("Only overdue"), required=False)

    def narrow(self, rows: Any) -> QuerySet[Any]:
        self.full_clean()
        wanted = self.cleaned_data
        if wanted.get("q"):
            rows = rows.filter(response__target__customer__name__icontains=wanted["q"])
        for name in ("status", "question"):
            if wanted.get(name):
                rows = rows.filter(**{name: wanted[name]})
        if wanted.get("overdue"):
            rows = rows.filter(status=ImprovementStatus.OPEN, due_on__lt=timezone.localdate())
        return rows
