"""What came with a return list is kept with its case (四.2)."""

from cases.models import Case
from returns.models import ListOriginal
from workflow.actions import on
from workflow.models import Event


@on("case.accept_list", "case.list_more", "case.correct_list", "case.keep_originals")
def keep_originals(case: Case, event: Event) -> None:
    """The list as it was sent, each file once."""
    sent = event.data.get("originals", [])
    there = set(case.list_originals.values_list("sha256", flat=True)) if sent else set()
    fresh = {one["sha256"]: one for one in sent if one["sha256"] not in there}
    ListOriginal.objects.bulk_create(
        ListOriginal(case=case, added_by=event.actor, added_at=event.at, **one) for one in fresh.values()
    )
