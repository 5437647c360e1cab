"""The forms by which a feedback is decided and answered."""

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import long_text, set_choices, short_text
from aftersales.models import User
from aftersales.roles import Role
from warranty.reasons import readable
from workflow.forms import ActForm, ReasonForm, form_of

form_of("case.reject")(ReasonForm)


@form_of("case.request_info")
class QuestionForm(ActForm):
    question = short_text(_("What do you want to know?"))


@form_of("case.authorise_return")
class AuthoriseForm(ActForm):
    """The manager sees why the motor should perhaps not travel before approving (四.1)."""

    intro = _("The customer may send the motors back. Sales coordinator and after-sales are told.")
    warning_seen = forms.BooleanField(label=_("I have read this; the motor shall come back all the same."))
    date_confirmed = forms.BooleanField(
        label=_("The customer told us on this day; the warranty is judged on it.")
    )
    note = short_text(_("Note"), required=False)

    def prepare(self) -> None:
        risks = self.obj.wrong_return_risks()
        if risks:
            self.fields["warning_seen"].help_text = " ".join(
                readable(risk._asdict())["text"] for risk in risks
            )
        else:
            del self.fields["warning_seen"]
        self.prepare_date()

    def prepare_date(self) -> None:
        """A feedback that was registered long after its date needs the manager's word for it (八)."""
        if not self.obj.is_backdated:
            del self.fields["date_confirmed"]
            return
        said = gettext("Registered on %(registered)s with the date %(date)s: %(reason)s")
        self.fields["date_confirmed"].help_text = escape(
            said
            % {
                "registered": self.obj.registered_on.isoformat(),
                "date": self.obj.claim_date.isoformat(),
                "reason": self.obj.backdating_reason or "–",
            }
        )


@form_of("case.hand_over", "case.hand_over_draft")
class HandOverForm(ActForm):
    """Another salesperson, and why."""

    to = forms.TypedChoiceField(label=_("Who takes it over?"), coerce=int)
    reason = short_text(_("Reason"))

    def prepare(self) -> None:
        people = User.objects.filter(grants__role=Role.SALESPERSON, is_active=True)
        others = people.exclude(pk=self.obj.salesperson_id).order_by("name", "pk")
        set_choices(self.fields["to"], [(one.pk, str(one)) for one in others])


@form_of("case.resolve_on_site")
class OnSiteForm(ActForm):
    intro = _("The problem was solved at the customer's; no motor travels. The case still counts.")
    action_taken = long_text(_("What was done?"))
    confirmation = short_text(_("Who of the customer confirmed it, and when?"))


@form_of("case.first_answer")
class FirstAnswerForm(ActForm):
    intro = _("The customer knows that we are on it. The solution itself is due next.")
    answer = long_text(_("What was the customer told, by whom and how?"))


@form_of("case.answer")
class AnswerForm(ActForm):
    answer = long_text(_("The answer given to the customer"))
