"""What waits for the people that one leads."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aftersales import navigation
from aftersales.access import SignedInRequest, require
from workflow.team import late_of, led_by, shares_of, whose


@require("team.view")
@require_GET
def show(request: SignedInRequest) -> HttpResponse:
    """What waits for whom among the people one leads, the overdue first."""
    today = timezone.localdate()
    tasks = led_by(request.user)
    shares = [(share, whose(share.task, share.person)) for share in shares_of(request.user, tasks, today)]
    late = late_of(request.user, tasks, today)
    context = {
        "late": [(row, row.item.whose or whose(row.task, row.person)) for row in late],
        "shares": shares,
        "waiting": sum(share.count for share, _ in shares),
        "overdue": sum(share.late for share, _ in shares),
        "soon": sum(share.soon for share, _ in shares),
        "tabs": list(navigation.shown(request, request.user, "home")),
        "today": today,
    }
    return render(request, "workflow/team.html", context)
