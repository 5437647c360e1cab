"""The forms of no one subject: the filters above the lists, the end of a case and of a motor."""

from operator import itemgetter

from django import forms
from django.db.models import Q, QuerySet, Value
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.finding.wanted import Wanted
from aftersales.kit.form_fields import Text, day, long_text, set_choices
from aftersales.kit.ledger.filters import day as in_our_time
from aftersales.kit.list_pages import ANY, ListFilter, M, beginning_of, choice_field, end_of, search_field
from aftersales.kit.prepared import prepared
from aftersales.kit.serials import key, normalised
from aftersales.models import User
from aftersales.roles import Role
from cases.models import Case, ReturnedMotor
from cases.queries import cases_meant
from cases.statuses import TIMED, CaseStatus, FeedbackKind, MotorPlace, MotorStatus
from catalogue.statuses import Department
from warranty.models import Customer
from workflow.forms import ActForm, ReasonForm, form_of

form_of("case.withdraw", "case.reopen", "motor.write_off")(ReasonForm)


@prepared
def salespeople_and_regions() -> "QuerySet[User, tuple[int, str, str]]":
    """Key, name and sign-in name of each salesperson; and each region of customers, its key being zero."""
    people = User.objects.filter(grants__role=Role.SALESPERSON).order_by()
    regions = Customer.objects.exclude(region="").order_by()
    return people.values_list("pk", "name", "username").union(
        regions.values_list(Value(0), "region", Value(""))
    )


def whose_and_where() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The salespeople and the regions of customers to choose from, read in one statement."""
    found = salespeople_and_regions()
    whose = [(str(pk), name or username) for pk, name, username in found if pk]
    where = [(region, region) for pk, region, _username in found if not pk]
    return sorted(whose, key=itemgetter(1)), sorted(where)


class FilterOfPeople(ListFilter[M]):
    """A filter by salesperson, for those who see the cases of all, and by region."""

    salesperson = choice_field(_("Salesperson"), ())
    region = choice_field(_("Region"), ())

    def __init__(self, data: QueryDict | None = None, *, user: User) -> None:
        super().__init__(data, user=user)
        whose, where = whose_and_where()
        set_choices(self.fields["salesperson"], [ANY, *whose])
        set_choices(self.fields["region"], [ANY, *where])
        if not user.can("case.view_all"):
            del self.fields["salesperson"]


class CaseFilter(FilterOfPeople[Case]):
    """Search and filters of the case list."""

    q = search_field(_("Search"), 80)
    status = choice_field(_("Status"), CaseStatus.choices)
    kind = choice_field(_("Kind"), FeedbackKind.choices)
    since = day(_("From"), required=False)
    until = day(_("To"), required=False)
    overdue = forms.BooleanField(label=_("Only overdue"), required=False)
    lookups = {
        "status": "status",
        "kind": "kind",
        "salesperson": "salesperson",
        "region": "customer__region",
        "since": "claim_date__gte",
        "until": "claim_date__lte",
    }

    def late(self, rows: QuerySet[Case]) -> QuerySet[Case]:
        return rows.filter(next_due_on__lt=timezone.localdate())

    def found(self, rows: QuerySet[Case], text: str) -> QuerySet[Case]:
        """As the search of the product finds them; a word that is too short for that is looked for all the same."""
        wanted = Wanted.of(text)
        return cases_meant(rows, wanted) if wanted.words else super().found(rows, text)


class MotorFilter(FilterOfPeople[ReturnedMotor]):
    """Search and filters of the list of returned motors."""

    q = search_field(_("Serial number"), 40)
    status = choice_field(_("Status"), MotorStatus.choices)
    department = choice_field(_("Liable department"), Department.choices)
    since = in_our_time(_("Received from"))
    until = in_our_time(_("To"))
    overdue = forms.BooleanField(label=_("Only overdue"), required=False)
    lookups = {
        "status": "status",
        "department": "appraisal__liable_department",
        "salesperson": "case__salesperson",
        "region": "case__customer__region",
        "since": "received_at__gte",
        "until": "received_at__lt",
    }

    clean_since, clean_until = beginning_of("since"), end_of("until")

    def narrow(self, rows: QuerySet[ReturnedMotor]) -> QuerySet[ReturnedMotor]:
        """A draft of an appraisal blames nobody yet."""
        found = super().narrow(rows)
        return found.exclude(disposition="") if self.cleaned_data.get("department") else found

    def late(self, rows: QuerySet[ReturnedMotor]) -> QuerySet[ReturnedMotor]:
        return rows.filter(status__in=TIMED, due_on__lt=timezone.localdate())

    def found(self, rows: QuerySet[ReturnedMotor], text: str) -> QuerySet[ReturnedMotor]:
        """By a part of the serial number; what has no digit in it is written as it is."""
        part = key(text)
        same = Q(serial_key__contains=part) if part else Q(serial_number__icontains=normalised(text))
        return rows.filter(same)


@form_of("motor.put")
class PlaceForm(ActForm):
    """One of the usual places, and a word more where one wants it."""

    place = forms.ChoiceField(label=_("Place"), choices=MotorPlace.choices, widget=forms.RadioSelect)
    place_note = Text(label=_("Where exactly"), max_length=60, required=False)

    def prepare(self) -> None:
        self.fields["place"].initial = self.obj.place
        self.fields["place_note"].initial = self.obj.place_note


@form_of("case.complete")
class CompleteForm(ActForm):
    intro = _("Nothing comes back in this round, or all of it is settled.")
    answer = long_text(_("What was the customer told?"))


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
