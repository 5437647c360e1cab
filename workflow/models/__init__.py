"""What the engine keeps: dossiers, things with states, what happened to them, forms that have taken effect, figures."""

from workflow.models.dossier import Dossier, visible
from workflow.models.event import Event
from workflow.models.policy import PolicyEdition, edition_on, policies, policy_in, policy_on
from workflow.models.stateful import Facts, Filed, Stateful, StatefulQuerySet
from workflow.models.submission import Submission

__all__ = [
    "Dossier",
    "Event",
    "Facts",
    "Filed",
    "PolicyEdition",
    "Stateful",
    "StatefulQuerySet",
    "Submission",
    "edition_on",
    "policies",
    "policy_in",
    "policy_on",
    "visible",
]
