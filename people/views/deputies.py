"""Who stands in for whom: everybody's own, and for the administrator everybody's."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aftersales.access import SignedInRequest
from aftersales.again import password_first
from aftersales.models import Deputyship, User
from aftersales.views import forbidden
from people.actions import end_deputy, name_deputy
from people.conditions import ADMINISTERS
from people.forms import DeputyForm, named
from workflow.guards import Refused


@password_first("person.edit")
@require_http_methods(["GET", "POST"])
def show(request: SignedInRequest) -> HttpResponse:
    """Who stands in for whom now and later, and a form for one more."""
    administers = ADMINISTERS(request.user, request.user.alone)
    form = DeputyForm(request.POST or None, user=request.user, for_others=administers)
    if request.method == "POST" and form.is_valid():
        deputyship = name_deputy(form.save(commit=False), by=request.user)
        said = _("%(deputy)s stands in for %(person)s until %(day)s.")
        known = {"deputy": deputyship.deputy, "person": deputyship.principal, "day": deputyship.ends_on}
        messages.success(request, said % known)
        return redirect("people:deputies")
    rows = [(row, named(row.duties)) for row in current(request.user, administers)]
    context = {"form": form, "deputies": rows, "administers": administers, "today": timezone.localdate()}
    return render(request, "people/deputies.html", context)


def current(user: User, administers: bool) -> QuerySet[Deputyship]:
    """Those that hold today or later: one's own, or all."""
    rows = Deputyship.objects.filter(ended_at=None, ends_on__gte=timezone.localdate())
    mine = Q() if administers else Q(principal=user) | Q(deputy=user)
    return rows.filter(mine).select_related("principal", "deputy", "set_by").order_by("starts_on", "pk")


@password_first("person.edit")
@require_POST
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """The deputy acts no more from now on."""
    deputyship = get_object_or_404(
        current(request.user, ADMINISTERS(request.user, request.user.alone)), pk=pk
    )
    try:
        end_deputy(deputyship, by=request.user)
    except Refused as refusal:
        return forbidden(request, refusal)
    messages.success(request, _("It has ended."))
    return redirect("people:deputies")
