"""What waits for whom is written down: it says what the oracle says, after whatever has happened."""

import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.actors import one_of_each_role
from tests.oracle import ORACLE, waits
from workflow.projection import all_differences
from workflow.worklist import all_tasks, inviting, led

pytestmark = pytest.mark.django_db


def written(user):
    """(task, key, due date) of everything that waits for a person, as it is written down."""
    return set(inviting(user).values_list("task", "item_id", "due_on"))


def written_of_team(user):
    rows = led(user, all_tasks(), timezone.localdate())
    return set(rows.values_list("task", "item_id", "whom", "due_on"))


def assert_same(people):
    for user in people:
        assert written(user) == waits(user), user


def differing():
    return [str(one) for _, found in all_differences() for one in found]


def check(*options):
    """What the command says, and with which status it ends."""
    told = io.StringIO()
    try:
        call_command("tasks", *options, stdout=told)
    except SystemExit as end:
        return told.getvalue(), end.code
    return told.getvalue(), 0


# -- a factory in which something waits for everybody -------------------------------------------------


@pytest.mark.usefixtures("something_of_everything")
def test_it_says_for_everybody_what_the_oracle_says():
    people = one_of_each_role().values()
    assert_same(people)
    assert {task for user in people for task, *_ in written(user)} >= ORACLE.keys() - {
        "undelivered",
        "ask_customer",
        "improve",
        "close_survey",
        "ask_again",
        "acknowledge",
    }


@pytest.mark.usefixtures("something_of_everything")
def test_nothing_differs_from_what_there_is():
    assert differing() == []
    assert check("--check") == ("0 rows differed.\n", 0)


def test_every_task_has_its_oracle():
    assert ORACLE.keys() == {task.key for task in all_tasks()}
