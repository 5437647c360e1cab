"""What is filled in about early warnings, and with the report."""

import datetime as dt
from collections.abc import Sequence

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accountability.forms import OpenForm
from accountability.queries import people
from aftersales.kit.form_fields import day, long_text, set_choices
from figures.models import IssuedReport
from figures.statuses import AlarmReason
from workflow.forms import ActForm, form_of


@form_of("alarm.assign")
class AssignForm(ActForm):
    owner = forms.TypedChoiceField(label=_("Owner"), coerce=int)
    due_on = day(_("By when"))

    def prepare(self) -> None:
        set_choices(self.fields["owner"], people())
        self.initial = {"owner": self.obj.owner_id, "due_on": self.obj.due_on} | dict(self.initial)

    def clean_due_on(self) -> dt.date:
        due_on = self.cleaned_data["due_on"]
        if due_on < timezone.localdate():
            raise forms.ValidationError(gettext("This day has passed."))
        return due_on


@form_of("alarm.close")
class CloseForm(ActForm):
    intro = _(
        "The lot stays among those with which others are compared. A real one becomes a corrective action."
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=AlarmReason.choices, widget=forms.RadioSelect)
    note = long_text(_("Why"), help_text=_("What was looked at, and what it showed."))


class ActionForm(OpenForm):
    """The corrective action that a warning becomes; its sentence is the problem."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class IssueForm(forms.Form):
    """Which edition of a report it will be: who presses twice issues one."""

    edition = forms.IntegerField(min_value=1, max_value=32767, widget=forms.HiddenInput)

    @classmethod
    def after(cls, editions: Sequence[IssuedReport]) -> "IssueForm":
        """For the next one."""
        return cls(initial={"edition": editions[0].edition + 1 if editions else 1})
