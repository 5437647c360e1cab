"""Two motors whose numbers differ in their dashes alone, a customer's new name, and two who decide at once."""

import uuid

import pytest

from accountability.models import Penalty
from cases.actions import register_customer
from cases.customers.actions import merge
from cases.models import Case
from cases.same_motor import note_on
from tests.accountability.factories import penalty_at
from tests.actors import another_manager, coordinator, lead, salesperson
from tests.factories import customer, registered
from tests.threads import Meeting, at_once
from tests.warranty.factories import proposed
from warranty.actions import record
from warranty.models import Amendment, Customer, Motor, RegisterChange
from warranty.queries import registered_motor
from workflow.actions import perform
from workflow.guards import Blocked, Refused

pytestmark = pytest.mark.django_db


def entry(browser, number, **more):
    known = registered("260315-0042")
    said = {
        "serial_number": number, "product": str(known.product), "ex_factory_date": "2026-03-01",
        "consignee": str(known.consignee), "key": uuid.uuid4(), "seen": 0, "why": "",
    }  # fmt: skip
    return browser.post("/register/motors/new/", said | more)


def test_a_motor_that_differs_in_its_dashes_alone_is_entered_once_somebody_says_it_is_another(browse):
    registered("1-11")
    clerk = browse(coordinator())
    page = entry(clerk, "11-1")
    assert "The register has “1-11”, which differs in its dashes alone." in page.content.decode()
    assert "apart" in page.context["form"].fields
    assert entry(clerk, "11-1", apart="on").status_code == 302
    assert set(Motor.objects.filter(serial_key="111").values_list("serial_number", flat=True)) == {
        "1-11",
        "11-1",
    }


def test_the_very_same_number_is_never_another_motor(browse):
    registered("1-11")
    page = entry(browse(coordinator()), "1-11", apart="on")
    assert "is in the register already" in page.content.decode()


def test_of_two_motors_alike_each_is_found_as_it_is_written_and_neither_without_a_dash(browse):
    one, other = registered("1-11"), registered("11-1")
    assert (registered_motor("１－11"), registered_motor("11-1")) == (one, other)
    note = note_on("111", salesperson())
    assert (note.unknown, note.near) == (True, [one, other])


# -- a name that changes ------------------------------------------------------------------------------


def test_cases_and_penalties_are_found_by_the_new_name_of_their_customer(browse):
    penalty = penalty_at("drafted")
    case, named = penalty.case, penalty.case.customer
    record(named, {"name": "青岛海纳智能装备有限公司"}, by=coordinator(), why="更名")
    assert list(Case.objects.search("海纳智能")) == [case]
    assert list(Penalty.objects.search("海纳智能")) == [penalty]
    case = Case.objects.get(pk=case.pk)
    assert case.search_text == case.build_search_text()


def test_a_new_customer_comes_in_by_the_door_of_the_register_and_leaves_it_by_it():
    newcomer = register_customer(Customer(name="潍坊新进机械厂"), {"phone": "0536-1234567"}, by=salesperson())
    (first,) = RegisterChange.objects.filter(noun="customer", entry_id=newcomer.pk)
    assert (first.entered, first.changes) == (True, {"name": [None, "潍坊新进机械厂"], "phone": None})
    motor = registered("260315-0042", consignee=newcomer)
    merge(newcomer, customer(), by=coordinator())
    last = RegisterChange.objects.filter(noun="registered_motor", entry_id=motor.pk).first()
    assert last.changes == {"consignee": ["潍坊新进机械厂", "青岛海纳包装机械有限公司"]}


def test_a_new_customer_whom_the_register_has_is_refused_with_a_sentence():
    customer("潍坊新进机械厂")
    with pytest.raises(Blocked, match="is in the register already"):
        register_customer(Customer(name="潍坊 新进机械厂"), {}, by=salesperson())


# -- two at once --------------------------------------------------------------------------------------


def decide(verb, by, amendment, **said):
    return lambda: perform(amendment, verb, by=by, version=amendment.version, **said)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("first", "second"), [("accept", "accept"), ("accept", "turn_down")])
def test_two_who_decide_one_change_at_once_decide_it_once(first, second, monkeypatch):
    amendment = proposed(custom_made=True)
    lead_, manager_ = lead(), another_manager()
    Meeting(monkeypatch, "workflow.actions.read")
    said = {"turn_down": {"reason": "随货单日期无误"}}
    outcomes = at_once(
        decide(first, lead_, amendment, **said.get(first, {})),
        decide(second, manager_, amendment, **said.get(second, {})),
    )
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1
    decided = Amendment.objects.get()
    changed = RegisterChange.objects.filter(noun="registered_motor", changes__has_key="custom_made")
    assert changed.filter(entered=False).count() == (decided.status == "accepted")


@pytest.mark.django_db(transaction=True)
def test_control_by_what_they_read_before_both_decide(monkeypatch):
    amendment, people = proposed(custom_made=True), (lead(), another_manager())
    monkeypatch.setattr("workflow.actions.read", lambda obj: obj)
    read = [Amendment.objects.get() for _ in people]
    acts = [
        decide("turn_down", who, one, reason="随货单日期无误") for who, one in zip(people, read, strict=True)
    ]
    assert not [outcome for outcome in at_once(*acts) if isinstance(outcome, Exception)]
    assert amendment.events.filter(verb="turn_down").count() == 2
