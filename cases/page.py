"""What the pages of a case and a motor show that is not a field: progress, reasons, the timeline."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from aftersales.choices import ColouredChoices
from aftersales.guards import Stateful
from aftersales.roles import Role
from cases.conditions import APPRAISING_DEPARTMENTS
from cases.models import Appraisal, Case, Event, LongTextField, Notice, Signature
from cases.statuses import CaseStatus, Cause, FeedbackKind, MotorStatus
from warranty.forms import FactsForm
from warranty.reading import readable
from warranty.rules import Verdict, explain

C = CaseStatus
ROAD = (C.DRAFT, C.SUBMITTED, C.AUTHORISED, C.AWAITING_RECEIPT, C.IN_PROCESS, C.COMPLETED, C.CLOSED)
SHORT_ROAD = (C.DRAFT, C.SUBMITTED, C.COMPLETED, C.CLOSED)
BESIDE_THE_ROAD = {C.INFO_REQUESTED: C.SUBMITTED, C.REJECTED: C.SUBMITTED, C.WITHDRAWN: C.SUBMITTED}
# The facts of a case by group; the last column says whether they matter for an opinion or complaint as well.
FACTS = (
    ("", ("problem", "damaged_parts", "customer_request", "unknown_reason"), True),
    (_("Outcome"), ("action_taken", "customer_reply", "customer_satisfied"), True),
    (_("Motor"), ("product", "other_model", "serial_number", "ex_factory_date", "quantity"), True),
    (
        _("Use"),
        (
            "used", "hours_used", "time_in_use", "environment", "connected_equipment",
            "operated_as_required", "site_visit",
        ),
        False,
    ),
    (_("Customer"), ("contact", "phone", "contract_number", "salesperson", "claim_date"), True),
    (
        _("Judged by sales"),
        ("own_product", "cause", "in_warranty", "repair_consent_by", "repair_consent_note"),
        False,
    ),
)  # fmt: skip
# Possible for a while, but seldom the thing to do next.
SELDOM = {
    "add_case", "add_measure", "contain", "redraft",
    "approve_credit", "ask_again", "count_missing", "dismantle", "first_answer", "refuse_quote",
    "request_extension", "request_info", "resolve_on_site",
}  # fmt: skip
# What one may do over again, and the field that tells that it has been done.
REPEATABLE = {
    "draft_appraisal": "appraisal_id",
    "quote": "quoted_at",
    "draft_return": "return_drafted_at",
    "prepare_transfer": "transfer_at",
}
# What an event's data may show in the timeline, and under which name.
SAID = {
    "reason": _("Reason"),
    "question": _("Question"),
    "answer": _("Answer"),
    "note": _("Note"),
    "action_taken": _("Action taken"),
    "confirmation": _("Confirmed by"),
    "customer_reply": _("The customer's reply"),
    "findings": _("Findings"),
    "result": _("Result"),
    "dissent": _("Dissent"),
    "new_due_on": _("New due date"),
    "customer_told": _("How the customer is told"),
    "carrier": _("Carrier"),
    "waybill": _("Waybill"),
    "reference": _("Reference"),
    "instruction": _("What to do"),
    "photos": _("Photos"),
}


def progress(case: Case) -> list[dict[str, Any]]:
    """The road that this case takes; a state beside it stands where it left the road."""
    status = CaseStatus(case.status)
    reached = dict(case.events.filter(subject="case").order_by("id").values_list("to_status", "at"))
    states = list(SHORT_ROAD if takes_short_road(case) else ROAD)
    states[states.index(BESIDE_THE_ROAD.get(status, status))] = status
    return road(states, [reached.get(state) for state in states], status)


def road(
    states: Sequence[ColouredChoices], reached: Iterable[dt.datetime | None], here: ColouredChoices
) -> list[dict[str, Any]]:
    """States in their order, each done, current or to come, with the moment at which it was reached."""
    place = states.index(here)
    return [
        {"state": state, "done": rank < place, "current": rank == place, "at": at if rank <= place else None}
        for rank, (state, at) in enumerate(zip(states, reached, strict=True))
    ]


def takes_short_road(case: Case) -> bool:
    """Whether no motor comes back: solved on site, or answered."""
    if case.resolved_on_site or case.kind != FeedbackKind.QUALITY_PROBLEM:
        return True
    return case.status in (C.COMPLETED, C.CLOSED) and case.authorised_at is None


def arranged(obj: Stateful, actions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The action to do next, marked ``primary``, then what else is possible, the grave last, then the blocked."""
    done = {verb for verb, field in REPEATABLE.items() if getattr(obj, field, None)}
    rows = [row | {"again": row["offer"].verb in done} for row in actions]
    rows.sort(key=lambda row: (not row["offer"].open, row["offer"].step.grave, row["again"]))
    possible = [row for row in rows if row["offer"].open and not row["offer"].step.grave and not row["again"]]
    forward = [row for row in possible if row["offer"].verb not in SELDOM]
    first = min(forward, key=lambda row: row["offer"].verb == "revise", default=None)
    return [row | {"primary": row is first} for row in sorted(rows, key=lambda row: row is not first)]


def signature_boxes(sheet: Appraisal | None) -> list[tuple[Any, Signature | None]]:
    """The four departments of an appraisal, each with its signature if it has signed (四.2)."""
    signatures = {row.department: row for row in sheet.signatures.all()} if sheet else {}
    return [(Role(role).label, signatures.get(role)) for role in APPRAISING_DEPARTMENTS]


def facts_of(case: Case) -> list[tuple[Any, list[dict[str, Any]]]]:
    """What is known of a case, in the groups of 四.1; what nobody knows is left out."""
    motor = case.kind == FeedbackKind.QUALITY_PROBLEM
    groups = [(title, names) for title, names, always in FACTS if always or motor]
    rows = [(title, [fact(case, name) for name in names if known(case, name)]) for title, names in groups]
    return [(title, facts) for title, facts in rows if facts]


def known(case: Case, name: str) -> bool:
    return getattr(case, name) not in (None, "")


def fact(case: Case, name: str) -> dict[str, Any]:
    """A field of a case in words."""
    field: Any = Case._meta.get_field(name)
    value = getattr(case, f"get_{name}_display")() if field.choices else getattr(case, name)
    return {
        "label": capfirst(field.verbose_name),
        "value": (_("yes") if value else _("no")) if isinstance(value, bool) else value,
        "wide": isinstance(field, LongTextField),
    }


def findings(sheet: Appraisal | None) -> list[Any]:
    """What the group ticked in an appraisal, in words."""
    if sheet is None:
        return []
    facts = sheet.facts
    ticks = [FactsForm.base_fields[name].label for name in FactsForm.TICKS if facts.get(name)]
    if facts["cause"] != Cause.TRANSPORT:  # only then it matters whether the damage impairs the use
        ticks = [label for label in ticks if label != FactsForm.base_fields["affects_use"].label]
    return [
        _("our product") if facts["own_product"] else _("not our product"),
        _("used") if facts["used"] else _("never used"),
        *ticks,
    ]


def reasons_of(verdict: Verdict | None) -> list[dict[str, str]]:
    """The sentences of a verdict, with ``text`` in the reader's language."""
    if verdict is None:
        return []
    return [readable(reason._asdict()) for reason in explain(verdict)]


def timeline(events: QuerySet[Event]) -> list[dict[str, Any]]:
    """The events, newest first, in words. Amounts are not among what it repeats, so everybody may read it."""
    return [line(event) for event in events.order_by("-id")]


def line(event: Event) -> dict[str, Any]:
    said = [(label, event.data[key]) for key, label in SAID.items() if event.data.get(key)]
    moved = event.to_status != event.from_status
    return {
        "at": event.at,
        "who": event.actor_name,
        "what": step_labels().get(f"{event.subject}.{event.verb}", event.verb),
        "motor": event.motor if event.subject == "motor" else None,
        "state": state_of(event) if moved else None,
        "said": said,
    }


def told(notice: Notice, event: Event) -> dict[str, Any]:
    """The notice of an event in words: where it leads, and what happened there."""
    return line(event) | {
        "unread": notice.read_at is None,
        "about": event.data.get("number") or event.motor or event.case,
        "url": address(event),
        "case": event.case,
    }


def address(event: Event) -> str:
    """The page of what the event is about; a consignment's is that of its case."""
    if event.subject in ("case", "motor", "handover"):
        return (event.motor or event.case).get_absolute_url()  # type: ignore[union-attr]
    model = machines()[event.subject]
    return reverse(f"{model._meta.app_label}:{event.subject}", args=[event.subject_id])


def state_of(event: Event) -> Any:
    """The state that the event led to, with its name and colour."""
    statuses: dict[str, Any] = {"case": CaseStatus, "motor": MotorStatus}
    choices = statuses.get(event.subject) or machines()[event.subject].states
    return choices(event.to_status) if choices else None


@cache
def step_labels() -> dict[str, Any]:
    """The words of every verb as the buttons have them, by ``noun.verb``."""
    labels: dict[str, Any] = {
        "case.create": _("Feedback registered"),
        "handover.count": _("Consignment counted"),
    }
    for noun, model in machines().items():
        if model.opening:
            labels[f"{noun}.{model.opening[0]}"] = model.opening[1]
        for row in model().get_all_status_transitions():  # type: ignore[attr-defined]
            labels[f"{noun}.{row.name}"] = row.custom["step"].label
    return labels


@cache
def machines() -> dict[str, type[Stateful]]:
    """Every model with a state machine by its noun."""
    models = [model for model in apps.get_models() if issubclass(model, Stateful)]
    return {model.noun: model for model in models}
