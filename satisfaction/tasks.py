"""What the survey puts on the worklists."""

from django.utils.translation import gettext_lazy as _

from satisfaction.models import Campaign, Improvement, Target
from workflow.worklist import Item, Task, register


def target_item(target: Target) -> Item:
    """How a customer is shown to who is to ask them."""
    return Item(
        title=target.customer.name,
        detail=" · ".join(filter(None, [target.occasion, target.customer.contact, target.customer.phone])),
        customer=target.region,
        url=target.get_absolute_url(),
        due_on=target.due_on,
        standing=target.standing,
    )


def improvement_item(improvement: Improvement) -> Item:
    """How an improvement is shown to its owner."""
    return Item(
        title=str(improvement.customer),
        detail=" · ".join(filter(None, [improvement.opinion, improvement.response.comments[:80]])),
        customer=improvement.response.target.region,
        url=improvement.get_absolute_url(),
        due_on=improvement.due_on,
        standing=improvement.standing,
    )


def campaign_item(campaign: Campaign) -> Item:
    """How a survey whose last day has passed is shown."""
    return Item(
        title=str(campaign),
        detail="",
        customer="",
        url=campaign.get_absolute_url(),
        due_on=campaign.closes_on,
        standing=campaign.standing,
    )


register(
    Task(
        "ask_customer",
        _("Ask customers how satisfied they are"),
        "response.fill",
        target_item,
        hint=_("By visit, forum, telephone or link: five questions, and what they wish for."),
        icon="message-circle-question-mark",
    ),
    Task(
        "improve",
        _("Improve what customers found worst"),
        "improvement.finish",
        improvement_item,
        hint=_("Do something about it, or make it a corrective action; tell the customer."),
        icon="trending-up",
    ),
    Task(
        "close_survey",
        _("Close the survey"),
        "campaign.close",
        campaign_item,
        hint=_("Its last day has passed; the results are final when it is closed."),
        icon="chart-column",
    ),
    rank=90,
)
