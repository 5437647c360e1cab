"""What follows for corrective actions: joined, reopened and rewritten by confirmed cases, measures, slips (二.4)."""

import datetime as dt

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.actions import link
from accountability.conditions import is_factory_fault, removes_the_cause
from accountability.models import ActionFile, CorrectiveAction, Measure, Occurrence, Verification
from accountability.policy import AccountabilityPolicy
from accountability.queries import verify_from
from accountability.rules import made
from accountability.slips.corrective_action import action as slip_facts
from accountability.statuses import PLANNING, ActionStatus, Made, MeasureKind
from aftersales.models import User
from aftersales.roles import Role
from cases.models import Appraisal, ReturnedMotor
from cases.same_motor import same_motor
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
    follow(motor, by=event.by, at=event.at)


def follow(motor: ReturnedMotor, *, by: User, at: dt.datetime) -> None:
    """A factory fault opens a corrective action, joins the open one, or reopens one that did not help.

    ``by`` is whose signature confirmed the fault; the issuer is who signed for after-sales (二.4).
    """
    sheet = motor.appraisal
    if sheet is None or not is_factory_fault(sheet):
        return
    rows = CorrectiveAction.objects.about(motor.model_name, sheet.defect, sheet.failure)
    present = rows.exclude(status=ActionStatus.VERIFIED).order_by("pk").first()
    past = rows.filter(verified_at__lt=at).order_by("-verified_at").first()
    if present:
        add(present, motor, by, at)
    elif past:
        after_all_was_well(past, motor, sheet, by, at)
    else:
        begin(motor, sheet, by, at)


def after_all_was_well(
    past: CorrectiveAction, motor: ReturnedMotor, sheet: Appraisal, by: User, at: dt.datetime
) -> None:
    """A motor made before the measure is counted, one made after it shows that it did not help, for a time."""
    when = made_of(motor, past)
    if when != Made.BEFORE and not speaks_against(past, at):
        begin(motor, sheet, by, at)
    else:
        join_verified(past, motor, when, by, at)


def made_of(motor: ReturnedMotor, action: CorrectiveAction) -> str:
    """Whether it was made before or after the measures of an action; empty where none was implemented."""
    if action.implemented_at is None:
        return ""
    entry = motor.registered
    implemented_on = timezone.localdate(action.implemented_at)
    return made(entry.produced_on if entry else None, last_repaired(motor), implemented_on)


def last_repaired(motor: ReturnedMotor) -> dt.date | None:
    """The day on which we last repaired the same motor before it came back this time."""
    earlier = ReturnedMotor.objects.filter(
        same_motor(motor.serial_number, motor.registered), pk__lt=motor.pk, repair__isnull=False
    )
    done = earlier.order_by("-pk").values_list("repair__done_at", flat=True).first()
    return timezone.localdate(done) if done else None


def begin(motor: ReturnedMotor, sheet: Appraisal, by: User, at: dt.datetime) -> None:
    """The first confirmed case; of two at the same moment the second joins."""
    signatures = list(sheet.signatures.select_related("user"))
    issuer = next(row.user for row in signatures if row.department == Role.AFTER_SALES)
    department = sheet.liable_department if sheet.liable_department in PLANNING else Department.ENGINEERING
    action = CorrectiveAction(
        case=motor.case,
        model=motor.model_name,
        defect=sheet.defect,
        failure=sheet.failure,
        defect_group=sheet.defect_group,
        department=department,
        problem=problem_of(sheet),
        team="、".join(str(row.user) for row in signatures),
        root_cause=sheet.cause_text,
        issued_by=issuer,
    )
    try:
        create(action, by=by, at=at, derived=True, motor_id=motor.pk)
        action.dossier.take_over_deputies(issuer, motor.case.dossier)
    except IntegrityError:
        present = CorrectiveAction.objects.open_for(motor.model_name, sheet.defect, sheet.failure)
        assert present is not None
        add(present, motor, by, at)


def problem_of(sheet: Appraisal) -> str:
    """The symptom and what was measured, so that nobody types it again (D2)."""
    measured = [
        " ".join(filter(None, (row.get("item"), row.get("standard"), "→", row.get("measured"))))
        for row in sheet.measurements
    ]
    return "\n".join([sheet.symptom, *measured])[:4000]


def speaks_against(action: CorrectiveAction, at: dt.datetime) -> bool:
    """Whether its effect was confirmed so lately that the same defect shows it did not help."""
    assert action.verified_at is not None
    verified_on = timezone.localdate(action.verified_at)
    until = expiry(verified_on, policy_on(AccountabilityPolicy, verified_on).recurrence_months)
    return timezone.localdate(at) <= until


OF_VERIFIED = {Made.BEFORE: "count_earlier", Made.AFTER: "recur", Made.UNKNOWN: "ask_when_made"}
"""What a further case of a verified action is, by when its motor was made."""


def join_verified(
    action: CorrectiveAction, motor: ReturnedMotor, when: str, by: User, at: dt.datetime
) -> None:
    """A new case after all was well; one that is among its cases already says nothing new."""
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
    data = link(motor.case, motor) | {
        "verified_on": verified_on,
        "owner_id": fresh.planned_by_id,
        "made": when,
    }
    verb = OF_VERIFIED[Made(when)]
    mention(fresh, take(fresh, verb, by=by, at=at, data=data, derived=True), motor)


def add(action: CorrectiveAction, motor: ReturnedMotor, by: User, at: dt.datetime) -> None:
    """A further confirmed case of a defect that is being dealt with."""
    action.lock()
    fresh = CorrectiveAction.objects.get(pk=action.pk)
    if not fresh.occurrences.filter(motor=motor).exists():
        data = link(motor.case, motor) | {"made": made_of(motor, fresh)}
        mention(fresh, take(fresh, "add_case", by=by, at=at, data=data, derived=True), motor)


def mention(action: CorrectiveAction, event: Event, motor: ReturnedMotor) -> None:
    """The same line in the timeline of the other case."""
    if action.case_id != motor.case_id:
        Event.objects.create(
            dossier_id=motor.case_id,
            **{
                name: getattr(event, name)
                for name in (
                    "subject", "subject_id", "verb", "from_status", "to_status", "actor", "actor_name", "on_behalf_of",
                    "on_behalf_of_name", "at", "data",
                )
            },
        )  # fmt: skip


# -- what its verbs write down ------------------------------------------------------------------------


@on("action.add_case", "action.recur", "action.count_earlier", "action.ask_when_made")
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
            "made": data.get("made", ""),
            "verified_on": data.get("verified_on"),
            "at": event.at,
        },
    )
    action.index()


@on("action.call_recurrence", "action.call_earlier")
def judge(action: CorrectiveAction, event: Event) -> None:
    """People have found out when the motor of a case was made."""
    row = action.occurrences.filter(pk=event.data["occurrence"], made=Made.UNKNOWN, judged_at=None).first()
    if row is None:
        raise Blocked(_("Somebody has decided this already."))
    row.recurrence = event.verb == "call_recurrence"
    row.made = Made.AFTER if row.recurrence else Made.BEFORE
    row.judged_by, row.judged_at, row.cycle = event.by, event.at, action.cycle
    row.save(update_fields=["recurrence", "made", "judged_by", "judged_at", "cycle"])


@on("action.verify", "action.fail_verification")
def keep_verification(action: CorrectiveAction, event: Event) -> None:
    """Every check is kept; one that shows success before its time says why."""
    early = event.data.get("early_reason", "")
    if event.verb == "verify" and not early and timezone.localdate(event.at) < verify_from(action):
        raise Blocked(_("Its days have not passed yet: say why it is verified already."))
    Verification.objects.create(
        action=action,
        cycle=action.cycle,
        works=event.verb == "verify",
        evidence=event.data["evidence"],
        early_reason=early,
        by=event.by,
        at=event.at,
    )


@on("action.attach")
def keep_file(action: CorrectiveAction, event: Event) -> None:
    """What was added stays as it is; whoever knows better adds another."""
    said = {name: event.data[name] for name in ("name", "ending", "sha256", "note")}
    ActionFile.objects.create(action=action, cycle=action.cycle, added_by=event.by, added_at=event.at, **said)


@on("action.plan")
def keep_plan(action: CorrectiveAction, event: Event) -> None:
    """Measures with their owners and days, corrective and preventive; containments may be among them."""
    if reason := removes_the_cause(event.data["measures"]):
        raise Blocked(reason)
    for measure in event.data["measures"]:
        keep_measure(action, measure, event.at)


@on("action.contain", "action.add_measure")
def keep_one_measure(action: CorrectiveAction, event: Event) -> None:
    keep_measure(action, {"kind": MeasureKind.CONTAINMENT} | event.data, event.at)


def keep_measure(action: CorrectiveAction, data: Facts, at: dt.datetime) -> None:
    facts = {name: data[name] for name in ("kind", "text", "owner_id", "due_on")}
    touched(Measure.objects.create(action=action, cycle=action.cycle, added_at=at, **facts))
    action.dossier.readers.add(facts["owner_id"])


@on("action.hand_over_measure")
def hand_over(action: CorrectiveAction, event: Event) -> None:
    """Another owner, who may see the action because of it."""
    measure = action.measures.filter(pk=event.data["measure"], done_at=None).first()
    if measure is None:
        raise Blocked(_("This measure is done already."))
    measure.owner_id = event.data["owner_id"]
    measure.save(update_fields=["owner"])
    action.dossier.readers.add(measure.owner_id)
    touched(measure)


@on("action.finish_measure")
def finish(action: CorrectiveAction, event: Event) -> None:
    """One measure is done, by its owner or as the planner reports it."""
    rows = action.measures.filter(pk=event.data["measure"], done_at=None)
    if action.planned_by_id != event.by.pk:
        rows = rows.filter(owner=event.by)
    measure = rows.first()
    if measure is None:
        raise Blocked(_("This measure is done already, or it is not yours."))
    measure.done_by, measure.done_at, measure.evidence = event.by, event.at, event.data["result"]
    measure.save(update_fields=["done_by", "done_at", "evidence"])
    touched(measure)


@on(
    "action.issue", "action.plan", "action.implement", "action.verify", "action.fail_verification", "action.recur",
    "action.call_recurrence",
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
