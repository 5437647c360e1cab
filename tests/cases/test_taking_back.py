"""四.2, 五: motors taken back, into stock where intact, else through the workshop."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from returns.models import ReturnEntry, Transfer
from tests.actors import after_sales, coordinator, director, inspector, manager, production, warehouse
from tests.factories import (
    LEDGER_LINE,
    appraised,
    approve_return,
    clear_for_stock,
    dismantle,
    draft_return,
    drafted,
    endorse_return,
    exceptional_return,
    fresh,
    intact_motor,
    motor_at,
    prepare_transfer,
    restock,
    rework,
    scrap,
    signed,
)
from workflow.actions import perform
from workflow.guards import Blocked

pytestmark = pytest.mark.django_db


def test_nothing_is_approved_before_it_is_in_the_ledger():
    with pytest.raises(Blocked, match="ledger first"):
        perform(motor_at("return_pending"), "approve_return", by=manager())


def test_the_ledger_is_corrected_in_place_until_the_return_is_approved():
    motor = motor_at("return_pending")
    draft_return(motor)
    perform(motor, "draft_return", by=coordinator(), **LEDGER_LINE | {"price": Decimal("168.00")})
    entry = ReturnEntry.objects.get()
    assert (entry.price, entry.entered_by) == (Decimal("168.00"), coordinator())
    assert perform(motor, "approve_return", by=manager()).status == "return_approved"


def test_a_refused_return_goes_back_to_the_appraisal():
    motor = draft_return(motor_at("return_pending"))
    perform(motor, "refuse_return", by=manager(), reason="不符合第五条")
    motor = fresh(motor)
    assert (motor.status, motor.appraisal, motor.return_entry.counts) == ("received", None, False)
    assert signed(drafted(motor)).status == "repairing"


def test_a_return_refused_and_appraised_as_one_again_is_entered_again():
    motor = draft_return(motor_at("return_pending"))
    perform(motor, "refuse_return", by=manager(), reason="缺单据")
    motor = appraised(motor, "return")
    with pytest.raises(Blocked, match="ledger first"):
        perform(motor, "approve_return", by=manager())
    draft_return(motor)
    perform(motor, "approve_return", by=manager())


# -- exceptional --------------------------------------------------------------------------------------


def test_a_return_beyond_the_regulation_wants_the_director_first():
    motor = draft_return(exceptional_return())
    with pytest.raises(Blocked, match="director must endorse"):
        perform(motor, "approve_return", by=manager())
    endorse_return(motor)
    assert perform(motor, "approve_return", by=manager()).status == "return_approved"


def test_the_director_endorses_what_is_in_the_ledger():
    with pytest.raises(Blocked, match="ledger first"):
        endorse_return(exceptional_return())


def test_an_ordinary_return_is_none_of_the_directors_business():
    with pytest.raises(Blocked, match="follows the regulation"):
        endorse_return(draft_return(motor_at("return_pending")))


def test_the_director_endorses_once():
    motor = draft_return(exceptional_return())
    endorse_return(motor)
    with pytest.raises(Blocked, match="has endorsed"):
        perform(motor, "endorse_return", by=director())


# -- into stock ---------------------------------------------------------------------------------------


def test_an_intact_motor_is_inspected_and_goes_back_into_stock():
    motor = fresh(approve_return(intact_motor()))
    assert motor.intact
    clear_for_stock(motor)
    assert restock(motor).status == "restocked"
    assert fresh(motor).case.status == "completed"


def test_the_warehouse_takes_nothing_that_quality_has_not_seen():
    with pytest.raises(Blocked, match="Quality must inspect"):
        perform(fresh(approve_return(intact_motor())), "restock", by=warehouse())


@pytest.mark.parametrize(("verb", "who"), [("restock", warehouse), ("clear_for_stock", inspector)])
def test_a_faulty_motor_does_not_go_into_stock_as_it_is(verb, who):
    said = {"findings": "合格"} if verb == "clear_for_stock" else {}
    with pytest.raises(Blocked, match="Only intact motors"):
        perform(motor_at("return_approved"), verb, by=who(), **said)


def test_a_motor_goes_either_into_stock_or_to_the_workshop():
    cleared = fresh(clear_for_stock(approve_return(intact_motor())))
    with pytest.raises(Blocked, match="fit for stock"):
        prepare_transfer(cleared)
    prepared = fresh(prepare_transfer(approve_return(intact_motor())))
    with pytest.raises(Blocked, match="has been prepared"):
        clear_for_stock(prepared)


# -- to the workshop ----------------------------------------------------------------------------------


def test_production_takes_over_what_after_sales_has_prepared():
    motor = motor_at("return_approved")
    with pytest.raises(Blocked, match="prepare the transfer"):
        perform(motor, "transfer", by=production())
    prepare_transfer(motor)
    assert perform(motor, "transfer", by=production()).status == "transferred"
    order = Transfer.objects.get()
    assert (order.prepared_by, order.accepted_by) == (after_sales(), production())


@pytest.mark.parametrize(
    ("step", "status", "result"),
    [
        (rework, "restocked", "更换转子，复检合格"),
        (dismantle, "dismantled", "壳体、端盖留用"),
        (scrap, "scrapped", "线圈烧毁，无修复价值"),
    ],
)
def test_what_became_of_it_in_the_workshop_is_kept_and_settles_the_case(step, status, result):
    motor = motor_at("transferred")
    step(motor)
    motor = fresh(motor)
    assert motor.status == status
    assert Transfer.objects.get().result == result
    assert motor.case.status == "completed"


def test_the_workshop_is_not_given_a_day_that_has_passed(browse):
    motor = motor_at("return_approved")
    form = {
        "version": motor.version, "key": "0f4de90b-6c7e-4d3c-9d31-37a7e8f1d2ab", "to_workshop": "装配车间",
        "instruction": "更换转子", "due_on": timezone.localdate() - dt.timedelta(days=1),
    }  # fmt: skip
    assert browse(after_sales()).post(f"/motors/{motor.pk}/prepare_transfer/", form).status_code == 200
    assert not Transfer.objects.exists()
