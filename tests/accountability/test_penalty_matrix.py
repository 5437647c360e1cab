"""Who may do what with a penalty in which state: all 5 states × 7 verbs × 15 roles."""

import pytest

from accountability.models import Penalty
from accountability.statuses import PenaltyStatus
from tests.accountability.factories import (
    OPINION,
    concerned,
    countersign,
    drafted_penalty,
    faulty_motor,
    now,
    penalty_at,
    unknown_to_the_system,
)
from tests.matrix import Machine, holds, read_table, same_vocabulary

pytestmark = pytest.mark.django_db

# It blames the machining workshop, so after-sales countersigns; it concerns 马德胜 of the workshop.
TABLE = """
verb                             | from             | to        | who
---------------------------------+------------------+-----------+----
redraft                          | drafted          | =         | production
countersign                      | drafted          | =         | after_sales
assess                           | drafted          | assessed  | assessment
assess (production not liable)   | drafted          | assessed  | assessment
respond                          | drafted assessed | =         | workshop
respond (who has no account)     | drafted assessed | =         | assessment
approve                          | assessed         | approved  | director
dismiss                          | assessed         | dismissed | director
deduct                           | approved         | deducted  | finance
"""

DATA = {
    "redraft": lambda penalty, by: {"edit": OPINION, "persons": [concerned(amount="100")]},
    "countersign": lambda penalty, by: {"note": "情况属实"},
    "assess": lambda penalty, by: {"assessment": "认定清楚"},
    "respond": lambda penalty, by: {
        "person": penalty.persons.get().pk,
        "answer": "中心孔碰伤发生在热处理转序",
    },
    "approve": lambda penalty, by: {"note": "同意"},
    "dismiss": lambda penalty, by: {"reason": "申辩成立"},
    "deduct": lambda penalty, by: {"reference": "2026-12 工资，GZ-1207"},
}

PREPARED = {
    "assess": lambda state: now(countersign(drafted_penalty())),
    "assess (production not liable)": lambda state: drafted_penalty(
        faulty_motor(liable_department="purchasing")
    ),
    "respond (who has no account)": lambda state: penalty_at(state, unknown_to_the_system()),
}

PENALTY = Machine(Penalty, read_table(TABLE), penalty_at, DATA, PREPARED)


@pytest.mark.parametrize("state", PenaltyStatus.values)
def test_each_role_may_do_with_a_penalty_what_the_table_says_and_nothing_else(state):
    holds(PENALTY, state)


def test_the_table_leaves_no_verb_or_state_of_a_penalty_out():
    same_vocabulary(PENALTY, PenaltyStatus.values)
