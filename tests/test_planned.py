"""A statement is planned once a connection, and gives what it would give without."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aftersales.kit.planned import Place, Plan
from aftersales.kit.prepared import prepared
from cases.models import Case
from tests.actors import salesperson
from tests.factories import case_at

pytestmark = pytest.mark.django_db


def answer(plan, *values):
    with connection.cursor() as cursor:
        cursor.execute(*plan.call(values))
        return cursor.fetchone()


def test_every_value_takes_its_place_however_often_it_is_there():
    parameters = [Place(1, str), Place(0, int), "fixed %s", Place(1, str)]
    plan = Plan("some text", "SELECT %s, %s, %s, %s", parameters)
    for number, word in ((7, "甲"), (-1, "%s '乙'"), (10**12, "")):
        assert answer(plan, number, word) == (word, number, "fixed %s", word)


def test_a_statement_without_values_is_planned_too():
    assert answer(Plan("one", "SELECT 1", [])) == (1,)


def test_two_statements_of_one_name_are_two():
    first, second = Plan("same", "SELECT 1", []), Plan("same", "SELECT 2", [])
    assert (answer(first), answer(second), answer(first)) == ((1,), (2,), (1,))


def test_a_plan_answers_for_all_values():
    @prepared
    def cases_since(day, word):
        return Case.objects.filter(claim_date__gte=day, status=word)

    case_at("draft")
    for _ in range(8):  # PostgreSQL looks for a plan for all values from the sixth on
        assert len(cases_since(dt.date(2000, 1, 1), "draft")) == 1
    assert cases_since(dt.date(2000, 1, 1), "closed") == []


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite keeps statements by itself")
def test_planning_is_not_a_query_of_the_page():
    @prepared
    def own_cases(user):
        return Case.objects.filter(created_by=user)

    with CaptureQueriesContext(connection) as captured:
        own_cases(salesperson())
    assert [query["sql"].split()[0] for query in captured][-1] == "EXECUTE"
    assert not any("PREPARE" in query["sql"] for query in captured)
