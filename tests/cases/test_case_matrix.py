"""Who may do what with a case in which state: all 10 states × 17 verbs × 15 roles."""

import pytest

from cases.models import Case
from cases.statuses import CaseStatus
from returns.forms import listed_motor
from tests.actors import after_sales, coordinator, manager
from tests.factories import case_at, solved_on_site
from tests.matrix import Machine, holds, read_table, same_vocabulary
from workflow.actions import perform

pytestmark = pytest.mark.django_db

TABLE = """
verb                                    | from                                      | to               | who
----------------------------------------+-------------------------------------------+------------------+----
revise                                  | draft info_requested                      | =                | salesperson
revise (the coordinator's)              | draft info_requested                      | =                | salesperson sales_coordinator
add_photos                              | draft                                     | =                | salesperson
add_photos (the coordinator's)          | draft                                     | =                | salesperson sales_coordinator
add_photos (submitted once)             | submitted info_requested authorised awaiting_receipt in_process completed | = | salesperson sales_coordinator dispatcher after_sales engineering quality production
change_customer                         | draft submitted info_requested rejected authorised awaiting_receipt in_process completed closed withdrawn | = |
hand_over                               | submitted info_requested authorised awaiting_receipt in_process completed | = | sales_manager admin
hand_over_draft                         | draft                                     | =                | sales_manager admin
submit                                  | draft info_requested                      | submitted        | salesperson
submit (the coordinator's)              | draft info_requested                      | submitted        | salesperson sales_coordinator
request_info                            | submitted                                 | info_requested   | sales_manager
reject                                  | submitted                                 | rejected         | sales_manager
authorise_return                        | submitted                                 | authorised       | sales_manager
resolve_on_site                         | draft submitted info_requested authorised | completed        | salesperson
resolve_on_site (the coordinator's)     | draft submitted info_requested authorised | completed        | salesperson
first_answer                            | submitted                                 | =                | salesperson after_sales
answer (no quality problem)             | submitted                                 | completed        | after_sales
accept_list                             | authorised                                | awaiting_receipt | sales_coordinator
list_more                               | awaiting_receipt in_process               | =                | sales_coordinator
correct_list                            | awaiting_receipt                          | =                | sales_coordinator
correct_list (some not counted)         | in_process                                | =                | sales_coordinator
list_anew                               | awaiting_receipt                          | authorised       |
keep_originals                          | authorised awaiting_receipt in_process    | =                | sales_coordinator
start_processing                        | authorised awaiting_receipt               | in_process       |
go_on                                   | completed closed                          | in_process       |
complete (reopened, all motors settled) | in_process                                | completed        | after_sales
close                                   | completed                                 | closed           | after_sales
close (solved on site)                  | completed                                 | closed           | sales_manager
withdraw                                | draft submitted info_requested authorised | withdrawn        | salesperson
withdraw (the coordinator's)            | draft submitted info_requested authorised | withdrawn        | salesperson sales_coordinator
reopen (with motors)                    | closed                                    | in_process       | after_sales sales_manager
reopen (without motors)                 | closed rejected                           | submitted        | after_sales sales_manager
"""  # noqa: E501

DATA = {
    "add_photos": lambda case, by: {"photos": 2},
    "hand_over": lambda case, by: {"to": by.pk, "reason": "周建国调离"},
    "hand_over_draft": lambda case, by: {"to": by.pk, "reason": "周建国调离"},
    "request_info": lambda case, by: {"question": "铭牌上的编号是多少？"},
    "reject": lambda case, by: {"reason": "与上一张单重复"},
    "authorise_return": lambda case, by: {"warning_seen": True},
    "resolve_on_site": lambda case, by: {"action_taken": "更换碳刷", "confirmation": "孙志强"},
    "first_answer": lambda case, by: {"answer": "已电话告知孙志强：正在审批"},
    "answer": lambda case, by: {"answer": "已按客户要求改用木箱包装"},
    "accept_list": lambda case, by: {"motors": [listed_motor(case.serial_number, case.model_name)]},
    "list_more": lambda case, by: {"motors": [listed_motor("260315-0777", case.model_name)]},
    "correct_list": lambda case, by: {
        "reason": "客户来电更正",
        "struck": [],
        "corrected": {},
        "motors": [listed_motor("260315-0778", case.model_name)],
    },
    "keep_originals": lambda case, by: {
        "originals": [{"name": "传真.pdf", "ending": "pdf", "sha256": "0" * 64}]
    },
    "complete": lambda case, by: {"answer": "已电话说明，客户同意结案"},
    "close": lambda case, by: {"customer_reply": "运行正常", "customer_satisfied": True},
    "withdraw": lambda case, by: {"reason": "客户自行解决"},
    "reopen": lambda case, by: {"reason": "客户再次来电"},
}


def the_coordinators(state):
    """Registered by the coordinator on behalf of the salesperson."""
    return case_at(state, by=coordinator())


def without_motors(state):
    if state == "rejected":
        return case_at(state)
    return perform(solved_on_site(), "close", by=manager(), **DATA["close"](None, None))


def some_not_counted(state):
    """A second motor is on its way."""
    case = case_at(state)
    return perform(case, "list_more", by=coordinator(), **DATA["list_more"](case, None))


def reopened(state):
    return perform(case_at("closed"), "reopen", by=after_sales(), reason="客户再次来电")


PREPARED = {
    "revise (the coordinator's)": the_coordinators,
    "add_photos (the coordinator's)": the_coordinators,
    "submit (the coordinator's)": the_coordinators,
    "resolve_on_site (the coordinator's)": the_coordinators,
    "withdraw (the coordinator's)": the_coordinators,
    "answer (no quality problem)": lambda state: case_at(state, kind="complaint"),
    "correct_list (some not counted)": some_not_counted,
    "complete (reopened, all motors settled)": reopened,
    "close (solved on site)": lambda state: solved_on_site(),
    "reopen (without motors)": without_motors,
}

CASE = Machine(Case, read_table(TABLE), case_at, DATA, PREPARED)


@pytest.mark.parametrize("state", CaseStatus.values)
def test_each_role_may_do_with_a_case_what_the_table_says_and_nothing_else(state):
    holds(CASE, state)


def test_the_table_leaves_no_verb_or_state_of_a_case_out():
    same_vocabulary(CASE, CaseStatus.values)
