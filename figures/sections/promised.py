"""Repairs, and whether what was promised was kept (四.3)."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from aftersales.kit.ledger import ID, LONG, MOMENT, Column
from cases.models import Repair, ReturnedMotor
from figures.declared import LESS, MEAN, MORE, SHARE, Behind, Figure, Section, declare
from figures.months import Month
from figures.sections.common import MOTORS, F, day_of, days_between, passed

PROMISED = Section("promised", _("Repair and promise"), "wrench")


def repairs(month: Month) -> QuerySet[Repair]:
    """The repairs finished in a month; of a motor that went through the workshop twice both."""
    return Repair.objects.filter(done_at__range=month.moments)


def given_back(month: Month) -> QuerySet[ReturnedMotor]:
    """The motors whose promise was kept or broken for good in a month."""
    rows = ReturnedMotor.objects.filter(stopped_on__range=month.days, appraisal__effective_at__isnull=False)
    return rows.annotate(appraised_on=day_of("appraisal__effective_at"))


def due_first(month: Month) -> QuerySet[ReturnedMotor]:
    """The motors that were first promised for a day of a month.

    What is paused, scrapped or waits for its appraisal is promised for no day.
    """
    rows = ReturnedMotor.objects.filter(original_due_on__range=month.days).exclude(disposition="")
    return rows.annotate(
        late_first=passed("original_due_on", month),
        late=passed("due_on", month),
        delivered_on=F("shipment__delivered_on"),
    )


REPAIRS = Behind(
    (
        Column(_("Serial number"), "motor", ID, url="motor.get_absolute_url"),
        Column(_("Model"), "motor.model_name"),
        Column(_("Case"), "motor.case.number", ID),
        Column(_("Customer"), "motor.case.customer.name", LONG),
        Column(_("Work done"), "work_done", LONG),
        Column(_("Repaired by"), "done_by"),
        Column(_("Repaired"), "done_at", MOMENT),
    ),
    "motor__case__dossier",
    ("motor__case__customer", "motor__product", "done_by"),
)

STOPPED, DELIVERED = "stopped_on", "delivered_on"


def on_time(
    key: str, label: Label, explained: Label, *, stop: str, due: str, late: str, important: int = 0
) -> Figure:
    """Promises kept by the day ``due``: of those that can be judged, as the motor is back or the day has passed."""
    return Figure(
        key=key,
        section=PROMISED,
        label=label,
        explained=explained,
        rows=due_first,
        behind=MOTORS,
        among=Q(**{f"{stop}__isnull": False}) | Q(**{late: True}),
        hit=Q(**{f"{stop}__lte": F(due)}),
        unit=SHARE,
        better=MORE,
        target="target_on_time_percent",
        important=important,
    )


declare(
    Figure(
        key="repairs",
        section=PROMISED,
        label=_("Repairs"),
        explained=_(
            "Repairs finished in the month; a motor that went through the workshop twice counts twice."
        ),
        rows=repairs,
        behind=REPAIRS,
    ),
    Figure(
        key="repair_days",
        section=PROMISED,
        label=_("Days from appraisal to giving back"),
        explained=_(
            "Calendar days from the last signature of the appraisal to the day on which the clock stopped, the mean of"
            " the motors given back in the month. Days in which the customer thought about a quotation are in it."
        ),
        rows=given_back,
        behind=MOTORS,
        amount=days_between(F("appraised_on"), F("stopped_on")),
        unit=MEAN,
        better=LESS,
        important=7,
    ),
    on_time(
        "on_time",
        _("In time: first promise, shipped"),
        _(
            "Of the motors first promised for a day of the month that are shipped or should be, those shipped by that"
            " day. What is still here and not due is not among them."
        ),
        stop=STOPPED,
        due="original_due_on",
        late="late_first",
        important=8,
    ),
    on_time(
        "on_time_extended",
        _("In time: extended promise, shipped"),
        _(
            "Of the same motors, those shipped by the extended day, or by the first where nobody extended it. What is"
            " still here and whose extended day is to come is not among them, so the number below the line differs."
        ),
        stop=STOPPED,
        due="due_on",
        late="late",
    ),
    on_time(
        "on_time_delivered",
        _("In time: first promise, delivered"),
        _("As by shipping, but counted until the motor was delivered to the customer (四.3: 交给客户)."),
        stop=DELIVERED,
        due="original_due_on",
        late="late_first",
    ),
    on_time(
        "on_time_extended_delivered",
        _("In time: extended promise, delivered"),
        _("As above, against the extended day and until the delivery."),
        stop=DELIVERED,
        due="due_on",
        late="late",
    ),
)
