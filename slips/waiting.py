"""What of the paper waits for whom: prints, acknowledgements, requests to declare a slip void."""

from collections.abc import Iterator

from django.db.models import QuerySet

from slips.models import PrintedCopy, Slip, VoidRequest, VoidStatus
from workflow.waiting import Source, Wait, source, waits_for


def to_print() -> QuerySet[Slip]:
    """Slips in force that nobody has printed yet."""
    return Slip.objects.filter(to_print=True)


def to_acknowledge() -> QuerySet[PrintedCopy]:
    """Copies that are printed and that nobody has acknowledged."""
    return PrintedCopy.objects.filter(due_on__isnull=False)


def to_decide() -> QuerySet[VoidRequest]:
    return VoidRequest.objects.filter(status=VoidStatus.ASKED)


source(
    Source("slip", Slip, to_print),
    Source(
        "copy",
        PrintedCopy,
        to_acknowledge,
        ("slip__dossier",),
        ("slip",),
        ("slip", "job__printed_by"),
    ),
    Source("void_request", VoidRequest, to_decide, ("slip__dossier",), ("slip",), ("slip", "asked_by")),
)


@waits_for("slip")
def printing(slips: list[Slip]) -> Iterator[Wait]:
    """Whoever keeps the first copy prints all of them and hands out the others."""
    for slip in slips:
        roles = slip.definition.copies[0].roles if slip.to_print else ()
        yield from (Wait(slip, "print_slips", role=role) for role in roles)


@waits_for("copy")
def acknowledging(copies: list[PrintedCopy]) -> Iterator[Wait]:
    """From the day after the print on, for every role that gets the copy."""
    for printed in copies:
        day = printed.due_on
        roles = printed.slip.copy(printed.number).roles if day else ()
        for role in roles:
            yield Wait(printed, "acknowledge", role=role, due_on=day, not_before=day)


@waits_for("void_request")
def deciding(requests: list[VoidRequest]) -> Iterator[Wait]:
    """A second person decides."""
    for request in requests:
        if request.status == VoidStatus.ASKED:
            yield Wait(request, "decide_void", barred=[request.asked_by_id])
