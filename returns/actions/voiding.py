"""Declaring a slip void by hand: one person asks, a second one confirms, and the slip is issued anew."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.guards import Blocked, Forbidden
from aftersales.models import User
from cases.actions import on, write_event
from cases.models import Event
from returns import snapshots
from returns.actions.slips import issue, void
from returns.models import Slip, VoidRequest, VoidStatus
from returns.snapshots.words import Facts

ANEW: dict[str, Callable[[Slip], Facts]] = {
    "FK": lambda slip: snapshots.feedback(slip.case),
    "JJ": lambda slip: snapshots.handover(slip.handover),
    "JD": lambda slip: snapshots.appraisal(slip.motor),
    "FX": lambda slip: snapshots.repair(slip.motor),
    "ZY": lambda slip: snapshots.transfer(slip.motor),
    "TH": lambda slip: snapshots.return_(slip.motor, approval_of(slip)),
}


def ask_void(slip: Slip, reason: str, *, by: User, at: dt.datetime | None = None) -> VoidRequest:
    """Ask that a slip be declared void; it stays in force until a second person confirms.

    Raises Forbidden, or Blocked where it is void already or somebody has asked before.
    """
    moment = at or timezone.now()
    with transaction.atomic():
        request = VoidRequest(slip=slip, reason=reason, asked_by=by, asked_at=moment)
        request.lock()
        request.slip = Slip.objects.select_related("case").get(pk=slip.pk)
        if not by.can("slip.ask_void") or not request.slip.readable_by(by):
            raise Forbidden(_("You may not ask for this."))
        if obstacle := why_not_void(request.slip):
            raise Blocked(obstacle)
        request.save()
        write_event(request, "ask", by=by, at=moment, before="", data={"reason": reason})
        return request


def why_not_void(slip: Slip) -> str:
    """Why nobody can ask that this slip be declared void, or an empty string."""
    if slip.void:
        return _("The slip is void already.")
    if slip.definition.permission:
        return _("This slip follows its matter: each step replaces it by a new revision.")
    if slip.void_requests.filter(status=VoidStatus.ASKED).exists():
        return _("Somebody has asked already; a second person decides.")
    return ""


@on("void_request.confirm")
def void_and_issue_anew(request: VoidRequest, event: Event) -> None:
    """The slip is void, and another takes its place at once, with the facts as they are now.

    The work that waits for the slip goes on: a motor is never left without its paper. The new slip has the
    next number of its kind; a feedback keeps the number of its case and gets the next revision. Where the
    facts themselves are wrong, the verb that documents them is taken back instead (a new appraisal, a
    refused return), and voids its slips by itself.
    """
    slip = request.slip
    facts = ANEW[slip.kind](slip) if slip.kind in ANEW else slip.facts
    void(Slip.objects.filter(pk=slip.pk), request.reason, event)
    issue(
        slip.kind,
        facts,
        event,
        case=slip.case,
        motor=slip.motor,
        handover=slip.handover,
        number=slip.number if slip.kind == "FK" else None,
        replaces=slip,
    )
    slip.refresh_from_db(fields=["voided_by", "voided_at", "void_reason"])


def approval_of(slip: Slip) -> Event:
    """The manager's approval, whose name stands on the return slip."""
    approvals = Event.objects.filter(motor=slip.motor_id, verb="approve_return")
    return approvals.select_related("actor").latest("id")
