"""Answers are begun as a draft, saved while the customer talks, and finished."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.models import User
from satisfaction.conditions import FILLS
from satisfaction.models import Response, Target
from satisfaction.questions import KEYS
from satisfaction.statuses import ResponseStatus
from workflow.actions import create, moved_on, perform, read
from workflow.guards import Blocked, Stale, demand
from workflow.models import Fact, Facts
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
