"""What slips put on the worklists."""

from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.roles import role_names
from slips.models import PrintedCopy, Slip, VoidRequest
from workflow.worklist import Item, Task, register


def slip_item(slip: Slip, detail: str = "") -> Item:
    """How a slip is shown in the worklist; the click leads to its page."""
    return Item(
        title=str(slip),
        detail=detail or joined(slip.definition.name, serial_numbers(slip)),
        customer=slip.facts.get("customer", ""),
        url=slip.get_absolute_url(),
    )


def serial_numbers(slip: Slip) -> str:
    """That of the motor it documents; of several the first, and how many there are."""
    if not slip.definition.of_item:
        return ""
    rows = slip.facts.get("motors", [])
    first = slip.facts.get("serial_number") or (rows[0]["serial_number"] if rows else "")
    return f"{first or rows[0]['serial_number']} … ({len(rows)})" if len(rows) > 1 else first


def copy_item(printed: PrintedCopy) -> Item:
    """A copy that somebody should say has arrived."""
    copy = printed.slip.copy(printed.number)
    at = timezone.localdate(printed.job.printed_at)
    who = _("copy %(n)d, %(recipient)s") % {"n": copy.number, "recipient": copy.recipient}
    printed_on = _("printed on %(day)s by %(who)s") % {"day": at.isoformat(), "who": printed.job.printed_by}
    item = slip_item(printed.slip, joined(printed.slip.definition.name, who, printed_on))
    whose = role_names(copy.roles)
    return replace(item, due_on=printed.due_on, standing=printed.standing, whose=whose)


def void_item(request: VoidRequest) -> Item:
    return slip_item(request.slip, joined(request.asked_by, request.reason[:60]))


def joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


register(
    Task(
        "print_slips",
        _("Print slips"),
        "slip.print",
        slip_item,
        hint=_("Issued, and no copy printed yet."),
        icon="printer",
        together="slips:print_waiting",
    ),
    Task(
        "acknowledge",
        _("Acknowledge your copies"),
        "slip.acknowledge",
        copy_item,
        hint=_("Printed for you a day ago or earlier; say that you have them, or ask where they are."),
        icon="file-check",
        together="slips:copies",
        whom=_("whoever the copy is for"),
    ),
    Task(
        "decide_void",
        _("Decide whether slips are void"),
        "void_request.confirm",
        void_item,
        hint=_("Somebody asks for it and says why; nothing is void before a second person confirms."),
        icon="ban",
    ),
    rank=50,
)
