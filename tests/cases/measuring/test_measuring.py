"""Measured by the plan: limits, codes, 无故障 as a finding with evidence, and what prints."""

import uuid

import pytest

from cases.measuring.forms import TestSheetForm
from cases.measuring.queries import triggers_of
from cases.measuring.rules import Item, Trigger, Why, lacks, triggers_in
from cases.models import Case
from catalogue.limits import Outcome
from catalogue.models import Failure
from catalogue.starting import begin
from demo.cases.measured import entries
from tests.actors import inspector, warehouse
from tests.factories import (
    TICKS,
    another_makers,
    appraised,
    deliver,
    drafted,
    fresh,
    motor_at,
    registered,
    repair,
    sheet,
    signed,
)
from warranty.models import Product
from workflow.actions import perform
from workflow.guards import Blocked

pytestmark = pytest.mark.django_db

NO_FAULT = TICKS["send_back"] | {"no_fault_reason": ""}


@pytest.fixture(autouse=True)
def plans():
    begin()


def motor_to_measure(state="received", **facts):
    motor = motor_at(state, **facts)
    Product.objects.update(voltage="110", power="92", speed="3000")
    return fresh(motor)


def form_of(motor, **typed):
    """Every value inside its limits, but for what is typed otherwise."""
    blank = TestSheetForm(obj=motor, user=inspector())
    return TestSheetForm(
        entries(motor, blank.lines, None) | {"key": uuid.uuid4()} | typed, obj=motor, user=inspector()
    )


def measured(motor, **typed):
    form = form_of(motor, **typed)
    assert form.is_valid(), form.errors
    perform(motor, "measure", by=inspector(), test_sheet=form.sheet())
    return fresh(motor)


def sent(browse, motor, person=None, button="save", **typed):
    browser, url = browse(person or inspector()), f"/motors/{motor.pk}/measure/"
    hidden = browser.get(url).context["form"].initial
    data = {name: hidden[name] for name in ("version", "key")}
    return browser.post(url, data | typed | {button: "1"}, follow=True)


def test_values_are_typed_saved_and_judged(browse):
    motor = motor_to_measure()
    page = sent(browse, motor, **{"value-20": "12", "value-41": "0.30 A"})
    kept = {value["place"]: value for value in motor.test_sheets.get().values}
    assert (kept[20]["outcome"], kept[20]["codes"], kept[20]["standard"]) == ("outside", ["E04"], "≥ 20")
    assert (kept[41]["outcome"], kept[41]["standard"]) == ("inside", "≤ 0.488")
    assert "out of limits" in page.content.decode()


def test_what_points_out_of_its_limits_is_proposed_to_the_appraisal():
    form = sheet(measured(motor_to_measure(), **{"value-20": "12"}))
    assert "E04" in [
        failure.code
        for failure in form.fields["failure"].widget.get_context("failure", None, {})["proposals"]
    ]


@pytest.mark.parametrize(
    ("pasted", "values"),
    [
        ("0\n0\n0.02\n", {1: "0", 2: "0", 3: "0.02"}),
        ("0\n\n0.02", {1: "0", 3: "0.02"}),
        ("项目\t标准\t实测\n冷态绝缘电阻\t≥20\t200\n空载电流\t\t0.31", {20: "200", 41: "0.31"}),
        ("41\t0.31", {41: "0.31"}),
        ("No-load current\t0.31", {41: "0.31"}),
    ],
)  # fmt: skip
def test_a_column_or_a_table_is_pasted(browse, pasted, values):
    page = sent(browse, motor_to_measure(), button="preview", pasted=pasted)
    form = page.context["form"]
    assert {n: form[f"value-{n}"].value() for n in (1, 2, 3, 20, 41) if form[f"value-{n}"].value()} == values


def test_what_fits_no_item_stays_where_it_was_pasted(browse):
    motor = motor_to_measure()
    page = sent(browse, motor, pasted="空载电流\t0.31\n某项\t5")
    form = page.context["form"]
    assert (form["value-41"].value(), form["pasted"].value()) == ("0.31", "某项\t5")
    assert form.errors["pasted"]
    assert not motor.test_sheets.exists()


def test_a_value_without_a_number_is_refused_beside_its_field(browse):
    motor = motor_to_measure()
    assert "Write a number" in sent(browse, motor, **{"value-41": "合格"}).content.decode()
    assert not motor.test_sheets.exists()


def test_one_goes_on_where_one_stopped_and_each_sheet_stays(browse):
    motor = motor_to_measure()
    sent(browse, motor, **{"value-41": "0.31"})
    page = browse(inspector()).get(f"/motors/{motor.pk}/measure/")
    assert page.context["form"]["value-41"].value() == "0.31"
    sent(browse, motor, **{"value-41": "0.31", "value-20": "200"})
    assert [len(row.values) for row in motor.test_sheets.all()] == [2, 1]


def test_no_fault_is_found_by_measuring_or_with_a_reason():
    motor = motor_to_measure(problem="声音异常")
    assert "complete the test sheet" in str(sheet(motor, **NO_FAULT).errors["no_fault_reason"])
    assert sheet(motor, **NO_FAULT | {"no_fault_reason": "客户急用"}).is_valid()
    measured(motor, **{"value-46": ""})
    assert "no_fault_reason" in sheet(fresh(motor), **NO_FAULT).errors
    motor = measured(fresh(motor))
    assert motor.test_sheets.first().lacks == []
    assert sheet(fresh(motor), **NO_FAULT).is_valid()


def test_a_value_out_of_limits_is_no_evidence_that_there_is_no_fault():
    motor = measured(motor_to_measure(), **{"value-41": "0.9"})
    assert "no_fault_reason" in sheet(motor, **NO_FAULT).errors


def test_the_values_print_on_the_appraisal_record():
    motor = drafted(measured(motor_to_measure(), **{"value-20": "12"}))
    checks = signed(motor).slips.get(kind="JD").facts["checks"]
    assert checks[0] == {"item": "冷态绝缘电阻", "standard": "≥ 20 MΩ", "measured": "12（超差）"}
    assert checks[-1] == {"item": "换向器跳动", "standard": "≤ 0.01 mm", "measured": "0.03 mm"}


def test_a_repaired_motor_passes_only_inside_its_limits_and_the_values_print():
    motor = measured(motor_to_measure("inspecting"), **{"value-46": "2.5"})
    with pytest.raises(Blocked, match="Out of limits: No-load vibration"):
        perform(motor, "pass_inspection", by=inspector(), findings="合格")
    motor = perform(measured(fresh(motor)), "pass_inspection", by=inspector(), findings="合格")
    assert motor.inspection.test_sheet == motor.test_sheets.first()
    assert "冷态绝缘电阻" in motor.slips.get(kind="FX").facts["measured"]


def test_a_repaired_motor_leaves_measured_since_the_repair_or_with_the_reason_why_not(browse):
    motor = measured(motor_to_measure("repairing"))
    motor = repair(fresh(motor))
    with pytest.raises(Blocked, match="or say why not: Appearance and nameplate, Turning"):
        perform(motor, "pass_inspection", by=inspector(), findings="合格")
    browser, url = browse(inspector()), f"/motors/{motor.pk}/pass_inspection/"
    hidden = browser.get(url).context["form"].initial
    page = browser.post(url, hidden | {"findings": "合格"})
    assert "Measure it by the test plan first" in str(page.context["form"].errors["unmeasured"])
    assert page.context["form"]["findings"].value() == "合格"
    browser.post(url, hidden | {"findings": "合格", "unmeasured": "只换铭牌"})
    motor = fresh(motor)
    assert (motor.status, motor.inspection.test_sheet) == ("ready_to_ship", None)
    assert "只换铭牌" in motor.slips.get(kind="FX").facts["inspection"]
    assert "只换铭牌" in browser.get(f"/motors/{motor.pk}/").content.decode()


def test_what_the_plan_does_not_know_is_not_asked_for():
    motor = motor_to_measure("inspecting")
    Product.objects.update(model="110WX01")
    assert perform(fresh(motor), "pass_inspection", by=inspector(), findings="合格").status == "ready_to_ship"


def test_a_model_without_a_line_has_no_limit_and_is_never_passed():
    motor = motor_to_measure()
    Product.objects.update(model="90SZ99")
    form = form_of(fresh(motor), **{"value-45": "20"})
    assert form.is_valid()
    (value,) = [value for value in form.sheet()["values"] if value["place"] == 45]
    assert (value["outcome"], value["standard"]) == ("unknown", "")
    assert 45 in [lack.place for lack in lacks([Item(45, True, None, Outcome.UNKNOWN)], [], {})]


def test_another_makers_motor_has_no_plan(browse):
    motor = motor_at("received", **another_makers())
    assert "There is no test plan" in browse(inspector()).get(f"/motors/{motor.pk}/measure/").content.decode()


def test_who_neither_appraises_nor_inspects_does_not_measure(browse):
    assert browse(warehouse()).get(f"/motors/{motor_to_measure().pk}/measure/").status_code == 403


ITEMS = [
    Item(1, True, None, Outcome.INSIDE),
    Item(2, False, None, None),
    Item(3, True, None, None),
    Item(4, False, 3, None),
]
LACKING = [
    # triggers, answers, the full item is measured: what is lacking
    ([], {}, False, [(3, Why.NOT_MEASURED)]),
    ([], {}, True, []),
    (["danger"], {}, True, [(2, Why.NOT_MEASURED), (None, Why.NOT_ANSWERED)]),
    (["danger"], {"danger": "未见烧蚀"}, True, [(2, Why.NOT_MEASURED)]),
]


@pytest.mark.parametrize(("triggers", "answers", "full", "expected"), LACKING)
def test_what_is_lacking(triggers, answers, full, expected):
    items = [*ITEMS[:3], Item(4, False, 3, Outcome.INSIDE if full else None)]
    assert [(lack.place, lack.why) for lack in lacks(items, triggers, answers)] == expected


@pytest.mark.parametrize(
    ("complaint", "found"),
    [
        ("电机时好时坏", [Trigger.CIRCUMSTANCES]),
        ("开机冒烟", [Trigger.DANGER]),
        ("外壳漏电，一发热就停", [Trigger.CIRCUMSTANCES, Trigger.DANGER]),
        ("换向火花大", []),
        ("噪声大", []),
    ],
)  # fmt: skip
def test_words_that_make_one_look_further(complaint, found):
    assert triggers_in(complaint) == found


def test_a_motor_that_came_back_makes_one_look_further():
    entry = registered("250315-0042")
    deliver(motor_at("received", serial_number=entry.serial_number))
    again = fresh(motor_at("received", serial_number=entry.serial_number, problem="换向火花大"))
    assert triggers_of(again) == [Trigger.BACK_AGAIN]
    assert "back_again" in TestSheetForm(obj=again, user=inspector()).fields


def test_many_motors_without_a_fault_make_one_look_further():
    appraised(motor_at("received"), "send_back")
    assert Trigger.OFTEN in triggers_of(fresh(motor_at("received")))


def test_the_third_motor_with_the_same_complaint_makes_one_look_further():
    for _ in range(2):
        motor_at("received", problem="轴承异响")
    Case.objects.update(failure=Failure.objects.get(code="N01"))
    assert Trigger.SAME_COMPLAINT in triggers_of(fresh(motor_at("received", problem="轴承噪音大")))
