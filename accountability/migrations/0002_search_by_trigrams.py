"""PostgreSQL searches corrective actions and penalties by trigrams."""

from django.db import migrations

INDEXES = {
    "action_search_trgm": "accountability_correctiveaction",
    "penalty_search_trgm": "accountability_penalty",
}


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, table in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin (search_text gin_trgm_ops)")


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("accountability", "0001_initial"), ("workflow", "0002_append_only_events")]
    operations = [migrations.RunPython(forwards, backwards)]
