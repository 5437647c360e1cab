"""Two people at once. Each test has its control: with the protection taken out, the harm is done.

The people meet at the worst moment (``Meeting``), so a race is lost in the first round or never.
"""

import uuid
from functools import partial

import pytest
from django.db import connection, transaction

from cases.models import Case, ReturnedMotor
from cases.statuses import MotorStatus
from returns.actions.counting import count_consignment
from returns.models import Handover
from slips.actions import acknowledge_several
from slips.models import Acknowledgement
from slips.queries import copies_for
from tests.actors import (
    after_sales,
    another_dispatcher,
    another_finance,
    another_inspector,
    another_manager,
    dispatcher,
    finance,
    inspector,
    manager,
    production,
    salesperson,
)
from tests.factories import (
    WAYBILL,
    accept_list,
    case_at,
    charged_motor_at,
    confirm_delivery,
    consignment,
    count,
    draft_return,
    drafted,
    found,
    fresh,
    motor_at,
    motors_at,
    on_paper,
    pass_inspection,
    printer,
    receive,
    registered,
    repair,
    repair_free,
    ship,
    sign,
    signed,
)
from tests.threads import Meeting, at_once
from workflow.actions import perform, perform_many
from workflow.guards import Stale
from workflow.models import Event, JointAct, Submission

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3
# SQLite lets nobody read for writing while another writes (BEGIN IMMEDIATE): there the row lock is not what protects.
ROW_LOCKS = connection.vendor == "postgresql"


def refusals(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]


def without_the_lock(monkeypatch):
    for model in (Case, ReturnedMotor, Handover):
        monkeypatch.setattr(model, "lock", lambda self: None)


def with_what_the_caller_read(monkeypatch):
    """As if the object were read before the transaction and not again under the lock."""
    monkeypatch.setattr("workflow.actions.read", lambda obj: obj)


# -- two managers, one return slip --------------------------------------------------------------------


def approved_twice(meeting):
    """Two managers approve the same return; how many approvals, how many slips, who was refused."""
    motor = draft_return(motor_at("return_pending"))
    pages = [ReturnedMotor.objects.select_related("case").get(pk=motor.pk) for _ in range(2)]
    approve = [
        partial(perform, page, "approve_return", by=who, version=page.version)
        for page, who in zip(pages, (manager(), another_manager()), strict=True)
    ]
    if meeting:
        meeting.again()
    refused = refusals(at_once(*approve))
    return (
        motor.events.filter(verb="approve_return").count(),
        motor.slips.filter(kind="TH").count(),
        refused,
    )


def test_two_managers_approve_the_same_return_and_one_slip_is_issued(monkeypatch):
    meeting = Meeting(monkeypatch, "workflow.actions.read")
    for _ in range(ROUNDS):
        approvals, slips, refused = approved_twice(meeting)
        assert (approvals, slips) == (1, 1)
        assert [type(refusal) for refusal in refused] == [Stale]
        assert meeting.alone  # the other one waited at the lock


def test_control_without_the_lock_the_return_is_approved_twice(monkeypatch):
    without_the_lock(monkeypatch)
    meeting = Meeting(monkeypatch, "workflow.actions.read")
    for _ in range(ROUNDS):
        approvals, slips, _ = approved_twice(meeting)
        assert (approvals, slips) == ((2, 2) if ROW_LOCKS else (1, 1))


def test_control_with_a_lock_but_an_old_object_the_return_is_approved_twice(monkeypatch):
    with_what_the_caller_read(monkeypatch)
    for _ in range(ROUNDS):
        approvals, slips, _ = approved_twice(None)
        assert (approvals, slips) == (2, 2)


# -- the stale page -----------------------------------------------------------------------------------


def asked_and_resubmitted():
    """The manager's page shows a submitted case; meanwhile it was sent back, changed and submitted again."""
    case = case_at("submitted")
    seen = case.version
    perform(case, "request_info", by=another_manager(), question="编号？")
    perform(case, "submit", by=salesperson())
    return case, seen


def test_a_stale_approval_changes_nothing_even_if_the_case_is_in_the_same_state_again():
    case, seen = asked_and_resubmitted()
    with pytest.raises(Stale):
        perform(case, "authorise_return", by=manager(), version=seen)
    assert Case.objects.get().status == "submitted"


def test_control_without_the_version_of_the_page_the_unread_case_is_approved():
    case, _ = asked_and_resubmitted()
    assert perform(case, "authorise_return", by=manager()).status == "authorised"


# -- the double click ---------------------------------------------------------------------------------

FEEDBACK = {
    "customer_name": "青岛海纳包装机械有限公司", "kind": "complaint", "claim_date": "2026-01-10", "quantity": "1",
    "used": "True", "problem": "两次返修都超过约定时间", "salesperson": "",
}  # fmt: skip


def clicked_twice(browse):
    """The same form sent twice at once; where both were led."""
    entry = registered()
    key = str(uuid.uuid4())
    form = FEEDBACK | {
        "key": key,
        "customer_name": entry.consignee.name,
        "problem": f"两次返修都超过约定时间 {key}",
    }
    browsers = [browse(salesperson()) for _ in range(2)]
    return at_once(*(partial(browser.post, "/cases/new/", form) for browser in browsers))


def test_a_double_click_registers_one_feedback_and_leads_twice_to_it(browse):
    for already in range(ROUNDS):
        answers = clicked_twice(browse)
        assert Case.objects.count() == already + 1
        assert {answer.status_code for answer in answers} == {302}
        assert {answer.url for answer in answers} == {Case.objects.latest("pk").get_absolute_url()}


def test_control_who_looks_first_and_notes_the_key_afterwards_registers_two(browse, monkeypatch):
    Meeting(monkeypatch, "tests.test_races.used")
    monkeypatch.setattr("workflow.views.acting.once", look_then_note)
    monkeypatch.setattr("cases.intake.views.NewPage.registered_before", lambda page, case: None)
    clicked_twice(browse)
    assert Case.objects.count() == 2


def used(key):
    return Submission.objects.filter(key=key).first()


def look_then_note(key, user, act):
    if earlier := used(key):
        return earlier.result
    with transaction.atomic():
        result = act()
        Submission.objects.get_or_create(key=key, defaults={"user": user, "result": result})
        return result


def test_a_double_click_on_an_approval_is_answered_twice_with_the_approved_case(browse):
    case = case_at("submitted")
    form = {"version": case.version, "key": str(uuid.uuid4())}
    browsers = [browse(manager()) for _ in range(2)]
    url = f"/cases/{case.pk}/authorise_return/"
    answers = at_once(*(partial(browser.post, url, form) for browser in browsers))
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, f"/cases/{case.pk}/")] * 2
    assert Event.objects.filter(verb="authorise_return").count() == 1


# -- the last two motors ------------------------------------------------------------------------------


def delivered_at_once(meeting):
    """The last two motors of a case reach the customer at the same moment."""
    entries = [registered() for _ in range(2)]
    case = accept_list(case_at("authorised", entry=entries[0]), *(entry.serial_number for entry in entries))
    receive(case)
    motors = [drive_to_shipped(motor) for motor in case.motors.all()]
    meeting.again()
    assert refusals(at_once(*(partial(confirm_delivery, motor) for motor in motors))) == []
    return Case.objects.get(pk=case.pk)


def drive_to_shipped(motor):
    for step in (repair_free, repair, pass_inspection, ship):
        step(fresh(motor))
    return fresh(motor)


def test_the_last_two_motors_delivered_at_once_complete_their_case_once(monkeypatch):
    meeting = Meeting(monkeypatch, "notices.telling.tell")
    case = delivered_at_once(meeting)
    assert case.status == "completed"
    assert case.events.filter(verb="complete").count() == 1


def test_control_without_the_lock_each_sees_the_other_unsettled_and_the_case_stays_open(monkeypatch):
    without_the_lock(monkeypatch)
    meeting = Meeting(monkeypatch, "notices.telling.tell")
    case = delivered_at_once(meeting)
    assert case.status == ("in_process" if ROW_LOCKS else "completed")
    assert set(case.motors.values_list("status", flat=True)) == {"delivered"}


# -- others who meet ----------------------------------------------------------------------------------


def test_the_last_two_signatures_at_once_let_the_appraisal_take_effect_once(monkeypatch):
    motor = signed(drafted(motor_at("received")), "after_sales", "engineering")
    Meeting(monkeypatch, "workflow.actions.read")
    people = (("quality", inspector()), ("production", production()))
    assert refusals(at_once(*(partial(sign, motor, role, by=who) for role, who in people))) == []
    assert fresh(motor).status == "repairing"
    assert motor.slips.filter(kind="JD").count() == 1


def test_two_colleagues_sign_for_one_department_and_one_signature_counts(monkeypatch):
    motor = drafted(motor_at("received"))
    Meeting(monkeypatch, "workflow.actions.read")
    people = (inspector(), another_inspector())
    assert len(refusals(at_once(*(partial(sign, motor, "quality", by=who) for who in people)))) == 1
    assert fresh(motor).appraisal.signatures.count() == 1


def test_a_payment_is_recorded_once_by_whoever_comes_first(monkeypatch):
    motor = charged_motor_at("ready_to_ship")
    Meeting(monkeypatch, "workflow.actions.read")
    paid = {"reference": "收据 0001187", "amount": motor.amount_due}
    acts = (
        partial(perform, motor, "record_payment", by=who, **paid) for who in (finance(), another_finance())
    )
    assert len(refusals(at_once(*acts))) == 1
    assert Event.objects.filter(verb="record_payment").count() == 1


def test_a_motor_is_either_shipped_or_appraised_again(monkeypatch):
    motor = motor_at("ready_to_ship")
    Meeting(monkeypatch, "workflow.actions.read")
    outcomes = at_once(
        partial(perform, motor, "ship", by=dispatcher(), **WAYBILL),
        partial(perform, motor, "reappraise", by=after_sales(), reason="装箱时发现轴弯"),
    )
    assert [type(refusal) for refusal in refusals(outcomes)] == [Stale]
    motor = fresh(motor)
    slip = motor.slips.get(kind="FX")
    assert (motor.status, slip.void) in {(MotorStatus.SHIPPED, False), (MotorStatus.RECEIVED, True)}


def test_two_dispatchers_count_one_consignment_and_one_count_stands(monkeypatch):
    case = case_at("awaiting_receipt")
    line = [found(case.motors.get())]
    acts = (
        partial(count_consignment, case, consignment(), line, by=who, version=case.version)
        for who in (dispatcher(), another_dispatcher())
    )
    assert [type(refusal) for refusal in refusals(at_once(*acts))] == [Stale]
    assert Handover.objects.count() == 1


def test_a_count_is_either_corrected_or_signed_as_it_was_read():
    case = case_at("awaiting_receipt")
    handover = count(case)
    line = [found(case.motors.get(), exterior="包装破损")]
    outcomes = at_once(
        partial(perform, handover, "sign", by=after_sales(), version=handover.version),
        partial(
            perform,
            handover,
            "recount",
            by=dispatcher(),
            version=handover.version,
            counted_as="dispatcher",
            header=consignment(),
            lines=line,
        ),
    )
    assert [type(refusal) for refusal in refusals(outcomes)] == [Stale]
    signed_as_read = Handover.objects.get().status == "signed"
    assert (case.motors.get().exterior == "完好") is signed_as_read
    assert Handover.objects.get().lines.get().exterior == ("完好" if signed_as_read else "包装破损")


# -- two inspectors, overlapping choices ---------------------------------------------------------------


def inspected_twice(meeting):
    """Two inspectors pass motors of which they have one in common; how often that was passed, who went and who not."""
    motors = motors_at("inspecting", 3)
    told = {motor.pk: {"findings": "合格"} for motor in motors}
    choices = [(motors[:2], inspector()), (motors[1:], another_inspector())]
    act = [partial(perform_many, some, "pass_inspection", told, by=who) for some, who in choices]
    meeting.again()
    outcomes = at_once(*act)
    left_out = sorted(len(outcome.left_out) for outcome in outcomes if isinstance(outcome, JointAct))
    return motors[1].events.filter(verb="pass_inspection").count(), left_out


def test_of_overlapping_choices_each_motor_is_passed_once_and_the_second_act_leaves_it_out(monkeypatch):
    meeting = Meeting(monkeypatch, "workflow.actions.read_together")
    for _ in range(ROUNDS):
        assert inspected_twice(meeting) == (1, [0, 1])


def test_control_without_the_lock_the_common_motor_is_passed_twice(monkeypatch):
    without_the_lock(monkeypatch)
    meeting = Meeting(monkeypatch, "workflow.actions.read_together")
    for _ in range(ROUNDS):
        passed, _left_out = inspected_twice(meeting)
        assert passed == (2 if ROW_LOCKS else 1)


# -- two of quality sign sheets of which they have one in common --------------------------------------


def signed_by_two(meeting):
    """How often quality signed the sheet that was in both choices, and how many each had to leave out."""
    motors = [drafted(motor) for motor in motors_at("received", 3)]
    told = {motor.pk: {"department": "quality"} for motor in motors}
    choices = [(motors[:2], inspector()), (motors[1:], another_inspector())]
    acts = [partial(perform_many, some, "sign_appraisal", told, by=who) for some, who in choices]
    meeting.again()
    outcomes = at_once(*acts)
    left_out = sorted(len(outcome.left_out) for outcome in outcomes if isinstance(outcome, JointAct))
    return motors[1].events.filter(verb="sign_appraisal").count(), left_out


def test_of_overlapping_choices_each_sheet_is_signed_once_by_a_department(monkeypatch):
    meeting = Meeting(monkeypatch, "workflow.actions.read_together")
    assert signed_by_two(meeting) == (1, [0, 1])


def test_a_department_signs_once_even_without_the_lock(monkeypatch):
    """Of one signature a department there is a constraint as well."""
    without_the_lock(monkeypatch)
    meeting = Meeting(monkeypatch, "workflow.actions.read_together")
    assert signed_by_two(meeting) == (1, [0, 1])


# -- two shipments of overlapping choices -------------------------------------------------------------


def shipped_by_two(meeting):
    """Two dispatchers pack motors of which they have one in common; how often it left, and how many were left out."""
    motors = motors_at("ready_to_ship", 3)
    told = {motor.pk: dict(WAYBILL) for motor in motors}
    choices = [(motors[:2], dispatcher()), (motors[1:], another_dispatcher())]
    acts = [partial(perform_many, some, "ship", told, by=who) for some, who in choices]
    meeting.again()
    outcomes = at_once(*acts)
    left_out = sorted(len(outcome.left_out) for outcome in outcomes if isinstance(outcome, JointAct))
    return motors[1].events.filter(verb="ship").count(), left_out


def test_a_motor_in_two_overlapping_shipments_leaves_once(monkeypatch):
    meeting = Meeting(monkeypatch, "workflow.actions.read_together")
    assert shipped_by_two(meeting) == (1, [0, 1])


def test_control_without_the_lock_the_second_shipment_is_lost_as_a_whole(monkeypatch):
    """What is left is the constraint of one shipment that counts, which knows of no motor that may go all the same."""
    without_the_lock(monkeypatch)
    meeting = Meeting(monkeypatch, "workflow.actions.read_together")
    assert shipped_by_two(meeting) == ((1, [0]) if ROW_LOCKS else (1, [0, 1]))


# -- one copy, acknowledged by two --------------------------------------------------------------------


def acknowledged_by_two(monkeypatch):
    """Two dispatchers say with the form for several that they have the same copies."""
    slips = [case_at("in_process").slips.get(kind="JJ") for _ in range(2)]
    on_paper([(slip.pk, [2]) for slip in slips], printer(), by=dispatcher())
    people = (dispatcher(), another_dispatcher())
    acts = [partial(acknowledge_several, list(copies_for(who)), by=who) for who in people]
    Meeting(monkeypatch, "slips.actions.custody.role_for")
    return at_once(*acts)


def test_copies_that_two_acknowledge_at_once_are_with_one_of_them_and_neither_is_refused(monkeypatch):
    assert acknowledged_by_two(monkeypatch) == [[], []]
    assert Acknowledgement.objects.count() == 2
