"""There are printers to choose from."""

from django.db import migrations

PRINTERS = (("A4 激光", "A4"), ("A5 激光", "A5"), ("针式 241-3", "241"), ("针式 241-4", "241"))


def first_printers(apps, schema_editor):
    PrinterProfile = apps.get_model("slips", "PrinterProfile")
    PrinterProfile.objects.bulk_create(PrinterProfile(name=name, paper=paper) for name, paper in PRINTERS)


class Migration(migrations.Migration):
    dependencies = [("slips", "0001_initial")]
    operations = [migrations.RunPython(first_printers, migrations.RunPython.noop)]
