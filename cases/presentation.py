"""What the pages of a case and a motor show that is not a field: progress, reasons, the timeline."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from aftersales.kit.fields import LongTextField
from cases.models import Case, ReturnedMotor
from cases.statuses import CaseStatus, FeedbackKind
from slips.tags import Tag
from workflow.models import Event
from workflow.timeline import Milestone, road

C = CaseStatus
ROAD = (C.DRAFT, C.SUBMITTED, C.AUTHORISED, C.AWAITING_RECEIPT, C.IN_PROCESS, C.COMPLETED, C.CLOSED)
SHORT_ROAD = (C.DRAFT, C.SUBMITTED, C.COMPLETED, C.CLOSED)
BESIDE_THE_ROAD = {C.INFO_REQUESTED: C.SUBMITTED, C.REJECTED: C.SUBMITTED, C.WITHDRAWN: C.SUBMITTED}
# The facts of a case by group; the last column says whether they matter for an opinion or complaint as well.
FACTS = (
    ("", ("problem", "damaged_parts", "customer_request", "unknown_reason"), True),
    (_("Outcome"), ("action_taken", "customer_reply", "customer_satisfied"), True),
    (
        _("Motor"),
        ("product", "other_model", "serial_number", "ex_factory_date", "ex_factory_document", "quantity"),
        True,
    ),
    (
        _("Use"),
        (
            "used", "hours_used", "time_in_use", "environment", "connected_equipment",
            "operated_as_required", "site_visit",
        ),
        False,
    ),
    (_("Customer"), ("contact", "phone", "contract_number", "salesperson", "claim_date", "backdating_reason"), True),
    (
        _("Judged by sales"),
        ("own_product", "cause", "in_warranty", "repair_consent_by", "repair_consent_note"),
        False,
    ),
)  # fmt: skip


def progress(case: Case, events: list[Event]) -> list[Milestone]:
    """The road that this case takes, of its events, newest first; a state beside it stands where it left the road."""
    status = CaseStatus(case.status)
    reached = {event.to_status: event.at for event in reversed(events) if event.subject == case.noun}
    states = list(SHORT_ROAD if takes_short_road(case) else ROAD)
    states[states.index(BESIDE_THE_ROAD.get(status, status))] = status
    return road(states, [reached.get(state) for state in states], status)


def takes_short_road(case: Case) -> bool:
    """Whether no motor comes back: solved on site, or answered."""
    if case.resolved_on_site or case.kind != FeedbackKind.QUALITY_PROBLEM:
        return True
    return case.status in (C.COMPLETED, C.CLOSED) and case.authorised_at is None


@dataclass(frozen=True)
class Fact:
    """A field of a case in words."""

    label: Label
    value: "Label | dt.date | int | float | models.Model | None"
    wide: bool
    about: Case | None = None
    """Whose history is a page of its own."""


def facts_of(case: Case) -> list[tuple[Label, list[Fact]]]:
    """What is known of a case, in the groups of 四.1; what nobody knows is left out."""
    motor = case.kind == FeedbackKind.QUALITY_PROBLEM
    groups = [(title, names) for title, names, always in FACTS if always or motor]
    rows = [(title, [fact(case, name) for name in names if known(case, name)]) for title, names in groups]
    return [(title, facts) for title, facts in rows if facts]


def known(case: Case, name: str) -> bool:
    return getattr(case, name) not in (None, "")


def fact(case: Case, name: str) -> Fact:
    field = Case._meta.get_field(name)
    assert isinstance(field, models.Field)
    if name == "ex_factory_date":
        return Fact(capfirst(field.verbose_name), case.ex_factory_day, wide=False)
    value = getattr(case, f"get_{name}_display")() if field.choices else getattr(case, name)
    words = (_("yes") if value else _("no")) if isinstance(value, bool) else value
    about = case if name == "serial_number" else None
    return Fact(capfirst(field.verbose_name), words, isinstance(field, LongTextField), about)


@dataclass(frozen=True)
class Alike:
    """Motors of one case with the same model, defect and disposition: they are usually done together."""

    case: Case
    words: str
    motors: list[ReturnedMotor]

    @property
    def address(self) -> str:
        """What chooses them alone."""
        return urlencode({"motor": [motor.pk for motor in self.motors]}, doseq=True)


def alike(motors: Iterable[ReturnedMotor]) -> list[Alike]:
    """The motors in groups, the largest of a case first."""
    groups: dict[tuple[int, str], list[ReturnedMotor]] = {}
    for motor in motors:
        groups.setdefault((motor.case_id, in_short(motor)), []).append(motor)
    found = [Alike(rows[0].case, words, rows) for (_case, words), rows in groups.items()]
    return sorted(found, key=lambda group: (group.case.pk, -len(group.motors)))


def in_short(motor: ReturnedMotor) -> str:
    """What a motor has in common with others of its case."""
    sheet = motor.appraisal
    disposition = sheet.get_disposition_display() if sheet else ""
    return " · ".join(filter(None, [motor.model_name, sheet.defect if sheet else "", str(disposition)]))


def tag_of(motor: ReturnedMotor) -> Tag:
    """The label of a motor of a case."""
    return Tag(
        url=settings.SITE_URL.rstrip("/") + motor.get_absolute_url(),
        serial_number=str(motor),
        model=motor.model_name,
        number=motor.case.number or "",
        customer=motor.case.customer.name,
        due=motor.due_on.isoformat() if motor.due_on else "",
        place=motor.lies,
    )
