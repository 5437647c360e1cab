"""The lists: cases, returned motors, notices."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aftersales.access import SignedInRequest
from aftersales.paging import paginate
from cases.forms import CaseFilter, MotorFilter
from cases.models import Case, Notice, ReturnedMotor


def cases(request: SignedInRequest) -> HttpResponse:
    """The cases that the person may see, newest first, with search and filters."""
    form = CaseFilter(request.GET, user=request.user)
    rows = form.narrow(Case.objects.visible_to(request.user))
    page = paginate(request, rows.select_related("customer", "product", "salesperson"))
    return render(request, "cases/list.html", {"form": form, "page": page, "today": timezone.localdate()})


def motors(request: SignedInRequest) -> HttpResponse:
    """The returned motors that the person may see, newest first."""
    form = MotorFilter(request.GET)
    rows = form.narrow(ReturnedMotor.objects.visible_to(request.user))
    page = paginate(request, rows.select_related("case__customer", "product"))
    return render(request, "cases/motors.html", {"form": form, "page": page, "today": timezone.localdate()})


@require_http_methods(["GET", "POST"])
def notices(request: SignedInRequest) -> HttpResponse:
    """What the person was told, newest first; a POST marks everything as read."""
    rows = Notice.objects.filter(user=request.user)
    if request.method == "POST":
        rows.filter(read_at=None).update(read_at=timezone.now())
        return redirect("cases:notices")
    page = paginate(request, rows.select_related("event__case__customer", "event__motor"))
    return render(request, "cases/notices.html", {"page": page})
