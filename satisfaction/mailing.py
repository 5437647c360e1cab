"""Personal links by mail: to whom of a survey, in which words, and what has become of it."""

import datetime as dt
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from aftersales.models import User
from notices.models import DeliveryState, Letter
from satisfaction.models import Campaign, Invitation, Target
from satisfaction.policy import SatisfactionPolicy
from satisfaction.queries import has_answered
from workflow.models import policy_on

KIND = "survey_link"  # the first word of the key of such a letter
LINK = "{link}"  # where it stands in the text, until the letter leaves
NEVER_LEFT = (DeliveryState.GIVEN_UP, DeliveryState.DROPPED)
NAMED = 50  # customers to whom nothing could be delivered that a page names

S = DeliveryState


class Skipped(NamedTuple):
    """Customers who get no mail now, all for one reason."""

    why: str
    targets: list[Target]


class Recipients(NamedTuple):
    """Who gets a link by mail now, and who does not."""

    chosen: list[Target]
    skipped: list[Skipped]


def recipients(campaign: Campaign, by: User, again: bool = False) -> Recipients:
    """The customers of a survey, by name; those who had a mail only where it is asked for ``again``.

    What was given up or called off has reached nobody, and does not count as a mail.
    """
    rows = Target.objects.visible_to(by).filter(campaign=campaign).order_by("customer__name")
    targets = list(rows.annotate(answered=has_answered()).select_related("campaign", "customer", "surveyor"))
    last, _before = mails_of(campaign)
    chosen: list[Target] = []
    skipped: dict[str, list[Target]] = {}
    for target in targets:
        if why := why_not(target, target.answered, None if again else last.get(target.pk)):
            skipped.setdefault(why, []).append(target)
        else:
            chosen.append(target)
    return Recipients(chosen, [Skipped(why, rows) for why, rows in skipped.items()])


def why_not(target: Target, answered: bool, mailed: dt.datetime | None) -> str:
    """Why this customer gets no mail, or an empty string."""
    if answered:
        return _("have answered already")
    if not target.customer.email:
        return _("have no e-mail in the register")
    if mailed:
        return _("were mailed on %(day)s") % {"day": timezone.localdate(mailed)}
    return ""


def mails_of(campaign: Campaign) -> tuple[dict[int, dt.datetime], dict[int, int]]:
    """By customer asked, when one was last mailed a link, and how many letters there were in all."""
    last: dict[int, dt.datetime] = {}
    count: dict[int, int] = {}
    rows = mailed_links(campaign).order_by("pk")
    for target, at, state in rows.values_list("target", "created_at", "letter__delivery__state"):
        count[target] = count.get(target, 0) + 1
        if state not in NEVER_LEFT:
            last[target] = at
    return last, count


def mailed_links(campaign: Campaign) -> QuerySet[Invitation]:
    return Invitation.objects.filter(target__campaign=campaign, letter__isnull=False)


# -- words --------------------------------------------------------------------------------------------


def letter_to(target: Target, key: str, now: dt.datetime) -> Letter:
    """The letter to a customer, in their language, without the link."""
    with translation.override(target.customer.language):
        subject = _("%(factory)s: how satisfied are you?") % {"factory": settings.FACTORY_NAME}
        text = words_to(target, now)
    customer, asks = target.customer, target.surveyor
    return Letter(
        key=key, address=customer.email, reply_to=asks.email, subject=subject[:120], text=text, written_at=now
    )


def words_to(target: Target, now: dt.datetime) -> str:
    days = policy_on(SatisfactionPolicy, timezone.localdate(now)).survey_link_days
    words = {
        "customer": target.customer,
        "factory": settings.FACTORY_NAME,
        "link": LINK,
        "until": timezone.localdate(now + dt.timedelta(days=days)),
        "surveyor": " ".join(filter(None, [str(target.surveyor), target.surveyor.phone])),
    }
    return (
        _(
            "To %(customer)s\n\n"
            "Please tell us how satisfied you are with our motors and our service: five questions, a minute.\n\n"
            "%(link)s\n\n"
            "The link works once, until %(until)s, without an account. If somebody else of your house knows us "
            "better, please pass this mail on.\n\n"
            "Your contact: %(surveyor)s\n"
            "%(factory)s"
        )
        % words
    )


def samples(chosen: list[Target], now: dt.datetime) -> list[tuple[str, Letter]]:
    """The mail to the first customer of each language, with the name of the language."""
    first = {target.customer.language: target for target in reversed(chosen)}
    written = [
        (name, letter_to(first[code], KIND, now)) for code, name in settings.LANGUAGES if code in first
    ]
    for _name, letter in written:
        letter.text = letter.text.replace(LINK, f"{settings.SITE_URL.rstrip('/')}/s/…/")
    return written


# -- what has become of it ----------------------------------------------------------------------------


class Mailed(NamedTuple):
    """How far the mails of a survey are, counted in customers; ``failed`` names those that did not go through."""

    sent: int
    waiting: int
    stuck: int
    failed: list[Invitation]

    @property
    def total(self) -> int:
        return self.sent + self.waiting + self.stuck


def mailed(campaign: Campaign) -> Mailed:
    """The last mail to each customer: it has revoked the link of an earlier one. Two queries."""
    rows = mailed_links(campaign).filter(revoked_at=None).order_by()
    under_way = Q(letter__delivery__state__in=[S.PENDING, S.CLAIMED])
    untroubled = Q(letter__delivery__error="")
    stuck = ~untroubled & (under_way | Q(letter__delivery__state=S.GIVEN_UP))
    counts = rows.aggregate(
        sent=Count("pk", filter=Q(letter__delivery__state=S.SENT)),
        waiting=Count("pk", filter=under_way & untroubled),
        stuck=Count("pk", filter=stuck),
    )
    failed = rows.filter(stuck).order_by("target__customer__name")
    return Mailed(
        **counts, failed=list(failed.select_related("target__customer", "letter__delivery")[:NAMED])
    )
