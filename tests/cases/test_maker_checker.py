"""Nobody decides over what they made themselves, whatever roles they hold; a colleague may."""

from functools import partial

import pytest

from tests.actors import (
    after_sales,
    another_after_sales,
    another_director,
    another_inspector,
    coordinator,
    dispatcher,
    lead,
    manager,
    production,
    salesperson,
    who_also_is,
)
from tests.factories import (
    ask_extension,
    case_at,
    charged_motor_at,
    count,
    draft_return,
    drafted,
    endorse_return,
    exceptional_return,
    fresh,
    motor_at,
    prepare_transfer,
    sign,
    solved_on_site,
)
from workflow.actions import perform
from workflow.guards import Forbidden

pytestmark = pytest.mark.django_db

REASON = {"reason": "与上一张单重复"}


def registered_by(maker):
    """A case of somebody who might decide such cases, too."""
    who_also_is(maker(), "sales_manager")
    return case_at("submitted", by=maker())


def of_own_case(make, state):
    """A motor of a salesperson who is a manager, too."""
    who_also_is(salesperson(), "sales_manager")
    return make(state)


def first_extension():
    who_also_is(after_sales(), "after_sales_lead")
    return fresh(ask_extension(motor_at("repairing")))


def second_extension():
    who_also_is(after_sales(), "director")
    motor = fresh(ask_extension(motor_at("repairing")))
    perform(motor, "grant_extension", by=lead(), new_due_on=motor.open_extension().new_due_on)
    return fresh(ask_extension(fresh(motor)))


def inspected():
    who_also_is(after_sales(), "quality")
    return motor_at("inspecting")


def drafted_return():
    who_also_is(coordinator(), "sales_manager")
    return fresh(draft_return(motor_at("return_pending")))


def exceptional():
    who_also_is(coordinator(), "director")
    return fresh(draft_return(exceptional_return()))


def transfer_prepared():
    who_also_is(after_sales(), "production")
    return fresh(prepare_transfer(motor_at("return_approved")))


def counted():
    who_also_is(dispatcher(), "after_sales")
    return count(case_at("awaiting_receipt"))


def signed_once():
    who_also_is(after_sales(), "quality")
    return fresh(sign(drafted(motor_at("received")), "after_sales"))


def on_site():
    who_also_is(salesperson(), "sales_manager")
    return solved_on_site()


def to_date(motor):
    return {"new_due_on": motor.open_extension().new_due_on}


# what is decided, what was made, who made it, who decides instead, what the decision says
DECISIONS = [
    ("request_info", partial(registered_by, salesperson), salesperson, manager, {"question": "编号？"}),
    ("reject", partial(registered_by, salesperson), salesperson, manager, REASON),
    ("authorise_return", partial(registered_by, salesperson), salesperson, manager, {}),
    ("authorise_return", partial(registered_by, coordinator), coordinator, manager, {}),
    ("close", on_site, salesperson, manager, {"customer_reply": "好", "customer_satisfied": True}),
    ("sign", counted, dispatcher, another_after_sales, {}),
    ("sign_appraisal", signed_once, after_sales, another_inspector, {"department": "quality", "dissent": ""}),
    ("pass_inspection", inspected, after_sales, another_inspector, {"findings": "合格"}),
    ("fail_inspection", inspected, after_sales, another_inspector, REASON),
    ("approve_credit", partial(of_own_case, charged_motor_at, "repairing"), salesperson, manager, REASON),
    ("grant_extension", first_extension, after_sales, lead, to_date),
    ("refuse_extension", first_extension, after_sales, lead, REASON),
    ("grant_extension", second_extension, after_sales, another_director, to_date),
    ("refuse_extension", second_extension, after_sales, another_director, REASON),
    ("endorse_return", exceptional, coordinator, another_director, {}),
    ("approve_return", drafted_return, coordinator, manager, {}),
    ("refuse_return", partial(of_own_case, motor_at, "return_pending"), salesperson, manager, REASON),
    ("transfer", transfer_prepared, after_sales, production, {}),
]


@pytest.mark.parametrize(("verb", "made", "maker", "checker", "said"), DECISIONS)
def test_who_made_it_does_not_decide_it_but_a_colleague_does(verb, made, maker, checker, said):
    obj = made()
    facts = said(obj) if callable(said) else said
    assert maker().can(obj.transition(verb).permission.codename)
    with pytest.raises(Forbidden):
        perform(obj, verb, by=maker(), **facts)
    assert type(obj)._default_manager.get(pk=obj.pk).version == obj.version
    perform(obj, verb, by=checker(), **facts)


def test_the_manager_does_not_approve_the_return_of_their_own_customers_motor():
    who_also_is(salesperson(), "sales_manager")
    motor = draft_return(motor_at("return_pending"))
    with pytest.raises(Forbidden):
        perform(motor, "approve_return", by=salesperson())
    perform(motor, "approve_return", by=manager())


def test_an_exceptional_return_wants_both_the_director_and_the_manager():
    motor = fresh(draft_return(exceptional_return()))
    endorse_return(motor)
    assert perform(motor, "approve_return", by=manager()).status == "return_approved"
