"""A factory in which something waits for everybody."""

import datetime as dt

from django.utils import timezone

from accountability.models import RatesChange
from cases.actions import register_customer
from slips.actions import ask_void
from slips.models import Slip
from tests.accountability.factories import (
    action_at,
    countersign,
    drafted_penalty,
    faulty_motor,
    finish_measures,
    penalty_at,
    proposed_amounts,
)
from tests.actors import after_sales, assessment, coordinator, manager, production, salesperson
from tests.factories import (
    accept_quote,
    appraised,
    approve_return,
    arrived,
    ask_extension,
    case_at,
    charged_motor_at,
    clear_for_stock,
    count,
    discounted,
    draft_return,
    drafted,
    exceptional_return,
    freight_of,
    fresh,
    intact_motor,
    motor_at,
    on_paper,
    parcel,
    pass_inspection,
    pay,
    prepare_transfer,
    printer,
    quote,
    repair,
    repair_charged,
    sign,
    signed,
    solved_on_site,
    waiting_arrival,
)
from tests.people.factories import proposed_edition
from tests.talk.factories import question_about
from tests.warranty.factories import proposed
from warranty.models import Customer
from workflow.actions import perform
from workflow.waiting import act

LONG_AGO = timezone.localtime() - dt.timedelta(days=40)


# Nobody knows the cause, the manager repairs it free: who bears the freight is left open.
LEFT_OPEN = {"cause": "undetermined", "disposition": "repair_free", "departure_reason": "老客户"}


def given_away():
    """A charged repair for nothing, to which the manager has agreed."""
    motor = quote(appraised(motor_at("received"), "repair_charged"), material="0", labour="0")
    perform(motor, "agree_departure", by=manager())
    accept_quote(fresh(motor))
    repair(fresh(motor), labour="0", parts=[])
    return pass_inspection(fresh(motor))


@act()
def one_in_every_state():
    """Something in every state that waits for somebody, and some of what is settled."""
    cases_in_every_state()
    motors_in_every_state()
    actions_and_penalties()
    for slip in Slip.objects.filter(kind__in=["TH", "FX"], voided_at=None):
        at = timezone.now() - dt.timedelta(days=2)
        on_paper([(slip.pk, [2, 3])], printer(), by=coordinator(), at=at)
    proposed()
    proposed_edition()
    if not RatesChange.objects.filter(status="open").exists():
        proposed_amounts()
    question_about(case_at("submitted"))
    question_about(penalty_at("drafted"), by=assessment(), to=production())
    newcomer = Customer(name=f"潍坊新远机械厂 {Customer.objects.count()}", provisional=True)
    register_customer(newcomer, {}, by=salesperson())
    ask_void(Slip.objects.filter(kind="TH").first(), "客户名称有误", by=coordinator())


def cases_in_every_state():
    for state in ("draft", "submitted", "info_requested", "authorised", "awaiting_receipt", "completed"):
        case_at(state)
    case_at("submitted", kind="complaint")
    solved_on_site()
    count(case_at("awaiting_receipt"))
    parcel(arrived("250101-0099"))
    waiting_arrival()
    perform(waiting_arrival(), "ask_sales", by=coordinator(), salesperson_id=salesperson().pk)
    perform(case_at("closed"), "reopen", by=manager(), reason="又坏了")


def motors_in_every_state():
    for state in (
        "missing", "received", "awaiting_parts", "quoted", "repairing", "inspecting", "ready_to_ship", "shipped",
        "return_pending", "return_approved", "transferred",
    ):  # fmt: skip
        motor_at(state)
    sign(drafted(motor_at("received")), "quality")
    disputed = drafted(motor_at("received"))
    sign(disputed, "engineering", dissent="系碳刷材质问题")
    signed(disputed, "after_sales", "quality", "production")
    quote(appraised(motor_at("received"), "repair_charged"))
    quote(repair_charged(motor_at("received", at=LONG_AGO), LONG_AGO), at=LONG_AGO)
    discounted(appraised(motor_at("received"), "repair_charged"))
    given_away()
    charged_motor_at("ready_to_ship")
    ask_extension(motor_at("repairing"))
    draft_return(motor_at("return_pending"))
    draft_return(exceptional_return())
    approve_return(intact_motor())
    clear_for_stock(approve_return(intact_motor()))
    prepare_transfer(motor_at("return_approved"))
    paid = fresh(pay(charged_motor_at("repairing")))
    perform(paid, "scrap", by=after_sales(), reason="线圈烧毁", consent="传真件 2026-11-20")
    freight_of(charged_motor_at("repairing"))
    freight_of(appraised(motor_at("received"), "repair_free", **LEFT_OPEN))


def actions_and_penalties():
    for state in ("issued", "planned", "implemented", "verified"):
        action_at(state)
    finish_measures(action_at("planned"))
    faulty_motor(action_at("verified").defect)  # nobody knows when it was made
    countersign(drafted_penalty())
    for state in ("drafted", "assessed", "approved", "dismissed"):
        penalty_at(state)
