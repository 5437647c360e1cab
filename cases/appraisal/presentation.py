"""What pages show of an appraisal: its signature boxes, and what the group ticked."""

import json
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from aftersales.roles import Role
from cases.conditions import APPRAISING_DEPARTMENTS
from cases.models import Appraisal, ReturnedMotor, Signature
from catalogue.statuses import Cause
from warranty.forms import FactsForm


def signature_boxes(sheet: Appraisal | None) -> list[tuple[Label, Signature | None]]:
    """The four departments of an appraisal, each with its signature if it has signed (四.2)."""
    signatures = {row.department: row for row in sheet.signatures.all()} if sheet else {}
    return [(Role(role).label, signatures.get(role)) for role in APPRAISING_DEPARTMENTS]


@dataclass(frozen=True)
class Sheets:
    """Sheets that say the same of several motors, shown in full once."""

    sheet: Appraisal
    motors: list[ReturnedMotor]
    boxes: list[tuple[Label, Signature | None]]
    findings: list[Label]


WORDS = (
    "facts", "verdict", "reasons", "edition_id", "symptom", "defect_group", "defect", "failure_id", "cause_text",
    "measurements", "liable_department", "liable_person", "disposition", "departure_reason", "remedy",
    "parts_complete", "missing_parts", "settlement",
)  # fmt: skip


def sheets_in_full(motors: list[ReturnedMotor]) -> list[Sheets]:
    """The present sheets of some motors; those that say the very same, and are signed alike, once."""
    sheets = [motor.appraisal for motor in motors if motor.appraisal]
    prefetch_related_objects(sheets, "edition", "settled_by")
    groups: dict[str, list[ReturnedMotor]] = {}
    for motor in motors:
        groups.setdefault(wording_of(motor.appraisal), []).append(motor)
    return [
        Sheets(rows[0].appraisal, rows, signature_boxes(rows[0].appraisal), findings(rows[0].appraisal))
        for rows in groups.values()
        if rows[0].appraisal
    ]


def wording_of(sheet: Appraisal | None) -> str:
    """All that a sheet says, and who has signed it with which dissent."""
    said = [getattr(sheet, name, None) for name in WORDS]
    signed = [(row.department, row.user_id, row.dissent) for row in sheet.signatures.all()] if sheet else []
    return json.dumps([said, signed], ensure_ascii=False, sort_keys=True, default=str)


def findings(sheet: Appraisal | None) -> list[Label]:
    """What the group ticked in an appraisal, in words."""
    if sheet is None:
        return []
    facts = sheet.facts
    ticks = [FactsForm.base_fields[name].label or "" for name in FactsForm.TICKS if facts.get(name)]
    if facts["cause"] != Cause.TRANSPORT:  # only then it matters whether the damage impairs the use
        ticks = [label for label in ticks if label != FactsForm.base_fields["affects_use"].label]
    return [
        _("our product") if facts["own_product"] else _("not our product"),
        _("used") if facts["used"] else _("never used"),
        *ticks,
    ]
