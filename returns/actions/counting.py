"""What one does with a consignment: count it (四.2)."""

import datetime as dt

from django.utils.translation import gettext as _

from aftersales.models import User
from cases.models import Case
from returns.models import Handover, HandoverLine
from workflow.actions import create
from workflow.guards import Blocked
from workflow.models import Facts
from workflow.waiting import act


def count_consignment(
    case: Case,
    header: Facts,
    lines: list[Facts],
    *,
    by: User,
    version: int,
    at: dt.datetime | None = None,
) -> Handover:
    """Write down a count and sign it; the other department still has to sign (四.2).

    ``header`` holds carrier, waybill, arrived_on and remark; a line the fields of HandoverLine.
    """
    with act():
        handover = create(Handover(case=case), by=by, at=at, version=version, **header)
        keep_lines(handover, lines)
        return handover


def keep_lines(handover: Handover, lines: list[Facts]) -> None:
    """Replace the lines of a count that is not signed by both yet."""
    if not lines:
        raise Blocked(_("Count at least one motor."))
    handover.lines.all().delete()
    HandoverLine.objects.bulk_create(HandoverLine(handover=handover, **line) for line in lines)
