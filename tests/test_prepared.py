"""Queries that are written once answer what the ORM would answer, whoever asks for whatever."""

import datetime as dt
from threading import Thread

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.http import Http404

from aftersales.kit.prepared import Prepared, attach, found_or_404, prepared
from cases.models import Case, Photo
from tests.actors import after_sales, another_salesperson, salesperson
from workflow.models import Event
from workflow.models.stateful import locked
from workflow.timeline import events_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(something_of_everything):
    return list(Case.objects.order_by("pk"))


@pytest.fixture
def written():
    """Counts how often a query is written."""
    calls = []

    def query(*arguments):
        calls.append(arguments)
        return Case.objects.filter(pk__in=arguments[0]).order_by("pk")

    return Prepared(query), calls


@prepared
def seen_since(user, day, status):
    return Case.objects.visible_to(user).filter(claim_date__gte=day, status=status).order_by("pk")


@prepared
def events_and_people(case):
    return Event.objects.filter(dossier=case.dossier_id).select_related("actor").order_by("id")


def test_a_person_a_day_and_a_word_each_take_their_place(cases):
    for user in (salesperson(), after_sales(), another_salesperson()):
        for case in cases[:12]:
            plain = Case.objects.visible_to(user).filter(claim_date__gte=case.claim_date, status=case.status)
            assert seen_since(user, case.claim_date, case.status) == list(plain.order_by("pk"))


def test_who_may_see_less_is_not_answered_with_what_others_see(cases):
    everything = seen_since(after_sales(), dt.date(2000, 1, 1), "in_process")
    assert everything
    assert seen_since(another_salesperson(), dt.date(2000, 1, 1), "in_process") == []
    assert seen_since(after_sales(), dt.date(2000, 1, 1), "in_process") == everything


def test_it_is_written_once_for_lists_of_about_one_length(cases, written):
    query, calls = written
    keys = [case.pk for case in cases]
    for some in (keys[:3], keys[3:7], keys[6:9], keys[:5], keys[2:10], keys[:1], []):
        assert [case.pk for case in query(some)] == some
    assert [len(arguments[0]) for arguments in calls] == [4, 8, 1, 0]


def test_a_thing_is_looked_for_by_its_keys_and_what_is_read_along_needs_no_query(
    cases, django_assert_num_queries
):
    for case in cases[:5]:
        with django_assert_num_queries(1):
            assert [event.actor.pk for event in events_and_people(case)]
        assert {event.dossier_id for event in events_and_people(case)} == {case.pk}


def test_every_timeline_is_that_of_its_own_thing(cases):
    for case in cases:
        assert [event.pk for event in events_of(case, after_sales())][::-1] == sorted(
            event.pk for event in events_of.query(case, after_sales())
        )


def test_nobody_sees_what_nobody_may_see(cases):
    nothing = prepared(lambda case: Case.objects.none())
    assert nothing(cases[0]) == []


@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads of a test on SQLite share one connection")
def test_every_thread_asks_by_its_own_connection(cases):
    answers = [len(events_and_people(cases[0]))]

    def ask():
        answers.append(len(events_and_people(cases[0])))
        connection.close()

    other = Thread(target=ask)
    other.start()
    other.join()
    assert answers == [cases[0].dossier.events.count(), 0]  # the other sees nothing of what is not committed


def test_what_was_read_belongs_to_its_things_without_a_query(cases, django_assert_num_queries):
    photos = list(Photo.objects.filter(case__in=cases))
    attach(cases, "photos", photos)
    with django_assert_num_queries(0):
        assert sum(case.photos.count() for case in cases) == len(photos)
        assert all(photo.case is case for case in cases for photo in case.photos.all())


def test_what_is_named_instead_of_placed_is_refused(cases):
    with pytest.raises(TypeError):
        events_and_people(case=cases[0])


def test_none_is_no_such_page(cases):
    assert found_or_404(cases) is cases[0]
    with pytest.raises(Http404):
        found_or_404([])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole database")
@pytest.mark.django_db(transaction=True)
def test_a_row_is_locked_inside_a_transaction_alone():
    with transaction.atomic():
        assert locked(0) == []
    with pytest.raises(TransactionManagementError):
        locked(0)
