"""The sheets of a motor, and what of its past makes one look further."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from aftersales.kit.prepared import prepared
from cases.measuring.models import Occasion, TestSheet
from cases.measuring.rules import Trigger, triggers_in
from cases.models import Appraisal, Case, ReturnedMotor
from cases.policy import CasePolicy
from cases.same_motor import same_motor
from catalogue.models import TestItem
from catalogue.plans import plan_of
from catalogue.queries import alike, failure_meant
from catalogue.statuses import Cause
from workflow.models import policy_on

NAMED = 3  # items that are named of those that are lacking
LOOKED_AT = 500  # the latest appraisals of a model in a month


@prepared
def sheets_of(motor: ReturnedMotor) -> QuerySet[TestSheet]:
    """The sheets of a motor, the latest first."""
    return TestSheet.objects.filter(motor=motor).select_related("tested_by").order_by("-id")


def sheet_for(motor: ReturnedMotor, occasion: Occasion) -> TestSheet | None:
    """The latest sheet of an occasion: of an inspection only one that was measured since the repair."""
    rows = sheets_of(motor)
    done_at = motor.repair.done_at if motor.repair and occasion == Occasion.INSPECTION else None
    mine = (row for row in rows if row.occasion == occasion and not (done_at and row.tested_at < done_at))
    return next(mine, None)


def unmeasured(motor: ReturnedMotor) -> list[TestItem]:
    """What the plan of the model always asks of an inspection, with limits, and has no value since the repair."""
    lines = plan_of(motor.product, Occasion.INSPECTION.slip)
    if not lines:
        return []
    sheet = sheet_for(motor, Occasion.INSPECTION)
    measured = {value["place"] for value in sheet.values} if sheet else set()
    spared = {line.item.instead_of for line in lines if line.place in measured}
    asked = (line for line in lines if line.item.always and not line.item.instead_of and str(line.limits))
    return [line.item for line in asked if line.place not in measured | spared]


def not_measured(items: list[TestItem]) -> str:
    """What is lacking, in words: the first of it by name."""
    names = ", ".join(item.name for item in items[:NAMED])
    words = gettext("Measure it by the test plan first, or say why not: %(items)s.")
    more = gettext("%(items)s and %(count)d more") % {"items": names, "count": len(items) - NAMED}
    return words % {"items": names if len(items) <= NAMED else more}


def triggers_of(motor: ReturnedMotor) -> list[Trigger]:
    """What makes one look further before no fault is found, but for the values themselves."""
    case = motor.case
    said = " ".join([case.problem, case.customer_request, case.damaged_parts, motor.remark])
    return [*triggers_in(said), *triggers_of_past(motor)]


def triggers_of_past(motor: ReturnedMotor) -> Iterator[Trigger]:
    policy = policy_on(CasePolicy, motor.case.claim_date)
    again = ReturnedMotor.objects.filter(same_motor(motor.serial_number, motor.registered), pk__lt=motor.pk)
    if motor.serial_number and again.exists():
        yield Trigger.BACK_AGAIN
    if same_complaints(motor, policy.same_complaint_days) >= policy.same_complaints - 1:
        yield Trigger.SAME_COMPLAINT
    if often_without_fault(motor, policy.no_fault_percent):
        yield Trigger.OFTEN


def same_complaints(motor: ReturnedMotor, days: int) -> int:
    """How many other motors of the model were complained of in the same words or code, lately."""
    failure = motor.case.failure or failure_meant(motor.case.problem)
    if failure is None or motor.product_id is None:
        return 0
    since = motor.case.claim_date - timedelta(days)
    rows = Case.objects.filter(product=motor.product_id, claim_date__range=(since, motor.case.claim_date))
    return rows.filter(failure__in=alike(failure)).exclude(pk=motor.case_id).order_by()[:LOOKED_AT].count()


def often_without_fault(motor: ReturnedMotor, percent: int) -> bool:
    """Whether more of the model's motors appraised this month had no fault than a factory expects."""
    first = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = Appraisal.objects.filter(effective_at__gte=first, motor__product=motor.product_id)
    causes = list(rows.order_by("-id").values_list("facts__cause", flat=True)[:LOOKED_AT])
    return bool(causes) and causes.count(Cause.NONE.value) * 100 > percent * len(causes)
