"""What waits for the people that one leads."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aftersales import navigation
from aftersales.access import SignedInRequest, require
from aftersales.models import User
from aftersales.roles import Role, leads_of, role_names, roles_with
from workflow.machines import is_confined
from workflow.worklist import Task, all_tasks, late_of, shares_of


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


def led_by(user: User) -> list[Task]:
    """The tasks of the people whom the person leads; of the director all but what is confined."""
    return [task for task in all_tasks() if sees(user, task)]


def sees(user: User, task: Task) -> bool:
    """Whether a task is one's own or of people whom one leads; what is confined must be both one's own and in sight."""
    noun = task.permission.split(".")[0]
    if is_confined(noun):
        return user.can(task.permission) and user.can(f"{noun}.view")
    led = Role.DIRECTOR in user.every_role or leads_of(task.permission) & user.every_role
    return user.can(task.permission) or bool(led)


def whose(task: Task, person: User | None) -> str:
    """For whom it waits: a person, or the roles of whom anybody may do it."""
    return str(person or task.whom or role_names(roles_with(task.permission)))
