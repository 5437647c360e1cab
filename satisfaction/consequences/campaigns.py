"""What follows from the survey's beginning and end: whom it asks, what they dealt in."""

import datetime as dt
from itertools import cycle

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case
from satisfaction.models import Campaign, Target
from satisfaction.policy import SatisfactionPolicy
from satisfaction.queries import chosen, dealings, likely_surveyors
from satisfaction.waiting import ask_anew
from warranty.models import Customer
from workflow.actions import on
from workflow.guards import Blocked
from workflow.models import Event, policy_on
from workflow.waiting import touched

DEALT_IN = ["motor_models", "had_case"]


@on("campaign.launch")
def choose_targets(campaign: Campaign, event: Event) -> None:
    """Every customer of the filter, shared among the surveyors: whose cases it had, else one after the other."""
    customers = chosen(campaign)
    if not customers.exists():
        raise Blocked(_("The filter finds no customer; change the plan."))
    surveyors = campaign.surveyor_ids()
    known, turn = likely_surveyors(customers, surveyors), cycle(surveyors)
    dealt = dealings(campaign.year, customers)
    Target.objects.bulk_create(
        to_be_asked(
            customer,
            known.get(customer.pk) or next(turn),
            campaign.closes_on,
            dealt.of(customer.pk),
            campaign=campaign,
        )
        for customer in customers
    )
    ask_anew(campaign.targets.all())


def to_be_asked(
    customer: Customer,
    surveyor: int,
    due_on: dt.date,
    dealt: tuple[list[str], bool],
    **occasion: Campaign | Case,
) -> Target:
    """The customer as it is now, to be asked by the surveyor with this key; not yet on record."""
    models, had_case = dealt
    return Target(
        customer=customer,
        surveyor_id=surveyor,
        due_on=due_on,
        channel=customer.channel,
        region=customer.region,
        motor_models=models,
        had_case=had_case,
        **occasion,
    )


@on("campaign.add_customer")
def add_target(campaign: Campaign, event: Event) -> None:
    """A customer whom the filter had left out, to be asked by whoever adds it."""
    customer = Customer.objects.get(pk=event.data["customer"])
    if campaign.targets.filter(customer=customer).exists():
        raise Blocked(_("This customer is asked already."))
    dealt = dealings(campaign.year, Customer.objects.filter(pk=customer.pk))
    by = event.by.pk
    target = to_be_asked(customer, by, campaign.closes_on, dealt.of(customer.pk), campaign=campaign)
    target.save()
    touched(target)


@on("campaign.close")
def note_dealings(campaign: Campaign, event: Event) -> None:
    """What customers bought and complained of until now; the results stand on it from here on."""
    targets = list(campaign.targets.all())
    asked = Customer.objects.filter(pk__in=campaign.targets.values("customer"))
    dealt = dealings(campaign.year, asked)
    for target in targets:
        target.motor_models, target.had_case = dealt.of(target.customer_id)
    Target.objects.bulk_update(targets, DEALT_IN, batch_size=500)


@on("campaign.close", "campaign.reopen")
def ask_no_more_or_again(campaign: Campaign, event: Event) -> None:
    """Who has not answered is asked only while the survey is under way."""
    ask_anew(campaign.targets.all())


@on("case.close")
def ask_after(case: Case, event: Event) -> None:
    """The customer of a closed case is asked a few questions, when the policy says so."""
    day = timezone.localdate(event.at)
    policy = policy_on(SatisfactionPolicy, day)
    if not policy.case_survey or Target.objects.filter(case=case).exists():
        return
    due_on = day + dt.timedelta(days=policy.survey_days)
    models = [case.model_name] if case.model_name else []
    target = to_be_asked(case.customer, case.salesperson_id, due_on, (models, True), case=case)
    target.save()
    touched(target)
