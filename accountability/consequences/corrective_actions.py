"""What follows for corrective actions: joined, reopened and rewritten by confirmed cases, measures, slips (二.4)."""

import datetime as dt

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.actions import link
from accountability.conditions import is_factory_fault, removes_the_cause
from accountability.models import CorrectiveAction, Measure, Occurrence, matter
from accountability.policy import AccountabilityPolicy
from accountability.slips.corrective_action import action as slip_facts
from accountability.statuses import PLANNING, ActionStatus, MeasureKind
from aftersales.models import User
from aftersales.roles import Role
from cases.models import Appraisal, ReturnedMotor
from catalogue.statuses import Department
from slips.actions import issue, void
from slips.models import Slip
from warranty.rules import expiry
from workflow.actions import create, on, take
from workflow.guards import Blocked
from workflow.models import Event, Facts, policy_on
from workflow.waiting import touched


@on("action.issue")
def begin_with_case(action: CorrectiveAction, event: Event) -> None:
    """The first of its cases, and what the search finds it by."""
    if action.case_id:
        Occurrence.objects.create(
            action=action, case_id=action.case_id, motor_id=event.data["motor_id"], at=event.at
        )
    action.index()


# -- by a signed appraisal ----------------------------------------------------------------------------


@on("motor.appraise")
def confirmed(motor: ReturnedMotor, event: Event) -> None:
    follow(motor, by=event.actor, at=event.at)


def follow(motor: ReturnedMotor, *, by: User, at: dt.datetime) -> None:
    """A factory fault opens a corrective action, joins the open one, or reopens one that did not help.

    ``by`` is whose signature confirmed the fault; the issuer is who signed for after-sales (二.4).
    """
    sheet = motor.appraisal
    if sheet is None or not is_factory_fault(sheet):
        return
    present = CorrectiveAction.objects.open_for(motor.model_name, sheet.defect)
    if present is None and (past := lately_verified(motor.model_name, sheet.defect, at)):
        come_back(past, motor, by, at)
    elif present is None:
        begin(motor, sheet, by, at)
    else:
        add(present, motor, by, at)


def begin(motor: ReturnedMotor, sheet: Appraisal, by: User, at: dt.datetime) -> None:
    """The first confirmed case; of two at the same moment the second joins."""
    signatures = list(sheet.signatures.select_related("user"))
    issuer = next(row.user for row in signatures if row.department == Role.AFTER_SALES)
    department = sheet.liable_department if sheet.liable_department in PLANNING else Department.ENGINEERING
    action = CorrectiveAction(
        case=motor.case,
        model=motor.model_name,
        defect=sheet.defect,
        defect_group=sheet.defect_group,
        department=department,
        problem=problem_of(sheet),
        team="、".join(str(row.user) for row in signatures),
        root_cause=sheet.cause_text,
        issued_by=issuer,
    )
    try:
        create(action, by=by, at=at, derived=True, motor_id=motor.pk)
    except IntegrityError:
        present = CorrectiveAction.objects.open_for(motor.model_name, sheet.defect)
        assert present is not None
        add(present, motor, by, at)


def problem_of(sheet: Appraisal) -> str:
    """The symptom and what was measured, so that nobody types it again (D2)."""
    measured = [
        " ".join(filter(None, (row.get("item"), row.get("standard"), "→", row.get("measured"))))
        for row in sheet.measurements
    ]
    return "\n".join([sheet.symptom, *measured])[:4000]


def lately_verified(model: str, defect: str, at: dt.datetime) -> CorrectiveAction | None:
    """An action whose effect was confirmed so lately that the same defect shows it did not help."""
    rows = CorrectiveAction.objects.filter(matter=matter(model, defect), verified_at__lt=at)
    last = rows.order_by("-verified_at").first()
    if last is None or last.verified_at is None:
        return None
    verified_on = timezone.localdate(last.verified_at)
    until = expiry(verified_on, policy_on(AccountabilityPolicy, verified_on).recurrence_months)
    return last if timezone.localdate(at) <= until else None


def come_back(action: CorrectiveAction, motor: ReturnedMotor, by: User, at: dt.datetime) -> None:
    """A new case after all was well reopens the action; one that is among its cases already does not."""
    action.lock()
    fresh = CorrectiveAction.objects.get(pk=action.pk)
    if fresh.status != ActionStatus.VERIFIED:
        add(fresh, motor, by, at)
        return
    if fresh.occurrences.filter(case=motor.case_id).exists():
        Occurrence.objects.get_or_create(
            action=fresh, case=motor.case, motor=motor, defaults={"cycle": fresh.cycle, "at": at}
        )
        fresh.index()
        return
    verified_on = timezone.localdate(fresh.verified_at)
    data = link(motor.case, motor) | {"verified_on": verified_on, "owner_id": fresh.planned_by_id}
    mention(fresh, take(fresh, "recur", by=by, at=at, data=data, derived=True), motor)


def add(action: CorrectiveAction, motor: ReturnedMotor, by: User, at: dt.datetime) -> None:
    """A further confirmed case of a defect that is being dealt with."""
    action.lock()
    fresh = CorrectiveAction.objects.get(pk=action.pk)
    if not fresh.occurrences.filter(motor=motor).exists():
        data = link(motor.case, motor)
        mention(fresh, take(fresh, "add_case", by=by, at=at, data=data, derived=True), motor)


def mention(action: CorrectiveAction, event: Event, motor: ReturnedMotor) -> None:
    """The same line in the timeline of the other case."""
    if action.case_id != motor.case_id:
        Event.objects.create(
            dossier_id=motor.case_id,
            **{
                name: getattr(event, name)
                for name in (
                    "subject", "subject_id", "verb", "from_status", "to_status", "actor", "actor_name", "at", "data",
                )
            },
        )  # fmt: skip


# -- what its verbs write down ------------------------------------------------------------------------


@on("action.add_case", "action.recur")
def keep_occurrence(action: CorrectiveAction, event: Event) -> None:
    """The case among those of the action, with the day on which the action had been shown to work."""
    data = event.data
    Occurrence.objects.get_or_create(
        action=action,
        case_id=data["case_id"],
        motor_id=data["motor_id"],
        defaults={
            "cycle": action.cycle,
            "recurrence": event.verb == "recur",
            "verified_on": data.get("verified_on"),
            "at": event.at,
        },
    )
    action.index()


@on("action.plan")
def keep_plan(action: CorrectiveAction, event: Event) -> None:
    """Measures with their owners and days, corrective and preventive; containments may be among them."""
    if reason := removes_the_cause(event.data["measures"]):
        raise Blocked(reason)
    for measure in event.data["measures"]:
        keep_measure(action, measure)


@on("action.contain", "action.add_measure")
def keep_one_measure(action: CorrectiveAction, event: Event) -> None:
    keep_measure(action, {"kind": MeasureKind.CONTAINMENT} | event.data)


def keep_measure(action: CorrectiveAction, data: Facts) -> None:
    facts = {name: data[name] for name in ("kind", "text", "owner_id", "due_on")}
    touched(Measure.objects.create(action=action, cycle=action.cycle, **facts))
    action.dossier.readers.add(facts["owner_id"])


@on("action.finish_measure")
def finish(action: CorrectiveAction, event: Event) -> None:
    """One measure is done, by its owner or as the planner reports it."""
    rows = action.measures.filter(pk=event.data["measure"], done_at=None)
    if action.planned_by_id != event.actor_id:
        rows = rows.filter(owner=event.actor)
    measure = rows.first()
    if measure is None:
        raise Blocked(_("This measure is done already, or it is not yours."))
    measure.done_by, measure.done_at, measure.evidence = event.actor, event.at, event.data["result"]
    measure.save(update_fields=["done_by", "done_at", "evidence"])
    touched(measure)


@on(
    "action.issue", "action.plan", "action.implement", "action.verify", "action.fail_verification", "action.recur",
    paper="JZ",
)  # fmt: skip
def reissue(action: CorrectiveAction, event: Event) -> None:
    """The slip follows the action: a new revision of the same number replaces the earlier one."""
    freeze(action, event)


def freeze(action: CorrectiveAction, event: Event) -> None:
    """Issue the JZ of an action as it now stands."""
    earlier = Slip.objects.filter(number=action.number)
    last = earlier.order_by("revision").last()
    if last:
        void(earlier, "已由新修订取代", event)  # printed on it, so in Chinese
    issue("JZ", slip_facts(action), event, dossier=action.dossier, number=action.number, replaces=last)
