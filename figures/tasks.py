"""What early warnings put on the worklists."""

from django.utils.translation import gettext_lazy as _

from figures.models import Alarm
from workflow.worklist import Item, Task, register


def alarm_item(alarm: Alarm) -> Item:
    """How a warning is shown to who looks into it."""
    return Item(
        title=str(alarm),
        detail=alarm.sentence,
        customer="",
        url=alarm.get_absolute_url(),
        due_on=alarm.due_on,
        standing=alarm.standing,
    )


register(
    Task(
        "look_into_alarm",
        _("Look into early warnings"),
        "alarm.close",
        alarm_item,
        hint=_("More motors of a lot came back than chance explains: real, one event, cured, or chance?"),
        icon="siren",
    ),
    rank=65,
)
