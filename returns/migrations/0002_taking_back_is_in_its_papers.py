import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

NEWEST = "SELECT max(id) FROM cases_appraisal a WHERE a.motor_id = {0}.motor_id AND disposition = 'return'"
SAID = "SELECT return_endorsed_{0} FROM cases_returnedmotor m WHERE m.id = motor_id"
FILL = [
    f"UPDATE returns_transfer SET appraisal_id = ({NEWEST.format('returns_transfer')})",
    f"UPDATE returns_returnentry SET appraisal_id = ({NEWEST.format('returns_returnentry')}), "
    f"endorsed_by_id = ({SAID.format('by_id')}), endorsed_at = ({SAID.format('at')})",
]


def appraisal(**null):
    return models.ForeignKey(
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="cases.appraisal",
        **null,
    )


class Migration(migrations.Migration):
    atomic = False  # PostgreSQL alters no table whose new rows wait for their check

    dependencies = [
        ("cases", "0007_quotation_repair_and_inspection_that_count"),
        ("returns", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    run_before = [("cases", "0008_taking_back_is_in_its_papers")]

    operations = [
        migrations.AddField("returnentry", "appraisal", appraisal(null=True)),
        migrations.AddField("transfer", "appraisal", appraisal(null=True)),
        migrations.AddField("returnentry", "endorsed_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "returnentry",
            "endorsed_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="endorsed by",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("returnentry", "appraisal", appraisal()),
        migrations.AlterField("transfer", "appraisal", appraisal()),
        migrations.AddConstraint(
            model_name="returnentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("endorsed_at__isnull", True), ("endorsed_by__isnull", True)),
                    models.Q(("endorsed_at__isnull", False), ("endorsed_by__isnull", False)),
                    _connector="OR",
                ),
                name="return_endorsed_by_whom",
            ),
        ),
    ]
