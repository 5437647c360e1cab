"""The forms of an extension: asking for a later day, and the decision (四.3)."""

import datetime as dt

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import Text, day
from workflow.forms import ActForm, ReasonForm, form_of
from workflow.models import Facts

form_of("motor.refuse_extension")(ReasonForm)


@form_of("motor.request_extension")
class ExtensionForm(ReasonForm):
    intro = _("The first extension is decided by the after-sales lead, every further one by the director.")
    new_due_on = day(_("New due date"))
    field_order = ["new_due_on", "reason"]

    def clean_new_due_on(self) -> dt.date:
        new = self.cleaned_data["new_due_on"]
        if self.obj.due_on and new <= self.obj.due_on:
            raise forms.ValidationError(
                gettext("Choose a day after the present due date, %(due)s.") % {"due": self.obj.due_on}
            )
        return new


@form_of("motor.grant_extension")
class GrantForm(ActForm):
    """The customer is told once somebody has granted it (四.3)."""

    customer_told = Text(label=_("How the customer is told"), max_length=120)

    def prepare(self) -> None:
        request = self.obj.open_extension()
        if request:
            self.intro = gettext("%(who)s asks for %(date)s instead of %(old)s: %(reason)s") % {
                "who": request.requested_by,
                "date": request.new_due_on,
                "old": request.old_due_on,
                "reason": request.reason,
            }

    def facts(self) -> Facts:
        request = self.obj.open_extension()
        return super().facts() | {"new_due_on": request.new_due_on if request else self.obj.due_on}


@form_of("motor.extend_for_holiday")
class HolidayForm(ReasonForm):
    """The new day of one motor whose day falls into a holiday."""

    new_due_on = day(_("New due date"))
    field_order = ["new_due_on", "reason"]

    def clean_new_due_on(self) -> dt.date:
        new = self.cleaned_data["new_due_on"]
        if self.obj.due_on and new <= self.obj.due_on:
            raise forms.ValidationError(
                gettext("Choose a day after the present due date, %(due)s.") % {"due": self.obj.due_on}
            )
        return new

    def facts(self) -> Facts:
        return super().facts() | {"old_due_on": self.obj.due_on}


class AllForHolidayForm(forms.Form):
    """Which motors are extended at once: those due in these days."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    first = day(_("Due from"))
    last = day(_("Due until"))
    new_due_on = day(_("New due date"))
    reason = Text(label=_("Reason"), max_length=300)

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        if {"first", "last", "new_due_on"} <= said.keys() and not said["first"] <= said["last"] < said[
            "new_due_on"
        ]:
            self.add_error("new_due_on", gettext("The new day comes after all of them."))
