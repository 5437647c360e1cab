"""A print is an act: it is logged before anything is rendered, and its copies count once the file is there."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.journal import write
from aftersales.kit.queues import wake
from aftersales.models import User
from slips.conditions import PRINTS
from slips.limits import LIMITS
from slips.models import Acknowledgement, DefaultPrinter, PrintedCopy, PrinterProfile, PrintJob, Slip
from slips.policy import SlipPolicy
from workflow.guards import Blocked, demand
from workflow.models import policy_on
from workflow.waiting import act, touched

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
    """Log that these copies shall be printed; the PDF is rendered after the commit.

    Raises Forbidden for a slip that the person may not print, and Blocked where there is nothing to print.
    """
    if not wanted or not all(numbers for _slip, numbers in wanted):
        raise Blocked(_("Choose at least one copy."))
    if len(wanted) > MOST:
        raise Blocked(_("At most %(most)d slips can be printed at once.") % {"most": MOST})
    if profile.prints_labels:
        raise Blocked(_("Labels lie in this printer; choose another one for slips."))
    moment = at or timezone.now()
    with act():
        slips = locked([pk for pk, _numbers in wanted], by)
        job = PrintJob.objects.create(
            profile=profile, by_recipient=by_recipient, printed_by=by, printed_at=moment, total=len(wanted)
        )
        PrintedCopy.objects.bulk_create(
            PrintedCopy(job=job, slip_id=pk, number=number) for pk, ns in wanted for number in sorted(set(ns))
        )
        no_more_to_print(slips.values())
        wake("prints")
        return job


@act()
def no_more_to_print(slips: Iterable[Slip]) -> None:
    """A print of these is made, or under way."""
    waiting = [slip for slip in slips if slip.to_print]
    for slip in waiting:
        slip.to_print = False
    Slip.objects.filter(pk__in=[slip.pk for slip in waiting]).update(to_print=False)
    touched(*waiting)


def locked(pks: Iterable[int], by: User) -> dict[int, Slip]:
    """The slips, locked in the order of their keys so that two prints never wait for each other."""
    own = Slip.objects.visible_to(by).values("pk")
    rows = Slip.objects.select_for_update(of=("self",)).filter(pk__in=set(pks)).order_by("pk")
    slips = {slip.pk: slip for slip in rows.filter(pk__in=own)}
    for slip in map(slips.get, pks):
        demand(PRINTS, slip, by)
    return slips


def numbered(job: PrintJob) -> list[PrintedCopy]:
    """The copies of a print in their order, each with how often it has been printed once this print is there."""
    copies = list(job.copies.select_related("slip__issued_by").order_by("id"))
    before = prints_before({copy.slip_id for copy in copies})
    for copy in copies:
        place = copy.slip_id, copy.number
        copy.nth = copy.nth or before.get(place, 0) + 1
        before[place] = copy.nth
    return copies


def prints_before(slips: Iterable[int]) -> dict[tuple[int, int], int]:
    """How often each copy of the slips has been printed."""
    rows = PrintedCopy.objects.printed().filter(slip__in=slips).order_by().values_list("slip", "number")
    return {(pk, number): last for pk, number, last in rows.annotate(last=Max("nth"))}


@act()
def count_copies(job: PrintJob, copies: list[PrintedCopy]) -> None:
    """These copies are printed: their file is there. What else was wanted waits to be printed again.

    The first print of a copy is awaited, usually a day later. Of two prints of a copy that are made at once one
    fails at the constraint, and is made again with another number.
    """
    printed_on = timezone.localdate(job.printed_at)
    due_on = LIMITS["acknowledgement"].due(printed_on, policy_on(SlipPolicy, printed_on))
    pks = {copy.slip_id for copy in copies}
    slips = {slip.pk: slip for slip in Slip.objects.select_for_update().filter(pk__in=pks).order_by("pk")}
    there = set(Acknowledgement.objects.filter(slip__in=slips).values_list("slip", "number"))
    for copy in copies:
        awaited = not slips[copy.slip_id].void and (copy.slip_id, copy.number) not in there
        copy.due_on = due_on if awaited and copy.nth == 1 else None
    PrintedCopy.objects.bulk_update(copies, ["nth", "due_on"])
    touched(*copies, at=job.printed_at)
    no_more_to_print(slips.values())
    job.copies.exclude(pk__in=[copy.pk for copy in copies]).forget()


def use_from_now_on(profile: PrinterProfile, *, by: User) -> None:
    """Make a printer the one that a person's prints go to unless they choose another."""
    DefaultPrinter.objects.update_or_create(user=by, defaults={"profile": profile})


@transaction.atomic
def keep_printer(profile: PrinterProfile, *, by: User, changed: Sequence[str]) -> None:
    """Keep how a printer prints; the log says which of it was changed."""
    profile.save()
    write("change_printer", profile, by=by, changed=list(changed))
