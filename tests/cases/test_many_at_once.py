"""Several motors at once: one form, one act a case, and a reason for each that may not go."""

import uuid
from contextlib import suppress
from decimal import Decimal
from itertools import product

import pytest
from django.utils import timezone

from notices.models import Notice
from slips.models import Slip
from tests.actors import (
    after_sales,
    another_salesperson,
    coordinator,
    dispatcher,
    finance,
    inspector,
    manager,
    person,
    production,
    salesperson,
)
from tests.factories import (
    LEDGER_LINE,
    TICKS,
    WAYBILL,
    accept_quote,
    appraised,
    drafted,
    fresh,
    motors_at,
    pass_inspection,
    quote,
    repair,
    ship,
    signed,
)
from tests.matrix import undone
from workflow.actions import perform, perform_many
from workflow.guards import Blocked
from workflow.models import Event, JointAct
from workflow.timeline import events_of, timeline

pytestmark = pytest.mark.django_db


def page_of(browser, verb, motors):
    """The form for these motors, as it stands on the page."""
    page = browser.get(f"/motors/many/{verb}/", {"motor": [motor.pk for motor in motors]})
    assert page.status_code == 200
    return page


def sent(page, motors, **said):
    """What the browser sends from the page with these motors ticked."""
    form = {"key": uuid.uuid4(), "motor": [motor.pk for motor in motors]}
    form |= {"offered": [entry.motor.pk for entry in page.context["entries"]]}
    form |= {f"{entry.motor.pk}-version": entry.motor.version for entry in page.context["entries"]}
    return form | said


WORK = {"work_done": "更换碳刷，精车换向器", "labour": "80", "parts-TOTAL_FORMS": "1", "parts-INITIAL_FORMS": "0",
        "parts-0-name": "碳刷", "parts-0-quantity": "2", "parts-0-unit_price": "15"}  # fmt: skip

WORK_DONE = {
    "work_done": "精车换向器",
    "labour": Decimal(80),
    "parts": [],
    "material_fee": Decimal(0),
    "labour_fee": Decimal(0),
}


def test_three_motors_are_repaired_with_one_form_and_each_has_its_event_and_its_record(browse):
    motors, browser = motors_at("repairing", 3), browse(after_sales())
    page = page_of(browser, "finish_repair", motors)
    form = sent(page, motors, **WORK)
    answer = browser.post("/motors/many/finish_repair/", form)
    assert answer.status_code == 302
    assert [fresh(motor).status for motor in motors] == ["inspecting"] * 3
    act = JointAct.objects.get()
    assert act.events.filter(verb="finish_repair").count() == 3
    assert {motor.repairs.get().parts.get().name for motor in motors} == {"碳刷"}
    # Sent again, it has no second effect and leads to the same place.
    again = browser.post("/motors/many/finish_repair/", form)
    assert (again.status_code, again.url) == (302, answer.url)
    assert Event.objects.filter(verb="finish_repair").count() == 3
    assert "Done" in browser.get(answer.url).content.decode()


def test_who_repaired_a_motor_does_not_inspect_it_and_it_is_left_out_with_the_reason():
    mine, other = motors_at("repairing", 2)
    repair(mine, by=after_sales())
    repair(other, by=inspector_who_repairs())
    act = perform_many(
        [fresh(mine), fresh(other)],
        "pass_inspection",
        {mine.pk: {"findings": "合格"}, other.pk: {"findings": "合格"}},
        by=inspector_who_repairs(),
    )
    assert [fresh(motor).status for motor in (mine, other)] == ["ready_to_ship", "inspecting"]
    assert [(key, reason) for key, _name, reason in act.left_out] == [
        (other.pk, "You repaired this motor; somebody else must inspect it.")
    ]


def inspector_who_repairs():
    return person("bai", "白晓峰", "after_sales", "quality")


def test_where_none_may_go_nothing_is_written():
    motors = motors_at("received", 2)
    with pytest.raises(Blocked):
        perform_many(motors, "ship", {motor.pk: {} for motor in motors}, by=dispatcher())
    assert not JointAct.objects.exists()


# -- slips for several --------------------------------------------------------------------------------


def many(motors, verb, by, told):
    """One act with all of them; ``told`` gives what each is told."""
    now = [fresh(motor) for motor in motors]
    return perform_many(now, verb, {motor.pk: told(motor) for motor in now}, by=by)


def slips(kind):
    """Every slip of a kind as number, revision, the last digits of its motors, and whether it is void."""
    found = Slip.objects.filter(kind=kind).order_by("id")
    return [
        (slip.number[-2:], slip.revision, [str(motor)[-1] for motor in slip.motors.order_by("pk")], slip.void)
        for slip in found
    ]


def appraised_together(count, outcome="repair_free", **of_the_second):
    """Alike motors whose fourth signature is given by one act."""
    motors = motors_at("received", count)
    for place, motor in enumerate(motors):
        drafted(motor, **TICKS[outcome] | (of_the_second if place == 1 else {}))
        signed(fresh(motor), "after_sales", "engineering", "quality")
    many(motors, "sign_appraisal", production(), lambda motor: {"department": "production"})
    return motors


def test_the_motors_of_one_act_stand_on_one_appraisal_record_each_in_its_row():
    appraised_together(3, cause_text="刷架松动")
    record = Slip.objects.get(kind="JD")
    facts = record.facts
    assert [row["serial_number"][-1] for row in facts["motors"]] == ["1", "2", "3"]
    assert [row["differs"] for row in facts["motors"]] == [
        "原因分析：换向器精车时跳动超差", "原因分析：刷架松动", "原因分析：换向器精车时跳动超差",
    ]  # fmt: skip
    assert (facts["cause"], facts["defect"]) == ("", "换向器偏心")
    assert facts["motors"][0]["measured"] == "换向器跳动 0.03 mm（≤ 0.01 mm）"
    assert [box["name"] for box in facts["signatures"]] == ["王立新", "李明远", "孙静", str(production())]


def test_a_motor_that_is_appraised_again_leaves_the_slips_and_the_others_get_theirs_anew():
    motors = appraised_together(3)
    many(motors, "finish_repair", after_sales(), lambda motor: WORK_DONE)
    many(motors, "pass_inspection", inspector(), lambda motor: {"findings": "合格"})
    perform(fresh(motors[1]), "reappraise", by=after_sales(), reason="拆检后发现另有故障")
    for kind in ("JD", "FX"):
        assert slips(kind) == [("01", 0, ["1", "2", "3"], True), ("02", 0, ["1", "3"], False)]
    new = Slip.objects.get(number__endswith="02", kind="FX")
    assert new.replaces.number[-2:] == "01"
    assert [fresh(motor).status for motor in motors] == ["ready_to_ship", "received", "ready_to_ship"]


def test_a_quotation_for_several_is_revised_for_those_that_wait_when_one_is_answered():
    motors = appraised_together(3, "repair_charged")
    many(
        motors,
        "quote",
        after_sales(),
        lambda motor: {"material_fee": Decimal(120), "labour_fee": Decimal(80)},
    )
    offer = Slip.objects.get(kind="BJ")
    assert (offer.facts["total"], offer.facts["total_in_words"]) == ("600.00", "人民币陆佰元整")
    perform(fresh(motors[0]), "accept_quote", by=salesperson(), who="孙志强", how="phone")
    assert slips("BJ") == [
        ("01", 0, ["1", "2", "3"], True),
        ("01", 1, ["2", "3"], False),
        ("02", 0, ["1"], False),
    ]
    many(motors[1:], "accept_quote", salesperson(), lambda motor: {"who": "孙志强", "how": "phone"})
    assert slips("BJ")[3:] == [("01", 2, ["2", "3"], False)]


def test_several_returns_stand_on_one_slip_and_go_to_the_workshop_on_one():
    motors = appraised_together(2, "return")
    many(motors, "draft_return", coordinator(), lambda motor: LEDGER_LINE)
    many(motors, "approve_return", manager(), lambda motor: {})
    taken = Slip.objects.get(kind="TH").facts
    assert (taken["total_quantity"], taken["total_amount"], len(taken["motors"])) == (2, "372.00", 2)
    order = {"to_workshop": "装配车间", "instruction": "更换转子", "due_on": timezone.localdate()}
    many(motors, "prepare_transfer", after_sales(), lambda motor: order)
    many(motors, "transfer", production(), lambda motor: {})
    handed_over = Slip.objects.get(kind="ZY").facts
    assert (handed_over["defect"], handed_over["instruction"]) == ("换向器偏心", "更换转子")
    assert [set(row) for row in handed_over["motors"]] == [{"model", "serial_number", "differs"}] * 2
    assert slips("TH") == [("01", 0, ["1", "2"], False)]


# -- who hears of it, and how it is told ---------------------------------------------------------------


def test_of_an_act_with_several_motors_each_reader_is_told_once_and_how_many_they_are(browse):
    motors = appraised_together(4)
    told = Notice.objects.filter(event__verb="appraise")
    readers = [coordinator().pk, salesperson().pk]
    assert sorted(told.values_list("user", flat=True)) == sorted(readers)
    page = browse(salesperson()).get("/notices/").content.decode()
    assert f"{motors[0]} and 3 more" in page
    many(motors, "finish_repair", after_sales(), lambda motor: WORK_DONE)
    assert Notice.objects.filter(event__verb="finish_repair").count() == 1  # the inspector
    one = motors_at("repairing", 1)[0]
    repair(one)
    assert Notice.objects.filter(event__verb="finish_repair", event__subject_id=one.pk).count() == 1


def test_those_who_receive_a_consignment_are_told_once_of_all_its_motors():
    readers = {inspector().pk, production().pk}
    motors_at("received", 4)
    told = Notice.objects.filter(event__verb="hand_over", user__in=readers).values_list("user", flat=True)
    assert sorted(told) == sorted(readers)


def test_the_timeline_of_a_case_has_one_entry_for_an_act_and_tells_which_motors_it_was_about():
    motors = motors_at("repairing", 3)
    said = {motor.pk: "右端轴承" if motor == motors[1] else "整机合格" for motor in motors}
    many(motors, "finish_repair", after_sales(), lambda motor: WORK_DONE)
    many(motors, "pass_inspection", inspector(), lambda motor: {"findings": said[motor.pk]})
    many(motors, "ship", dispatcher(), lambda motor: WAYBILL)
    perform(
        fresh(motors[0]), "confirm_delivery", by=salesperson(), delivered_on=timezone.localdate(), note=""
    )
    lines = timeline(events_of(motors[0].case, manager()), motors[0].case)
    (shipped,) = [line for line in lines if line.what == "Ship"]
    assert (shipped.item, str(shipped.state.label), str(shipped.things)) == (
        None,
        "shipped",
        "returned motors",
    )
    assert [one.item.name for one in shipped.each] == [str(motor) for motor in motors]
    (delivered,) = [line for line in lines if line.what == "Confirm the delivery"]
    assert (delivered.item.name, delivered.each) == (str(motors[0]), ())
    assert [line.what for line in lines].count("Inspection passed") == 1


# -- the same as one by one ---------------------------------------------------------------------------

LIFE = (
    ("quote", after_sales, {"material_fee": Decimal(120), "labour_fee": Decimal(80)}),
    ("accept_quote", salesperson, {"who": "孙志强", "how": "phone"}),
    ("finish_repair", after_sales, WORK_DONE | {"labour_fee": Decimal(80)}),
    ("pass_inspection", inspector, {"findings": "合格"}),
    ("record_payment", finance, {"reference": "收据 0001187", "amount": Decimal(80)}),
    ("ship", dispatcher, WAYBILL),
    ("confirm_delivery", salesperson, {"delivered_on": timezone.localdate(), "note": ""}),
)


def course(motor):
    """State, dates, amounts and events of a motor."""
    events = motor.events.order_by("id").values_list("verb", "from_status", "to_status", "actor_name")
    dates = [motor.due_on, motor.original_due_on, motor.stopped_on]
    return [motor.status, *dates, motor.paid_amount, motor.amount_due, *events]


def test_many_at_once_come_to_the_same_as_one_by_one():
    apart, together = [appraised_together(2, "repair_charged") for _ in range(2)]
    for verb, who, told in LIFE:
        for motor in apart:
            perform(fresh(motor), verb, by=who(), **told)
        act = many(together, verb, who(), lambda motor, told=told: dict(told))
        assert act.left_out == []
    assert [course(fresh(motor)) for motor in together] == [course(fresh(motor)) for motor in apart]
    assert {motor.case.status for motor in map(fresh, together + apart)} == {"completed"}


# -- who may with which -------------------------------------------------------------------------------

CHOICES = """
verb             | who         | goes
finish_repair    | wang        | 1
finish_repair    | bai         | 1
pass_inspection  | sun         | 2 3
pass_inspection  | bai         | 2
record_payment   | xu          | 4
approve_credit   | zheng       | 4
ship             | chen        | 5
confirm_delivery | wu          | 6
confirm_delivery | zhou        | 6
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in CHOICES.strip().splitlines()[1:]]
VERBS = dict.fromkeys(verb for verb, _who, _goes in ROWS)
TOLD = {verb: told for verb, _who, told in LIFE} | {
    "approve_credit": {"reason": "老客户，月结"},
    "finish_repair": WORK_DONE,
}


def six_motors():
    """One under repair, two repaired by different people, one not paid for, one ready to ship, one on its way."""
    six = motors_at("received", 6)
    for place, motor in enumerate(six):
        appraised(motor, "repair_charged" if place == 3 else "repair_free")
    quote(fresh(six[3]))
    accept_quote(fresh(six[3]))
    for place in (1, 2, 3, 4, 5):
        repair(fresh(six[place]), by=inspector_who_repairs() if place == 2 else after_sales())
    for place in (3, 4, 5):
        pass_inspection(fresh(six[place]))
    ship(fresh(six[5]))
    return six


def test_of_mixed_motors_those_go_that_the_table_says_and_nobody_moves_another():
    six = six_motors()
    people = [after_sales(), inspector_who_repairs(), inspector(), finance(), manager(), dispatcher()]
    people += [coordinator(), salesperson(), another_salesperson()]
    found = set()
    for verb, by in product(VERBS, people):
        told = {motor.pk: dict(TOLD[verb]) for motor in six}
        with suppress(Blocked), undone():
            act = perform_many([fresh(motor) for motor in six], verb, told, by=by)
            gone = act.events.filter(verb=verb).values_list("subject_id", flat=True)
            went = [place for place, motor in enumerate(six, 1) if motor.pk in gone]
            assert len(act.left_out) == 6 - len(went)
            assert all(reason for _key, _name, reason in act.left_out)
            found.add((verb, by.username, " ".join(map(str, went))))
    assert found == set(ROWS)
