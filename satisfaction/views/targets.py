"""A customer to be asked: who has answered, another person to be asked, personal links."""

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersales.access import SignedInRequest, require
from aftersales.views import forbidden
from satisfaction.actions import address_of, begin, invite, revoke
from satisfaction.forms import LinkForm
from satisfaction.models import Invitation, Target
from satisfaction.queries import cases_of
from satisfaction.statuses import ResponseStatus
from workflow.guards import Blocked, Forbidden


def visible_target(request: SignedInRequest, pk: int) -> Target:
    """The target if the person may see it, else 404."""
    rows = Target.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("customer", "campaign", "case", "surveyor"), pk=pk)


@require_GET
def target(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whom to call, what they said so far, and what they have had to do with us."""
    target = visible_target(request, pk)
    return render(request, "satisfaction/target.html", context_of(request, target, LinkForm()))


def context_of(request: SignedInRequest, target: Target, form: LinkForm) -> dict[str, object]:
    return {
        "target": target,
        "open": target.under_way,
        "responses": target.responses.select_related("surveyor").order_by("pk"),
        "invitations": target.invitations.select_related("created_by", "letter").order_by("-pk")[:20],
        "cases": cases_of(target, request.user),
        "form": form,
    }


@require("response.fill")
@require_POST
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin to write down what another person says: the draft is on record at once."""
    target = visible_target(request, pk)
    draft = target.responses.filter(
        status=ResponseStatus.DRAFT, created_by=request.user, respondent=""
    ).first()
    try:
        return redirect(draft or begin(target, by=request.user))
    except Blocked as exception:
        messages.error(request, exception.reason)
        return redirect(target)


@require("survey.invite")
@require_http_methods(["GET", "POST"])
@never_cache
def link(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make a personal link. It is shown this once: only its hash is kept, and who comes back finds the customer."""
    target = visible_target(request, pk)
    if request.method == "GET":
        return redirect(target)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return render(request, "satisfaction/target.html", context_of(request, target, form))
    try:
        invitation, token = invite(
            target, by=request.user, respondent=form.cleaned_data["respondent"].strip()
        )
    except Blocked as exception:
        messages.error(request, exception.reason)
        return redirect(target)
    url = address_of(token)
    context = {
        "target": target,
        "invitation": invitation,
        "url": url,
        "qr": segno.make(url, micro=False).png_data_uri(scale=6, border=4),  # a quiet zone for dark pages
    }
    return render(request, "satisfaction/link.html", context)


@require("survey.invite")
@require_POST
def revoke_link(request: SignedInRequest, pk: int) -> HttpResponse:
    """The link stops working."""
    rows = Invitation.objects.filter(target__in=Target.objects.visible_to(request.user))
    invitation = get_object_or_404(rows.select_related("target"), pk=pk)
    try:
        revoke(invitation, by=request.user)
    except Forbidden as exception:
        return forbidden(request, exception)
    except Blocked as exception:
        messages.error(request, exception.reason)
    else:
        messages.success(request, _("The link does not work any more."))
    return redirect(invitation.target)
