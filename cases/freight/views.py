"""What is done with the freight of a motor."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from aftersales.access import SignedInRequest
from cases.freight.models import Freight
from workflow.verbs import reads_of
from workflow.views.acting import act_on


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of a freight."""
    rows = Freight.objects.visible_to(request.user).select_related(
        *reads_of(Freight), "motor__case__customer"
    )
    return act_on(request, get_object_or_404(rows, pk=pk), verb)
