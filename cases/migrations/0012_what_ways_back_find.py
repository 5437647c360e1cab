"""What was there before: quotations are valid for 30 days, a motor's shipment counts, its payments are receipts."""

import datetime as dt
from decimal import Decimal

from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.utils import timezone

VALID = dt.timedelta(days=30)


def fill(apps, schema_editor):
    Quotation, Shipment = apps.get_model("cases", "Quotation"), apps.get_model("cases", "Shipment")
    Motor, Receipt = apps.get_model("cases", "ReturnedMotor"), apps.get_model("cases", "Receipt")
    Event = apps.get_model("workflow", "Event")
    quotations = list(Quotation.objects.only("quoted_at"))
    for quotation in quotations:
        quotation.valid_until = timezone.localdate(quotation.quoted_at) + VALID
    Quotation.objects.bulk_update(quotations, ["valid_until"], batch_size=2000)
    left_with = Shipment.objects.filter(motor=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    Motor.objects.filter(pk__in=Shipment.objects.values("motor")).update(shipment=Subquery(left_with))
    motors = set(Motor.objects.exclude(paid_amount=0).values_list("pk", flat=True))
    paid = Event.objects.filter(subject="motor", verb="record_payment", subject_id__in=motors)
    Receipt.objects.bulk_create(
        Receipt(
            motor_id=event.subject_id,
            amount=Decimal(event.data["amount"]),
            reference=event.data.get("reference", ""),
            entered_by_id=event.actor_id,
            entered_at=event.at,
        )
        for event in paid.order_by("id")
    )


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0011_ways_back'),
        ('workflow', '0004_waiting'),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
