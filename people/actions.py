"""What changes people: deputies. Everything is written down in the log of the administration."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.journal import write
from aftersales.models import Deputyship, User
from people.conditions import NAMES_DEPUTIES
from workflow.guards import Blocked, demand


@transaction.atomic
def name_deputy(deputyship: Deputyship, *, by: User) -> Deputyship:
    """Let somebody act in the place of somebody else for a time; see ``Deputyship``.

    By the principal or an administrator, and by nobody who only stands in for one of them: what a deputy may do is
    not handed on. Raises Forbidden.
    """
    demand(NAMES_DEPUTIES, deputyship, by.alone)
    deputyship.set_by = by
    deputyship.save()
    said = {
        "from": deputyship.starts_on.isoformat(),
        "until": deputyship.ends_on.isoformat(),
        "duties": deputyship.duties,
    }
    write("name_deputy", deputyship, by=by, person=deputyship.principal, **said)
    return deputyship


@transaction.atomic
def end_deputy(deputyship: Deputyship, *, by: User) -> None:
    """The deputy acts no more from this moment. Raises Forbidden, and Blocked where it has ended already."""
    fresh = Deputyship.objects.select_for_update(of=("self",)).get(pk=deputyship.pk)
    demand(NAMES_DEPUTIES, fresh, by.alone)
    if fresh.ended_at or fresh.ends_on < timezone.localdate():
        raise Blocked(_("It has ended already."))
    fresh.ended_by, fresh.ended_at = by, timezone.now()
    fresh.save(update_fields=["ended_by", "ended_at"])
    write("end_deputy", fresh, by=by, person=fresh.principal)
