"""Who may do what with a freight in which state."""

from decimal import Decimal

import pytest

from cases.freight.statuses import FreightStatus
from cases.models import Freight
from tests.actors import dispatcher, finance, manager
from tests.everything import LEFT_OPEN
from tests.factories import appraised, charged_motor_at, freight_of, motor_at
from tests.matrix import Machine, holds, read_table, same_vocabulary
from workflow.actions import perform

pytestmark = pytest.mark.django_db

TABLE = """
verb    | from                          | to        | who
--------+-------------------------------+-----------+----
follow  | open due paid charged         | due       |
decide  | open                          | due       | sales_manager
settle  | due                           | charged   | finance
waive   | due                           | waived    | sales_manager
correct | open due paid charged waived  | corrected | dispatcher finance
"""

DATA = {
    "decide": lambda freight, by: {"payer": "customer", "reason": "双方商定"},
    "settle": lambda freight, by: {"settled_as": "charged", "document": "对账单 2026-11"},
    "waive": lambda freight, by: {"reason": "老客户"},
    "correct": lambda freight, by: {"amount": Decimal(63), "paid_by": "factory", "reason": "数字颠倒"},
}
LED = {
    "charged": (finance, "settle", DATA["settle"]),
    "waived": (manager, "waive", DATA["waive"]),
    "corrected": (dispatcher, "correct", DATA["correct"]),
}


def freight_at(state):
    """The customer owes it, but for one that nobody has decided, and one that is the factory's own."""
    if state == "open":
        return freight_of(appraised(motor_at("received"), "repair_free", **LEFT_OPEN))
    freight = freight_of(motor_at("repairing") if state == "paid" else charged_motor_at("repairing"))
    if state in LED:
        who, verb, said = LED[state]
        perform(freight, verb, by=who(), **said(freight, who()))
    return Freight.objects.get(pk=freight.pk)


FREIGHT = Machine(Freight, read_table(TABLE), freight_at, DATA, {})


@pytest.mark.parametrize("state", FreightStatus.values)
def test_each_role_may_do_with_a_freight_what_the_table_says_and_nothing_else(state):
    holds(FREIGHT, state)


def test_the_table_leaves_no_verb_or_state_of_a_freight_out():
    same_vocabulary(FREIGHT, FreightStatus.values)
