"""What the administration puts on the worklists."""

from django.utils.translation import gettext_lazy as _

from people.models import PolicyChange
from workflow.worklist import Item, Task, register


def policy_item(change: PolicyChange) -> Item:
    """How a change of the policy is shown to who may decide."""
    return Item(
        title=change.name,
        detail=f"{change.what} · {change.proposed_by} · {change.reason}",
        customer="",
        url=change.get_absolute_url(),
        due_on=change.effective_from,
    )


register(
    Task(
        "decide_policy",
        _("Confirm changes of the policy"),
        "policy.confirm",
        policy_item,
        hint=_("Claims are judged by these figures, so two people change them."),
        icon="book-check",
    ),
    rank=86,
)
