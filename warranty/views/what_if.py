"""The rules to try out."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest
from warranty.facts import InvalidFacts, parse_facts
from warranty.forms import WhatIfForm
from warranty.policy import WarrantyPolicy
from warranty.reasons import reasons_of
from warranty.rules import decide, dispositions
from workflow.models import Facts, edition_on, policy_in


@require_GET
def what_if(request: SignedInRequest) -> HttpResponse:
    """Set facts, see the verdict and why; nothing is stored, and the address can be passed on."""
    today = timezone.localdate()
    start = {"claim_date": today, "channel": "direct", "own_product": True, "used": True, "affects_use": True}
    form = WhatIfForm(request.GET) if request.GET else WhatIfForm(initial=start)
    verdict = verdict_on(form) if form.is_bound and form.is_valid() else {}
    template = "warranty/_what_if.html" if request.htmx else "warranty/what_if.html"
    return render(request, template, {"form": form, "error": ""} | verdict)


def verdict_on(form: WhatIfForm) -> Facts:
    """The verdict on the facts, with its sentences and what may be done with the motor."""
    try:
        facts = parse_facts(form.facts())
    except InvalidFacts as error:
        return {"error": str(error)}
    edition = edition_on(facts.claim_date)
    verdict = decide(facts, policy_in(WarrantyPolicy, edition))
    return {
        "verdict": verdict.as_dict(),
        "reasons": reasons_of(verdict),
        "proposals": dispositions(verdict),
        "edition": edition,
    }
