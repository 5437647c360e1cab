"""The page of a change that needs a second person."""

from django.http import HttpResponse
from django.shortcuts import render

from aftersales.access import SignedInRequest
from workflow.models import Facts, Proposal
from workflow.timeline import arranged, events_of, timeline
from workflow.views.acting import own_links


def proposal_page(request: SignedInRequest, found: Proposal, template: str, about: Facts) -> HttpResponse:
    """What is to change and why, and who decides; ``about`` is what the brief of its kind expects."""
    context = {
        "obj": found,
        "actions": arranged(found, own_links(found, request.user)),
        "timeline": timeline(events_of(found, request.user), found),
    }
    return render(request, template, context | about)
