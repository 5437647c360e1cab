"""What notices put on the worklists."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notices.models import Delivery
from workflow.worklist import Item, Task, register


def undelivered_item(delivery: Delivery) -> Item:
    return Item(
        title=delivery.about,
        detail=delivery.error,
        customer=str(delivery.addressee),
        url=f"{reverse('notices:deliveries')}?state={delivery.state}",
    )


register(
    Task(
        "undelivered",
        _("See to messages that could not be sent"),
        "notice.administer",
        undelivered_item,
        hint=_("Correct the address or the mail server, then let them be tried again."),
        icon="mail-x",
    ),
    rank=80,
)
