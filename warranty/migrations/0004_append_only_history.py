"""What became of the register cannot be changed or deleted, nor all of it be emptied at once."""

from django.db import migrations

TABLE = "warranty_registerchange"
SQLITE = [
    f"""CREATE TRIGGER register_history_no_{event} BEFORE {event} ON {TABLE}
       BEGIN SELECT RAISE(ABORT, 'the history of the register is append-only'); END"""
    for event in ("update", "delete")
]
POSTGRESQL = [
    """CREATE FUNCTION register_history_append_only() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the history of the register is append-only'; END $$""",
    f"""CREATE TRIGGER register_history_append_only BEFORE UPDATE OR DELETE ON {TABLE}
       FOR EACH ROW EXECUTE FUNCTION register_history_append_only()""",
    f"""CREATE TRIGGER register_history_no_truncate BEFORE TRUNCATE ON {TABLE}
       FOR EACH STATEMENT EXECUTE FUNCTION register_history_append_only()""",
]
UNDO = {
    "sqlite": ["DROP TRIGGER register_history_no_update", "DROP TRIGGER register_history_no_delete"],
    "postgresql": ["DROP FUNCTION register_history_append_only() CASCADE"],
}


def forwards(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("warranty", "0003_history_and_two_people")]
    operations = [migrations.RunPython(forwards, backwards)]
