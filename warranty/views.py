"""The rules to try out, and the editions of the policy."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest, require
from warranty.facts import InvalidFacts, parse_facts
from warranty.forms import EditionForm, WhatIfForm
from warranty.labels import POLICY_LABELS, in_words
from warranty.models import PolicyEdition, edition_on, policy_on
from warranty.policy import Policy
from warranty.reading import readable
from warranty.rules import decide, dispositions, explain


@require_GET
def what_if(request: SignedInRequest) -> HttpResponse:
    """Set facts, see the verdict and why; nothing is stored, and the address can be passed on."""
    today = timezone.localdate()
    start = {"claim_date": today, "channel": "direct", "own_product": True, "used": True, "affects_use": True}
    form = WhatIfForm(request.GET) if request.GET else WhatIfForm(initial=start)
    context: dict[str, Any] = {"form": form, "error": ""}
    if form.is_bound and form.is_valid():
        context |= judged(form)
    template = "warranty/_what_if.html" if request.htmx else "warranty/what_if.html"
    return render(request, template, context)


def judged(form: WhatIfForm) -> dict[str, Any]:
    """The verdict on the facts, with its sentences and what may be done with the motor."""
    try:
        facts = parse_facts(form.facts())
    except InvalidFacts as error:
        return {"error": str(error)}
    edition = edition_on(facts.claim_date)
    verdict = decide(facts, edition.policy if edition else Policy())
    return {
        "verdict": verdict.as_dict(),
        "reasons": [readable(reason._asdict()) for reason in explain(verdict)],
        "proposals": dispositions(verdict),
        "edition": edition,
    }


@require_GET
def editions(request: SignedInRequest) -> HttpResponse:
    """Every edition of the policy, and the difference between two of them."""
    rows = list(PolicyEdition.objects.all())
    chosen = [pick(rows, request.GET.get(name, ""), rank) for name, rank in (("old", 1), ("new", 0))]
    context = {
        "editions": rows,
        "current": edition_on(timezone.localdate()),
        "old": chosen[0],
        "new": chosen[1],
        "rows": differences(*chosen) if all(chosen) else figures(chosen[1]),
        "may_edit": request.user.can("policy.edit"),
    }
    return render(request, "warranty/editions.html", context)


def pick(rows: list[PolicyEdition], wanted: str, rank: int) -> PolicyEdition | None:
    """The edition that was asked for, else the newest or the one before it."""
    found = next((row for row in rows if str(row.pk) == wanted), None)
    return found or (rows[rank] if rank < len(rows) else None)


def differences(old: PolicyEdition | None, new: PolicyEdition | None) -> list[dict[str, Any]]:
    """Every figure of two editions side by side."""
    assert old is not None
    assert new is not None
    before, after = old.policy.as_dict(), new.policy.as_dict()
    return [
        {
            "label": label,
            "old": in_words(name, before[name]),
            "new": in_words(name, after[name]),
            "changed": before[name] != after[name],
        }
        for name, (label, _choices) in POLICY_LABELS.items()
    ]


def figures(edition: PolicyEdition | None) -> list[dict[str, Any]]:
    """Every figure of one edition, or of the defaults."""
    policy = (edition.policy if edition else Policy()).as_dict()
    return [{"label": POLICY_LABELS[name][0], "new": in_words(name, value)} for name, value in policy.items()]


@require("policy.edit")
@require_http_methods(["GET", "POST"])
def new_edition(request: SignedInRequest) -> HttpResponse:
    """A change of the policy is a new edition that takes effect on a day to come."""
    form = EditionForm(request.POST or None, base=policy_on(timezone.localdate()))
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("warranty:editions")
    return render(request, "warranty/new_edition.html", {"form": form})
