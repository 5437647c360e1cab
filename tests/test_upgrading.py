"""What is done to the database of another version."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("app", "name"), [("cases", "0002_append_only_events"), ("returns", "0003_seal_slips")]
)
def test_a_database_from_before_there_was_an_engine_is_refused_and_left_as_it_is(app, name):
    recorder = MigrationRecorder(connection)
    recorder.flush()
    recorder.record_applied(app, name)
    with pytest.raises(SystemCheckError, match="made by a version before"):
        call_command("migrate", skip_checks=False)
    assert set(recorder.applied_migrations()) == {(app, name)}


@pytest.mark.django_db
@pytest.mark.parametrize("applied", [[], [("aftersales", "0001_initial"), ("warranty", "0001_initial")]])
def test_a_database_that_is_empty_or_was_begun_goes_on(applied):
    recorder = MigrationRecorder(connection)
    recorder.flush()
    for app, name in applied:
        recorder.record_applied(app, name)
    call_command("check", databases=["default"])
