"""What an administrator looks after, and the first steps of a new factory."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aftersales import navigation
from aftersales.access import SignedInRequest, require
from aftersales.kit.choices import Label
from aftersales.models import RoleGrant
from aftersales.roles import GRANTS, Role
from people.first_steps import stages
from people.unattended import unattended
from workflow.panels import panels_of
from workflow.worklist import all_tasks


@require("person.edit")
@require_GET
def show(request: SignedInRequest) -> HttpResponse:
    """Every page of the administration, with what one finds there."""
    links = list(navigation.shown(request, request.user, "administration"))
    context = {"links": links, "stages": stages(request.user), "unattended": unattended()}
    return render(request, "people/administration.html", context)


@require("person.edit")
@require_GET
def roles(request: SignedInRequest) -> HttpResponse:
    """Who holds each role, and what comes to it; a role that nobody holds stops whatever waits for it."""
    grants = RoleGrant.objects.filter(user__is_active=True).select_related("user").order_by("user__name")
    held: dict[str, list[str]] = {role: [] for role in Role.values}
    for grant in grants:
        held[grant.role].append(str(grant.user))
    rows = [{"role": role, "people": held[role], "tasks": tasks_of(role)} for role in Role]
    return render(request, "people/roles.html", {"rows": rows, "panels": panels_of("roles", request)})


def tasks_of(role: str) -> list[Label]:
    """What comes to a role, as the worklist says it."""
    return [task.label for task in all_tasks() if task.permission in GRANTS[role]]
