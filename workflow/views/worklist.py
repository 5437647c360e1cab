"""The worklist: what the signed-in person has to do next."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from aftersales import navigation
from aftersales.access import SignedInRequest
from workflow.worklist import groups_of, tasks_of


def home(request: SignedInRequest) -> HttpResponse:
    """待办: what the signed-in person has to do next."""
    groups = groups_of(request.user)
    context = {
        "groups": groups,
        "waiting": sum(group.count for group in groups),
        "late": sum(group.late for group in groups),
        "soon": sum(group.soon for group in groups),
        "idle": [task for task in tasks_of(request.user) if task not in [group.task for group in groups]],
        "start": list(navigation.shown(request, request.user, "start")),
        "today": timezone.localdate(),
    }
    return render(request, "workflow/home.html", context)
