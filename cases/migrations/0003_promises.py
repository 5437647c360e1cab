"""What the clocks of cases and motors keep: the first answer, the reply to a quotation, the day they stopped."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import migrations, models
from django.db.models import DateField
from django.db.models.functions import TruncDate

SHANGHAI = ZoneInfo("Asia/Shanghai")
REPLY = dt.timedelta(days=7)  # the policy's default; manage.py deadlines --rebuild knows the edition of each


def derive(apps, schema_editor):
    motors = apps.get_model("cases", "ReturnedMotor").objects
    motors.filter(shipped_at__isnull=False).update(
        stopped_on=TruncDate("shipped_at", tzinfo=SHANGHAI, output_field=DateField())
    )
    for motor in motors.filter(status="quoted", quoted_at__isnull=False).iterator():
        motor.reply_due_on = motor.quoted_at.astimezone(SHANGHAI).date() + REPLY
        motor.save(update_fields=["reply_due_on"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_append_only_events")]

    operations = [
        migrations.AddField(
            "case", "first_answered_at", models.DateTimeField(editable=False, null=True)
        ),
        migrations.AddField(
            "returnedmotor",
            "reply_due_on",
            models.DateField(editable=False, null=True, verbose_name="customer's reply due"),
        ),
        migrations.AddField(
            "returnedmotor",
            "stopped_on",
            models.DateField(editable=False, null=True, verbose_name="clock stopped on"),
        ),
        migrations.RunPython(derive, migrations.RunPython.noop),
        migrations.AddIndex(
            "returnedmotor",
            models.Index(
                condition=models.Q(reply_due_on__isnull=False),
                fields=["reply_due_on"],
                name="motor_reply_due",
            ),
        ),
        migrations.AddIndex(
            "returnedmotor",
            models.Index(
                fields=["original_due_on", "disposition", "due_on", "stopped_on"],
                name="motor_promise",
            ),
        ),
    ]
