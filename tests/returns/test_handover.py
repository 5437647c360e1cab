"""四.2: a consignment is counted against the return list; dispatcher and after-sales both sign the count."""

import pytest

from cases.models import Case
from cases.statuses import MotorStatus
from notices.models import Notice
from returns.actions.counting import count_consignment
from returns.models import Handover, HandoverStatus
from slips.models import Slip
from tests.actors import (
    after_sales,
    another_after_sales,
    another_dispatcher,
    coordinator,
    dispatcher,
    manager,
    salesperson,
    who_also_is,
)
from tests.factories import (
    accept_list,
    case_at,
    consignment,
    count,
    found,
    fresh,
    last_scan_by,
    motor_at,
    product,
    receive,
    registered,
    report_missing,
    scan_by,
    write_off,
)
from tests.matrix import Machine, holds, read_table, same_vocabulary
from workflow.actions import perform
from workflow.guards import Blocked, Forbidden, Stale

pytestmark = pytest.mark.django_db

TABLE = """
verb                             | from    | to     | who
---------------------------------+---------+--------+----
recount                          | counted | =      | dispatcher after_sales
sign (counted by the dispatcher) | counted | signed | after_sales
sign (counted by after-sales)    | counted | signed | dispatcher
sign_on_paper                    | counted | signed | dispatcher after_sales
correct                          | signed  | =      | dispatcher after_sales
"""


def handover_at(state):
    another_after_sales()  # who may have signed on paper
    case = case_at("awaiting_receipt")
    return receive(case) if state == "signed" else count(case)


def corrected(handover, by):
    lines = [found(motor, exterior="包装破损") for motor in handover.case.motors.all()]
    role = "dispatcher" if "dispatcher" in by.roles else "after_sales"
    return {"counted_as": role, "header": consignment(carrier="顺丰速运"), "lines": lines}


def on_paper(handover, by):
    return {"signer_id": another_after_sales().pk, "scan_id": last_scan_by(by)}


def signed_on_paper(state):
    """A photo of the signed count has been sent."""
    scan_by(dispatcher())
    scan_by(after_sales())
    return count(case_at("awaiting_receipt"))


ANOTHER_WAYBILL = {"edit": {"waybill": "DPK3021778"}, "reason": "运单号末位颠倒"}

HANDOVER = Machine(
    Handover,
    read_table(TABLE),
    handover_at,
    {"recount": corrected, "correct": lambda handover, by: ANOTHER_WAYBILL, "sign_on_paper": on_paper},
    {
        "sign_on_paper": signed_on_paper,
        "sign (counted by the dispatcher)": lambda state: count(case_at("awaiting_receipt")),
        "sign (counted by after-sales)": lambda state: count(case_at("awaiting_receipt"), by=after_sales()),
    },
)


@pytest.mark.parametrize("state", HandoverStatus.values)
def test_each_role_may_do_with_a_count_what_the_table_says_and_nothing_else(state):
    holds(HANDOVER, state)


def test_the_table_leaves_no_verb_or_state_of_a_count_out():
    same_vocabulary(HANDOVER, HandoverStatus.values)


def listed(*serials):
    """A case that expects these motors."""
    for serial in serials:
        registered(serial)
    return accept_list(case_at("authorised", entry=registered(serials[0])), *serials)


def motors_of(case):
    return {motor.serial_number: motor for motor in case.motors.select_related("product")}


def statuses_of(case):
    return {motor.serial_number: motor.status for motor in case.motors.all()}


def test_when_everything_has_arrived_both_signatures_move_the_motors_and_the_case():
    case = listed("260315-0042", "260315-0043")
    receive(case)
    assert statuses_of(case) == {"260315-0042": "received", "260315-0043": "received"}
    assert Case.objects.get().status == "in_process"


def test_one_signature_under_a_count_moves_nothing():
    case = listed("260315-0042")
    count(case)
    assert statuses_of(case) == {"260315-0042": "expected"}
    assert not Slip.objects.filter(kind="JJ").exists()


def test_the_handover_slip_states_what_came_and_who_signed():
    case = listed("260315-0042", "260315-0043")
    handover = receive(case)
    slip = handover.slips.get()
    assert slip.kind == "JJ"
    assert slip.facts["listed"] == slip.facts["received"] == 2
    assert slip.facts["carrier"] == "德邦物流"
    assert [motor["serial_number"] for motor in slip.facts["motors"]] == ["260315-0042", "260315-0043"]
    assert [(box["role"], box["name"]) for box in slip.facts["signatures"]] == [
        ("dispatcher", "陈大勇"),
        ("after_sales", "王立新"),
    ]
    assert len(slip.definition.copies) == 3


def test_a_missing_motor_is_told_and_comes_with_a_later_consignment():
    case = listed("260315-0042", "260315-0043")
    motors = motors_of(case)
    first = receive(case, found(motors["260315-0042"]), found(motors["260315-0043"], "missing"))
    assert statuses_of(case) == {"260315-0042": "received", "260315-0043": "missing"}
    assert first.slips.get().facts["missing"] == 1
    assert "260315-0043" in first.slips.get().facts["remark"]
    notified = Notice.objects.filter(event__verb="report_missing").values_list("user__name", flat=True)
    assert set(notified) == {"吴秀英", "周建国"}
    second = receive(case)
    assert second.sequence == 2
    assert statuses_of(case) == {"260315-0042": "received", "260315-0043": "received"}
    assert [slip.number[-4:] for slip in Slip.objects.filter(kind="JJ").order_by("id")] == ["0001", "0002"]


def test_a_motor_that_stays_missing_needs_no_second_report():
    case = listed("260315-0042", "260315-0043")
    motors = motors_of(case)
    for _ in range(2):
        receive(
            case,
            *(found(m, "missing") for m in motors.values() if fresh(m).status in ("expected", "missing")),
        )
    assert statuses_of(case) == {"260315-0042": "missing", "260315-0043": "missing"}


def test_the_wrong_model_is_taken_as_it_came_and_the_list_is_remembered():
    case = listed("260315-0042")
    motor = case.motors.get()
    other = registered("260401-0007", product=product("110SZ53"))
    line = found(motor, "wrong_model", serial_number=other.serial_number, product_id=other.product_id)
    handover = receive(case, line)
    motor = fresh(motor)
    assert (motor.serial_number, motor.model_name, motor.registered) == ("260401-0007", "110SZ53", other)
    assert motor.listed_model == "90SZ03"
    assert motor.status == "received"
    assert "清单 90SZ03" in handover.slips.get().facts["motors"][0]["remark"]


def test_a_motor_that_nobody_listed_joins_the_case_flagged():
    case = listed("260315-0042")
    stowaway = registered("260401-0009", product=product("70SZ08"))
    line = {
        "finding": "unlisted",
        "serial_number": stowaway.serial_number,
        "product_id": stowaway.product_id,
        "other_model": "",
        "exterior": "轴端锈蚀",
    }
    handover = receive(case, found(case.motors.get()), line)
    joined = case.motors.get(serial_number="260401-0009")
    assert (joined.listed, joined.status, joined.registered) == (False, "received", stowaway)
    assert joined.exterior == "轴端锈蚀"
    assert list(Case.objects.search("260401-0009")) == [case]
    assert handover.slips.get().facts["unlisted"] == 1


def test_who_counted_cannot_sign_the_count_too_even_with_both_roles():
    jack = who_also_is(dispatcher(), "after_sales")
    handover = count(listed("260315-0042"), by=jack)
    with pytest.raises(Forbidden):
        perform(handover, "sign", by=jack)


@pytest.mark.parametrize(
    ("counter", "colleague"), [(dispatcher, another_dispatcher), (after_sales, another_after_sales)]
)
def test_a_colleague_of_the_same_department_is_no_second_signature(counter, colleague):
    handover = count(listed("260315-0042"), by=counter())
    with pytest.raises(Forbidden):
        perform(handover, "sign", by=colleague())


def test_who_corrects_a_count_signs_it_anew_and_the_other_department_signs_last():
    handover = count(listed("260315-0042"), by=dispatcher())
    handover = perform(handover, "recount", by=after_sales(), **corrected(handover, after_sales()))
    with pytest.raises(Forbidden):
        perform(handover, "sign", by=after_sales())
    handover = perform(handover, "sign", by=dispatcher())
    assert handover.slips.get().facts["carrier"] == "顺丰速运"
    assert handover.slips.get().facts["motors"][0]["exterior"] == "包装破损"


def test_a_count_corrected_while_the_other_department_reads_it_cannot_be_signed_unread():
    handover = count(listed("260315-0042"), by=dispatcher())
    read = handover.version
    perform(handover, "recount", by=another_dispatcher(), **corrected(handover, another_dispatcher()))
    with pytest.raises(Stale):
        perform(handover, "sign", by=after_sales(), version=read)


def test_a_case_has_one_open_count_at_a_time():
    case = listed("260315-0042", "260315-0043")
    count(case)
    with pytest.raises(Blocked, match="second signature"):
        count(case)


def test_a_count_of_an_outdated_case_is_refused():
    case = listed("260315-0042")
    with pytest.raises(Stale):
        count_consignment(
            case, consignment(), [found(case.motors.get())], by=dispatcher(), version=case.version - 1
        )
    assert not Handover.objects.exists()


@pytest.mark.parametrize("state", ["submitted", "authorised", "withdrawn"])
def test_nothing_is_counted_for_a_case_that_expects_nothing(state):
    with pytest.raises(Blocked):
        count(case_at(state), {"finding": "unlisted", "serial_number": "260401-0009"})


@pytest.mark.parametrize("who", [salesperson, coordinator, manager])
def test_only_dispatcher_and_after_sales_count(who):
    case = listed("260315-0042")
    with pytest.raises(Forbidden):
        count(case, by=who())


def test_an_empty_count_is_no_count():
    case = listed("260315-0042")
    with pytest.raises(Blocked, match="at least one"):
        count_consignment(case, consignment(), [], by=dispatcher(), version=case.version)
    assert not Handover.objects.exists()


def test_a_motor_written_off_under_an_open_count_is_here_all_the_same():
    case = listed("260315-0042", "260315-0043")
    handover = count(case)
    write_off(report_missing(motors_of(case)["260315-0043"]))
    perform(handover, "sign", by=after_sales())
    assert statuses_of(case) == {"260315-0042": "received", "260315-0043": "received"}


def test_a_consignment_of_which_nothing_arrived_is_still_a_signed_count():
    case = listed("260315-0042")
    receive(case, found(case.motors.get(), "missing"))
    assert Case.objects.get().status == "in_process"


def test_a_case_whose_motors_never_arrive_is_completed_once_they_are_written_off():
    case = listed("260315-0042", "260315-0043")
    motors = list(case.motors.all())
    write_off(report_missing(motors[0]))
    assert Case.objects.get().status == "awaiting_receipt"
    write_off(report_missing(motors[1]))
    assert Case.objects.get().status == "completed"


def test_the_last_missing_motor_written_off_completes_a_case_in_process():
    case = listed("260315-0042")
    receive(case, found(case.motors.get(), "missing"))
    write_off(case.motors.get())
    assert Case.objects.get().status == "completed"


def test_every_received_motor_waits_for_its_appraisal_within_three_days():
    motor = motor_at("received")
    assert motor.due_on is not None
    assert motor.status == MotorStatus.RECEIVED
