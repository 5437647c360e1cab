"""What of the survey waits for whom."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from satisfaction.models import Campaign, Improvement, Response, Target
from satisfaction.statuses import CampaignStatus, ImprovementStatus
from workflow.waiting import A_DAY, Source, Wait, source, touched, waits_for


def running() -> QuerySet[Campaign]:
    return Campaign.objects.filter(status=CampaignStatus.RUNNING)


def to_ask() -> QuerySet[Target]:
    """Customers who have not answered, of surveys under way and closed cases."""
    under_way = Q(campaign__status=CampaignStatus.RUNNING) | Q(case__isnull=False)
    answered = Response.objects.counted().filter(target=OuterRef("pk"))
    return Target.objects.filter(under_way).exclude(Exists(answered))


def to_improve() -> QuerySet[Improvement]:
    return Improvement.objects.filter(status=ImprovementStatus.OPEN)


source(
    Source("campaign", Campaign, running),
    Source("target", Target, to_ask, ("campaign", "case"), ("campaign",), ("customer", "campaign", "case")),
    Source("improvement", Improvement, to_improve, shows=Improvement.reads),
)


@waits_for("campaign")
def closing(campaigns: list[Campaign]) -> Iterator[Wait]:
    """From the day after its last one on."""
    for campaign in campaigns:
        if campaign.status == CampaignStatus.RUNNING:
            last = campaign.closes_on
            yield Wait(campaign, "close_survey", due_on=last, not_before=last + A_DAY)


@waits_for("target")
def asking(targets: list[Target]) -> Iterator[Wait]:
    """Each customer is its surveyor's to ask until somebody of it has answered."""
    asked = [target for target in targets if target.under_way]
    counted = Response.objects.counted().filter(target__in=[target.pk for target in asked])
    answered = set(counted.values_list("target", flat=True))
    for target in asked:
        if target.pk not in answered:
            yield Wait(target, "ask_customer", person=target.surveyor_id, due_on=target.due_on)


@waits_for("improvement")
def improving(improvements: list[Improvement]) -> Iterator[Wait]:
    """Each is its owner's."""
    for improvement in improvements:
        if improvement.status == ImprovementStatus.OPEN:
            yield Wait(improvement, "improve", person=improvement.owner_id, due_on=improvement.due_on)


def ask_anew(targets: QuerySet[Target]) -> None:
    """Others are to be asked now. Their rows are locked first: answers may come in at the same moment."""
    rows = targets.select_for_update(no_key=True, of=("self",)).order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    touched(*Target.objects.filter(pk__in=keys).select_related("campaign"))
