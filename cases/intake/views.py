"""Registering a feedback, and correcting it."""

import datetime as dt
from copy import copy

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from aftersales.kit.prepared import prepared
from aftersales.views import forbidden
from cases.actions import open_case, register_customer, revise_case
from cases.intake.forms import IntakeForm
from cases.intake.lookup import filled_in, serial_in
from cases.intake.messages import read_message
from cases.intake.presentation import number_given, preliminary_verdict
from cases.models import Case
from cases.photos.actions import add_photos
from cases.photos.views import WithPhotos
from cases.similar import similar_to_case
from cases.statuses import CaseStatus, FeedbackKind
from cases.views.case import visible_case
from warranty.models import Motor
from workflow.actions import perform
from workflow.guards import Forbidden, Permission, demand
from workflow.models import Facts
from workflow.verbs import find_verb
from workflow.views.acting import Thing

JUST_NOW = dt.timedelta(days=1)
LAST = 50  # of a person's feedbacks, among which one is looked for that is sent a second time


class IntakePage(WithPhotos[Thing, IntakeForm]):
    """The facts of a feedback. “lookup” fills what the register knows, “preview” judges what is filled in."""

    permission = "case.create"
    template = "cases/intake.html"
    entry: Motor | None = None
    filled: set[str] = set()
    proposed: set[str] = set()

    def fill(self, data: QueryDict | None) -> None:
        super().fill(data if data is None else self.looked_up(data))
        self.form.entry = self.entry

    def looked_up(self, data: QueryDict) -> QueryDict:
        """What was sent, with the number of the label and what the register knows of it."""
        sent = copy(data)
        if kind := sent.get("switch"):
            sent["kind"] = kind
        if number := serial_in(list(self.chosen.codes)):
            sent["serial_number"] = number
        if self.asked("paste"):
            self.proposed = self.taken_from_message(sent)
        found = filled_in(sent)
        self.filled, self.entry = found.names, found.entry
        return found.data

    def taken_from_message(self, sent: QueryDict) -> set[str]:
        """Fill what is empty from a pasted message; what it is not recognised as belongs to the problem."""
        read = read_message(sent.get("message", ""))
        said = [text for text in (sent.get("problem", ""), read.pop("problem")) if text]
        proposed = {name: value for name, value in read.items() if sent.get(name, "") in ("", "1")}
        for name, value in (proposed | {"problem": "\n".join(said)}).items():
            sent[name] = value
        return {*proposed, "problem"}

    def looks(self) -> bool:
        return any(map(self.asked, ("lookup", "switch", "paste"))) or super().looks()

    def preview(self) -> bool:
        return True

    def act(self) -> Case:
        """Write it down, keep the photos, and submit it if asked to."""
        self.keep_customer()
        case = self.write_down()
        if self.chosen.photos:
            case = add_photos(case, self.chosen.photos, by=self.user)
        wanted = self.asked("submit") and case.status in (CaseStatus.DRAFT, CaseStatus.INFO_REQUESTED)
        return perform(case, "submit", by=self.user) if wanted else case

    def announcement(self) -> str:
        case = self.result
        submitted = self.asked("submit") and isinstance(case, Case) and case.status == CaseStatus.SUBMITTED
        self.done = find_verb("case", "submit").step.past if submitted else _("Saved.")
        return super().announcement()

    def keep_customer(self) -> None:
        """A customer whom the register does not know yet is entered with the feedback."""
        case = self.form.instance
        if case.customer.pk is None:
            case.customer = register_customer(case.customer, self.form.cleaned_data, by=self.user)

    def write_down(self) -> Case:
        raise NotImplementedError

    def page(self) -> HttpResponse:
        """htmx gets what is said of the serial number with what it fills, or the verdict."""
        self.part = "cases/_looked_up.html" if self.asked("lookup") else "cases/_intake_verdict.html"
        response = super().page()
        if self.asked("lookup"):
            trigger_client_event(response, "known", after="swap")  # the verdict is asked for again
        return response

    def context(self) -> Facts:
        found = super().context() | {
            "filled": self.filled,
            "proposed": self.proposed,
            "kinds": FeedbackKind,
        }
        if self.form.is_bound or self.obj is not None:
            case = self.form.instance
            found |= preliminary_verdict(case) | number_given(case, self.user)
            found["similar"] = similar_to_case(case, self.user)
        return found


REGISTERS = Permission[Case]("case.create")


class NewPage(IntakePage[None]):
    """Register a feedback (四.1); it is a draft until submitted."""

    def make_form(self, data: QueryDict | None) -> IntakeForm:
        asked = self.request.GET.get("kind", "")
        initial = {"kind": asked} if asked in FeedbackKind.values else None
        return IntakeForm(data, user=self.user, initial=initial)

    def write_down(self) -> Case:
        case = self.form.save(commit=False)
        if case.salesperson_id is None:
            case.salesperson = demand(REGISTERS, case, self.user)
        if same := self.registered_before(case):
            messages.info(self.request, _("You registered exactly this before; this is it."))
            return same
        return open_case(case, by=self.user)

    def registered_before(self, case: Case) -> Case | None:
        """The same words by the same person a moment ago: who goes back and sends the form again means that one."""
        facts = self.form.facts() | {"salesperson": case.salesperson}
        words = case.customer.pk, case.problem
        since = timezone.now() - JUST_NOW
        alike = [pk for pk, at, *said in last_of(self.user.pk) if at > since and tuple(said) == words]
        return next((same for pk in alike if says(same := Case.objects.get(pk=pk), facts)), None)

    def context(self) -> Facts:
        return super().context() | {"case": None}


@prepared
def last_of(author: int) -> "QuerySet[Case, tuple[int, dt.datetime, int, str]]":
    """A person's last feedbacks, the newest first: when they were registered, of whom, and in which words."""
    rows = Case.objects.filter(created_by=author).exclude(status=CaseStatus.WITHDRAWN).order_by("-pk")
    return rows.values_list("pk", "created_at", "customer", "problem")[:LAST]


def says(case: Case, facts: Facts) -> bool:
    """Whether a feedback says exactly this."""
    return all(getattr(case, name) == value for name, value in facts.items())


class EditPage(IntakePage[Case]):
    """Correct a draft, or complete what the manager asked for."""

    find = staticmethod(visible_case)

    def bar(self) -> HttpResponse | None:
        self.row = self.obj.transition("revise")
        why = self.row.permission.why(self.obj, self.user) if self.row else ""
        return forbidden(self.request, Forbidden(why)) if why else None

    def make_form(self, data: QueryDict | None) -> IntakeForm:
        return IntakeForm(data, user=self.user, instance=self.obj)

    def write_down(self) -> Case:
        version = self.form.cleaned_data["version"] or 0
        return revise_case(self.obj, self.form.facts(), by=self.user, version=version)

    def page(self) -> HttpResponse:
        return super().page() if self.row else redirect(self.obj)

    def context(self) -> Facts:
        """What the manager asked, and the photos."""
        found = super().context() | {"photos": self.obj.photos.all()}
        if self.obj.status == CaseStatus.INFO_REQUESTED:
            found["question"] = self.obj.events.filter(verb="request_info").last()
        return found
