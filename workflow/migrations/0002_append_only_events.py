"""Events cannot be changed or deleted; on PostgreSQL there are trigrams to search by."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER event_no_update BEFORE UPDATE ON workflow_event
       BEGIN SELECT RAISE(ABORT, 'events are append-only'); END""",
    """CREATE TRIGGER event_no_delete BEFORE DELETE ON workflow_event
       BEGIN SELECT RAISE(ABORT, 'events are append-only'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$""",
    """CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON workflow_event
       FOR EACH ROW EXECUTE FUNCTION event_append_only()""",
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
]


def forwards(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER event_no_update")
        schema_editor.execute("DROP TRIGGER event_no_delete")
    else:
        schema_editor.execute("DROP TRIGGER event_append_only ON workflow_event")
        schema_editor.execute("DROP FUNCTION event_append_only")


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
