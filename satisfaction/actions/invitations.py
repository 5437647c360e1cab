"""Personal links: made, revoked, and answered once. Who has no valid token learns nothing (reliability of the web)."""

import datetime as dt
import hashlib
import secrets
from contextlib import suppress

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.models import User
from satisfaction.conditions import INVITES
from satisfaction.models import Invitation, Response, Target
from satisfaction.policy import SatisfactionPolicy
from satisfaction.questions import KEYS
from satisfaction.statuses import Method
from workflow.actions import create, take
from workflow.guards import Blocked, demand
from workflow.models import Facts, policy_on
from workflow.waiting import act

TOKEN_BYTES = 24  # 192 bits, which nobody guesses


class Unusable(Exception):
    """A link that cannot be answered: ``standing`` is used, revoked, expired or unknown."""

    def __init__(self, standing: str) -> None:
        super().__init__(standing)
        self.standing = standing


def digest_of(token: str) -> str:
    """What is kept of a token. It has 192 random bits, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite(
    target: Target, *, by: User, respondent: str = "", at: dt.datetime | None = None
) -> tuple[Invitation, str]:
    """A new link for one person of a customer, and its token, which is never to be had again.

    Raises Forbidden without the permission, Blocked when the survey is not under way.
    """
    demand(INVITES, target, by)
    if not target.under_way:
        raise Blocked(_("The survey is not under way."))
    moment, token = at or timezone.now(), secrets.token_urlsafe(TOKEN_BYTES)
    days = policy_on(SatisfactionPolicy, timezone.localdate(moment)).survey_link_days
    invitation = Invitation.objects.create(
        target=target,
        digest=digest_of(token),
        respondent=respondent,
        created_by=by,
        created_at=moment,
        expires_at=moment + dt.timedelta(days=days),
    )
    return invitation, token


def revoke(invitation: Invitation, *, by: User, at: dt.datetime | None = None) -> Invitation:
    """The link does not work any more. Raises Forbidden without the permission, Blocked where it has been answered."""
    demand(INVITES, invitation, by)
    with transaction.atomic():
        invitation.lock()
        fresh = Invitation.objects.get(pk=invitation.pk)
        if fresh.used_at:
            raise Blocked(_("This link has been answered."))
        if fresh.revoked_at is None:
            fresh.revoked_by, fresh.revoked_at = by, at or timezone.now()
            fresh.save()
    return fresh


def find(token: str, at: dt.datetime | None = None) -> Invitation:
    """The invitation of a token that can be answered now. Raises Unusable."""
    rows = Invitation.objects.select_related(
        "target__campaign", "target__case", "target__customer", "created_by"
    )
    invitation = rows.filter(digest=digest_of(token)).first()
    if invitation is None:
        raise Unusable("unknown")
    standing = invitation.standing(at or timezone.now())
    if standing == "open" and not invitation.target.under_way:
        standing = "expired"
    if standing != "open":
        raise Unusable(standing)
    return invitation


def answer_by_link(token: str, facts: Facts, *, at: dt.datetime | None = None) -> Response:
    """What a customer answers over a link, which is used up by it. Raises Unusable, Blocked for no answer at all.

    Of two answers at the same moment the second waits for the first, and finds the link used.
    """
    moment = at or timezone.now()
    with act():
        find(token, moment).lock()
        invitation = find(token, moment)
        response = keep_answers(invitation, facts, moment)
        actor = invitation.created_by
        take(response, "receive", by=actor, at=moment, data={"link": invitation.pk}, derived=True)
        invitation.used_at, invitation.response = moment, response
        invitation.save()
    return response


def keep_answers(invitation: Invitation, facts: Facts, at: dt.datetime) -> Response:
    """The row of the answers; a name that has answered already is told apart by a number."""
    name = invitation.respondent or facts.get("respondent", "")
    known = {key: facts.get(key, "") for key in (*KEYS, "comments")}
    for copy in range(1, 100):
        response = Response(
            target=invitation.target,
            respondent=name if copy == 1 else f"{name[:55]} ({copy})",
            method=Method.ONLINE,
            surveyor=None,
            answered_on=timezone.localdate(at),
            **known,
        )
        with suppress(IntegrityError):
            return create(response, by=invitation.created_by, at=at, derived=True, link=invitation.pk)
    raise Blocked(_("%(name)s has answered already.") % {"name": name})
