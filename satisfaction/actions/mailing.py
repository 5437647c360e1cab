"""Personal links by mail, for all customers of a survey who can be reached so."""

import datetime as dt

from django.utils.translation import gettext as _

from aftersales.models import User
from satisfaction.mailing import recipients
from satisfaction.models import Campaign
from workflow.actions import perform
from workflow.guards import Blocked
from workflow.models import Facts
from workflow.waiting import act


def mail_links(
    campaign: Campaign,
    *,
    by: User,
    again: bool = False,
    version: int | None = None,
    at: dt.datetime | None = None,
) -> Campaign:
    """Mail a link to each customer who has a mailbox, has not answered and had none; ``again`` to those who had one.

    Raises Forbidden without the permission, Blocked where there is no mail server or nobody to write to.
    """
    with act():
        campaign.lock()
        found = recipients(campaign, by, again)
        to: Facts = {
            "targets": [target.pk for target in found.chosen],
            "mailed": len(found.chosen),
            "not_mailed": sum(len(group.targets) for group in found.skipped),
        }
        fresh = perform(campaign, "mail_links", by=by, version=version, at=at, **to)
        if not found.chosen:
            raise Blocked(_("There is nobody to write to."))
    return fresh
