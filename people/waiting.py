"""What of the administration waits for whom."""

from collections.abc import Iterator

from django.db.models import QuerySet

from people.models import PolicyChange
from workflow.models import ProposalStatus
from workflow.waiting import Source, Wait, source, waits_for


def open_changes() -> QuerySet[PolicyChange]:
    return PolicyChange.objects.filter(status=ProposalStatus.OPEN)


source(Source("policy", PolicyChange, open_changes, shows=PolicyChange.reads))


@waits_for("policy")
def deciding(changes: list[PolicyChange]) -> Iterator[Wait]:
    """Anybody who may decide, but not who proposed it; by the first day of the edition it is too late."""
    for change in changes:
        if change.status == ProposalStatus.OPEN:
            due = change.effective_from
            yield Wait(change, "decide_policy", due_on=due, barred=[change.proposed_by_id])
