"""From notices to deliveries: who wants it by which way, and when."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from aftersales.kit.queues import wake
from aftersales.models import User
from notices.models import Delivery, Letter, Notice, Robot, choice_of

AT_ONCE = 500  # notices planned in one transaction


def plan(now: dt.datetime) -> int:
    """Look at every notice that nobody has looked at yet; return how many these were."""
    planned = 0
    while some := plan_some(now):
        planned += some
    return planned


@transaction.atomic
def plan_some(now: dt.datetime) -> int:
    """The oldest notices; how many. Two at once do not wait for each other."""
    rows = (
        Notice.objects.filter(planned_at=None)
        .order_by("id")
        .select_for_update(of=("self",), skip_locked=True)
    )
    related = rows.select_related("event__dossier", "reminder", "user__notice_choice").prefetch_related(
        "user__grants"
    )
    notices = list(related[:AT_ONCE])
    robots = [robot for robot in Robot.objects.all() if robot.speaks]
    deliveries = [row for notice in notices for row in deliveries_of(notice, robots)]
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(planned_at=now)
    return len(notices)


def deliveries_of(notice: Notice, robots: list[Robot]) -> list[Delivery]:
    """What follows from one notice. What is not for everybody goes to no group."""
    about = {"event": notice.event, "reminder": notice.reminder}
    rows = []
    if mailable(notice.user):
        due_at = choice_of(notice.user).next_after(notice.created_at)
        rows.append(Delivery(**about, user=notice.user, due_at=due_at))
    if not confidential(notice):
        rows += [
            Delivery(**about, robot=robot, due_at=robot.next_after(notice.created_at))
            for robot in robots
            if notice.user.roles & set(robot.roles)
        ]
    return rows


def mailable(user: User) -> bool:
    """Whether the person wants mail, has an address, and the factory a mail server."""
    return settings.MAILS and user.is_active and bool(user.email) and choice_of(user).by_email


def confidential(notice: Notice) -> bool:
    if notice.event:
        return notice.event.dossier.confined
    return notice.reminder is not None and notice.reminder.confidential


@transaction.atomic
def write_to(user: User, key: str, subject: str, text: str, now: dt.datetime) -> bool:
    """Write to one person, with what else goes out to them; False where that has been done, or they want no mail."""
    if not mailable(user):
        return False
    letter, new = Letter.objects.get_or_create(
        key=key, user=user, defaults={"subject": subject, "text": text}
    )
    if new:
        Delivery.objects.create(letter=letter, user=user, due_at=choice_of(user).next_after(now))
        wake("notices")
    return new
