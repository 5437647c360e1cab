"""What follows when a change of the policy is confirmed, and what the log of the administration keeps of it."""

from django.utils.translation import gettext_lazy as _

from aftersales.journal import deeds, write
from people.models import PolicyChange
from people.statuses import PolicyStep
from workflow.actions import on
from workflow.models import Event, Facts, PolicyEdition

deeds(
    policy_propose=_("Change of the policy proposed"),
    policy_revise=_("Proposed change of the policy corrected"),
    policy_confirm=_("Change of the policy confirmed"),
    policy_turn_down=_("Change of the policy refused"),
    policy_withdraw=_("Proposed change of the policy taken back"),
)


@on("policy.confirm")
def change_the_policy(change: PolicyChange, event: Event) -> None:
    """The edition is there, says what was proposed, or is taken back."""
    edition = change.edition or PolicyEdition()
    if change.step == PolicyStep.WITHDRAWAL:
        edition.withdrawn_at = event.at
    else:
        edition.name, edition.effective_from = change.name, change.effective_from
        edition.values = change.values
    edition.save()
    change.edition = edition
    change.save(update_fields=["edition"])


@on("policy.*")
def write_it_down(change: PolicyChange, event: Event) -> None:
    said: Facts = {"step": change.step, "from": change.effective_from.isoformat()}
    reason = event.data.get("reason") or change.reason
    write(f"policy_{event.verb}", change, by=event.by, **said, reason=reason)
