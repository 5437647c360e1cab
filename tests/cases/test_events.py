"""The log of events: one line a deed, append-only on both databases, in words that stay as they were."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from notices.models import Notice
from tests.actors import manager, salesperson
from tests.factories import case_at, motor_at
from workflow.actions import perform
from workflow.models import Event

pytestmark = pytest.mark.django_db


def refused(sql, *parameters):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, parameters)


@pytest.fixture
def event(db):
    return case_at("submitted").events.get(verb="submit")


def test_no_event_can_be_changed(event):
    refused("UPDATE workflow_event SET actor_name = 'somebody else' WHERE id = %s", event.pk)
    event.actor_name = "somebody else"
    with pytest.raises(DatabaseError), transaction.atomic():
        event.save()
    assert Event.objects.get(pk=event.pk).actor_name == "周建国"


def test_no_event_can_be_deleted(event):
    Notice.objects.all().delete()
    refused("DELETE FROM workflow_event WHERE id = %s", event.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        event.delete()
    assert Event.objects.filter(pk=event.pk).exists()


def test_no_event_can_be_replaced_by_inserting_over_it(event):
    columns = "dossier_id, subject, subject_id, verb, from_status, to_status, actor_id, actor_name, at, data"
    copy = f"SELECT id, {columns.replace('actor_name', '%s')} FROM workflow_event WHERE id = %s"  # noqa: S608
    if connection.vendor == "sqlite":
        refused(f"INSERT OR REPLACE INTO workflow_event (id, {columns}) {copy}", "x", event.pk)
    else:
        over = "ON CONFLICT (id) DO UPDATE SET actor_name = 'x'"
        refused(f"INSERT INTO workflow_event (id, {columns}) {copy} {over}", "x", event.pk)


def test_the_whole_log_cannot_be_emptied(event):
    Notice.objects.all().delete()
    refused("DELETE FROM workflow_event")
    assert Event.objects.count() == 2


def test_an_event_says_who_did_what_from_where_to_where(event):
    assert (event.subject, event.verb, event.from_status, event.to_status) == (
        "case", "submit", "draft", "submitted",
    )  # fmt: skip
    assert (event.actor, event.actor_name) == (salesperson(), "周建国")


def test_a_new_name_does_not_rewrite_history(event):
    person = salesperson()
    person.name = "周建国（离职）"
    person.save()
    assert Event.objects.get(pk=event.pk).actor_name == "周建国"


def test_every_step_of_a_motors_life_is_one_event():
    motor = motor_at("delivered")
    assert list(motor.events.values_list("verb", flat=True)) == [
        "hand_over", "draft_appraisal", *["sign_appraisal"] * 4, "appraise", "finish_repair",
        "pass_inspection", "ship", "confirm_delivery",
    ]  # fmt: skip
    assert list(motor.case.events.filter(subject="case").values_list("verb", flat=True)) == [
        "create", "submit", "authorise_return", "accept_list", "start_processing", "complete",
    ]  # fmt: skip


def test_what_happened_keeps_its_moment():
    moment = dt.datetime(2026, 2, 24, 15, 30, tzinfo=dt.UTC)
    case = case_at("submitted", at=moment)
    assert set(case.events.values_list("at", flat=True)) == {moment}


def test_a_person_with_deeds_on_record_cannot_be_deleted(event):
    with pytest.raises(ProtectedError):
        salesperson().delete()
    with pytest.raises(ProtectedError):
        event.dossier.delete()


def test_an_action_that_fails_leaves_no_event(monkeypatch):
    case = case_at("submitted")

    def jam(things, events):
        raise RuntimeError

    monkeypatch.setattr("notices.telling.tell", jam)
    with pytest.raises(RuntimeError):
        perform(case, "authorise_return", by=manager())
    assert not case.events.filter(verb="authorise_return").exists()
    assert not case.slips.filter(facts__manager_opinion__startswith="同意").exists()
