"""Where the copies of slips are, and which slips and copies wait for whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from aftersales.models import User
from slips.conditions import ACKNOWLEDGES
from slips.kinds import KINDS, Copy
from slips.models import Acknowledgement, PrintedCopy, PrinterProfile, Slip


@dataclass(frozen=True)
class Place:
    """Where one copy of a slip is: its prints, the first one first, and who has acknowledged it."""

    copy: Copy
    colour: str
    prints: list[PrintedCopy]
    acknowledgement: Acknowledgement | None
    mine: bool
    """It is for this person, printed, and nobody has acknowledged it yet."""

    @property
    def last(self) -> PrintedCopy | None:
        return self.prints[-1] if self.prints else None


def places(slip: Slip, user: User, colours: Iterable[str]) -> list[Place]:
    """Where every copy of the slip is, as this person sees it."""
    prints: defaultdict[int, list[PrintedCopy]] = defaultdict(list)
    for copy in slip.printed_copies.printed().select_related("job__printed_by").order_by("number", "nth"):
        prints[copy.number].append(copy)
    there = {row.number: row for row in slip.acknowledgements.select_related("user")}
    return [
        Place(
            copy,
            colour,
            prints[copy.number],
            there.get(copy.number),
            awaited(copy, slip, user, prints, there),
        )
        for copy, colour in zip(slip.definition.copies, colours, strict=False)
    ]


def awaited(
    copy: Copy, slip: Slip, user: User, prints: Mapping[int, list[PrintedCopy]], there: Collection[int]
) -> bool:
    mine = ACKNOWLEDGES(copy, user)
    return mine and not slip.void and bool(prints[copy.number]) and copy.number not in there


def keeps_first_copy(user: User) -> list[str]:
    """The kinds of slips that this person prints: whoever keeps the first copy hands out the others."""
    return [kind.prefix for kind in KINDS.values() if user.every_role.intersection(kind.copies[0].roles)]


def slips_to_print(user: User) -> QuerySet[Slip]:
    """Slips in force that nobody has printed yet, of the kinds that this person prints."""
    return Slip.objects.visible_to(user).filter(to_print=True, kind__in=keeps_first_copy(user))


def copies_for(user: User) -> QuerySet[PrintedCopy]:
    """Printed copies that are for this person and that nobody has acknowledged, the first to come first."""
    theirs = Q(pk__in=[])
    for kind in KINDS.values():
        numbers = [copy.number for copy in kind.copies if ACKNOWLEDGES(copy, user)]
        theirs |= Q(slip__kind=kind.prefix, number__in=numbers)
    rows = PrintedCopy.objects.filter(theirs, due_on__isnull=False, slip__in=Slip.objects.visible_to(user))
    return rows.select_related("slip__dossier", "job__printed_by").order_by("due_on", "id")


def printer_of(user: User) -> PrinterProfile | None:
    """The printer that the person's prints go to unless they choose another; else the first one in use."""
    in_use = PrinterProfile.objects.for_slips()
    return in_use.filter(people__user=user).first() or in_use.first()


def shift_of_labels() -> tuple[float, float]:
    """How far the printer of the labels is out of place, in mm."""
    printer = PrinterProfile.objects.for_labels().first()
    return printer.shift if printer else (0, 0)
