"""Cases are found by the telephone number of the contact, motors by a part of their serial number."""

from collections import defaultdict

import warranty.fields
from django.db import migrations, models

from aftersales.kit.phones import backwards

AT_ONCE = 5000  # SQLite takes no more than 32,766 values
TRIGRAMS = "CREATE INDEX returned_key_trgm ON cases_returnedmotor USING gin (serial_key gin_trgm_ops)"


def fill(apps, schema_editor):
    """Many cases are of few customers, so they are written number by number."""
    cases, found = apps.get_model("cases", "Case").objects, defaultdict(list)
    for pk, phone in cases.exclude(phone="").values_list("pk", "phone").iterator():
        found[backwards(phone)].append(pk)
    for key, keys in found.items():
        for start in range(0, len(keys), AT_ONCE):
            cases.filter(pk__in=keys[start : start + AT_ONCE]).update(phone_key=key)


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(TRIGRAMS)


def backwards_again(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX returned_key_trgm")


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0030_ledgers_of_appraisals_and_costs"),
        ("warranty", "0007_found_by_initials_and_phone"),
        ("workflow", "0002_append_only_events"),
    ]
    operations = [
        migrations.AddField(
            model_name="case",
            name="phone_key",
            field=warranty.fields.PhoneKeyField(blank=True, default="", editable=False, max_length=11),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("phone_key", ""), _negated=True), fields=["phone_key", "-dossier"], name="case_by_phone"
            ),
        ),
        migrations.RunPython(forwards, backwards_again),
    ]
