"""Who may do what with a corrective action in which state: all 4 states × 15 verbs × 15 roles."""

import pytest

from accountability.actions import link
from accountability.models import CorrectiveAction
from accountability.statuses import ActionStatus
from tests.accountability.factories import (
    action_at,
    by_hand,
    faulty_motor,
    finish_measures,
    measure,
    now,
    plan,
    the_plan,
)
from tests.actors import after_sales, engineer, inspector, production
from tests.factories import case_at
from tests.matrix import Machine, holds, read_table, same_vocabulary
from workflow.actions import perform

pytestmark = pytest.mark.django_db

# It was issued by after-sales and blames the machining workshop, which plans it; so quality alone verifies.
TABLE = """
verb                                  | from                       | to          | who
--------------------------------------+----------------------------+-------------+----
contain                               | issued planned             | =           | after_sales quality engineering production workshop sales_manager dispatcher
attach                                | issued planned implemented verified | =  | after_sales quality engineering production workshop sales_manager dispatcher
plan                                  | issued                     | planned     | production workshop
plan (of engineering)                 | issued                     | planned     | engineering
plan (who issued it plans for it)     | issued                     | planned     |
add_measure                           | planned implemented        | =           | production workshop
finish_measure (its owner)            | issued                     | =           | workshop
finish_measure (or who planned it)    | planned implemented        | =           | production workshop
hand_over_measure (contained)         | issued                     | =           | after_sales quality admin
hand_over_measure (not done)          | planned implemented        | =           | after_sales quality admin
add_case                              | issued planned implemented | =           | after_sales quality
implement                             | planned                    | implemented | production workshop
verify                                | implemented                | verified    | quality
verify (issued by quality)            | implemented                | verified    | after_sales
fail_verification                     | implemented                | planned     | quality
fail_verification (issued by quality) | implemented                | planned     | after_sales
recur                                 | verified                   | issued      |
count_earlier                         | verified                   | =           |
ask_when_made                         | verified                   | =           |
call_recurrence                       | verified                   | issued      | after_sales quality
call_earlier                          | verified                   | =           | after_sales quality
"""  # noqa: E501

DATA = {
    "contain": lambda action, by: measure("containment", "库存全检，不合格隔离"),
    "attach": lambda action, by: {"name": "试验报告.pdf", "ending": "pdf", "sha256": "0" * 64, "note": ""},
    "plan": lambda action, by: the_plan(),
    "add_measure": lambda action, by: measure("preventive", "推广到 110SZ"),
    "finish_measure": lambda action, by: {"measure": first_open(action), "result": "检 64 台，隔离 3 台"},
    "hand_over_measure": lambda action, by: {
        "measure": first_open(action),
        "owner_id": engineer().pk,
        "reason": "调离",
    },
    "add_case": lambda action, by: link(OTHER_CASE[0], None),
    "implement": lambda action, by: {"standards": "工艺卡 GK-90SZ-07 第 3 版"},
    "verify": lambda action, by: {"evidence": "30 天内无同类反馈", "early_reason": "寿命试验已通过"},
    "call_recurrence": lambda action, by: {"occurrence": unjudged(action), "reason": "流水卡：措施后装配"},
    "call_earlier": lambda action, by: {"occurrence": unjudged(action), "reason": "流水卡：措施前装配"},
    "fail_verification": lambda action, by: {"evidence": "抽 10 台，2 台跳动超差"},
}
OTHER_CASE = []


def first_open(action):
    open_ones = action.measures.filter(done_at=None)
    return open_ones.values_list("pk", flat=True).first() or 0


def contained(state):
    action = action_at(state)
    return now(perform(action, "contain", by=after_sales(), **measure("containment", "库存全检")))


def with_open_measure(state):
    action = action_at(state)
    return now(perform(action, "add_measure", by=production(), **measure("preventive", "推广到 110SZ")))


def all_done(state):
    return finish_measures(action_at(state))


def issued_by_quality(state):
    """By hand, for engineering, so that planner and issuer are others than after-sales."""
    action = finish_measures(plan(by_hand("engineering", by=inspector()), by=engineer()))
    return now(perform(action, "implement", by=engineer(), standards=""))


def with_unjudged(state):
    """A further case came whose motor has no day of production."""
    action = action_at(state)
    if state == "verified":
        faulty_motor(action.defect)
    return now(action)


def unjudged(action):
    return action.occurrences.filter(made="unknown").values_list("pk", flat=True).first() or 0


PREPARED = {
    "call_recurrence": with_unjudged,
    "call_earlier": with_unjudged,
    "plan (of engineering)": lambda state: by_hand("engineering"),
    "plan (who issued it plans for it)": lambda state: by_hand("quality", by=inspector()),
    "finish_measure (its owner)": contained,
    "finish_measure (or who planned it)": with_open_measure,
    "hand_over_measure (contained)": contained,
    "hand_over_measure (not done)": with_open_measure,
    "implement": all_done,
    "verify (issued by quality)": issued_by_quality,
    "fail_verification (issued by quality)": issued_by_quality,
}

ACTION = Machine(CorrectiveAction, read_table(TABLE), action_at, DATA, PREPARED)


@pytest.mark.parametrize("state", ActionStatus.values)
def test_each_role_may_do_with_an_action_what_the_table_says_and_nothing_else(state):
    OTHER_CASE[:] = [case_at("submitted")]
    holds(ACTION, state)


def test_the_table_leaves_no_verb_or_state_of_an_action_out():
    same_vocabulary(ACTION, ActionStatus.values)
