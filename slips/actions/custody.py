"""Where the copies are: whoever a copy is for says that they have it."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.models import User
from slips.conditions import ACKNOWLEDGES
from slips.kinds import Copy
from slips.models import Acknowledgement, PrintedCopy, Slip
from workflow.guards import Blocked, Refused, demand
from workflow.waiting import act, touched


def acknowledge(slip: Slip, number: int, *, by: User, at: dt.datetime | None = None) -> Acknowledgement:
    """Write down that a copy has arrived with somebody of a role that it is for.

    Once for each copy: a second click, or a colleague's, answers with the first. Raises Forbidden, or
    Blocked for a copy that was never printed or a slip that is void.
    """
    with act():
        fresh = Slip.objects.select_for_update(of=("self",)).get(pk=slip.pk)
        role = role_for(fresh.copy(number), by)
        if earlier := Acknowledgement.objects.filter(slip=fresh, number=number).first():
            return earlier
        if fresh.void:
            raise Blocked(_("The slip is void; nobody needs its copies any more."))
        printed = PrintedCopy.objects.printed().filter(slip=fresh, number=number)
        if not printed.exists():
            raise Blocked(_("This copy has not been printed yet."))
        await_no_more(printed)
        return Acknowledgement.objects.create(
            slip=fresh, number=number, role=role, user=by, at=at or timezone.now()
        )


def acknowledge_several(copies: Iterable[PrintedCopy], *, by: User) -> list[str]:
    """Write down that these copies have arrived; why some have not, each with its slip."""
    refused = []
    for copy in copies:
        try:
            acknowledge(copy.slip, copy.number, by=by)
        except Refused as refusal:
            refused.append(f"{copy.slip}: {refusal.reason}")
    return refused


def await_no_more(copies: "QuerySet[PrintedCopy]") -> None:
    """Nobody waits any more for the word that these copies have arrived."""
    awaited = list(copies.filter(due_on__isnull=False).select_related("slip"))
    for copy in awaited:
        copy.due_on = None
    PrintedCopy.objects.bulk_update(awaited, ["due_on"])
    touched(*awaited)


def role_for(copy: Copy, by: User) -> str:
    """The role in which this person gets the copy. Raises Forbidden where it is for somebody else."""
    capacity = demand(ACKNOWLEDGES, copy, by)
    return next(role for role in copy.roles if role in capacity.roles)
