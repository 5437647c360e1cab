"""What is done to the database of another version."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.writer import MigrationWriter


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


NAMED = ("indexes", "constraints")


class StepByStep(MigrationLoader):
    """The migrations as they landed, without those that do the work of several at once."""

    def load_disk(self):
        super().load_disk()
        landed = {key: step for key, step in self.disk_migrations.items() if not step.replaces}
        self.disk_migrations = landed


def steps():
    """Every migration in the order in which a database takes them one by one."""
    graph = StepByStep(None).graph
    return list(dict.fromkeys(key for leaf in graph.leaf_nodes() for key in graph.forwards_plan(leaf)))


def written(value):
    """As it stands in a migration."""
    return MigrationWriter.serialize(value)[0]


def facts(state):
    """What the tables of a state hold, whatever the order of their columns, indexes and constraints."""
    models = {}
    for key, model in state.models.items():
        fields = {name: written(field) for name, field in model.fields.items()}
        more = {name: option for name, option in model.options.items() if name not in NAMED}
        named = [written(each) for kind in NAMED for each in model.options.get(kind, ())]
        models[key] = fields, written(more), sorted(named)
    return models


def test_what_makes_many_tables_at_once_makes_what_the_steps_make():
    assert facts(MigrationLoader(None).project_state()) == facts(StepByStep(None).project_state())


@pytest.mark.django_db
def test_a_database_between_any_two_steps_has_a_way_to_go_on():
    recorder = MigrationRecorder(connection)
    recorder.flush()
    done = []
    for step in steps():
        left = MigrationExecutor(connection)
        left.loader.check_consistent_history(connection)
        plan = left.migration_plan(left.loader.graph.leaf_nodes())
        to_do = [key for each, _ in plan for key in each.replaces or [(each.app_label, each.name)]]
        assert sorted(done + to_do) == sorted(steps())
        recorder.record_applied(*step)
        done.append(step)
