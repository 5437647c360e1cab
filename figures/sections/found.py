"""What the joint appraisals found (四.2), and what came back though it was cured (二.4)."""

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from accountability.models import Occurrence
from aftersales.kit.ledger import DATE, ID, LONG, Column
from cases.models import RepairPart, ReturnedMotor
from catalogue.statuses import Cause
from figures.declared import LESS, RATE, SHARE, Behind, Figure, Section, declare
from figures.months import Month
from figures.sections.common import BY_FAULT, MOTORS, first_of
from figures.sections.returned import shipped_new

FOUND = Section("found", _("What was found"), "search-check")
OURS = Q(appraisal__facts__cause=Cause.FACTORY) | Q(appraisal__facts__spec_mismatch=True)
NOTHING = Q(appraisal__facts__cause=Cause.NONE) & ~Q(appraisal__facts__spec_mismatch=True)


def appraised(month: Month) -> QuerySet[ReturnedMotor]:
    """The motors whose appraisal, the one that counts, had its last signature in a month."""
    rows = ReturnedMotor.objects.filter(appraisal__effective_at__range=month.moments)
    return rows.exclude(disposition="")


def bought(month: Month) -> QuerySet[ReturnedMotor]:
    """The same, with the supplier of the first bought part that the repair took out; "" where it took out none."""
    parts = RepairPart.objects.filter(repair__motor=OuterRef("pk")).exclude(supplier="").order_by("pk")
    return appraised(month).annotate(supplier=first_of(Subquery(parts.values("supplier")[:1])))


def came_again(month: Month) -> QuerySet[Occurrence]:
    """The recurrences of a month."""
    return Occurrence.objects.filter(recurrence=True, at__range=month.moments)


OCCURRENCES = Behind(
    (
        Column(_("Corrective action"), "action.number", ID, url="action.get_absolute_url"),
        Column(_("Model"), "action.model"),
        Column(_("Defect"), "action.defect", LONG),
        Column(_("Case"), "case.number", ID, url="case.get_absolute_url"),
        Column(_("Serial number"), "motor.serial_number", ID),
        Column(_("Date"), "day", DATE),
    ),
    "action__dossier",
    ("action", "case", "motor"),
)

declare(
    Figure(
        key="appraised",
        section=FOUND,
        label=_("Motors appraised"),
        explained=_(
            "Motors whose appraisal had its last signature in the month; the appraisal that counts now."
        ),
        rows=appraised,
        behind=MOTORS,
    ),
    Figure(
        key="faults",
        section=FOUND,
        label=_("Faults of the factory"),
        explained=_("Of these, motors with a fault of the factory, or outside what was agreed."),
        rows=appraised,
        behind=MOTORS,
        hit=OURS,
        clump="case",
        by=BY_FAULT,
        better=LESS,
        important=4,
    ),
    Figure(
        key="faults_bought",
        section=FOUND,
        label=_("Faults with a bought part exchanged"),
        explained=_(
            "Of these, motors whose repair exchanged a part that is bought; its supplier is the one of the day of the"
            " repair."
        ),
        rows=bought,
        behind=MOTORS,
        hit=OURS & ~Q(supplier=""),
        clump="case",
        by={"supplier": F("supplier")},
        better=LESS,
    ),
    Figure(
        key="faults_per_hundred",
        section=FOUND,
        label=_("Faults of the factory per 100 shipped"),
        explained=_("Confirmed in the month, per 100 motors that left the factory in the same month."),
        rows=appraised,
        behind=MOTORS,
        hit=OURS,
        unit=RATE,
        per=shipped_new,
        better=LESS,
    ),
    Figure(
        key="no_fault",
        section=FOUND,
        label=_("Found without fault"),
        explained=_("Of the motors appraised in the month, those in which nothing was found."),
        rows=appraised,
        behind=MOTORS,
        hit=NOTHING,
        unit=SHARE,
        better=LESS,
        target="target_no_fault_percent",
    ),
    Figure(
        key="recurrences",
        section=FOUND,
        label=_("Recurrences"),
        explained=_(
            "Confirmed faults that came again after their corrective action was shown to work; only of motors made"
            " after the measure (二.4)."
        ),
        rows=came_again,
        behind=OCCURRENCES,
        better=LESS,
        important=6,
    ),
)
