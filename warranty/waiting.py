"""What of the register waits for whom."""

from collections.abc import Iterator

from django.db.models import QuerySet

from warranty.models import Amendment
from warranty.statuses import AmendmentStatus
from workflow.waiting import Source, Wait, source, waits_for


def open_amendments() -> QuerySet[Amendment]:
    return Amendment.objects.filter(status=AmendmentStatus.OPEN)


source(Source("amendment", Amendment, open_amendments, shows=Amendment.reads))


@waits_for("amendment")
def deciding(amendments: list[Amendment]) -> Iterator[Wait]:
    """Anybody who may decide, but not who proposed it."""
    for amendment in amendments:
        if amendment.status == AmendmentStatus.OPEN:
            yield Wait(amendment, "decide_amendment", barred=[amendment.proposed_by_id])
