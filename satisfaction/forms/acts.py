"""What the verbs of the survey ask for."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accountability.forms import OpenForm
from aftersales.kit.form_fields import day, long_text, set_choices, short_text
from satisfaction.queries import people
from workflow.forms import ActForm, ReasonForm, form_of

form_of("campaign.reopen", "response.withdraw")(ReasonForm)


@form_of("campaign.launch")
class LaunchForm(ActForm):
    intro = _(
        "The customers of the filter are shared among the surveyors; each finds theirs on the worklist."
    )


@form_of("campaign.close")
class CloseForm(ActForm):
    intro = _("No more answers are taken, and open links stop working. The results stand.")


@form_of("campaign.mail_links")
class MailForm(ActForm):
    again = forms.BooleanField(
        label=_("Write again to those who had a mail and have not answered"),
        help_text=_("The link of their earlier mail stops working."),
        required=False,
    )


@form_of("improvement.assign")
class AssignForm(ActForm):
    owner = forms.TypedChoiceField(label=_("Owner"), coerce=int)
    due_on = day(_("By when"))
    plan = long_text(_("What to do"), required=False)

    def prepare(self) -> None:
        set_choices(self.fields["owner"], people())
        known = {"owner": self.obj.owner_id, "due_on": self.obj.due_on, "plan": self.obj.plan}
        self.initial = known | dict(self.initial)

    def clean_due_on(self) -> dt.date:
        due_on = self.cleaned_data["due_on"]
        if due_on < timezone.localdate():
            raise forms.ValidationError(gettext("This day has passed."))
        return due_on


@form_of("improvement.hand_over")
class HandOverForm(ActForm):
    """Another owner, and why."""

    to = forms.TypedChoiceField(label=_("Owner"), coerce=int)
    reason = short_text(_("Reason"))

    def prepare(self) -> None:
        set_choices(self.fields["to"], people())


@form_of("improvement.finish")
class FinishForm(ActForm):
    result = long_text(_("What was done"), help_text=_("And what the customer was told."))


class HandOnForm(OpenForm):
    """The corrective action that an improvement becomes; the customer's words are its problem."""

    version = forms.IntegerField(widget=forms.HiddenInput)
