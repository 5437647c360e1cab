"""Who may do what with a survey, with answers and with an improvement: every state × verb × role."""

import datetime as dt

import pytest
from django.utils import timezone

from satisfaction.actions import begin, hand_on, save_draft
from satisfaction.models import Campaign, Improvement, Response
from satisfaction.statuses import CampaignStatus, ImprovementStatus, ResponseStatus
from tests.actors import engineer, inspector, manager, salesperson
from tests.factories import customer
from tests.matrix import Machine, holds, read_table, same_vocabulary
from tests.satisfaction.factories import answered, planned, survey, target_of
from warranty.models import Customer
from workflow.actions import perform

pytestmark = pytest.mark.django_db

A = "青岛海纳包装机械有限公司"

CAMPAIGNS = """
verb         | from    | to      | who
-------------+---------+---------+----
revise       | planned | =       | sales_manager
launch       | planned | running | sales_manager
add_customer | running | =       | sales_manager sales_coordinator
mail_links   | running | =       | sales_manager sales_coordinator
close        | running | closed  | sales_manager
reopen       | closed  | running | sales_manager
"""

# The salesperson is who asks this customer; nobody receives or drops anything by hand.
RESPONSES = """
verb     | from            | to        | who
---------+-----------------+-----------+----
submit   | draft           | submitted | salesperson sales_coordinator sales_manager
receive  | draft           | submitted |
withdraw | draft submitted | withdrawn | sales_coordinator sales_manager
"""

# Who started the survey owns it until another owner is named.
IMPROVEMENTS = """
verb                      | from | to        | who
--------------------------+------+-----------+----
assign                    | open | =         | sales_manager after_sales_lead
hand_over                 | open | =         | sales_manager after_sales_lead admin
finish                    | open | done      | sales_manager
finish (of another owner) | open | done      | engineering
hand_on                   | open | handed_on | after_sales quality
drop                      | open | dropped   |
"""


def another_year():
    """There is one survey a year."""
    return 2026 - Campaign.objects.count()


def campaign_at(state):
    if state == "planned":
        return planned(A, year=another_year())
    campaign = survey(A, year=another_year())
    return perform(campaign, "close", by=manager()) if state == "closed" else campaign


def read(row):
    return type(row).objects.select_related(*row.reads).get(pk=row.pk)


def response_at(state):
    draft = begin(target_of(survey(A, year=another_year())), by=salesperson())
    save_draft(draft, {"respondent": "林海波", "quality": "fair"}, by=salesperson())
    verb = {"submitted": "submit", "withdrawn": "withdraw"}.get(state)
    done = {"reason": "记错"} if verb == "withdraw" else {}
    return read(perform(draft, verb, by=manager(), **done) if verb else draft)


def improvement_at(state):
    response = answered(target_of(survey(A, year=another_year())), "林海波", packaging="poor")
    improvement = read(response.improvements.get())
    if state == "done":
        perform(improvement, "finish", by=manager(), result="改用木箱")
    elif state == "handed_on":
        words = {
            "problem": "受潮",
            "defect": "受潮",
            "defect_group": "T",
            "department": "sales",
            "model": "90SZ03",
        }
        hand_on(improvement, words, by=inspector())
    elif state == "dropped":
        perform(response, "withdraw", by=manager(), reason="记错")
    return read(improvement)


def of_another(state):
    perform(improvement_at(state), "assign", by=manager(), **an_owner())
    return read(Improvement.objects.latest("pk"))


def somebody_new():
    """Whom no survey has asked yet."""
    return customer(f"新客户 {Customer.objects.count()}")


def an_owner():
    return {"owner": engineer().pk, "due_on": timezone.localdate() + dt.timedelta(days=9)}


WHY = {"reason": "记错了客户"}
CAMPAIGN = Machine(
    Campaign,
    read_table(CAMPAIGNS),
    campaign_at,
    {
        "add_customer": lambda campaign, by: {"customer": somebody_new().pk},
        "mail_links": lambda campaign, by: {"targets": list(campaign.targets.values_list("pk", flat=True))},
        "reopen": lambda campaign, by: WHY,
    },
    {},
)
RESPONSE = Machine(Response, read_table(RESPONSES), response_at, {"withdraw": lambda response, by: WHY}, {})
IMPROVEMENT = Machine(
    Improvement,
    read_table(IMPROVEMENTS),
    improvement_at,
    {
        "assign": lambda improvement, by: an_owner(),
        "hand_over": lambda improvement, by: {"to": by.pk, "reason": "调离"},
        "finish": lambda improvement, by: {"result": "改用木箱"},
    },
    {"finish (of another owner)": of_another},
)
MACHINES = [
    *((CAMPAIGN, state) for state in CampaignStatus.values),
    *((RESPONSE, state) for state in ResponseStatus.values),
    *((IMPROVEMENT, state) for state in ImprovementStatus.values),
]


@pytest.mark.parametrize(("machine", "state"), MACHINES)
def test_each_role_may_do_what_the_table_says_and_nothing_else(machine, state):
    engineer()
    holds(machine, state)


@pytest.mark.parametrize(
    ("machine", "states"),
    [(CAMPAIGN, CampaignStatus), (RESPONSE, ResponseStatus), (IMPROVEMENT, ImprovementStatus)],
)
def test_the_tables_leave_no_verb_or_state_out(machine, states):
    same_vocabulary(machine, states.values)
