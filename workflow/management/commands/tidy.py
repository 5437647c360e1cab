"""``manage.py tidy``: deletes what only grows; a timer runs it every night."""

import datetime as dt

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.db.models import Model, QuerySet
from django.utils import timezone

from aftersales.kit.throttle import oldest_minute
from aftersales.models import Attempt
from workflow.models import Submission

SUBMISSIONS_KEPT = dt.timedelta(days=7)  # nobody sends the same form again after that
SIGN_INS_KEPT = dt.timedelta(days=365)  # the record of who signed in, from where, and who failed to


class Command(BaseCommand):
    help = "Delete ended sessions, keys of forms, old tries, and the record of sign-ins older than a year."

    def handle(self, *, verbosity: int, **options: str | int | None) -> None:
        for what, rows in outdated(timezone.now()).items():
            deleted, _by_model = rows.delete()
            if verbosity:
                self.stdout.write(f"{what}: {deleted}")


def outdated(now: dt.datetime) -> dict[str, QuerySet[Model]]:
    """What may be deleted, by the name that the command gives it."""
    a_year_ago = now - SIGN_INS_KEPT
    return {
        "sessions": Session.objects.filter(expire_date__lt=now),
        "keys of forms": Submission.objects.filter(at__lt=now - SUBMISSIONS_KEPT),
        "tries": Attempt.objects.filter(minute__lt=oldest_minute()),
        "sign-ins": AccessLog.objects.filter(attempt_time__lt=a_year_ago),
        "failed sign-ins": AccessFailureLog.objects.filter(attempt_time__lt=a_year_ago),
        "counts of failures": AccessAttempt.objects.filter(attempt_time__lt=a_year_ago),
    }
