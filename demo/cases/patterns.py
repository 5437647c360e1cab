"""What played cases have written, taken apart so that it can be written again with other numbers and days."""

import datetime as dt
import json
import re
from collections import defaultdict
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from cases import models as cases
from cases.models import Appraisal, Case, ReturnedMotor
from cases.statuses import CaseStatus
from notices.models import Notice
from returns.models import Handover, HandoverLine, ReturnEntry, Transfer
from slips.models import Slip
from warranty.models import Motor
from warranty.policy import WarrantyPolicy
from workflow.models import Dossier, Event, Filed, policy_on

ENDED = (CaseStatus.CLOSED, CaseStatus.REJECTED, CaseStatus.WITHDRAWN)

Model = type[models.Model]

# What belongs to a case, and the way from a row to its case; a row comes after those it points at.
TABLES: tuple[tuple[Model, str], ...] = (
    (Motor, "returned__case"),
    (Dossier, "pk"),
    (Case, "pk"),
    (Handover, "case"),
    (ReturnedMotor, "case"),
    (HandoverLine, "handover__case"),
    (Appraisal, "motor__case"),
    (cases.Signature, "appraisal__motor__case"),
    (cases.Quotation, "motor__case"),
    (cases.Repair, "motor__case"),
    (cases.RepairPart, "repair__motor__case"),
    (cases.Inspection, "motor__case"),
    (cases.Extension, "motor__case"),
    (cases.Shipment, "motor__case"),
    (ReturnEntry, "motor__case"),
    (Transfer, "motor__case"),
    (Slip, "dossier"),
    (Handover.slips.through, "handover__case"),
    (ReturnedMotor.slips.through, "returnedmotor__case"),
    (Event, "dossier"),
    (Notice, "dossier"),
)
COPIED = frozenset(model for model, _ in TABLES)
SUBJECTS: dict[str, Model] = {"case": Case, "motor": ReturnedMotor, "handover": Handover}
# What follows from a case in other apps is told by their chapters, after the copies are there.
ITS_OWN: dict[Model, dict[str, Any]] = {
    Dossier: {"noun": "case"},
    Slip: {"dossier__noun": "case"},
    Event: {"dossier__noun": "case", "subject__in": list(SUBJECTS)},
    Notice: {"dossier__noun": "case", "event__subject__in": list(SUBJECTS)},
}

DATES = r"\d{4}-\d{2}-\d{2}|\d{4}年\d{1,2}月\d{1,2}日"


class Row(NamedTuple):
    """A row of a pattern: its values as the database wants them, and the places where a copy differs."""

    model: Model
    pk: int
    values: list[Any]
    keys: list[tuple[int, Model, int]]
    days: list[tuple[int, dt.date]]
    texts: list[tuple[int, str]]


class Pattern:
    """Everything that one played case has written."""

    def __init__(self, tables: dict[Model, list[dict[str, Any]]]) -> None:
        (case,) = tables[Case]
        self.ended = case["status"] in ENDED
        self.began: dt.datetime = case["created_at"]
        self.motors = [
            (row["serial_number"], row["document"], row["ex_factory_date"]) for row in tables[Motor]
        ]
        self.numbers = numbers_of(case, tables[Slip])
        self.expiries = expiries_of(tables[Appraisal])
        known = [name for motor in self.motors for name in motor[:2]] + [
            number for number, *_ in self.numbers
        ]
        self.names = re.compile("|".join([*map(re.escape, known), DATES]))
        self.days: dict[dt.date, Any] = {}  # every day and moment, with a field that prepares it
        self.rows = [self.row(model, values) for model, _ in TABLES for values in tables[model]]

    def row(self, model: Model, values: dict[str, Any]) -> Row:
        """One row taken apart."""
        row = Row(model, values[model._meta.pk.attname], [], [], [], [])
        for place, field in enumerate(model._meta.concrete_fields):
            value = values[field.attname]
            row.values.append(field.get_db_prep_save(value, connection))
            if field.name == "subject_id":
                row.keys.append((place, key_of(SUBJECTS[values["subject"]]), value))
            elif value is not None:
                self.note(row, place, field, value)
        return row

    def note(self, row: Row, place: int, field: Any, value: Any) -> None:
        """Note where a copy will differ in this field."""
        if field.primary_key or field.related_model in COPIED:
            row.keys.append((place, key_of(field.related_model or row.model), value))
        elif isinstance(value, dt.date):
            row.days.append((place, value))
            self.days[value] = field
        elif isinstance(value, str | list | dict):
            text = value if isinstance(value, str) else as_json(value)
            if self.names.search(text):
                row.texts.append((place, text))


def key_of(model: Model) -> Model:
    """The table that gives a row its key: what is filed has that of its dossier."""
    return Dossier if issubclass(model, Filed) else model


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)


def numbers_of(case: dict[str, Any], slips: list[dict[str, Any]]) -> list[tuple[str, str, dt.datetime]]:
    """Every number of a case, with its prefix and the moment at which it was given."""
    given: dict[str, tuple[str, dt.datetime]] = {}
    for slip in slips:
        given.setdefault(slip["number"], (slip["kind"], slip["issued_at"]))
    return [(number, kind, at) for number, (kind, at) in given.items()]


def expiries_of(appraisals: list[dict[str, Any]]) -> list[tuple[dt.date, dt.date, int]]:
    """The end of every warranty that was judged: the day, and the day and months from which it is reckoned."""
    found = []
    for row in appraisals:
        if expires_on := row["verdict"]["warranty"]["expires_on"]:
            policy = policy_on(WarrantyPolicy, dt.date.fromisoformat(row["facts"]["claim_date"]))
            left = dt.date.fromisoformat(row["facts"]["evidence"][0]["date"])
            months = policy.warranty_months(row["facts"]["channel"])
            found.append((dt.date.fromisoformat(expires_on), left, months))
    return found


def read_patterns() -> list[Pattern]:
    """Every case in the database, with all that belongs to it."""
    found: dict[int, dict[Model, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for model, path in TABLES:
        rows = model._default_manager.annotate(case_of=models.F(path)).exclude(case_of=None)
        rows = rows.filter(**ITS_OWN.get(model, {}))
        for values in rows.order_by("pk").values():
            found[values.pop("case_of")][model].append(values)
    return [Pattern(tables) for _, tables in sorted(found.items())]
