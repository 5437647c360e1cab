"""The guide: its first page, a page for each role, a page for each task. Everybody who is signed in may read all."""

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest
from aftersales.kit.untyped import Context
from aftersales.roles import Role
from guide.about_roles import AboutRole, roles_on
from guide.contents import PARTS, ROLES, TASKS
from guide.explanations import verbs_on
from people.views.editions import in_words
from workflow.models import edition_on
from workflow.policy import Value, figures


@require_GET
def index(request: SignedInRequest) -> HttpResponse:
    """Every page there is; the reader's own roles first."""
    roles = sorted(map(Role, Role.values), key=lambda role: role.value not in request.user.roles)
    return render(request, "guide/index.html", {"roles": roles, "parts": PARTS, "own": request.user.roles})


@require_GET
def role(request: SignedInRequest, key: str) -> HttpResponse:
    """What a role sees, does and is told, and by when."""
    if key not in ROLES:
        raise Http404
    context = {"role": Role(key), "about": AboutRole(key), **days(ROLES[key])}
    return render(request, f"guide/{folder()}/roles/{key}.html", context)


@require_GET
def task(request: SignedInRequest, key: str) -> HttpResponse:
    """How something is done, step by step."""
    page = TASKS.get(key)
    if page is None:
        raise Http404
    roles = [Role(role) for role in roles_on(page)]
    context = {"page": page, "roles": roles, "verbs": verbs_on(page), **days(page.figures.split())}
    return render(request, f"guide/{folder()}/tasks/{key}.html", context)


def folder() -> str:
    """Where the pages in the reader's language are."""
    return "zh_Hans" if (get_language() or "").startswith("zh") else "en"


def days(names: Iterable[str]) -> Context:
    """What is in force today: all figures by name for the words, and these, with their labels, beside them."""
    edition = edition_on(timezone.localdate())
    known = {figure.name: figure for figure in figures()}
    values: dict[str, Value] = {
        name: in_words(figure, figure.of(edition.values if edition else {})) for name, figure in known.items()
    }
    return {"values": values, "days": [(_(known[name].label), values[name]) for name in names]}
