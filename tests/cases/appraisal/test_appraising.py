"""四.2: four departments appraise a motor together; what they sign is frozen."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import Appraisal, Signature
from slips.models import Slip
from tests.actors import (
    after_sales,
    another_inspector,
    director,
    engineer,
    inspector,
    production,
    who_also_is,
)
from tests.factories import (
    SIGNERS,
    appraised,
    approve_return,
    drafted,
    fresh,
    intact_motor,
    motor_at,
    pass_inspection,
    registered,
    repair,
    sheet,
    sign,
    signed,
)
from warranty.models import Motor
from workflow.actions import perform
from workflow.guards import Blocked, Forbidden, Stale
from workflow.models import PolicyEdition

pytestmark = pytest.mark.django_db


@pytest.fixture
def motor(db):
    """Received and appraised on paper; nobody has signed."""
    return drafted(motor_at("received"))


def settle(motor, reason="按多数部门意见办"):
    return perform(motor, "settle_dissent", by=director(), reason=reason)


# -- signing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("last", SIGNERS)
def test_it_takes_effect_with_the_fourth_signature_whoever_gives_it(motor, last):
    signed(motor, *(department for department in SIGNERS if department != last))
    assert fresh(motor).status == "received"
    assert fresh(motor).disposition == ""
    sign(motor, last)
    assert fresh(motor).status == "repairing"


def test_nothing_is_signed_before_it_is_written():
    with pytest.raises(Blocked, match="Write the appraisal first"):
        sign(motor_at("received"), "quality")


def test_a_department_signs_once(motor):
    sign(motor, "quality")
    with pytest.raises(Forbidden):
        sign(motor, "quality", by=another_inspector())


def test_a_person_signs_once_whatever_departments_they_belong_to(motor):
    both = who_also_is(inspector(), "engineering")
    sign(motor, "quality", by=both)
    with pytest.raises(Forbidden):
        sign(motor, "engineering", by=both)
    assert Signature.objects.count() == 1


@pytest.mark.parametrize("department", ["engineering", "production", "director", ""])
def test_nobody_signs_for_a_department_that_is_not_theirs(motor, department):
    with pytest.raises(Blocked, match="cannot sign for this department"):
        sign(motor, department, by=inspector())
    assert not Signature.objects.exists()


def test_who_belongs_to_two_departments_chooses_for_which_they_sign(motor):
    both = who_also_is(inspector(), "engineering")
    sign(motor, "engineering", by=both)
    assert Signature.objects.get().department == "engineering"
    sign(motor, "quality", by=another_inspector())


# -- versions -----------------------------------------------------------------------------------------


def test_an_unsigned_draft_is_rewritten_in_place(motor):
    drafted(motor, cause="customer", by=engineer())
    sheet_ = Appraisal.objects.get()
    assert (sheet_.version, sheet_.disposition, sheet_.drafted_by) == (1, "repair_charged", engineer())


def test_a_correction_after_a_signature_is_a_new_version_that_all_sign_again(motor):
    signed(motor, "after_sales", "engineering", "quality")
    drafted(motor, cause="customer")
    first, second = Appraisal.objects.order_by("version")
    assert (first.version, first.disposition, first.signatures.count()) == (1, "repair_free", 3)
    assert (second.version, second.disposition, second.signatures.count()) == (2, "repair_charged", 0)
    sign(motor, "production")
    assert fresh(motor).status == "received"
    signed(motor, "after_sales", "engineering", "quality")
    assert fresh(motor).status == "quoted"


def test_the_signatures_under_an_old_version_stay_on_record(motor):
    sign(motor, "quality")
    drafted(motor)
    assert Signature.objects.get().appraisal.version == 1


def test_nobody_signs_a_wording_that_was_rewritten_since_they_read_it(motor):
    read = motor.appraisal.wording
    drafted(motor, cause="customer")
    with pytest.raises(Stale, match="rewritten"):
        perform(motor, "sign_appraisal", by=inspector(), department="quality", dissent="", wording=read)
    assert not Signature.objects.exists()


# -- dissent ------------------------------------------------------------------------------------------


def disputed(motor):
    sign(motor, "engineering", dissent="换向器无超差，系碳刷材质问题")
    return signed(motor, "after_sales", "quality", "production")


def test_a_dissent_is_settled_by_the_director(motor):
    motor = disputed(motor)
    assert motor.status == "received"
    settle(motor)
    motor = fresh(motor)
    assert motor.status == "repairing"
    assert (motor.appraisal.settled_by, motor.appraisal.settlement) == (director(), "按多数部门意见办")
    facts = Slip.objects.get(kind="JD").facts
    assert "碳刷材质" in facts["dissent"]
    assert "厂长 韩振华：按多数部门意见办" in facts["dissent"]


def test_the_director_waits_for_all_four(motor):
    sign(motor, "engineering", dissent="系碳刷材质问题")
    with pytest.raises(Blocked, match="Signatures are missing"):
        settle(motor)


def test_the_director_settles_nothing_where_all_agree(motor):
    signed(motor, "after_sales", "engineering", "quality")
    with pytest.raises(Blocked, match="missing"):
        settle(motor)


def test_a_rewritten_appraisal_leaves_an_old_dissent_behind(motor):
    sign(motor, "engineering", dissent="系碳刷材质问题")
    drafted(motor, cause_text="碳刷材质不符")
    assert signed(motor).status == "repairing"


# -- what the rules propose, what people decide -------------------------------------------------------


def test_a_departure_from_the_proposal_needs_a_reason():
    motor = motor_at("received")
    form = sheet(motor, disposition="return")
    assert not form.is_valid()
    assert "departure_reason" in form.errors


def test_a_departure_with_its_reason_is_kept_on_the_slip():
    motor = appraised(
        motor_at("received"), "repair_free", disposition="return", departure_reason="同一故障修后再次出现"
    )
    assert (motor.status, motor.exceptional) == ("return_pending", True)
    assert Slip.objects.get(kind="JD").facts["departure"] == "同一故障修后再次出现"


def test_a_departure_without_a_reason_is_not_signed_even_if_it_got_past_the_form(motor):
    Appraisal.objects.update(departs=True, departure_reason="")
    with pytest.raises(Blocked, match="needs a reason"):
        sign(motor, "quality")


def test_facts_that_contradict_each_other_propose_nothing():
    form = sheet(motor_at("received"), used="", hours_used="300", misuse="on", cause="factory")
    assert not form.is_valid()


@pytest.mark.parametrize(
    ("outcome", "status", "unrepaired"),
    [
        ("repair_free", "repairing", False),
        ("repair_charged", "quoted", False),
        ("return", "return_pending", False),
        ("send_back", "ready_to_ship", True),
        ("intact", "return_pending", False),
    ],
)
def test_the_motor_goes_where_the_disposition_sends_it(outcome, status, unrepaired):
    motor = appraised(motor_at("received"), outcome)
    assert (motor.status, motor.unrepaired) == (status, unrepaired)


def test_a_custom_made_motor_is_taken_back_with_the_directors_endorsement_only():
    entry = registered(custom_made=True)
    motor = appraised(motor_at("received", entry=entry, used=False), "return", custom_made="on")
    assert motor.exceptional


# -- frozen -------------------------------------------------------------------------------------------


def frozen(motor):
    motor = fresh(motor)
    return (
        motor.appraisal.verdict, motor.appraisal.facts, motor.appraisal.reasons, motor.disposition,
        motor.charge, motor.due_on,
        [slip.facts for slip in motor.slips.order_by("id")],
    )  # fmt: skip


def test_a_later_change_of_the_register_or_the_policy_changes_no_signed_verdict():
    motor = appraised(motor_at("received"), "repair_free")
    before = frozen(motor)
    assert before[0]["warranty"]["status"] == "in"
    Motor.objects.update(ex_factory_date=timezone.localdate() - dt.timedelta(days=3000), custom_made=True)
    PolicyEdition.objects.create(
        name="严",
        effective_from=dt.date(2020, 1, 1),
        values={"direct_months": 1, "dead_on_arrival_is_mismatch": False},
    )
    assert frozen(motor) == before
    repair(fresh(motor))
    pass_inspection(fresh(motor))
    assert frozen(motor)[:2] == before[:2]
    assert Slip.objects.get(kind="FX").facts["warranty"].startswith("保修期内")


def test_the_edition_that_judged_it_is_named():
    edition = PolicyEdition.objects.create(name="2026 版", effective_from=dt.date(2026, 1, 1))
    assert appraised(motor_at("received"), "repair_free").appraisal.edition == edition


def test_the_database_lets_no_department_sign_twice(motor):
    sign(motor, "quality")
    for fields in (
        {"department": "quality", "user": production()},
        {"department": "production", "user": inspector()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Signature.objects.create(appraisal=fresh(motor).appraisal, **fields)


# -- appraised again ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "state",
    [
        "quoted",
        "awaiting_parts",
        "repairing",
        "inspecting",
        "ready_to_ship",
        "return_pending",
        "return_approved",
    ],
)
def test_an_appraisal_may_be_taken_back_until_the_motor_has_left_or_is_settled(state):
    motor = motor_at(state)
    perform(motor, "reappraise", by=after_sales(), reason="拆检后发现另有故障")
    motor = fresh(motor)
    assert (motor.status, motor.appraisal, motor.disposition, motor.charge) == ("received", None, "", "")
    assert (motor.quotation, motor.repair, motor.inspection) == (None, None, None)
    again = drafted(motor)
    assert fresh(again).appraisal.version == 2


def test_a_new_appraisal_makes_a_return_wait_for_its_approval_again():
    motor = fresh(approve_return(intact_motor()))
    perform(motor, "reappraise", by=after_sales(), reason="开箱发现碰伤")
    motor = appraised(motor, "return")
    assert (motor.status, motor.return_entry.counts, motor.cleared) == ("return_pending", False, False)
