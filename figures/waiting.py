"""What of early warnings waits for whom."""

from collections.abc import Iterator

from django.db.models import QuerySet

from figures.models import Alarm
from figures.statuses import AlarmStatus
from workflow.waiting import Source, Wait, source, waits_for


def ringing() -> QuerySet[Alarm]:
    return Alarm.objects.filter(status=AlarmStatus.OPEN)


source(Source("alarm", Alarm, ringing, shows=Alarm.reads))


@waits_for("alarm")
def looking_into(alarms: list[Alarm]) -> Iterator[Wait]:
    """Each is its owner's."""
    for alarm in alarms:
        if alarm.status == AlarmStatus.OPEN:
            yield Wait(alarm, "look_into_alarm", person=alarm.owner_id, due_on=alarm.due_on)
