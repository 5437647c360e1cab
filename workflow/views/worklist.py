"""The worklist: what the signed-in person has to do next."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from aftersales import navigation
from aftersales.access import SignedInRequest
from workflow.panels import panels_of
from workflow.worklist import COUNTED, group_for, groups_of, tasks_of


def home(request: SignedInRequest) -> HttpResponse:
    """待办: what the signed-in person has to do next."""
    groups = groups_of(request.user)
    waiting = sum(group.count for group in groups)
    navigation.counted(request, "workflow.worklist.counting", min(waiting, COUNTED))
    context = {
        "groups": groups,
        "waiting": waiting,
        "late": sum(group.late for group in groups),
        "soon": sum(group.soon for group in groups),
        "idle": [task for task in tasks_of(request.user) if task not in [group.task for group in groups]],
        "start": list(navigation.shown(request, request.user, "start")),
        "panels": panels_of("home", request),
        "tabs": list(navigation.shown(request, request.user, "home")),
        "today": timezone.localdate(),
    }
    return render(request, "workflow/home.html", context)


def one_task(request: SignedInRequest, key: str) -> HttpResponse:
    """All that waits for this person of one task."""
    task = next((task for task in tasks_of(request.user) if task.key == key), None)
    if task is None:
        raise Http404
    return render(request, "workflow/task.html", {"group": group_for(request.user, task)})
