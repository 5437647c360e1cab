import django.core.validators
from django.db import migrations, models


def three_of_three(apps, schema_editor):
    """The first printers say in their name how many plies their paper has."""
    printers = apps.get_model("slips", "PrinterProfile").objects.filter(paper="241", name__endswith="-3")
    printers.update(plies=3)


class Migration(migrations.Migration):
    dependencies = [("slips", "0002_first_printers")]
    operations = [
        migrations.AddField(
            model_name="printerprofile",
            name="plies",
            field=models.PositiveSmallIntegerField(
                default=4,
                help_text="How many copies one pass makes; what a slip has more goes through a second time.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(4),
                ],
                verbose_name="plies of continuous paper",
            ),
        ),
        migrations.RunPython(three_of_three, migrations.RunPython.noop),
    ]
