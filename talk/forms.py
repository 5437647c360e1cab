"""What is asked of whoever says something."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from aftersales.kit.form_fields import day, long_text, set_rows, short_text
from aftersales.models import User
from talk.queries import mentioned
from workflow.forms import ActForm, ReasonForm, form_of
from workflow.models import Facts, who_sees

form_of("question.withdraw")(ReasonForm)


class PersonWhoSees(forms.ModelChoiceField):
    """One of those who may look at the matter."""

    def __init__(self, label: Label) -> None:
        super().__init__(queryset=User.objects.none(), label=label)

    def label_from_instance(self, user: User) -> str:
        return f"{user} · {user.role_names}" if user.roles else str(user)


class NoteForm(ActForm):
    """A note; an @ and a name tells that person."""

    note = long_text(
        _("Note"), help_text=_("Everybody who sees this page reads it. @ and a name tells that person.")
    )

    def clean_note(self) -> str:
        text: str = self.cleaned_data["note"]
        self.told, unknown = mentioned(text, who_sees(self.obj.dossier))
        if unknown:
            words = gettext("Nobody of this name sees this: %(names)s.")
            raise ValidationError(words % {"names": ", ".join(unknown)})
        return text


class AskForm(ActForm):
    """A question, and to whom it is put."""

    to = PersonWhoSees(label=_("Who is asked"))
    question = long_text(_("Your question"))
    due_on = day(_("Answer by"), required=False)

    def prepare(self) -> None:
        people = who_sees(self.obj.dossier).exclude(pk=self.user.pk).prefetch_related("grants")
        set_rows(self.fields["to"], people)


class UrgeForm(ActForm):
    """That it is urgent, and why."""

    intro = _("Everybody for whom something waits here is told. Once a day.")
    note = short_text(_("Note"), required=False)


@form_of("question.answer")
class AnswerForm(ActForm):
    answer = long_text(_("Answer"))


@form_of("question.pass_on")
class PassOnForm(ActForm):
    """To whom, and why."""

    to = PersonWhoSees(label=_("Who is asked"))
    reason = short_text(_("Reason"))

    def prepare(self) -> None:
        people = who_sees(self.obj.dossier).exclude(pk=self.obj.to_id).prefetch_related("grants")
        set_rows(self.fields["to"], people)

    def facts(self) -> Facts:
        to = self.cleaned_data["to"]
        return {"whom": to.pk, "asked": str(to), "reason": self.cleaned_data["reason"]}
