"""Which motors came back (四.2)."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.models import ReturnedMotor
from figures.declared import LESS, MEAN, MORE, RATE, SHARE, Figure, Section, declare
from figures.months import Month
from figures.sections.common import BY_MOTOR, MOTORS, F, day_of, days_between, passed, promised
from warranty.models import Motor

RETURNED = Section("returned", _("Returned motors"), "package-open")


def received(month: Month) -> QuerySet[ReturnedMotor]:
    """The motors received in a month; whether we had repaired them before, and when they were appraised."""
    earlier = ReturnedMotor.objects.filter(
        serial_key=OuterRef("serial_key"), pk__lt=OuterRef("pk"), repair__isnull=False
    )
    return ReturnedMotor.objects.filter(received_at__range=month.moments).annotate(
        repeated=Exists(earlier.exclude(serial_key="")),
        came_on=day_of("received_at"),
        appraised_on=day_of("appraisal__effective_at"),
        promised_on=promised("received_at", "appraisal_days", "case__claim_date"),
        overdue=passed("promised_on", month),
    )


def shipped_new(month: Month) -> QuerySet[Motor]:
    """The motors of the register that left the factory in a month."""
    return Motor.objects.filter(ex_factory_date__range=month.days, active=True)


declare(
    Figure(
        key="returns",
        section=RETURNED,
        label=_("Motors returned"),
        explained=_("Motors received in the month: both departments have signed the count."),
        rows=received,
        behind=MOTORS,
        clump="case",
        by=BY_MOTOR,
        better=LESS,
        important=2,
    ),
    Figure(
        key="per_hundred",
        section=RETURNED,
        label=_("Returned per 100 shipped"),
        explained=_(
            "Motors received in the month per 100 that left the factory in the same month. Most of those that came"
            " back were shipped earlier: for the quality of one month's production see months in service."
        ),
        rows=received,
        behind=MOTORS,
        unit=RATE,
        per=shipped_new,
        better=LESS,
        target="target_per_thousand",
        scale=10,
        important=3,
    ),
    Figure(
        key="repeats",
        section=RETURNED,
        label=_("Repaired before"),
        explained=_("Of the motors received in the month, those that we had repaired before."),
        rows=received,
        behind=MOTORS,
        hit=Q(repeated=True),
        unit=SHARE,
        better=LESS,
        target="target_repeat_percent",
        important=5,
    ),
    Figure(
        key="appraisal_kept",
        section=RETURNED,
        label=_("Appraised in time"),
        explained=_(
            "Of the motors received in the month that are appraised or should be, those whose appraisal had its last"
            " signature within the days of the edition (四.2)."
        ),
        rows=received,
        behind=MOTORS,
        among=Q(appraised_on__isnull=False) | Q(overdue=True),
        hit=Q(appraised_on__lte=F("promised_on")),
        unit=SHARE,
        better=MORE,
        target="target_appraisal_percent",
    ),
    Figure(
        key="appraisal_days",
        section=RETURNED,
        label=_("Days to the appraisal"),
        explained=_(
            "Calendar days from the receipt to the last signature, the mean of the motors received in the month that"
            " are appraised; of one appraised anew until the appraisal that counts."
        ),
        rows=received,
        behind=MOTORS,
        hit=Q(appraised_on__isnull=False),
        amount=days_between(F("came_on"), F("appraised_on")),
        unit=MEAN,
        better=LESS,
    ),
)
