"""Personal links: made, revoked, and answered once. Who has no valid token learns nothing (reliability of the web)."""

import datetime as dt
import hashlib
import secrets
from contextlib import suppress

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.models import User
from satisfaction.conditions import INVITES
from satisfaction.models import Campaign, Invitation, Response, Target
from satisfaction.policy import SatisfactionPolicy
from satisfaction.queries import has_answered
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
    invitation, token = new_link(target, by, at or timezone.now())
    invitation.respondent = respondent
    invitation.save()
    return invitation, token


def invite_all(
    campaign: Campaign, *, by: User, at: dt.datetime | None = None
) -> list[tuple[Invitation, str]]:
    """A new link for each customer of a survey who has not answered and whom the person sees, with its token.

    Links for nobody by name that nobody has answered stop working, unless they were mailed: what was lost with an
    earlier file is no way in.
    Raises Forbidden without the permission, Blocked when the survey is not under way or all have answered.
    """
    moment = at or timezone.now()
    silent = Target.objects.visible_to(by).filter(~has_answered(), campaign=campaign)
    with transaction.atomic():
        campaign.lock()
        targets = list(silent.select_related("campaign", "customer", "surveyor").order_by("customer__name"))
        demand_each(targets, by)
        unsent = Invitation.objects.filter(target__in=targets, respondent="", letter=None)
        stale = unsent.filter(used_at=None, revoked_at=None)
        stale.update(revoked_by=by, revoked_at=moment)
        made = [new_link(target, by, moment) for target in targets]
        Invitation.objects.bulk_create([invitation for invitation, _token in made])
    return made


def demand_each(targets: list[Target], by: User) -> None:
    if not targets:
        raise Blocked(_("There is nobody left to ask: all have answered."))
    for target in targets:
        demand(INVITES, target, by)
        if not target.under_way:
            raise Blocked(_("The survey is not under way."))


def new_link(target: Target, by: User, moment: dt.datetime, token: str = "") -> tuple[Invitation, str]:
    """A link that is not saved yet, and its token, unless said one that nobody guesses."""
    token = token or secrets.token_urlsafe(TOKEN_BYTES)
    days = policy_on(SatisfactionPolicy, timezone.localdate(moment)).survey_link_days
    invitation = Invitation(
        target=target,
        digest=digest_of(token),
        created_by=by,
        created_at=moment,
        expires_at=moment + dt.timedelta(days=days),
    )
    return invitation, token


def address_of(token: str) -> str:
    """What is sent to the customer."""
    return settings.SITE_URL.rstrip("/") + reverse("satisfaction:by_link", args=[token])


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
