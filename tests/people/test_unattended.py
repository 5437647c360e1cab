"""What waits and nobody can do comes to the administrator, who gives the roles."""

import pytest

from aftersales.models import RoleGrant
from people.unattended import unattended
from tests.accountability.factories import penalty_at
from tests.actors import (
    admin,
    after_sales,
    another_dispatcher,
    coordinator,
    dispatcher,
    manager,
    one_of_each_role,
    salesperson,
    who_also_is,
)
from tests.factories import case_at

pytestmark = pytest.mark.django_db


def told(task=""):
    return [(str(row.task), row.why, row.numbers) for row in unattended() if task in str(row.task)]


def test_while_everybody_is_here_nothing_waits_for_nobody():
    one_of_each_role()
    case_at("submitted")
    assert told() == []


def test_a_role_that_nobody_holds_is_named_with_what_waits_for_it():
    case = case_at("submitted", by=salesperson())
    assert ("Approve or reject returns", "Nobody holds the role: sales manager.", [case.number]) in told()
    manager()
    assert told("Approve or reject returns") == []


def test_who_has_left_holds_no_role_any_more(browse):
    one_of_each_role()
    case = case_at("authorised")
    person = coordinator()
    person.is_active = False
    person.save()
    assert told("Enter return lists") == [
        ("Enter return lists", "Nobody holds the role: sales coordinator.", [case.number])
    ]


def test_what_waits_by_name_for_who_has_left_is_to_be_handed_over():
    one_of_each_role()
    case_at("info_requested")
    person = salesperson()
    person.is_active = False
    person.save()
    row = next(row for row in unattended() if "questions" in str(row.task))
    assert row.why == f"It waits for {person.name}, who has left."
    assert row.url == f"/people/{person.pk}/hand-over/"


def test_the_only_one_of_a_role_who_made_it_may_not_go_on():
    one_of_each_role()
    RoleGrant.objects.filter(role="sales_manager").delete()
    only = who_also_is(salesperson(), "sales_manager")
    case = case_at("submitted", by=salesperson())
    assert told("Approve or reject returns") == [
        (
            "Approve or reject returns",
            f"Only {only.name} may (sales manager), and nobody does two steps that check each other.",
            [case.number],
        )
    ]
    manager()
    who_also_is(manager(), "sales_manager")
    assert told("Approve or reject returns") == []


def test_many_matters_of_one_task_are_one_row_and_take_no_more_statements(django_assert_num_queries):
    first = case_at("submitted")
    with django_assert_num_queries(3):
        assert len(told("Approve or reject returns")) == 1
    for _ in range(4):
        case_at("submitted")
    with django_assert_num_queries(3):
        row = next(row for row in unattended() if "Approve or reject returns" in str(row.task))
    assert (row.count, row.numbers[0], row.more) == (5, first.number, 2)


def test_of_what_is_confined_it_says_that_it_waits_and_not_which_it_is():
    penalty = penalty_at("assessed")
    assert penalty.dossier.confined
    RoleGrant.objects.all().delete()
    rows = [row for row in unattended() if str(row.task) == "Approve or dismiss penalties"]
    assert rows
    assert all(row.count and penalty.number not in row.numbers for row in rows)


def test_only_who_gives_the_roles_reads_of_it(browse):
    after_sales(), dispatcher(), another_dispatcher()
    case_at("submitted")
    assert "Nobody can do this" in browse(admin()).get("/").content.decode()
    assert "Nobody can do this" in browse(admin()).get("/administration/").content.decode()
    assert "Nobody can do this" not in browse(after_sales()).get("/").content.decode()
