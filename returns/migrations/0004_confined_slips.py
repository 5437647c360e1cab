"""Some kinds of slips are shown only to those they were issued for."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("returns", "0003_seal_slips"),
    ]
    operations = [
        migrations.AddField(
            model_name="slip",
            name="readers",
            field=models.ManyToManyField(
                related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="issued for"
            ),
        ),
    ]
