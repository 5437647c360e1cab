"""What of corrective actions and penalties waits for whom."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from accountability.models import (
    CorrectiveAction,
    Liability,
    Measure,
    Occurrence,
    Penalty,
    PenaltyPerson,
    RatesChange,
)
from accountability.statuses import PLANNING, ActionStatus, Made, PenaltyStatus
from workflow.models import ProposalStatus
from workflow.waiting import Source, Wait, source, waits_for

A, P = ActionStatus, PenaltyStatus


def open_actions() -> QuerySet[CorrectiveAction]:
    """Those under way, and verified ones of which a case is not judged."""
    return CorrectiveAction.objects.exclude(status=A.VERIFIED) | unjudged(CorrectiveAction.objects.all())


def unjudged(actions: QuerySet[CorrectiveAction]) -> QuerySet[CorrectiveAction]:
    """Those with a case of which nobody knows whether its motor was made before or after the measure."""
    rows = Occurrence.objects.filter(made=Made.UNKNOWN, judged_at=None)
    return actions.filter(status=A.VERIFIED, pk__in=rows.values("action"))


def open_measures() -> QuerySet[Measure]:
    return Measure.objects.filter(done_at=None)


def open_findings() -> QuerySet[Liability]:
    """Findings on which nobody has drafted an opinion."""
    return Liability.objects.filter(closed_at=None)


def open_penalties() -> QuerySet[Penalty]:
    return Penalty.objects.exclude(status__in=[P.DISMISSED, P.DEDUCTED])


def open_rates() -> QuerySet[RatesChange]:
    return RatesChange.objects.filter(status=ProposalStatus.OPEN)


OF_MOTOR = ("motor__case__customer", "motor__product", "appraisal")
source(
    Source("action", CorrectiveAction, open_actions),
    Source("measure", Measure, open_measures, ("action",), shows=("action",)),
    Source("finding", Liability, open_findings, ("motor__case",), ("motor",), OF_MOTOR),
    Source("rates", RatesChange, open_rates, shows=RatesChange.reads),
    Source("penalty", Penalty, open_penalties, shows=("case__customer", "motor__product")),
)


# -- corrective actions -------------------------------------------------------------------------------


@waits_for("action")
def carrying_out(actions: list[CorrectiveAction]) -> Iterator[Wait]:
    """Planned and implemented by the liable department, verified by somebody who had no part in it."""
    unfinished = with_open_measures(
        [action for action in actions if action.status in (A.PLANNED, A.IMPLEMENTED)]
    )
    for action in actions:
        if action.status == A.ISSUED:
            yield from of_department(action, "plan_action", barred=[action.issued_by_id])
        elif action.pk in unfinished:
            continue
        elif action.status == A.PLANNED:
            yield from of_department(action, "implement_action")
        elif action.status == A.IMPLEMENTED:
            barred = [action.issued_by_id, action.planned_by_id, action.implemented_by_id]
            yield Wait(action, "verify_action", due_on=action.due_on, barred=barred)


@waits_for("action")
def finding_out(actions: list[CorrectiveAction]) -> Iterator[Wait]:
    """After-sales and quality find out when the motor of a further case was made."""
    verified = [action.pk for action in actions if action.status == A.VERIFIED]
    keys = set(unjudged(CorrectiveAction.objects.filter(pk__in=verified)).values_list("pk", flat=True))
    for action in actions:
        if action.pk in keys:
            yield Wait(action, "judge_recurrence")


def with_open_measures(actions: list[CorrectiveAction]) -> set[int]:
    """The keys of those of which a measure is not done."""
    rows = open_measures().filter(action__in=[action.pk for action in actions]).order_by()
    return set(rows.values_list("action", flat=True)) if actions else set()


def of_department(action: CorrectiveAction, task: str, barred: Iterable[int | None] = ()) -> Iterator[Wait]:
    """A task for the roles that plan for the liable department."""
    for role in PLANNING.get(action.department, ()):
        yield Wait(action, task, role=role, due_on=action.due_on, barred=barred)


@waits_for("measure")
def measures_of_owners(measures: list[Measure]) -> Iterator[Wait]:
    """Each is for its owner."""
    for measure in measures:
        if measure.done_at is None:
            yield Wait(measure, "measure", person=measure.owner_id, due_on=measure.due_on)


# -- penalties ----------------------------------------------------------------------------------------


@waits_for("finding")
def opinions(findings: list[Liability]) -> Iterator[Wait]:
    """A finding wants an opinion."""
    for finding in findings:
        if finding.closed_at is None:
            yield Wait(finding, "draft_penalty", due_on=finding.due_on)


@waits_for("penalty")
def judging(penalties: list[Penalty]) -> Iterator[Wait]:
    """Nobody decides on themselves, nor on what they have had a part in; the people concerned are heard."""
    going_on = [penalty for penalty in penalties if penalty.status not in (P.DISMISSED, P.DEDUCTED)]
    people = list(PenaltyPerson.objects.filter(penalty__in=going_on).exclude(user=None))
    for penalty in going_on:
        concerned = [person for person in people if person.penalty_id == penalty.pk]
        yield from next_step(penalty, [person.user_id for person in concerned])
        if penalty.status in (P.DRAFTED, P.ASSESSED):
            unheard = {person.user_id for person in concerned if person.responded_at is None}
            yield from (
                Wait(penalty, "respond_penalty", person=key, due_on=penalty.due_on) for key in unheard
            )


def next_step(penalty: Penalty, concerned: list[int | None]) -> Iterator[Wait]:
    """The step of the chain that a penalty has come to."""
    task, part = step_of(penalty)
    yield Wait(penalty, task, due_on=penalty.due_on, barred=[*part, *concerned])


def step_of(penalty: Penalty) -> tuple[str, list[int | None]]:
    """Which task waits, and who had a part before."""
    drafter, countersigner = penalty.drafted_by_id, penalty.countersigned_by_id
    if penalty.status == P.APPROVED:
        return "deduct_penalty", [penalty.decided_by_id]
    if penalty.status == P.ASSESSED:
        return "decide_penalty", [drafter, countersigner, penalty.assessed_by_id]
    missing = penalty.needs_countersignature and not penalty.countersigned_at
    return ("countersign_penalty" if missing else "assess_penalty"), [drafter]


@waits_for("rates")
def deciding_amounts(changes: list[RatesChange]) -> Iterator[Wait]:
    """Anybody who may decide on the table of amounts, but not who proposed it."""
    for change in changes:
        if change.status == ProposalStatus.OPEN:
            yield Wait(change, "decide_rates", barred=[change.proposed_by_id])
