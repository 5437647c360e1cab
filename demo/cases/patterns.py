"""What played cases have written, as templates: wherever a copy differs there is a mark for one of its words."""

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from aftersales.kit.serials import key
from aftersales.kit.untyped import Value
from cases import models as cases
from cases.models import Appraisal, Case, ReturnedMotor
from cases.statuses import CaseStatus
from notices.models import Notice
from returns.models import Handover, HandoverLine, ReturnEntry, Transfer
from slips.models import Slip
from slips.models.slip import canonical
from warranty.models import Motor
from warranty.policy import WarrantyPolicy
from warranty.rules import expiry
from workflow.models import Barred, Dossier, Event, Waiting, policy_on

ENDED = (CaseStatus.CLOSED, CaseStatus.REJECTED, CaseStatus.WITHDRAWN)
LARGE = 20  # a case with more motors comes once

Model = type[models.Model]
Row = list[Value]  # as a table has it
Values = dict[str, Value]  # by the name of the field

# What belongs to a case, and the way from a row to its case; a row comes after those it points at.
TABLES: tuple[tuple[Model, str], ...] = (
    (Motor, "returned__case"),
    (Dossier, "pk"),
    (Case, "pk"),
    (Handover, "case"),
    (ReturnedMotor, "case"),
    (HandoverLine, "handover__case"),
    (cases.TestSheet, "motor__case"),
    (Appraisal, "motor__case"),
    (cases.Signature, "appraisal__motor__case"),
    (cases.Quotation, "motor__case"),
    (cases.QuotedPart, "quotation__motor__case"),
    (cases.Receipt, "motor__case"),
    (cases.Repair, "motor__case"),
    (cases.RepairPart, "repair__motor__case"),
    (cases.Inspection, "motor__case"),
    (cases.Extension, "motor__case"),
    (cases.Shipment, "motor__case"),
    (cases.Freight, "motor__case"),
    (cases.MissingPart, "motor__case"),
    (ReturnEntry, "motor__case"),
    (Transfer, "motor__case"),
    (Slip, "dossier"),
    (Handover.slips.through, "handover__case"),
    (ReturnedMotor.slips.through, "returnedmotor__case"),
    (Event, "dossier"),
    (Notice, "dossier"),
    (Waiting, "dossier"),
    (Barred, "waiting__dossier"),
)
COPIED = [model for model, _ in TABLES]
# What follows from a case in other apps is told by their chapters, after the copies are there.
SUBJECTS: dict[str, Model] = {
    "case": Case,
    "motor": ReturnedMotor,
    "handover": Handover,
    "freight": cases.Freight,
}
ITEMS: dict[str, Model] = SUBJECTS | {"slip": Slip, "return_entry": ReturnEntry}  # at which something waits
ITS_OWN: dict[Model, Values] = {
    Dossier: {"noun": "case"},
    Slip: {"dossier__noun": "case"},
    Event: {"dossier__noun": "case", "subject__in": [*SUBJECTS]},
    Notice: {"dossier__noun": "case", "event__subject__in": [*SUBJECTS]},
    Waiting: {"dossier__noun": "case", "noun__in": [*ITEMS]},
    Barred: {"waiting__dossier__noun": "case", "waiting__noun__in": [*ITEMS]},
}

SEALED = ("kind", "number", "revision", "facts", "issued_at", "issuer")
DATES = r"\d{4}-\d{2}-\d{2}T?|\d{4}年\d{1,2}月\d{1,2}日"
DIGITS = re.compile(r"\d+")

Tables = dict[Model, list[Values]]


class Pattern:
    """Everything that one played case has written, and its words: numbers, serial numbers, delivery notes, days."""

    def __init__(self, tables: Tables) -> None:
        (case,) = tables[Case]
        self.tables = tables
        self.ended = case["status"] in ENDED
        self.large = len(tables[ReturnedMotor]) > LARGE
        self.began: dt.datetime = case["created_at"]
        self.numbers = numbers_of(tables[Slip])
        self.motors = [
            (row["serial_number"], row["document"], row["ex_factory_date"]) for row in tables[Motor]
        ]
        self.expiries = expiries_of(tables[Appraisal])
        self.names = [number for number, *_ in self.numbers]
        for serial_number, document, _ in self.motors:
            self.names += [serial_number, document, key(serial_number)]
        self.days: list[str] = []  # as the templates come to them
        self.words = re.compile("|".join([*map(re.escape, self.names), DATES]))
        for slip in tables[Slip]:
            slip["digest"] = canonical(*(slip[name] for name in SEALED)).decode()

    def spoken(self, model: Model) -> Iterator[models.Field]:
        """The fields of a table that have words in them."""
        for row in self.tables[model]:
            for field in columns_of(model):
                value = row[field.attname]
                if isinstance(value, str | list | dict) and self.words.search(as_text(value)):
                    yield field

    def rows(self, model: Model, spoken: set[models.Field]) -> Iterator[Row]:
        """Its rows of a table as the database wants them, with templates in the fields that have words."""
        fields = columns_of(model)
        for row in self.tables[model]:
            yield [self.value(row[field.attname], field, field in spoken) for field in fields]

    def value(self, value: Value, field: models.Field, spoken: bool) -> Value:
        if spoken and value is not None:
            return self.template(as_text(value))
        return field.get_db_prep_save(value, connection)

    def template(self, text: str) -> str:
        """A text with a mark such as %3$s, as PostgreSQL's format() has them, for each of its words."""
        return self.words.sub(self.mark, text.replace("%", "%%"))

    def mark(self, match: re.Match[str]) -> str:
        word = match.group()
        if word not in [*self.names, *self.days]:
            self.days.append(word)
        return f"%{[*self.names, *self.days].index(word) + 1}$s"

    @lru_cache(maxsize=1)  # noqa: B019  (copies of the same day follow each other; there are few patterns)
    def days_before(self, shift: dt.timedelta) -> list[str]:
        """What a copy that is so much older says for the days."""
        ends = {day: expiry(left - shift, months) for day, left, months in self.expiries}
        return [moved(day, shift, ends) for day in self.days]


def columns_of(model: Model) -> list[models.Field]:
    """The fields that a row is written with; the database fills in those that it generates."""
    return [field for field in model._meta.concrete_fields if not field.generated]


def moved(text: str, shift: dt.timedelta, ends: dict[dt.date, dt.date]) -> str:
    """A date written in a text, as the copy has it; what is no date stays. The ends of warranties are given."""
    try:
        day = dt.date(*map(int, DIGITS.findall(text)))
    except (TypeError, ValueError):  # a serial number, or no day of the calendar
        return text
    if text.endswith("T"):  # a moment, which no warranty ends at
        return f"{day - shift}T"
    day = ends.get(day) or day - shift
    return day.isoformat() if "-" in text else f"{day.year}年{day.month}月{day.day}日"


def as_text(value: Value) -> str:
    """How a text or JSON is stored."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)


def numbers_of(slips: list[Values]) -> list[tuple[str, str, dt.datetime]]:
    """Every number of a case, with its prefix and the moment at which it was given."""
    given: dict[str, tuple[str, dt.datetime]] = {}
    for slip in slips:
        given.setdefault(slip["number"], (slip["kind"], slip["issued_at"]))
    return [(number, kind, at) for number, (kind, at) in given.items()]


def expiries_of(appraisals: list[Values]) -> list[tuple[dt.date, dt.date, int]]:
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
    found: dict[int, Tables] = defaultdict(lambda: defaultdict(list))
    for model, path in TABLES:
        rows = model._default_manager.annotate(case_of=models.F(path)).exclude(case_of=None)
        rows = rows.filter(**ITS_OWN.get(model, {}))
        for values in rows.order_by("pk").values():
            found[values.pop("case_of")][model].append(values)
    return [Pattern(tables) for _, tables in sorted(found.items())]
