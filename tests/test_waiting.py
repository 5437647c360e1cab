"""What waits for whom is written down: it says what the oracle says, after whatever has happened."""

import datetime as dt
import io
from contextlib import suppress
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accountability.models import CorrectiveAction, Penalty
from cases.models import Case, Freight, ReturnedMotor
from cases.statuses import FINAL_MOTOR, TAKEN_BACK
from notices import claims
from notices.models import Delivery, Robot
from returns.forms import listed_motor
from returns.models import Arrival, Handover, Parcel, ReturnEntry
from satisfaction.models import Campaign, Response, Target
from slips.actions import acknowledge, ask_void, print_copies
from slips.models import PrintedCopy, Slip, VoidRequest
from tests.accountability import factories as accountability
from tests.actors import (
    admin,
    after_sales,
    coordinator,
    director,
    dispatcher,
    finance,
    inspector,
    lead,
    manager,
    one_of_each_role,
    production,
    salesperson,
    workshop,
)
from tests.factories import (
    accept_quote,
    approve_return,
    arrived,
    ask_extension,
    case_at,
    charged_motor_at,
    clear_for_stock,
    confirm_delivery,
    count,
    discounted,
    draft_return,
    drafted,
    endorse_return,
    exceptional_return,
    freight_of,
    fresh,
    give_credit,
    intact_motor,
    motor_at,
    on_paper,
    parcel,
    pass_inspection,
    pay,
    prepare_transfer,
    printer,
    quote,
    receive,
    repair,
    repair_charged,
    repair_free,
    report_missing,
    rework,
    ship,
    sign,
    solved_on_site,
    take_back,
    write_off,
)
from tests.oracle import ORACLE, of_team, waits
from tests.satisfaction import factories as satisfaction
from tests.work import keys
from workflow.actions import perform
from workflow.guards import Refused
from workflow.models import Barred, Dossier, Event, Waiting
from workflow.projection import all_differences
from workflow.team import WHOM, led, led_by
from workflow.waiting import FUNCTIONS, touched
from workflow.waiting import act as in_one_act
from workflow.worklist import all_tasks, count_of, groups_of, inviting, waiting_for

pytestmark = pytest.mark.django_db


def written(user):
    """(task, key, due date) of everything that waits for a person, as it is written down."""
    return set(inviting(user).values_list("task", "item_id", "due_on"))


def differing():
    """What the rows say otherwise than the things."""
    return [str(difference) for _, found in all_differences() for difference in found]


def assert_right():
    assert differing() == []
    for user in one_of_each_role().values():
        assert written(user) == waits(user), user


def tasks(*options):
    """What the command says, and with which status it ends."""
    said = io.StringIO()
    try:
        call_command("tasks", *options, stdout=said)
    except SystemExit as end:
        return said.getvalue(), end.code
    return said.getvalue(), 0


# -- a factory in which something waits for everybody -------------------------------------------------


def test_every_task_has_its_oracle():
    assert ORACLE.keys() == {task.key for task in all_tasks()}


@pytest.mark.usefixtures("something_of_everything")
def test_it_says_for_everybody_what_the_oracle_says():
    assert_right()
    people = one_of_each_role().values()
    seen = {task for user in people for task, *_ in written(user)}
    of_the_survey = {"ask_customer", "improve", "close_survey", "look_into_alarm"}
    assert ORACLE.keys() - seen == of_the_survey | {"undelivered"}


SEEN_WITH = {
    "answer_confined": "penalty.view",
    "decide_policy": "policy.view",
    "decide_rates": "rates.view",
}  # what the matter is confined to


@pytest.mark.usefixtures("something_of_everything")
@pytest.mark.parametrize("reader", [manager, lead, director])
def test_who_leads_people_reads_what_waits_for_them_but_nothing_confined(reader):
    user = reader()
    shown = led_by(user)
    rows = led(user, [task.key for task in shown], timezone.localdate()).values_list(
        "task", "item_id", WHOM, "due_on"
    )
    confined = Dossier.objects.filter(confined=True).values("pk")
    slips = set(Slip.objects.filter(dossier__in=confined).values_list("pk", flat=True))
    expected = of_team([task.key for task in shown if user.can(SEEN_WITH.get(task.key, "team.view"))])
    if not user.can("penalty.view"):
        expected = {row for row in expected if not (row[0] == "print_slips" and row[1] in slips)}
    assert set(rows) == expected
    assert slips


@pytest.mark.usefixtures("something_of_everything")
def test_the_number_of_what_is_late_and_soon_is_that_of_the_oracle():
    today = timezone.localdate()
    for user in one_of_each_role().values():
        due = [day for *_, day in waits(user) if day]
        groups = groups_of(user)
        assert sum(group.late for group in groups) == len([day for day in due if day < today])
        in_two_days = today + dt.timedelta(days=2)
        assert sum(group.soon for group in groups) == len([day for day in due if today <= day <= in_two_days])


@pytest.mark.usefixtures("something_of_everything")
def test_nobody_is_invited_twice_to_the_same(monkeypatch):
    both = one_of_each_role()["after_sales"]
    both.grants.create(role="engineering")
    user = type(both).objects.get(pk=both.pk)
    twice = inviting(user).order_by().values("task", "item_id").annotate(rows=Count("pk")).filter(rows__gt=1)
    assert twice.exists()
    monkeypatch.setattr("workflow.worklist.COUNTED", 1000)
    waiting_for.written.cache_clear()
    assert sum(group.count for group in groups_of(user)) == len(waits(user))
    assert count_of(user) == len(waits(user))
    waiting_for.written.cache_clear()


@pytest.mark.usefixtures("something_of_everything")
def test_what_is_settled_has_no_rows():
    ended = Dossier.objects.filter(noun="case", pk__in=Case.objects.filter(status="withdrawn"))
    assert not Waiting.objects.filter(dossier__in=ended).exists()
    motors = ReturnedMotor.objects.filter(status__in=["restocked", "dismantled", "scrapped"])
    left = Waiting.objects.filter(noun="motor", item_id__in=motors.values("pk"))
    assert not left.exclude(task="refund").exists()  # money that was paid too much goes back all the same


# -- how long ------------------------------------------------------------------------------------------


def test_it_waits_since_the_act_that_made_it_wait():
    long_ago = timezone.localtime() - dt.timedelta(days=9)
    motor = motor_at("received", at=long_ago)
    drafted(motor, at=long_ago + dt.timedelta(days=1))
    sign(fresh(motor), "quality", at=long_ago + dt.timedelta(days=2))
    (group,) = [group for group in groups_of(production()) if group.task.key == "sign"]
    assert group.items[0].since == (long_ago + dt.timedelta(days=1)).date()


def test_the_pages_say_since_when(browse, in_chinese):
    motor_at("received", at=timezone.localtime() - dt.timedelta(days=9))
    day = (timezone.localtime() - dt.timedelta(days=9)).date().isoformat()
    assert f"自 {day} 起待办" in browse(after_sales()).get("/").content.decode()
    assert f"自 {day} 起待办" in browse(director()).get("/team/").content.decode()


def test_what_only_the_date_brings_is_written_down_before_and_waits_since_its_day():
    long_ago = timezone.localtime() - dt.timedelta(days=8)
    motor = repair_charged(motor_at("received", at=long_ago), long_ago)
    quote(fresh(motor), at=long_ago)
    row = Waiting.objects.get(task="ask_again", item_id=motor.pk)
    assert row.not_before == row.due_on + dt.timedelta(days=1) <= timezone.localdate()
    (group,) = [group for group in groups_of(coordinator()) if group.task.key == "ask_again"]
    assert row.not_before in {item.since for item in group.items}
    later = repair_charged(motor_at("received"))
    quote(fresh(later))
    assert Waiting.objects.filter(task="ask_again", item_id=later.pk).exists()
    assert later.pk not in {key for task, key, _ in written(coordinator()) if task == "ask_again"}


def test_who_made_it_is_barred_by_name():
    motor = motor_at("inspecting")
    barred = Barred.objects.filter(waiting__task="inspect", waiting__item_id=motor.pk)
    assert [row.person for row in barred] == [after_sales()]
    pass_inspection(motor)
    assert not Barred.objects.filter(waiting__item_id=motor.pk, waiting__noun="motor").exists()


# -- what the door does not do -------------------------------------------------------------------------


def test_a_message_that_was_given_up_waits_until_it_is_tried_again(db):
    event = Event.objects.filter(dossier=case_at("submitted").pk).first()
    robot = Robot.objects.create(name="售后群")
    message = Delivery.objects.create(event=event, robot=robot, due_at=timezone.now())
    claims.give_up(Delivery.objects.filter(pk=message.pk), "no answer")
    assert written(admin()) == {("undelivered", message.pk, None)}
    claims.send_again(timezone.now())
    assert written(admin()) == set()
    assert differing() == []


def test_a_print_that_fails_lets_the_slip_wait_again():
    slip = Slip.objects.get(dossier=case_at("submitted").pk)
    job = print_copies([(slip.pk, [1])], printer(), by=after_sales())
    assert not Waiting.objects.filter(task="print_slips", item_id=slip.pk).exists()
    job.given_up()
    assert Waiting.objects.filter(task="print_slips", item_id=slip.pk).exists()
    assert_right()


def test_nothing_is_touched_outside_of_an_act():
    motor = motor_at("received")
    with pytest.raises(RuntimeError, match="inside act"):
        touched(motor)


# -- checked and mended -------------------------------------------------------------------------------


def spoilt():
    """A row is lost, one is too many, and one says something else."""
    motor, other, third = (motor_at("inspecting") for _ in range(3))
    Barred.objects.filter(waiting__item_id__in=[motor.pk, other.pk], waiting__noun="motor").delete()
    Waiting.objects.filter(noun="motor", item_id=motor.pk).delete()
    Waiting.objects.filter(noun="motor", item_id=third.pk).update(due_on=None)
    Waiting.objects.create(
        noun="motor", item_id=other.pk, task="ship", dossier_id=other.case_id, since=timezone.now()
    )
    return motor, other, third


def test_the_command_reports_each_row_that_differs_and_rebuilding_mends_it():
    motor, other, third = spoilt()
    said, status = tasks("--check")
    assert status == 1
    lines = said.splitlines()
    assert f"motor {motor.pk} inspect for anybody: missing" in lines
    assert f"motor {other.pk} ship for anybody: waits no more" in lines
    assert [line for line in lines if line.startswith(f"motor {other.pk} inspect for anybody: ")]
    assert [line for line in lines if line.startswith(f"motor {third.pk} inspect for anybody: ")]
    assert lines[-1] == "4 rows differed."
    assert tasks("--rebuild")[0].endswith("4 rows differed, 4 were mended.\n")
    assert tasks("--check") == ("0 rows differed.\n", 0)
    assert_right()


def test_all_of_it_can_be_made_again():
    motor_at("received")
    before = written(after_sales())
    Waiting.objects.all().delete()
    assert tasks("--rebuild")[1] == 0
    assert written(after_sales()) == before != set()


# -- whatever happens ----------------------------------------------------------------------------------


def some(model, n):
    """One of the rows there are."""
    rows = model._default_manager.order_by("pk")
    return rows[n % max(rows.count(), 1)]


def to_motor(step):
    return lambda n: step(fresh(some(ReturnedMotor, n)))


def to_freight(verb, by, **data):
    return lambda n: perform(some(Freight, n), verb, by=by(), **data)


def to_case(verb, by, **data):
    return lambda n: perform(some(Case, n), verb, by=by(), **data)


def to_extension(verb, **data):
    return lambda n: perform(some(ReturnedMotor, n), verb, by=lead(), **data)


def acknowledged(n):
    copy = some(PrintedCopy, n)
    return acknowledge(copy.slip, copy.number, by=coordinator())


ACTS = (
    lambda n: case_at(["draft", "submitted", "authorised", "awaiting_receipt"][n % 4]),
    lambda n: motor_at(["missing", "received", "repairing", "return_pending"][n % 4]),
    lambda n: solved_on_site(),
    lambda n: intact_motor(),
    lambda n: exceptional_return(),
    to_case("submit", salesperson),
    to_case("request_info", manager, question="编号？"),
    to_case("reject", manager, reason="重复"),
    to_case("withdraw", salesperson, reason="客户自行解决"),
    to_case("first_answer", salesperson, answer="已告知"),
    to_case("close", after_sales, customer_reply="好", customer_satisfied=True),
    to_case("close", manager, customer_reply="好", customer_satisfied=True),
    to_case("reopen", manager, reason="又坏了"),
    lambda n: count(some(Case, n)),
    lambda n: receive(some(Case, n)),
    to_motor(report_missing),
    to_motor(write_off),
    to_motor(drafted),
    to_motor(lambda motor: sign(motor, "quality", dissent="不同意")),
    to_motor(lambda motor: sign(motor, "engineering")),
    to_motor(repair_free),
    to_motor(repair_charged),
    to_motor(take_back),
    to_motor(lambda motor: perform(motor, "reappraise", by=after_sales(), reason="漏检")),
    to_motor(quote),
    to_motor(accept_quote),
    to_motor(repair),
    to_motor(pass_inspection),
    to_motor(give_credit),
    to_motor(pay),
    to_motor(ship),
    to_motor(confirm_delivery),
    to_motor(ask_extension),
    to_extension("refuse_extension", reason="不必"),
    to_motor(draft_return),
    to_motor(endorse_return),
    to_motor(approve_return),
    to_motor(prepare_transfer),
    to_motor(rework),
    to_motor(lambda motor: perform(motor, "refuse_return", by=manager(), reason="可修")),
    lambda n: on_paper([(some(Slip, n).pk, [1])], printer(), by=coordinator()),
    acknowledged,
    lambda n: ask_void(some(Slip, n), "污损", by=coordinator()),
    lambda n: perform(some(VoidRequest, n), "confirm", by=director()),
    lambda n: perform(some(VoidRequest, n), "decline", by=director()),
    lambda n: accountability.plan(some(CorrectiveAction, n)),
    lambda n: accountability.finish_measures(some(CorrectiveAction, n)),
    lambda n: accountability.implement(some(CorrectiveAction, n)),
    lambda n: accountability.verify(some(CorrectiveAction, n)),
    lambda n: accountability.drafted_penalty(motor=some(ReturnedMotor, n)),
    lambda n: accountability.countersign(some(Penalty, n)),
    lambda n: accountability.assess(some(Penalty, n)),
    lambda n: accountability.respond(some(Penalty, n)),
    lambda n: accountability.dismiss(some(Penalty, n)),
    lambda n: accountability.deduct(accountability.approve(some(Penalty, n))),
    lambda n: satisfaction.survey(year=2020 + n),
    lambda n: satisfaction.answered(some(Target, n), quality="poor"),
    lambda n: perform(some(Response, n), "withdraw", by=coordinator(), reason="误录"),
    lambda n: perform(some(Campaign, n), "close", by=manager()),
    lambda n: perform(some(Campaign, n), "reopen", by=manager(), reason="还有人要答"),
)
ACTS = (
    *ACTS,
    to_motor(discounted),
    to_motor(lambda motor: perform(motor, "agree_departure", by=manager())),
    to_motor(lambda motor: perform(motor, "confirm_no_charge", by=finance())),
    to_motor(
        lambda motor: perform(
            motor, "quote_again", by=after_sales(), material_fee=Decimal(9), labour_fee=Decimal(9)
        )
    ),
    to_motor(lambda motor: perform(motor, "give_up_quote", by=manager(), reason="未答复")),
    to_motor(lambda motor: perform(motor, "take_in_again", by=dispatcher(), reason="拒收")),
    to_motor(lambda motor: perform(motor, "find_unfit", by=inspector(), reason="轴伸有压痕")),
    to_motor(clear_for_stock),
    to_motor(
        lambda motor: perform(
            motor, "correct_payment", by=finance(), amount=Decimal(0), reference="0001187", reason="录错"
        )
    ),
    to_motor(lambda motor: perform(motor, "rework", by=workshop(), result="合格")),
    lambda n: perform(
        some(Case, n), "list_more", by=coordinator(), motors=[listed_motor(f"26010{n}-0001", "")]
    ),
    lambda n: perform(some(Case, n), "complete", by=after_sales(), answer="已答复"),
    lambda n: receive(some(Case, n), {"finding": "unlisted", "serial_number": f"26020{n}-0001"}),
    lambda n: parcel(arrived(some(ReturnedMotor, n).serial_number), arrived(f"26030{n}-0001")),
    lambda n: perform(some(Parcel, n), "sign", by=after_sales()),
    lambda n: perform(some(Arrival, n), "ask_sales", by=coordinator(), salesperson_id=salesperson().pk),
    lambda n: perform(some(Arrival, n), "assign", by=coordinator(), case_id=some(Case, n).pk),
    lambda n: perform(some(Arrival, n), "put", by=dispatcher(), place="store"),
    to_motor(freight_of),
    to_freight("settle", finance, settled_as="charged", document="对账单 2026-11"),
    to_freight("waive", manager, reason="老客户"),
    to_freight("decide", manager, payer="customer", reason="外箱由客户自行包装"),
    to_motor(
        lambda motor: perform(
            motor, "refund_payment", by=finance(), amount=motor.overpaid, reference="转账 1187"
        )
    ),
    to_motor(
        lambda motor: perform(
            motor,
            "settle_return",
            by=finance(),
            settled_with="refund",
            amount=Decimal(186),
            document="转账 1203",
        )
    ),
)
# Of what is not so far, or of a year that has its survey.
IMPOSSIBLE = (Refused, LookupError, TypeError, AssertionError, ValueError, IntegrityError)


def happen(acts):
    """Some acts one after the other; what is impossible changes nothing. How many were possible."""
    done = 0
    for act, n in acts:
        with suppress(*IMPOSSIBLE), transaction.atomic():
            act(n)
            done += 1
    return done


WALKS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 9)), min_size=5, max_size=40)
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


ENDED = {"withdrawn", "rejected", "closed"}


def dead_ends():
    """Cases, motors and parcels that are neither at their end nor on anybody's worklist, today or on a later day."""
    waiting = set(Waiting.objects.values_list("noun", "item_id"))
    cases = {pk for noun, pk in waiting if noun == "case"}
    counts = Handover.objects.filter(pk__in=[pk for noun, pk in waiting if noun == "handover"])
    cases |= set(counts.values_list("case", flat=True))
    for motor in ReturnedMotor.objects.exclude(status__in=FINAL_MOTOR):
        if ("motor", motor.pk) not in waiting and motor.case_id not in cases:
            yield f"motor {motor.pk} {motor.status}"
    busy = set(ReturnedMotor.objects.exclude(status__in=FINAL_MOTOR).values_list("case", flat=True))
    for case in Case.objects.exclude(status__in=ENDED):
        if case.pk not in cases | busy:
            yield f"case {case.pk} {case.status}"
    open_things = [
        *Parcel.objects.filter(status="counted"),
        *Arrival.objects.filter(status__in=["waiting", "asked"]),
    ]
    yield from (f"{thing.noun} {thing.pk}" for thing in open_things if (thing.noun, thing.pk) not in waiting)
    yield from money_that_waits_for_nobody()


def money_that_waits_for_nobody():
    """Freight, returns and payments that somebody would have to settle, and that are on nobody's worklist."""
    tasks = set(Waiting.objects.values_list("task", "item_id"))
    for freight in Freight.objects.filter(status="due"):
        if ("freight", freight.pk) not in tasks:
            yield f"freight {freight.pk}"
    for entry in ReturnEntry.objects.filter(settled_at=None, motor__status__in=TAKEN_BACK):
        if entry.counts and ("settle_return", entry.pk) not in tasks:
            yield f"return {entry.motor_id}"
    for motor in ReturnedMotor.objects.filter(paid_amount__gt=0):
        if motor.overpaid and ("refund", motor.pk) not in tasks:
            yield f"refund {motor.pk}"


def assert_all_is_well(acts):
    with transaction.atomic():
        happen(acts)
        assert_right()
        assert list(dead_ends()) == []
        transaction.set_rollback(True)


@FEW
@given(acts=WALKS)
@pytest.mark.usefixtures("something_of_everything")
def test_whatever_happens_what_is_written_is_right_and_there_is_no_dead_end(db, acts):
    assert_all_is_well(acts)


@pytest.mark.long
@settings(FEW, max_examples=200)
@given(acts=WALKS)
@pytest.mark.usefixtures("something_of_everything")
def test_whatever_happens_for_long_all_is_well(db, acts):
    assert_all_is_well(acts)


@pytest.mark.usefixtures("something_of_everything")
def test_control_money_that_waits_for_nobody_is_a_dead_end():
    freight = freight_of(motor_at("repairing"), paid_by="customer")
    entry = motor_at("return_approved").return_entry
    assert (freight.status, list(dead_ends())) == ("due", [])
    Waiting.objects.filter(task="freight", item_id=freight.pk).delete()
    Waiting.objects.filter(task="settle_return", item_id=entry.pk).delete()
    assert list(dead_ends()) == [f"freight {freight.pk}", f"return {entry.motor_id}"]


@pytest.mark.usefixtures("something_of_everything")
def test_control_a_motor_that_waits_for_nobody_is_a_dead_end():
    motor = motor_at("repairing")
    assert list(dead_ends()) == []
    Waiting.objects.filter(noun="motor", item_id=motor.pk).delete()
    assert list(dead_ends()) == [f"motor {motor.pk} repairing"]


@pytest.mark.usefixtures("something_of_everything")
def test_every_act_of_the_walks_is_possible_for_something():
    """Else the walks would prove little."""
    campaign = satisfaction.survey("青岛海纳包装机械有限公司", "苏州恒丰纺织", year=2019)
    satisfaction.answered(campaign.targets.first(), quality="poor")
    perform(satisfaction.survey(year=2018), "close", by=manager())
    case_at("closed")
    drafted(motor_at("received"))
    pay(charged_motor_at("ready_to_ship"))
    charged_motor_at("repairing")
    never = []
    for place, act in enumerate(ACTS):
        with transaction.atomic():
            if not any(happen([(act, n)]) for n in reversed(range(90))):
                never.append(place)
            transaction.set_rollback(True)
    assert never == []


@pytest.mark.usefixtures("something_of_everything")
@pytest.mark.parametrize("noun", sorted(FUNCTIONS))
def test_control_a_function_that_is_left_out_is_missed(monkeypatch, noun):
    for derive in list(FUNCTIONS[noun]):
        with monkeypatch.context() as patch:
            patch.setitem(FUNCTIONS, noun, [other for other in FUNCTIONS[noun] if other is not derive])
            missed = differing()
        if missed == [] and noun not in {"target", "improvement", "campaign", "delivery", "alarm"}:
            pytest.fail(f"nobody misses {derive.__name__}")


def written_off_one_of_two():
    """Of two motors that are missing one is written off, so that something can still be counted; then the other."""
    case = case_at("awaiting_receipt")
    motor = case.motors.get()
    report_missing(motor)
    write_off(fresh(motor))
    return case


def test_what_an_act_has_touched_as_two_objects_is_written_as_it_is_in_the_end():
    case = case_at("closed")
    read_before = Case.objects.get(pk=case.pk)
    with in_one_act():
        perform(case, "reopen", by=manager(), reason="又坏了")
        touched(read_before)
    assert differing() == []
    assert "next_round" in keys(coordinator())


def test_control_a_consequence_that_is_left_out_is_reported(monkeypatch):
    written_off_one_of_two()
    assert differing() == []
    handover = count(case_at("awaiting_receipt"))
    monkeypatch.setattr("returns.consequences.counting.touched", lambda *items: None)
    perform(handover, "sign", by=after_sales())
    other = count(case_at("awaiting_receipt"))
    assert [line for line in differing() if line.endswith("count for anybody: waits no more")]
    assert other
