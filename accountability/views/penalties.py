"""Penalties: the list, one penalty, drafting and correcting it, its other steps. Only the chain sees them."""

import uuid
from decimal import Decimal
from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from accountability.actions import open_penalty
from accountability.forms import PenaltyFilter, PersonFormSet
from accountability.forms.penalties import (
    DraftForm,
    OpinionFields,
    PersonRows,
    RedraftForm,
    present_rows,
    proposed_rows,
    warnings,
)
from accountability.models import Penalty
from accountability.queries import Proposal, people, proposals, rates, with_month
from accountability.statuses import Capacity, FaultClass, PenaltyStatus
from accountability.views.actions import case_of, slips_of
from aftersales.access import SignedInRequest
from aftersales.kit.ledger import ID, LONG, MOMENT, OPEN_MONEY, STATE, Column
from aftersales.kit.list_columns import DUE
from aftersales.kit.list_pages import ListPage
from aftersales.models import User
from cases.models import ReturnedMotor
from cases.views.motor import visible_motor
from workflow.models import Facts
from workflow.panels import panels_at
from workflow.timeline import Milestone, arranged, events_of, road, timeline
from workflow.views.acting import ActingPage, Thing, act_on, own_links

P = PenaltyStatus


def penalties_of(user: User) -> QuerySet[Penalty]:
    """All for the chain, their own for everybody else."""
    rows = Penalty.objects.visible_to(user).select_related("case__customer", "motor__product", "drafted_by")
    return rows.prefetch_related("persons")


def names(penalty: Penalty) -> str:
    return str(_(", ")).join(person.name for person in penalty.persons.all())


penalties = ListPage(
    template="accountability/penalties.html",
    title=_("Penalties"),
    filter=PenaltyFilter,
    rows=penalties_of,
    shown={
        "number": Column(_("Number"), str, ID, sort="pk"),
        "status": Column(_("Status"), "state", STATE),
        "people": Column(_("People"), names, LONG),
        "amount": Column(_("Amount (CNY)"), "total", OPEN_MONEY),
        "model": Column(_("Model"), "motor.model_name", ID),
        "serial": Column(_("Serial number"), "motor", ID),
        "customer": Column(_("Customer"), "case.customer.name", LONG),
        "region": Column(_("Region"), "case.customer.region", screen=False),
        "department": Column(_("Liable department"), "get_department_display", screen=False),
        "class": Column(_("Class of the fault"), "get_fault_class_display", screen=False),
        "due": Column(
            _("Due"), lambda penalty: penalty.due_on if penalty.standing else None, DUE, sort="due_on"
        ),
        "drafted": Column(_("Drafted"), "drafted_at", MOMENT, sort="drafted_at"),
        "author": Column(_("Drafted by"), "drafted_by", screen=False),
        "deduction": Column(_("Deduction"), "deduction", screen=False),
    },
)


def visible_penalty(request: SignedInRequest, pk: int) -> Penalty:
    """The penalty if the person may see it, else 404: even that there is one is nobody else's business."""
    rows = Penalty.objects.visible_to(request.user).select_related(
        "case__customer", "motor__product", "motor__registered", "motor__appraisal", "appraisal",
        "drafted_by", "countersigned_by", "assessed_by", "decided_by", "deducted_by",
    )  # fmt: skip
    return get_object_or_404(rows.prefetch_related("persons__user", "persons__recorded_by"), pk=pk)


@require_GET
def penalty(request: SignedInRequest, pk: int) -> HttpResponse:
    """One penalty: finding, people, opinion, what each of the chain says, and the responses."""
    penalty = visible_penalty(request, pk)
    with_month(penalty, penalty.persons.all())
    context = {
        "penalty": penalty,
        "case": case_of(penalty, request.user),
        "actions": arranged(penalty, own_links(penalty, request.user)),
        "steps": steps(penalty),
        "warnings": warnings(penalty) if penalty.status in (P.DRAFTED, P.ASSESSED) else [],
        "slips": slips_of(penalty.number, request.user),
        "side_panels": panels_at("penalty.aside", penalty, request),
        "timeline": timeline(events_of(penalty, request.user), penalty),
    }
    return render(request, "accountability/penalty.html", context)


def steps(penalty: Penalty) -> list[Milestone]:
    """The road to the deduction, or to where the director dismissed it."""
    reached = {P.DRAFTED: penalty.drafted_at, P.ASSESSED: penalty.assessed_at}
    if penalty.state == P.DISMISSED:
        reached |= {P.DISMISSED: penalty.decided_at}
    else:
        reached |= {P.APPROVED: penalty.decided_at, P.DEDUCTED: penalty.deducted_at}
    return road(list(reached), reached.values(), penalty.state)


Opinion = TypeVar("Opinion", bound=OpinionFields)


class OpinionPage(ActingPage[Thing, Opinion]):
    """An opinion and the people whom it names, beside the finding, the production record and the table of amounts."""

    permission = "penalty.draft"
    template = "accountability/opinion.html"
    row_form = PersonFormSet
    rows: PersonRows
    prefix = "persons"
    more = 2
    done = _("The opinion is drafted.")
    motor: ReturnedMotor
    proposals: list[Proposal]
    people: list[Facts] | None

    def row_options(self) -> Facts:
        return {"initial": self.present(), "form_kwargs": {"choices": people()}}

    def present(self) -> list[Facts]:
        """The people of whom the page knows at first."""
        raise NotImplementedError

    def is_complete(self) -> bool:
        self.people = self.rows.persons(self.form.cleaned_data["fault_class"])
        return self.people is not None

    def facts(self) -> Facts:
        return {"facts": self.form.opinion_facts(), "persons": self.people}

    def context(self) -> Facts:
        return {
            "motor": self.motor,
            "case": self.motor.case,
            "persons": self.rows,
            "proposals": self.proposals,
            "rates": table_of_amounts(),
        }


class DraftPage(OpinionPage[ReturnedMotor, DraftForm]):
    """Draft the handling opinion on a confirmed fault; the production record proposes the people (九)."""

    find = staticmethod(visible_motor)

    def fill(self, data: QueryDict | None) -> None:
        self.motor = self.obj
        self.reason = Penalty(case=self.motor.case, motor=self.motor).why_not_create(self.user)
        self.proposals = [] if self.reason else proposals(self.motor)
        super().fill(data)

    def make_form(self, data: QueryDict | None) -> DraftForm:
        return DraftForm(data, initial=first_words(self.motor) | {"key": uuid.uuid4()})

    def present(self) -> list[Facts]:
        return proposed_rows(self.proposals)

    def act(self) -> Penalty:
        return open_penalty(self.motor, **self.facts(), by=self.user)

    def context(self) -> Facts:
        return super().context() | {"reason": self.reason}


def first_words(motor: ReturnedMotor) -> Facts:
    """The finding as the appraisal puts it."""
    sheet = motor.appraisal
    return {"fault_class": "ordinary", "finding": sheet.cause_text or sheet.defect} if sheet else {}


class RedraftPage(OpinionPage[Penalty, RedraftForm]):
    """Correct an opinion that nobody has assessed."""

    verb = "redraft"
    find = staticmethod(visible_penalty)

    def fill(self, data: QueryDict | None) -> None:
        self.motor = self.obj.motor
        self.proposals = proposals(self.motor)
        super().fill(data)

    def facts(self) -> Facts:
        return {"edit": self.form.opinion_facts(), "persons": self.people}

    def present(self) -> list[Facts]:
        return present_rows(self.obj.persons.all())


def table_of_amounts() -> list[tuple[FaultClass, list[tuple[Capacity, Decimal]]]]:
    """The amounts of each class of fault, from light to grave, the nearest person first."""
    table = rates()
    rows = [
        (grade, [(capacity, table[grade, capacity]) for capacity in Capacity if (grade, capacity) in table])
        for grade in FaultClass
    ]
    return [row for row in rows if row[1]]


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of a penalty that needs no page of its own."""
    penalty = visible_penalty(request, pk)
    if verb not in {row.name for row in penalty.transitions()}:
        raise Http404
    return act_on(request, penalty, verb, case=case_of(penalty, request.user))
