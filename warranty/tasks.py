"""What the register puts on the worklists."""

from django.utils.translation import gettext_lazy as _

from warranty.models import Amendment
from workflow.worklist import Item, Task, register


def amendment_item(amendment: Amendment) -> Item:
    """How a change that waits is shown to who may decide."""
    return Item(
        title=amendment.name,
        detail=f"{amendment.proposed_by} · {amendment.reason}",
        customer="",
        url=amendment.get_absolute_url(),
    )


register(
    Task(
        "decide_amendment",
        _("Confirm changes of the register"),
        "amendment.accept",
        amendment_item,
        hint=_("A case hangs on the entry, so two people change it: see that the reason holds."),
        icon="book-check",
    ),
    rank=85,
)
