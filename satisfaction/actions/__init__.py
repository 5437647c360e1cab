"""What one does with the survey besides its verbs."""

from satisfaction.actions.campaigns import plan_campaign, replan
from satisfaction.actions.improvements import hand_on
from satisfaction.actions.invitations import (
    Unusable,
    address_of,
    answer_by_link,
    find,
    invite,
    invite_all,
    revoke,
)
from satisfaction.actions.mailing import mail_links
from satisfaction.actions.responses import begin, record, save_draft, submit_response

__all__ = [
    "Unusable",
    "address_of",
    "answer_by_link",
    "begin",
    "find",
    "hand_on",
    "invite",
    "invite_all",
    "mail_links",
    "plan_campaign",
    "record",
    "replan",
    "revoke",
    "save_draft",
    "submit_response",
]
