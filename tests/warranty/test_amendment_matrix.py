"""Who decides a change of the register that needs two people: every state × verb × role."""

import pytest

from tests.matrix import Machine, holds, read_table, same_vocabulary
from tests.warranty.factories import amendment_at
from warranty.models import Amendment
from warranty.statuses import AmendmentStatus

pytestmark = pytest.mark.django_db

# The sales coordinator has proposed it.
TABLE = """
verb      | from | to        | who
----------+------+-----------+----
accept    | open | accepted  | sales_manager after_sales_lead
turn_down | open | refused   | sales_manager after_sales_lead
withdraw  | open | withdrawn | sales_coordinator
"""

AMENDMENT = Machine(
    Amendment,
    read_table(TABLE),
    amendment_at,
    {
        "turn_down": lambda amendment, by: {"reason": "随货单日期无误"},
        "withdraw": lambda amendment, by: {"reason": "看错了一行"},
    },
    {},
)


@pytest.mark.parametrize("state", AmendmentStatus.values)
def test_only_a_second_person_decides(state):
    holds(AMENDMENT, state)


def test_the_table_names_every_verb_and_state():
    same_vocabulary(AMENDMENT, AmendmentStatus.values)
