"""What customers brought forward, and how soon they had an answer (二.1, 二.3)."""

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.statuses import CaseStatus, FeedbackKind
from figures.declared import LESS, MEAN, MORE, SHARE, Figure, Section, declare
from figures.months import Month
from figures.sections.common import BY_CASE, CASES, F, day_of, days_between, passed, promised

NEVER_CAME = (CaseStatus.DRAFT, CaseStatus.WITHDRAWN)
# The first answer, or what said as much before one: the approval of the return, the solution.
ANSWER = Coalesce("first_answered_at", "authorised_at", "completed_at")
FEEDBACK = Section("feedback", _("Feedback and answers"), "message-square-warning")


def told(month: Month) -> QuerySet[Case]:
    """The feedbacks of the days of a month, but for drafts and what was withdrawn."""
    return Case.objects.filter(claim_date__range=month.days).exclude(status__in=NEVER_CAME)


def submitted(month: Month) -> QuerySet[Case]:
    """The feedbacks submitted in a month that got an answer, or wait for one, with its day and the last one."""
    rows = Case.objects.filter(submitted_at__range=month.moments)
    return rows.exclude(status__in=[*NEVER_CAME, CaseStatus.REJECTED, CaseStatus.INFO_REQUESTED]).annotate(
        answered_on=day_of(ANSWER),
        asked_on=day_of("submitted_at"),
        promised_on=promised("submitted_at", "first_answer_days", "claim_date"),
        overdue=passed("promised_on", month),
    )


declare(
    Figure(
        key="feedback",
        section=FEEDBACK,
        label=_("Feedback"),
        explained=_("Feedbacks of which the customer told us in the month, whatever became of them."),
        rows=told,
        behind=CASES,
        by=BY_CASE,
        better=LESS,
        important=1,
    ),
    Figure(
        key="complaints",
        section=FEEDBACK,
        label=_("Grievances and complaints"),
        explained=_("Of the feedbacks of the month, those that are grievances or complaints (二.1)."),
        rows=told,
        behind=CASES,
        hit=Q(kind__in=[FeedbackKind.GRIEVANCE, FeedbackKind.COMPLAINT]),
        unit=SHARE,
        better=LESS,
    ),
    Figure(
        key="answer_kept",
        section=FEEDBACK,
        label=_("First answer in time"),
        explained=_(
            "Of the feedbacks submitted in the month that were answered or should have been, those answered within"
            " the days of the edition (二.3). Approving the return is an answer, too."
        ),
        rows=submitted,
        behind=CASES,
        among=Q(answered_on__isnull=False) | Q(overdue=True),
        hit=Q(answered_on__lte=F("promised_on")),
        unit=SHARE,
        better=MORE,
        target="target_answer_percent",
    ),
    Figure(
        key="answer_days",
        section=FEEDBACK,
        label=_("Days to the first answer"),
        explained=_("Calendar days from submitting to the first answer, the mean of those that have one."),
        rows=submitted,
        behind=CASES,
        hit=Q(answered_on__isnull=False),
        amount=days_between(F("asked_on"), F("answered_on")),
        unit=MEAN,
        better=LESS,
    ),
)
