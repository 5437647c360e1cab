from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    """The permission that shows the dossier, unless it is a draft."""
    Waiting, Dossier = apps.get_model("workflow", "Waiting"), apps.get_model("workflow", "Dossier")
    of_it = Dossier.objects.filter(pk=OuterRef("dossier")).values("view")
    Waiting.objects.filter(dossier__number__isnull=False).update(shown_with=Subquery(of_it))


class Migration(migrations.Migration):

    dependencies = [("workflow", "0004_waiting")]

    operations = [
        migrations.AddField(
            model_name="waiting",
            name="shown_with",
            field=models.CharField(default="", max_length=40),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
