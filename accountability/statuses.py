"""The states of both machines and their choices, each a table of value, colour and name."""

from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices
from aftersales.roles import Role
from catalogue.statuses import Department


class ActionStatus(ColouredChoices):
    """Where a corrective action stands (二.4)."""

    ISSUED = "issued", "amber", _("issued, awaiting a plan")
    PLANNED = "planned", "blue", _("planned, being implemented")
    IMPLEMENTED = "implemented", "violet", _("implemented, awaiting verification")
    VERIFIED = "verified", "green", _("verified")


class PenaltyStatus(ColouredChoices):
    """Where a penalty stands (九)."""

    DRAFTED = "drafted", "amber", _("drafted by production")
    ASSESSED = "assessed", "violet", _("assessed, awaiting the director")
    APPROVED = "approved", "blue", _("approved, to be deducted")
    DISMISSED = "dismissed", "grey", _("dismissed")
    DEDUCTED = "deducted", "green", _("deducted")


class MeasureKind(ColouredChoices):
    """What a measure is for: to stop the damage now, to remove the cause, to keep it from elsewhere."""

    CONTAINMENT = "containment", "red", _("immediate containment")
    CORRECTIVE = "corrective", "blue", _("corrective")
    PREVENTIVE = "preventive", "teal", _("preventive")


class Made(ColouredChoices):
    """When the motor of a further case was made, beside the day on which the measure was implemented."""

    BEFORE = "before", "grey", _("made before the measure")
    AFTER = "after", "red", _("made after the measure")
    UNKNOWN = "unknown", "amber", _("nobody knows when it was made")


class FaultClass(ColouredChoices):
    """How grave a quality fault is; the table of amounts has a line for each."""

    MINOR = "minor", "grey", _("minor fault")
    ORDINARY = "ordinary", "amber", _("ordinary fault")
    GRAVE = "grave", "red", _("grave fault")


class Capacity(ColouredChoices):
    """As what a person answers for a fault: who made it, or leaders who are jointly liable (九)."""

    RESPONSIBLE = "responsible", "red", _("responsible person")
    TEAM_LEADER = "team_leader", "amber", _("team leader (jointly liable)")
    WORKSHOP_HEAD = "workshop_head", "amber", _("workshop head (jointly liable)")
    DEPARTMENT_HEAD = "department_head", "amber", _("department head (jointly liable)")


D = Department
R = Role
# Who plans and carries out a corrective action of a department. Purchasing has no role of its own.
PLANNING: dict[str, tuple[str, ...]] = {
    D.ENGINEERING: (R.ENGINEERING,),
    D.WINDING: (R.PRODUCTION, R.WORKSHOP),
    D.ASSEMBLY: (R.PRODUCTION, R.WORKSHOP),
    D.MACHINING: (R.PRODUCTION, R.WORKSHOP),
    D.PURCHASING: (R.PRODUCTION, R.QUALITY),
    D.QUALITY: (R.QUALITY,),
    D.SALES: (R.SALES_MANAGER, R.DISPATCHER),
}
# Departments of production: their own fault is countersigned by after-sales (二.5, 九).
PRODUCTION = (D.WINDING, D.ASSEMBLY, D.MACHINING)
LIABLE = tuple((value, label) for value, label in D.choices if value in PLANNING)


def planning_roles(department: str) -> tuple[str, ...]:
    """The roles that plan for a department; where nobody is named, engineering does."""
    return PLANNING.get(department, (R.ENGINEERING,))
