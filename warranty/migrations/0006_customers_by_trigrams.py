"""PostgreSQL finds a customer by a part of the name, of the contact or of the region without reading all of them."""

from django.db import migrations

WORDS = ", ".join(f"UPPER({name}::text) gin_trgm_ops" for name in ("name", "contact", "region"))


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE INDEX customer_search_trgm ON warranty_customer USING gin ({WORDS})")


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX customer_search_trgm")


class Migration(migrations.Migration):
    dependencies = [("warranty", "0005_provisional_customers"), ("workflow", "0002_append_only_events")]
    operations = [migrations.RunPython(forwards, backwards)]
