"""What the engine keeps: dossiers, things with states, what happened to them, forms that have taken effect,
figures, what waits for whom."""

from workflow.models.dossier import Dossier, VisibleQuerySet, named, visible, who_sees
from workflow.models.event import Event, JointAct
from workflow.models.policy import PolicyEdition, edition_on, editions_once, policies, policy_in, policy_on
from workflow.models.proposal import Proposal, ProposalStatus, two_people
from workflow.models.stateful import Fact, Facts, Filed, Stateful, StatefulQuerySet
from workflow.models.submission import Submission
from workflow.models.waiting import Barred, Waiting, invites

__all__ = [
    "Barred",
    "Dossier",
    "Event",
    "Fact",
    "Facts",
    "Filed",
    "JointAct",
    "PolicyEdition",
    "Proposal",
    "ProposalStatus",
    "Stateful",
    "StatefulQuerySet",
    "Submission",
    "VisibleQuerySet",
    "Waiting",
    "edition_on",
    "editions_once",
    "invites",
    "named",
    "policies",
    "policy_in",
    "policy_on",
    "two_people",
    "visible",
    "who_sees",
]
