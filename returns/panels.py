"""What handover, return and transfer add to the pages of cases and motors."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftersales.kit.prepared import attach, prepared
from aftersales.models import User
from cases.models import Case, ReturnedMotor
from cases.queries import RECORDS_OF_CASE, may_have
from cases.statuses import MotorStatus
from returns.conditions import entry_of, order_of
from returns.models import RECEIVING, Handover, HandoverStatus, ListOriginal
from workflow.guards import Offer, Step
from workflow.models import Facts
from workflow.panels import Link, further_links, panel
from workflow.views.acting import page_for

page_for("case.accept_list", "returns:return_list")
page_for("case.list_more", "returns:list_more")
page_for("case.correct_list", "returns:correct_list")
page_for("case.keep_originals", "returns:keep_originals")


RECORDS_OF_CASE.append(ListOriginal)


@panel("case.main", "returns/_list_originals.html")
def originals(case: Case, user: User) -> Facts | None:
    """The return list as it was sent."""
    found = list(originals_of(case)) if may_have(case, "listoriginal") else []
    return {"originals": found} if found else None


@prepared
def originals_of(case: Case) -> QuerySet[ListOriginal]:
    return ListOriginal.objects.filter(case=case).select_related("added_by")


@panel("case.main", "returns/_handovers.html")
def consignments(case: Case, user: User) -> Facts | None:
    handovers = handovers_of(case)
    return {"handovers": handovers} if handovers else None


@panel("motor.main", "returns/_taken_back.html")
def taken_back(motor: ReturnedMotor, user: User) -> Facts | None:
    entry = getattr(motor, "return_entry", None)
    return {"return_entry": entry, "transfer": getattr(motor, "transfer_order", None)} if entry else None


@panel("motor.brief", "returns/_entry_brief.html", rank=10)
def entry(motor: ReturnedMotor, user: User) -> Facts | None:
    found = entry_of(motor)
    return {"entry": found} if found else None


@panel("motor.brief", "returns/_transfer_brief.html", rank=20)
def transfer(motor: ReturnedMotor, user: User) -> Facts | None:
    found = order_of(motor)
    return {"order": found} if found else None


def handovers_of(case: Case) -> list[Handover]:
    """The consignments of a case, read once for all that its page shows of them."""
    if "handovers" not in getattr(case, "_prefetched_objects_cache", {}):
        attach([case], "handovers", consignments_of(case))
    return list(case.handovers.all())


@prepared
def consignments_of(case: Case) -> QuerySet[Handover]:
    return Handover.objects.filter(case=case).select_related("counted_by", "signed_by")


@further_links("case")
def arrivals(case: Case, user: User) -> list[Link]:
    """Counting what arrives is no transition of the case, yet its page is where one looks for it (四.2)."""
    counted = next(
        (handover for handover in handovers_of(case) if handover.status == HandoverStatus.COUNTED), None
    )
    if counted:
        url = counted.get_absolute_url()
        offers = [offer for offer in counted.offers(user) if offer.verb == "sign"]
    else:
        url = reverse("returns:count", args=[case.pk])
        offers = countings(case) if case.status in RECEIVING and user.can("handover.count") else []
    return [Link(offer, url) for offer in offers]


def countings(case: Case) -> list[Offer]:
    """What can be counted of the motors that are on their way."""
    states = {motor.status for motor in case.motors.all()}
    if MotorStatus.EXPECTED in states:
        return [Offer("count", Step(_("Count the consignment")), "")]
    if MotorStatus.MISSING in states:
        return [Offer("count_missing", Step(_("Count what was missing"), seldom=True), "")]
    more = Step(_("Count a late or extra consignment"), seldom=True)
    return [Offer("count_more", more, "")] if states else []
