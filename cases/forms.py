"""The forms of no one subject: the filters above the lists, the end of a case and of a motor.

Of a filter, whatever cannot be read is ignored, so a link never fails.
"""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import Text, day, long_text
from aftersales.kit.search import encode
from aftersales.models import User
from aftersales.roles import Role
from cases.models import Case, ReturnedMotor
from cases.statuses import TIMED, CaseStatus, FeedbackKind, MotorStatus
from workflow.forms import ActForm, ReasonForm, form_of

ANY = ("", _("all"))

form_of("case.withdraw", "case.reopen", "motor.write_off")(ReasonForm)


class CaseFilter(forms.Form):
    """Search and filters of the case list."""

    q = Text(
        label=_("Search"), max_length=80, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    status = forms.ChoiceField(label=_("Status"), choices=[ANY, *CaseStatus.choices], required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[ANY, *FeedbackKind.choices], required=False)
    salesperson = forms.ModelChoiceField(
        label=_("Salesperson"), queryset=User.objects.none(), required=False, empty_label=_("all")
    )
    since = day(_("From"), required=False)
    until = day(_("To"), required=False)
    overdue = forms.BooleanField(label=_("Only overdue"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.can("case.view_all"):
            salespeople = User.objects.filter(grants__role=Role.SALESPERSON)
            self.fields["salesperson"].queryset = salespeople  # type: ignore[attr-defined]
        else:
            del self.fields["salesperson"]

    def narrow(self, rows: Any) -> QuerySet[Case]:
        """The cases that match every filter that could be read."""
        self.full_clean()
        wanted = self.cleaned_data
        for name, lookup in (
            ("status", "status"),
            ("kind", "kind"),
            ("salesperson", "salesperson"),
            ("since", "claim_date__gte"),
            ("until", "claim_date__lte"),
        ):
            if wanted.get(name):
                rows = rows.filter(**{lookup: wanted[name]})
        if wanted.get("overdue"):
            today = timezone.localdate()
            late = ReturnedMotor.objects.filter(case=OuterRef("pk"), status__in=TIMED, due_on__lt=today)
            rows = rows.filter(Exists(late) | Q(due_on__lt=today))
        return rows.search(wanted.get("q", ""))


class MotorFilter(forms.Form):
    """Search and filters of the list of returned motors."""

    q = Text(
        label=_("Serial number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = forms.ChoiceField(label=_("Status"), choices=[ANY, *MotorStatus.choices], required=False)
    overdue = forms.BooleanField(label=_("Only overdue"), required=False)

    def narrow(self, rows: Any) -> QuerySet[ReturnedMotor]:
        """The motors that match every filter that could be read."""
        self.full_clean()
        wanted = self.cleaned_data
        if wanted.get("q"):
            text = wanted["q"].strip()
            # The case's search column has the index; the serial number itself says which of its motors.
            rows = rows.filter(case__search_text__contains=encode(text), serial_number__icontains=text)
        if wanted.get("status"):
            rows = rows.filter(status=wanted["status"])
        if wanted.get("overdue"):
            rows = rows.filter(status__in=TIMED, due_on__lt=timezone.localdate())
        return rows


@form_of("case.close")
class CloseForm(ActForm):
    customer_reply = long_text(_("The customer's reply"))
    customer_satisfied = forms.TypedChoiceField(
        label=_("Is the customer satisfied?"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


@form_of("motor.scrap")
class ScrapForm(ReasonForm):
    consent = Text(
        label=_("The customer's written consent"),
        max_length=120,
        help_text=_("Document, date and name."),
    )

    def prepare(self) -> None:
        if self.obj.status == "transferred":
            del self.fields["consent"]
