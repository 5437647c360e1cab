"""Answers are begun as a draft, saved while the customer talks, and counted when they are finished."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.models import User
from satisfaction import slips as snapshots
from satisfaction.conditions import FILLS
from satisfaction.models import Response, Target
from satisfaction.questions import KEYS
from satisfaction.statuses import ResponseStatus
from satisfaction.waiting import ask_anew
from slips.actions import issue, void
from slips.models import Slip
from workflow.actions import create, moved_on, on, perform, read
from workflow.guards import Blocked, Stale, demand
from workflow.models import Event, Fact, Facts
from workflow.waiting import act

FACTS = ("respondent", "position", "method", "surveyor", "answered_on", *KEYS, "comments")


def begin(target: Target, *, by: User, at: dt.datetime | None = None, **facts: Fact) -> Response:
    """A draft for another person of this customer, on record before the first word is written."""
    moment = at or timezone.now()
    known: Facts = {"surveyor": by, "answered_on": timezone.localdate(moment)}
    return create(Response(target=target, **known | facts), by=by, at=moment)


def save_draft(response: Response, facts: Facts, *, by: User) -> Response:
    """Keep what has been answered so far. Raises Stale when it has been finished, Blocked for a second respondent."""
    with transaction.atomic():
        response.lock()
        fresh = read(response)
        if fresh.status != ResponseStatus.DRAFT:
            raise moved_on(fresh)
        demand(FILLS, fresh, by)
        for name in FACTS:
            if name in facts:
                setattr(fresh, name, facts[name])
        fresh.saved_at = timezone.now()
        save_response(fresh)
    return fresh


def save_response(response: Response) -> None:
    """Save it, unless this person of the customer has answered already."""
    try:
        with transaction.atomic():
            response.save()
    except IntegrityError:
        raise Blocked(_("%(name)s has answered already.") % {"name": response.respondent}) from None


def submit_response(
    response: Response,
    facts: Facts,
    *,
    by: User,
    version: int | None = None,
    at: dt.datetime | None = None,
) -> Response:
    """Save and finish in one transaction."""
    with act():
        fresh = save_draft(response, facts, by=by)
        if version is not None and version != fresh.version:
            raise Stale(_("Somebody else has changed this in the meantime."))
        return perform(fresh, "submit", by=by, at=at)


def record(target: Target, facts: Facts, *, by: User, at: dt.datetime | None = None) -> Response:
    """Answers that are complete from the start: gathered on paper, or in another year."""
    with act():
        draft = begin(target, by=by, at=at)
        return submit_response(draft, facts, by=by, at=at)


@on("response.submit", "response.receive", paper="MY")
def issue_form(response: Response, event: Event) -> None:
    """The form MY with the answers; whoever asks this customer may read it too."""
    slip = issue("MY", snapshots.response(response), event, dossier=response.dossier)
    if response.surveyor_id:
        response.dossier.readers.add(response.surveyor_id)
    slip.to_print = False  # on paper only where somebody asks for it
    slip.save(update_fields=["to_print"])
    response.number = slip.number
    response.save(update_fields=["number"])


@on("response.submit", "response.receive", "response.withdraw")
def ask_no_more_or_again(response: Response, event: Event) -> None:
    """A customer of whom somebody has answered is asked no more, until that is withdrawn."""
    ask_anew(Target.objects.filter(pk=response.target_id))


@on("response.withdraw")
def void_form(response: Response, event: Event) -> None:
    if response.number:
        void(Slip.objects.filter(number=response.number), event.data["reason"], event)
