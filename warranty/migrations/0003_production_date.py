"""The register knows when a motor was made, beside who made it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("warranty", "0002_editions_in_use")]
    operations = [
        migrations.AddField(
            model_name="motor",
            name="produced_on",
            field=models.DateField(blank=True, null=True, verbose_name="produced on"),
        ),
    ]
