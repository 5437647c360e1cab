"""Declaring a slip void by hand: one person asks, a second one confirms, and the slip is issued anew."""

import datetime as dt

from django.db.models import Model

from aftersales.models import User
from slips.actions.issuing import ANY, documented, issue, void
from slips.kinds import Facts
from slips.models import Slip, VoidRequest
from workflow.actions import create, on
from workflow.models import Event


def ask_void(slip: Slip, reason: str, *, by: User, at: dt.datetime | None = None) -> VoidRequest:
    """Ask that a slip be declared void; it stays in force until a second person confirms.

    Raises Forbidden, or Blocked where it is void already or somebody has asked before.
    """
    return create(VoidRequest(slip=slip), by=by, at=at, reason=reason)


@on("void_request.confirm", paper=ANY)
def void_and_issue_anew(request: VoidRequest, event: Event) -> None:
    """The slip is void, and another takes its place at once, with the facts as they are now.

    The work that waits for the slip goes on: a motor is never left without its paper. The new slip has the
    next number of its kind; a feedback keeps the number of its case and gets the next revision. Where the
    facts themselves are wrong, the verb that documents them is taken back instead (a new appraisal, a
    refused return), and voids its slips by itself.
    """
    slip = request.slip
    kind = slip.definition
    facts = facts_anew(slip)
    void(Slip.objects.filter(pk=slip.pk), request.reason, event)
    number = slip.number if kind.keeps_number else None
    document(slip, issue(slip.kind, facts, event, dossier=slip.dossier, number=number, replaces=slip))
    slip.refresh_from_db(fields=["voided_by", "voided_at", "void_reason"])


def facts_anew(slip: Slip) -> Facts:
    """The facts as they are now of what a slip documents; its own where the kind knows no others."""
    kind = slip.definition
    if kind.of_items:
        return kind.of_items(things_of(slip), slip)
    return kind.anew(slip) if kind.anew else slip.facts


def things_of(slip: Slip) -> list[Model]:
    """What the relation ``slips`` of a model above names."""
    models = [link.related_model for link in Slip._meta.related_objects if link.many_to_many]
    return next(filter(None, (documented(slip, model) for model in models)), [])


def document(old: Slip, new: Slip) -> None:
    """Let the new slip document what the old one did, whichever tables of other apps link it."""
    for link in Slip._meta.related_objects:
        if link.many_to_many:
            name = str(link.get_accessor_name())
            getattr(new, name).set(getattr(old, name).all())
