"""The questions as a form: for who asks on the telephone, and for who answers over a link."""

import datetime as dt

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import Text, day, long_text, set_choices
from aftersales.models import User
from satisfaction.models import Response
from satisfaction.queries import askers
from satisfaction.questions import Question, asked
from satisfaction.statuses import Method, ResponseStatus
from workflow.models import Facts


def question_field(question: Question) -> forms.ChoiceField:
    """Three radio buttons; what is not asked stays empty."""
    return forms.ChoiceField(
        label=question.label,
        choices=question.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=question.help,
    )


class QuestionsForm(forms.Form):
    """The questions of the yearly survey, or the few after a closed case, and room for more."""

    comments = long_text(_("Comments and wishes"), required=False)

    def __init__(self, data: QueryDict | None = None, *, of_case: bool, initial: Facts | None = None) -> None:
        super().__init__(data, initial=initial)
        self.questions = asked(of_case)
        self.fields |= {question.key: question_field(question) for question in self.questions}

    def rows(self) -> list[tuple[Question, forms.BoundField]]:
        """Each question with its field."""
        return [(question, self[question.key]) for question in self.questions]


class AnswersForm(QuestionsForm):
    """What one person said, written down by whoever asked."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    respondent = Text(label=_("Respondent"), max_length=60, required=False)
    position = Text(label=_("Position or phone"), max_length=60, required=False)
    method = forms.ChoiceField(label=_("Method"), choices=Method.choices)
    surveyor = forms.TypedChoiceField(label=_("Surveyor"), coerce=int, empty_value=None, required=False)
    answered_on = day(_("Date"))

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        response: Response,
        finish: bool = False,
        initial: Facts | None = None,
    ) -> None:
        names = ["respondent", "position", "method", "answered_on", "comments", "version"]
        names += [question.key for question in asked(response.of_case)]
        known: Facts = {name: getattr(response, name) for name in names}
        known |= {"surveyor": response.surveyor_id} | (initial or {})
        super().__init__(data, of_case=response.of_case, initial=known)
        self.response, self.finish = response, finish
        if not response.respondent:
            self.fields["respondent"].widget.attrs["autofocus"] = True
        set_choices(self.fields["surveyor"], [("", "–"), *askers()])

    def clean_respondent(self) -> str:
        name = self.cleaned_data["respondent"].strip()
        others = Response.objects.filter(target=self.response.target_id, respondent=name)
        if name and others.exclude(pk=self.response.pk).exclude(status=ResponseStatus.WITHDRAWN).exists():
            raise forms.ValidationError(gettext("This person has answered already."))
        if self.finish and not name:
            raise forms.ValidationError(gettext("Say who answered."))
        return name

    def clean_answered_on(self) -> dt.date:
        answered_on = self.cleaned_data["answered_on"]
        if answered_on > timezone.localdate():
            raise forms.ValidationError(gettext("This day is still to come."))
        return answered_on

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        keys = [question.key for question in self.questions]
        if self.finish and not any(cleaned.get(key) for key in keys):
            self.add_error(keys[0], gettext("Answer at least one question."))

    def facts(self) -> Facts:
        """What was said and by whom, without the bookkeeping."""
        facts = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "key")}
        surveyor = facts.pop("surveyor")
        return facts | {"surveyor": User.objects.filter(pk=surveyor).first() if surveyor else None}


class LinkAnswersForm(QuestionsForm):
    """What a customer sees: the questions, and nothing of what we know."""

    respondent = Text(label=_("Your name (if you like)"), max_length=60, required=False)

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if not any(cleaned.get(question.key) for question in self.questions):
            self.add_error(self.questions[0].key, gettext("Please answer at least one question."))


class LinkForm(forms.Form):
    """For whom a personal link is made."""

    respondent = Text(
        label=_("For whom"), max_length=60, required=False, help_text=_("The link itself does not show it.")
    )
