from django.db import migrations, models
from django.db.models import F, Min, OuterRef, Q, Subquery

TIMED = ["received", "quoted", "awaiting_parts", "repairing", "inspecting", "ready_to_ship"]


def fill(apps, schema_editor):
    """What the open cases have due next: the first day of their motors, or their own where it comes before."""
    Case, ReturnedMotor = apps.get_model("cases", "Case"), apps.get_model("cases", "ReturnedMotor")
    running = ReturnedMotor.objects.filter(status__in=TIMED, due_on__isnull=False).order_by()
    first = running.filter(case=OuterRef("pk")).values("case").annotate(first=Min("due_on")).values("first")
    Case.objects.filter(pk__in=running.values("case")).update(next_due_on=Subquery(first))
    sooner = Q(next_due_on=None) | Q(next_due_on__gt=F("due_on"))
    Case.objects.filter(sooner, due_on__isnull=False).update(next_due_on=F("due_on"))


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0009_serial_numbers_by_key"),
        ("slips", "0002_first_printers"),
        ("warranty", "0002_serial_numbers_by_key"),
        ("workflow", "0004_waiting"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="next_due_on",
            field=models.DateField(editable=False, null=True, verbose_name="due next"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=Q(("next_due_on__isnull", False)), fields=["-dossier", "next_due_on"], name="case_due_next"
            ),
        ),
    ]
