"""What pages show of an appraisal: its signature boxes, and what the group ticked."""

from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from aftersales.roles import Role
from cases.conditions import APPRAISING_DEPARTMENTS
from cases.models import Appraisal, Signature
from catalogue.statuses import Cause
from warranty.forms import FactsForm


def signature_boxes(sheet: Appraisal | None) -> list[tuple[Label, Signature | None]]:
    """The four departments of an appraisal, each with its signature if it has signed (四.2)."""
    signatures = {row.department: row for row in sheet.signatures.all()} if sheet else {}
    return [(Role(role).label, signatures.get(role)) for role in APPRAISING_DEPARTMENTS]


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
