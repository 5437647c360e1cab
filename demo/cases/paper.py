"""The paper of the demo: printed on the day of issue, acknowledged the next morning, and a few slips declared void.

What was issued on the last day still waits to be printed, and some copies of the last weeks have got stuck on a desk.
"""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from aftersales.kit.jobs import JobState
from aftersales.models import User
from demo.stage import Stage, chapter
from slips.actions import acknowledge, ask_void, print_copies, use_from_now_on
from slips.actions.printing import Wanted, count_copies, no_more_to_print, numbered
from slips.models import Acknowledgement, PrintedCopy, PrinterProfile, PrintJob, Slip, VoidRequest
from workflow.actions import perform
from workflow.models import Event

PRINTERS = {"sales_coordinator": ("针式 241-4", "241"), "dispatcher": ("针式 241-3", "241")}  # the others: A4
STUCK = dt.timedelta(days=9)  # copies that nobody has acknowledged were printed after this
VOIDS = (  # kind, why, and what the second person says: confirm, decline, or nothing yet
    ("JJ", "交接单被油污，字迹不清", "confirm"),
    ("FX", "收货地址已变更", "decline"),
    ("JD", "打印时缺页，客户要求重开", ""),
)


@chapter("paper")
def paper(stage: Stage) -> str:
    """Everything printed and acknowledged by real people, day by day; of very many cases only the last days."""
    chance = stage.random("paper")
    for role in PRINTERS:
        use_from_now_on(printer_for(role), by=stage.people(role)[0])
    first = stage.today - dt.timedelta(days=400 if stage.cases <= 200 else 4)
    no_more_to_print(Slip.objects.filter(to_print=True, issued_at__date__lt=first))
    for role, slips in days(first, stage.today - dt.timedelta(days=1)):
        print_day(stage, chance, role, slips)
    declare_void(stage)
    thrown_away(stage)
    return (
        f"{PrintJob.objects.count()} prints of {PrintedCopy.objects.count()} copies, "
        f"{Acknowledgement.objects.count()} acknowledged, {VoidRequest.objects.count()} requests to void"
    )


def printer_for(role: str) -> PrinterProfile:
    name, sheet = PRINTERS.get(role, ("A4 激光", "A4"))
    return PrinterProfile.objects.get_or_create(name=name, defaults={"paper": sheet})[0]


def days(first: dt.date, last: dt.date) -> Iterator[tuple[str, list[Slip]]]:
    """The slips of each day before the last one, by the role that prints them; a salesperson's are their own."""
    found: defaultdict[tuple[dt.date, str, int | None], list[Slip]] = defaultdict(list)
    rows = Slip.objects.filter(issued_at__date__gte=first).select_related("dossier__owner")
    for slip in rows.order_by("issued_at", "pk"):
        day = timezone.localdate(slip.issued_at)
        role = slip.definition.copies[0].roles[0]
        if day < last:
            found[day, role, slip.dossier.owner_id if role == "salesperson" else None].append(slip)
    for (_day, role, _owner), slips in found.items():
        yield role, slips


def print_day(stage: Stage, chance: random.Random, role: str, slips: list[Slip]) -> None:
    """One print in the evening; the next morning the copies are where they belong, or nearly all of them."""
    clerk = holder(stage, chance, slips[0], role)
    wanted = [(slip.pk, [copy.number for copy in slip.definition.copies]) for slip in slips]
    at = max(slip.issued_at for slip in slips) + dt.timedelta(minutes=chance.randint(4, 25))
    put_on_paper(wanted, role, clerk, at)
    morning = at + dt.timedelta(hours=15)
    recent = timezone.localdate(at) > stage.today - STUCK
    for slip in slips:
        if not slip.void:
            hand_out(stage, chance, slip, morning, recent)


def put_on_paper(wanted: Sequence[Wanted], role: str, by: User, at: dt.datetime) -> None:
    """A print of the past; its copies are counted though only the last ones are rendered."""
    job = print_copies(wanted, printer_for(role), by=by, at=at)
    count_copies(job, numbered(job))


def hand_out(stage: Stage, chance: random.Random, slip: Slip, morning: dt.datetime, recent: bool) -> None:
    """Everybody says that they have their copy; of late some have forgotten, and some had to be printed again."""
    for copy in slip.definition.copies:
        if recent and chance.random() < 0.2:
            if chance.random() < 0.2:
                again = chance.choice(stage.people(copy.roles[0]))
                own = again if again.can("case.view_all") else slip.dossier.owner
                put_on_paper([(slip.pk, [copy.number])], copy.roles[0], own, morning)
            continue
        at = morning + dt.timedelta(minutes=chance.randint(0, 90))
        acknowledge(slip, copy.number, by=holder(stage, chance, slip, copy.roles[0]), at=at)


def holder(stage: Stage, chance: random.Random, slip: Slip, role: str) -> User:
    """Who takes a copy: of the salespeople the one of the case."""
    if role == "salesperson" and slip.dossier.owner_id:
        return User.objects.prefetch_related("grants").get(pk=slip.dossier.owner_id)
    return chance.choice(stage.people(role))


def declare_void(stage: Stage) -> None:
    """On the afternoon of the last day somebody asks that a slip be declared void, and somebody else decides."""
    asked = dt.datetime.combine(stage.today - dt.timedelta(days=1), dt.time(15, 10))
    moment = timezone.make_aware(asked)
    busy = Exists(Event.objects.filter(dossier=OuterRef("dossier"), at__gte=moment))
    for kind, reason, verb in VOIDS:
        slip = Slip.objects.filter(~busy, kind=kind, voided_at=None, to_print=False).order_by("-pk").first()
        if slip is None:
            continue
        request = ask_void(slip, reason, by=stage.people("after_sales")[0], at=moment)
        if verb:
            said = {} if verb == "confirm" else {"reason": "补打即可，地址另行通知"}
            at = moment + dt.timedelta(hours=1)
            perform(request, verb, by=stage.people("sales_manager")[0], at=at, version=None, **said)


def thrown_away(stage: Stage) -> None:
    """Nobody keeps the PDF of a print for long; only the last ones are rendered."""
    old = PrintJob.objects.filter(printed_at__date__lt=stage.today - dt.timedelta(days=3))
    old.update(state=JobState.DONE, done=F("total"))
