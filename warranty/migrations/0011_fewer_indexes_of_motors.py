"""Indexes that nobody asks are let go of: each costs a fifth of a second of a hundred thousand motors that come in.

Those of the history are dropped by name, for on SQLite a changed column makes the table anew, without its triggers. The
one for the beginnings of serial numbers comes with every unique text on PostgreSQL; parts are looked for in keys.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OF_PEOPLE = {
    "warranty_registerchange_by_id_aa6b4fa0": "by_id",
    "warranty_registerchange_confirmed_by_id_8fe5e5e1": "confirmed_by_id",
}
BEGINNINGS = "warranty_motor_serial_number_41ffa2be_like"


def drop_beginnings(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX {BEGINNINGS}")


def create_beginnings(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE INDEX {BEGINNINGS} ON warranty_motor (serial_number varchar_pattern_ops)"
        )


def person(label, **options):
    return models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        verbose_name=label,
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("warranty", "0010_lists_by_region_and_ex_factory_date"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="motor", name="motor_newest_first"),
        migrations.RunPython(drop_beginnings, create_beginnings),
        migrations.RunSQL(
            [f'DROP INDEX "{name}"' for name in OF_PEOPLE],
            [
                f'CREATE INDEX "{name}" ON "warranty_registerchange" ("{column}")'
                for name, column in OF_PEOPLE.items()
            ],
            state_operations=[
                migrations.AlterField("registerchange", "by", person("who")),
                migrations.AlterField("registerchange", "confirmed_by", person("confirmed by", null=True)),
            ],
        ),
    ]
