"""The editions of the policy: what they say, how two of them differ, and a new one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest, require
from workflow.forms import EditionForm
from workflow.models import PolicyEdition, edition_on
from workflow.policy import Figure, Value, figures


@require_GET
def show(request: SignedInRequest) -> HttpResponse:
    """Every edition of the policy, and the difference between two of them."""
    rows = list(PolicyEdition.objects.all())
    old, new = (pick(rows, request.GET.get(name, ""), rank) for name, rank in (("old", 1), ("new", 0)))
    context = {
        "editions": rows,
        "current": edition_on(timezone.localdate()),
        "old": old,
        "new": new,
        "rows": [row_of(figure, old, new) for figure in figures()],
        "may_edit": request.user.can("policy.edit"),
    }
    return render(request, "workflow/editions.html", context)


def pick(rows: list[PolicyEdition], wanted: str, rank: int) -> PolicyEdition | None:
    """The edition that was asked for, else the newest or the one before it."""
    found = next((row for row in rows if str(row.pk) == wanted), None)
    return found or (rows[rank] if rank < len(rows) else None)


def row_of(figure: Figure, old: PolicyEdition | None, new: PolicyEdition | None) -> dict[str, Value]:
    """A figure in two editions side by side, or in the one that there is, or its default."""
    after = figure.of(new.values if new else {})
    before = figure.of(old.values) if old else after
    return {
        "label": _(figure.label),
        "old": in_words(figure, before),
        "new": in_words(figure, after),
        "changed": before != after,
    }


def in_words(figure: Figure, value: Value) -> Value:
    """A figure as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _(figure.words.get(value, value)) if isinstance(value, str) else value


@require("policy.edit")
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """A change of the policy is a new edition that takes effect on a day to come."""
    form = EditionForm(request.POST or None, base=edition_on(timezone.localdate()))
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("workflow:editions")
    return render(request, "workflow/new_edition.html", {"form": form})
