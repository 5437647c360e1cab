"""Who may do what with a parcel, and with a motor of it, in which state."""

import pytest

from cases.models import Case
from returns.models import Arrival, ArrivalStatus, Parcel, ParcelStatus
from tests.actors import after_sales, another_after_sales, coordinator, dispatcher, salesperson
from tests.factories import (
    arrived,
    case_at,
    consignment,
    customer,
    last_scan_by,
    parcel,
    parcel_received,
    scan_by,
    waiting_arrival,
)
from tests.matrix import Machine, holds, read_table, same_vocabulary
from workflow.actions import perform

pytestmark = pytest.mark.django_db

PARCELS = """
verb          | from           | to     | who
--------------+----------------+--------+----
recount       | counted        | =      | dispatcher after_sales
sign          | counted        | signed | after_sales
sign_on_paper | counted        | signed | dispatcher after_sales
add_photos    | counted signed | =      | dispatcher after_sales
correct       | signed         | =      | dispatcher after_sales
"""

ARRIVALS = """
verb      | from          | to     | who
----------+---------------+--------+----
receive   | counted       | waiting |
put       | waiting asked | =      | dispatcher after_sales quality production workshop warehouse
ask_sales | waiting asked | asked  | sales_coordinator
assign    | waiting asked | joined | sales_coordinator
"""


def parcel_at(state):
    another_after_sales()  # who signs on paper
    found = parcel(arrived("250101-0001", product_id=None, other_model="Z2-11"))
    return perform(found, "sign", by=after_sales()) if state == "signed" else found


def arrival_at(state):
    if state == "counted":
        return parcel(arrived("250101-0002", product_id=None, other_model="Z2-11")).arrivals.get()
    if state == "joined":
        case = case_at("awaiting_receipt")
        return parcel_received(arrived(case.motors.get().serial_number)).arrivals.get()
    arrival = waiting_arrival()
    if state == "asked":
        perform(arrival, "ask_sales", by=coordinator(), salesperson_id=salesperson().pk)
    return Arrival.objects.get(pk=arrival.pk)


def counted_again(found, by):
    return consignment() | {"customer": customer(), "lines": [arrived("250101-0003")]}


def another_waybill(found, by):
    return {"edit": {"waybill": "DPK3021778"}, "reason": "运单号末位颠倒"}


def signed_by_the_other(found, by):
    return {"signer_id": another_after_sales().pk, "scan_id": last_scan_by(by)}


def with_a_scan(state):
    """A photo of the signed count has been sent."""
    scan_by(dispatcher())
    scan_by(after_sales())
    return parcel_at(state)


TOLD = {
    "recount": counted_again,
    "correct": another_waybill,
    "sign_on_paper": signed_by_the_other,
    "add_photos": lambda found, by: {"photos": 1},
}
PARCEL = Machine(Parcel, read_table(PARCELS), parcel_at, TOLD, {"sign_on_paper": with_a_scan})
ARRIVAL = Machine(
    Arrival,
    read_table(ARRIVALS),
    arrival_at,
    {
        "put": lambda arrival, by: {"place": "store", "place_note": ""},
        "ask_sales": lambda arrival, by: {"salesperson_id": salesperson().pk},
        "assign": lambda arrival, by: {"case_id": Case.objects.filter(status="authorised").latest("pk").pk},
    },
    {},
)


@pytest.mark.parametrize("state", ParcelStatus.values)
def test_each_role_may_do_with_a_parcel_what_the_table_says_and_nothing_else(state):
    holds(PARCEL, state)


@pytest.mark.parametrize("state", ArrivalStatus.values)
def test_each_role_may_do_with_its_motors_what_the_table_says_and_nothing_else(state):
    case_at("authorised")
    holds(ARRIVAL, state)


def test_the_tables_leave_no_verb_or_state_out():
    same_vocabulary(PARCEL, ParcelStatus.values)
    same_vocabulary(ARRIVAL, ArrivalStatus.values)
