"""Slips that were issued before are sealed like new ones, and there are printers to choose from."""

from django.db import migrations

from returns.models.slip import seal

PRINTERS = (("A4 激光", "A4"), ("A5 激光", "A5"), ("针式 241-3", "241"), ("针式 241-4", "241"))


def seal_slips(apps, schema_editor):
    Slip = apps.get_model("returns", "Slip")
    for slip in Slip.objects.filter(digest="").select_related("issued_by").iterator(500):
        slip.issuer = slip.issued_by.name or slip.issued_by.username
        slip.digest = seal(slip.kind, slip.number, slip.revision, slip.facts, slip.issued_at, slip.issuer)
        slip.save(update_fields=["issuer", "digest"])


def first_printers(apps, schema_editor):
    PrinterProfile = apps.get_model("returns", "PrinterProfile")
    PrinterProfile.objects.bulk_create(PrinterProfile(name=name, paper=paper) for name, paper in PRINTERS)


class Migration(migrations.Migration):
    dependencies = [("returns", "0002_printing")]
    operations = [
        migrations.RunPython(seal_slips, migrations.RunPython.noop),
        migrations.RunPython(first_printers, migrations.RunPython.noop),
    ]
