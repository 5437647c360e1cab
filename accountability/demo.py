"""What the faults of the demo led to: corrective actions and penalties in every state, by the real actions.

Everything is put into one schedule and carried out in the order of time, always after the last word of the case
it belongs to. The last case of the demo is played here: a defect that comes back although all was well.
"""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from itertools import cycle
from typing import Any

from django.db.models import Max
from django.utils import timezone

from accountability.actions import open_penalty
from accountability.actions.capa import follow
from accountability.actions.penalties import note_liability
from accountability.conditions import is_factory_fault
from accountability.forms.penalties import person
from accountability.models import CorrectiveAction, Employee, Liability, Penalty, PenaltyRate
from accountability.queries import proposals
from accountability.statuses import PLANNING, Capacity, FaultClass
from aftersales.demo import Stage, chapter
from aftersales.models import User
from cases.actions import perform
from cases.models import Event, ReturnedMotor
from cases.statuses import CaseStatus, Department
from returns.demo.cast import Casting
from returns.demo.performance import old_notices
from returns.demo.plan import WORKING, Schedule, workday
from returns.demo.scenes import Cue, play
from returns.demo.stories import Fate, Story
from returns.models import Slip
from warranty.demo import SHIFTS, WORKERS, Production
from warranty.models import Motor, Product

FAULTS = 60  # of very many, those that are followed
LEADERS = ("耿桂民", "焦明山", "路世杰")
HEADS = {"winding": "cui.lei", "assembly": "pang.fei", "machining": "shao.jun"}
AMOUNTS = {"minor": (50, 30, 20, 0), "ordinary": (200, 100, 80, 50), "grave": (800, 400, 300, 200)}
WHYS = "{cause}；为什么：首件未检；为什么：工艺卡未列为必检项；为什么：评审时未识别；为什么：售后问题未列入评审输入"
MEASURES = (
    ("containment", "库存及在制品同型号全检，不合格隔离", 3),
    ("corrective", "修订工艺卡，增加首件和巡检项目，操作者复训", 8),
    ("preventive", "同系列产品工艺按此评审，列入售后问题清单", 12),
)
DONE = (
    "已完成，见记录 ZL-{n:03d}",
    "已检 86 台，隔离 3 台，记录 ZL-{n:03d}",
    "新版工艺卡已下发，签收单 ZL-{n:03d}",
)
OPINIONS = (
    "操作者未按工艺首检，班组长未组织巡检，建议从当月工资考核奖中扣除。",
    "外购件进厂检验漏检，建议按规定处理。",
    "工艺未规定该项检验，操作者责任较轻，建议从轻处理。",
)
RESPONSES = ("中心孔碰伤发生在上道工序，本工序无法检出，请酌情减免。", "情况属实，今后严格首检。")
GRADES = ("ordinary", "minor", "ordinary", "grave", "minor")
OPEN = "open"
STATES = (
    "drafted",
    "approved",
    "assessed",
    "countersigned",
    "dismissed",
    "deducted",
    "assessed",
    OPEN,
)
SLOW = 40  # days after its issue at which no measure is left undone
ROOM = 14  # days after which a penalty could have been decided

Deed = Callable[[dt.datetime], Any]


@chapter("accountability")
def accountability(stage: Stage) -> str:
    """Staff and amounts, then every fault followed, and one defect that comes back."""
    chance = stage.random("accountability")
    add_staff(stage, chance)
    faults = faults_to_follow()
    carry_out([*follow_faults(stage, chance, faults)])
    carry_out([*improve(stage, chance), *punish(stage, chance, faults)])
    come_back(stage, chance)
    yesterday = stage.today - dt.timedelta(days=2)
    evening = dt.datetime.combine(yesterday, dt.time(17), timezone.get_default_timezone())
    old_notices(stage).filter(read_at=None).update(read_at=evening)
    Slip.objects.filter(kind__in=("JZ", "CF"), issued_at__date__lt=yesterday).update(to_print=False)
    states = Counter(CorrectiveAction.objects.values_list("status", flat=True))
    punished = Counter(Penalty.objects.values_list("status", flat=True))
    told = [
        f"{sum(count.values())} {name} in {len(count)} states"
        for name, count in (("actions", states), ("penalties", punished))
    ]
    return ", ".join(told)


def carry_out(deeds: list[tuple[dt.datetime, Deed]]) -> None:
    """One after the other, in the order of time."""
    for at, deed in sorted(deeds, key=lambda pair: pair[0]):
        deed(at)


# -- staff and amounts --------------------------------------------------------------------------------


def add_staff(stage: Stage, chance: random.Random) -> None:
    """Workers with their teams and wages, their leaders, the heads of the workshops; and the table of amounts."""
    heads = {name: User.objects.get(username=username) for name, username in HEADS.items()}
    Employee.objects.bulk_create(
        [
            Employee(
                name=name,
                team=team,
                department="assembly",
                monthly_wage=Decimal(chance.randrange(42, 69) * 100),
            )
            for name, team in zip(WORKERS, cycle(SHIFTS), strict=False)
        ]
        + [
            Employee(name=name, team=team, department="assembly", capacity=Capacity.TEAM_LEADER)
            for name, team in zip(LEADERS, SHIFTS, strict=True)
        ]
        + [
            Employee(name=str(user), department=name, capacity=Capacity.WORKSHOP_HEAD, user=user)
            for name, user in heads.items()
        ]
    )
    PenaltyRate.objects.bulk_create(
        PenaltyRate(fault_class=grade, capacity=capacity, amount=amount)
        for grade in FaultClass.values
        for capacity, amount in zip(Capacity.values, AMOUNTS[grade], strict=True)
    )


# -- when ---------------------------------------------------------------------------------------------


def moments(stage: Stage, chance: random.Random, after: dt.datetime, *gaps: int) -> Iterator[dt.datetime]:
    """Working moments so many days apart, from the day after ``after`` until the evening before today."""
    day = timezone.localdate(after)
    for gap in gaps:
        later = workday(day + dt.timedelta(days=max(gap, 1)))
        day = later if later > day else day + dt.timedelta(days=2)
        if day >= stage.today:
            return
        minute = chance.choice(WORKING)
        time = dt.time(minute // 60, minute % 60, chance.randrange(60))
        yield dt.datetime.combine(day, time, timezone.get_default_timezone())


def last_words(cases: set[Any]) -> dict[Any, dt.datetime]:
    """The last event of each case."""
    rows = Event.objects.filter(case__in=cases).values_list("case").annotate(Max("at")).order_by()
    return dict(rows)


def faults_to_follow() -> list[ReturnedMotor]:
    """The confirmed faults of closed cases, the oldest first; of very many a few, spread over the past."""
    closed = ReturnedMotor.objects.filter(appraised_at__isnull=False, case__status=CaseStatus.CLOSED)
    keys = list(closed.order_by("appraised_at").values_list("pk", flat=True))
    some = keys[:: max(1, len(keys) // (2 * FAULTS))]
    rows = closed.filter(pk__in=some).select_related("case__customer", "appraisal", "registered", "product")
    found = [
        row for row in rows.order_by("appraised_at") if row.appraisal and is_factory_fault(row.appraisal)
    ]
    return found[-FAULTS:]


# -- what followed ------------------------------------------------------------------------------------


def follow_faults(
    stage: Stage, chance: random.Random, faults: list[ReturnedMotor]
) -> Iterator[tuple[dt.datetime, Deed]]:
    """Copied cases have no actions and findings yet: they get theirs late."""
    new = [motor for motor in faults if not Liability.objects.filter(motor=motor).exists()]
    ends = last_words({motor.case_id for motor in new})
    for motor in new:
        for at in moments(stage, chance, ends[motor.case_id], 1):
            yield at, partial(catch_up, motor)


def catch_up(motor: ReturnedMotor, at: dt.datetime) -> None:
    assert motor.appraisal is not None
    note_liability(motor, at=at)
    follow(motor, by=motor.appraisal.signatures.latest("pk").user, at=at)


def improve(stage: Stage, chance: random.Random) -> list[tuple[dt.datetime, Deed]]:
    """Every action as far as its time allows: planned, carried out, checked; some fail the check once."""
    actions = list(CorrectiveAction.objects.filter(status="issued", case__isnull=False))
    ends = last_words({action.case_id for action in actions})
    found: list[tuple[dt.datetime, Deed]] = []
    for n, action in enumerate(actions):
        story = list(steps(stage, chance, action, n))
        days = moments(stage, chance, ends[action.case_id], *(gap for gap, _ in story))
        found += zip(days, (deed for _, deed in story), strict=False)
    return found


def steps(
    stage: Stage, chance: random.Random, action: CorrectiveAction, n: int
) -> Iterator[tuple[int, Deed]]:
    """The deeds of one action, each with the days since the one before."""
    team = [user for role in PLANNING[action.department] for user in stage.people(role)]
    planner = chance.choice([user for user in team if user != action.issued_by])
    owners = stage.people("workshop")
    taken = {action.issued_by, planner}
    verifier = chance.choice(
        [u for u in stage.people("quality") + stage.people("after_sales") if u not in taken]
    )

    def plan(at: dt.datetime) -> None:
        day = timezone.localdate(at)
        rows = [
            {
                "kind": kind,
                "text": text,
                "owner_id": owners[k % 3].pk,
                "due_on": day + dt.timedelta(days=days),
            }
            for k, (kind, text, days) in enumerate(MEASURES)
        ]
        cause = WHYS.format(cause=action.root_cause)
        perform(action, "plan", by=planner, at=at, team=action.team, root_cause=cause, measures=rows)

    def finish(at: dt.datetime) -> None:
        for k, row in enumerate(action.measures.filter(done_at=None).select_related("owner")):
            told: dict[str, Any] = {"measure": row.pk, "result": DONE[k % 3].format(n=n)}
            perform(action, "finish_measure", by=row.owner, at=at + dt.timedelta(seconds=k), **told)

    def implement(at: dt.datetime) -> None:
        perform(action, "implement", by=planner, at=at, standards=f"工艺卡 GK-{action.model} 新版")

    def check(at: dt.datetime, verb: str = "verify") -> None:
        words = {
            "verify": "实施后出厂 180 余台，全检该项目合格，未再收到同类反馈。",
            "fail_verification": "抽检 20 台，1 台仍不合格，措施未覆盖夜班。",
        }
        perform(action, verb, by=verifier, at=at, evidence=words[verb])

    yield chance.randint(2, 6), plan
    if n % 5 != 3 or (stage.today - timezone.localdate(action.issued_at)).days > SLOW:
        yield chance.randint(5, 11), finish
        yield chance.randint(1, 3), implement
        if n % 7 == 2:
            yield chance.randint(6, 12), lambda at: check(at, "fail_verification")
            yield chance.randint(3, 6), implement
        yield chance.randint(26, 30), check


# -- who answers for it -------------------------------------------------------------------------------


def punish(
    stage: Stage, chance: random.Random, faults: list[ReturnedMotor]
) -> Iterator[tuple[dt.datetime, Deed]]:
    """An opinion on every fault: the older ones are decided, a few wait at every step, the last ones are new."""
    ends = last_words({motor.case_id for motor in faults})
    waiting = iter(STATES)
    for n, motor in reversed([*enumerate(faults)]):
        end = ends[motor.case_id]
        settled = (stage.today - timezone.localdate(end)).days > ROOM
        state = next(waiting, "") or ("dismissed" if n % 3 == 1 else "deducted") if settled else "deducted"
        story = list(hearing(stage, chance, motor, n, state))
        days = moments(stage, chance, end, *(gap for gap, _ in story))
        yield from zip(days, (deed for _, deed in story), strict=False)


def hearing(
    stage: Stage, chance: random.Random, motor: ReturnedMotor, n: int, state: str
) -> Iterator[tuple[int, Deed]]:
    """The deeds of one penalty up to a state, each with the days since the one before."""
    assert motor.appraisal is not None
    drafter, director = chance.choice(stage.people("production")), stage.people("director")[0]
    assessor, cashier = stage.people("assessment")[0], stage.people("finance")[0]
    signer = chance.choice(stage.people("after_sales"))
    opened: list[Penalty] = []

    def draft(at: dt.datetime) -> None:
        grade = GRADES[n % len(GRADES)]
        rates = {row.capacity: row.amount for row in PenaltyRate.objects.filter(fault_class=grade)}
        named = [
            person(
                {"name": one.name, "user_id": None, "capacity": one.capacity, "amount": rates[one.capacity]},
                one.employee,
            )
            for one in proposals(motor)
        ]
        assert motor.appraisal is not None
        facts = {"fault_class": grade, "finding": motor.appraisal.cause_text, "opinion": OPINIONS[n % 3]}
        opened.append(open_penalty(motor, facts, named, by=drafter, at=at))

    def act(verb: str, by: User, **told: Any) -> Deed:
        return lambda at: perform(opened[0], verb, by=by, at=at, **told)

    def respond(at: dt.datetime) -> None:
        one = opened[0].persons.exclude(user=None).first() or opened[0].persons.first()
        if one:
            told: dict[str, Any] = {"person": one.pk, "answer": RESPONSES[n % 2]}
            perform(opened[0], "respond", by=one.user or assessor, at=at, **told)

    deeds: dict[str, tuple[int, Deed]] = {"drafted": (3, draft)}
    if motor.appraisal.liable_department in (Department.WINDING, Department.ASSEMBLY, Department.MACHINING):
        deeds["countersigned"] = (1, act("countersign", signer, note="情况属实"))
    if n % 3 != 1:
        deeds["answered"] = (1, respond)
    deeds["assessed"] = (2, act("assess", assessor, assessment="责任认定清楚，金额符合规定。"))
    if state == "dismissed":
        deeds["dismissed"] = (
            2,
            act("dismiss", director, reason="工艺未作规定，不处理个人，由技术部修订工艺。"),
        )
    else:
        deeds["approved"] = (2, act("approve", director, note="同意"))
        deeds["deducted"] = (6, act("deduct", cashier, reference=f"当月工资表 GZ-{n:04d}"))
    for name, deed in deeds.items() if state != OPEN else ():
        yield deed
        if name == state:
            return


# -- it comes back ------------------------------------------------------------------------------------


def at_rest(stage: Stage) -> CorrectiveAction | None:
    """The last verified action of whose case nothing has been heard for some days."""
    rows = CorrectiveAction.objects.filter(status="verified", case__isnull=False).order_by("-verified_at")
    ends = last_words({row.case_id for row in rows})
    quiet = stage.today - dt.timedelta(days=4)
    return next((row for row in rows if timezone.localdate(ends[row.case_id]) < quiet), None)


def come_back(stage: Stage, chance: random.Random) -> None:
    """A customer brings a defect of which all was thought to be well: the last case of the demo."""
    action = at_rest(stage)
    product = Product.objects.filter(model=action.model).first() if action else None
    if action is None or product is None:
        return
    story = Story((Fate("young", "appraise", ago=1),), end="", ago=(1, 1), share=0)
    schedule = Schedule(story, stage.today, chance)
    casting = Casting(stage, chance, Production(chance))
    casting.products = [product]
    drama = casting.cast(story, schedule.claimed_on)
    for unit in drama.units:
        unit.troubles = {
            name: trouble._replace(
                defect=action.defect, group=action.defect_group, cause="factory", department=action.department
            )
            for name, trouble in unit.troubles.items()
        }
    Motor.objects.bulk_create(casting.new)
    for at, which, beat in schedule.timed:
        play(beat.scene, Cue(at, drama, which, beat.argument))
