"""A print is an act: it is logged, and the copies numbered, before anything is rendered."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.guards import Blocked, Forbidden
from aftersales.models import User
from cases.limits import LIMITS
from returns.models import (
    Acknowledgement,
    DefaultPrinter,
    PrintedCopy,
    PrinterProfile,
    PrintJob,
    Slip,
)
from warranty.models import policy_on

MOST = 500  # slips of one print

Wanted = tuple[int, Sequence[int]]  # primary key of a slip, and the numbers of its copies


def print_copies(
    wanted: Sequence[Wanted],
    profile: PrinterProfile,
    *,
    by: User,
    by_recipient: bool = False,
    at: dt.datetime | None = None,
) -> PrintJob:
    """Log that these copies are printed, each with how often it has been; the PDF is rendered after the commit.

    Two people who print the same copy at once get different numbers: they queue at the row of the slip.
    Raises Forbidden for a slip that the person may not print, and Blocked where there is nothing to print.
    """
    if not wanted or not all(numbers for _slip, numbers in wanted):
        raise Blocked(_("Choose at least one copy."))
    if len(wanted) > MOST:
        raise Blocked(_("At most %(most)d slips can be printed at once.") % {"most": MOST})
    moment = at or timezone.now()
    with transaction.atomic():
        slips = locked([pk for pk, _numbers in wanted], by)
        job = PrintJob.objects.create(
            profile=profile, by_recipient=by_recipient, printed_by=by, printed_at=moment, total=len(wanted)
        )
        PrintedCopy.objects.bulk_create(numbered(job, wanted, slips))
        Slip.objects.filter(pk__in=slips, to_print=True).update(to_print=False)
        return job


def locked(pks: Iterable[int], by: User) -> dict[int, Slip]:
    """The slips, locked in the order of their keys so that two prints never wait for each other."""
    own = Slip.objects.visible_to(by).values("pk")
    rows = Slip.objects.select_for_update(of=("self",)).filter(pk__in=set(pks)).order_by("pk")
    slips = {slip.pk: slip for slip in rows.filter(pk__in=own)}
    if len(slips) != len(set(pks)) or not all(slip.printable_by(by) for slip in slips.values()):
        raise Forbidden(_("You may not print this slip."))
    return slips


def numbered(job: PrintJob, wanted: Sequence[Wanted], slips: dict[int, Slip]) -> list[PrintedCopy]:
    """The copies in the order in which they are wanted; the first print of each is awaited, usually a day later."""
    printed_on = timezone.localdate(job.printed_at)
    due_on = LIMITS["acknowledgement"].due(printed_on, policy_on(printed_on))
    before = prints_before(slips)
    there = set(Acknowledgement.objects.filter(slip__in=slips).values_list("slip", "number"))
    copies = []
    for pk, numbers in wanted:
        for number in sorted(set(numbers)):
            nth = before.get((pk, number), 0) + 1
            awaited = nth == 1 and not slips[pk].void and (pk, number) not in there
            copies.append(
                PrintedCopy(job=job, slip_id=pk, number=number, nth=nth, due_on=due_on if awaited else None)
            )
    return copies


def prints_before(slips: Iterable[int]) -> dict[tuple[int, int], int]:
    """How often each copy of the slips has been printed."""
    rows = PrintedCopy.objects.filter(slip__in=slips).order_by().values_list("slip", "number")
    return {(pk, number): last for pk, number, last in rows.annotate(last=Max("nth"))}


def use_from_now_on(profile: PrinterProfile, *, by: User) -> None:
    """Make a printer the one that a person's prints go to unless they choose another."""
    DefaultPrinter.objects.update_or_create(user=by, defaults={"profile": profile})
