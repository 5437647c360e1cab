"""PostgreSQL searches cases by trigrams."""

from django.db import migrations


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX case_search_trgm ON cases_case USING gin (search_text gin_trgm_ops)"
        )


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX case_search_trgm")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("workflow", "0002_append_only_events")]
    operations = [migrations.RunPython(forwards, backwards)]
