"""What follows where the links of a survey are mailed: a letter each, into which the link comes as it leaves."""

import base64

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from notices.models import Letter
from notices.outside import Unwritable, fills, write_outside
from satisfaction.actions.invitations import address_of, digest_of, new_link
from satisfaction.mailing import KIND, LINK, letter_to, mails_of
from satisfaction.models import Campaign, Invitation, Target
from satisfaction.queries import has_answered
from workflow.actions import on
from workflow.models import Event


@on("campaign.mail_links")
def write_letters(campaign: Campaign, event: Event) -> None:
    """To each of the customers whom the event names; what was mailed to them earlier stops working."""
    rows = campaign.targets.filter(pk__in=event.data["targets"]).exclude(customer__email="")
    targets = list(rows.select_related("campaign", "customer", "surveyor").order_by("customer__name"))
    earlier = Invitation.objects.filter(target__in=targets, letter__isnull=False)
    earlier.filter(used_at=None, revoked_at=None).update(revoked_by=event.by, revoked_at=event.at)
    _last, before = mails_of(campaign)
    keys = [f"{KIND} {target.pk} {before.get(target.pk, 0) + 1}" for target in targets]
    unsent = [letter_to(target, key, event.at) for target, key in zip(targets, keys, strict=True)]
    letters = write_outside(unsent, event.at)
    Invitation.objects.bulk_create(
        link_in(letter, target, event) for letter, target in zip(letters, targets, strict=True)
    )


def link_in(letter: Letter, target: Target, event: Event) -> Invitation:
    """The link that goes with a letter, not saved yet."""
    invitation, _token = new_link(target, event.by, event.at, token_of(letter.key))
    invitation.letter = letter
    return invitation


def token_of(key: str, secret: str = "") -> str:
    """The token of the link in a letter: who knows the secret of the installation can make it again, nobody else."""
    made = salted_hmac("satisfaction.mailed_link", key, secret=secret or None, algorithm="sha256")
    return base64.urlsafe_b64encode(made.digest()).rstrip(b"=").decode()


@fills(KIND)
def with_link(letter: Letter) -> str | None:
    """The letter with its link, unless the customer has answered, or the link works no more."""
    invitation = letter.invitation
    asked = Target.objects.filter(~has_answered(), pk=invitation.target_id).select_related("campaign").first()
    if asked is None or not asked.under_way or invitation.now != "open":
        return None
    for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        token = token_of(letter.key, secret)
        if digest_of(token) == invitation.digest:
            return letter.text.replace(LINK, address_of(token))
    raise Unwritable(_("The secret of the installation has changed since; mail the link again."))
