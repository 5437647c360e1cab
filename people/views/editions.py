"""The editions of the policy: what they say, how two of them differ, and how two people change them."""

from django.db import IntegrityError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest
from people.forms import PolicyForm, WithdrawEditionForm
from people.models import PolicyChange
from people.statuses import PolicyStep
from workflow.actions import create
from workflow.forms import ActForm
from workflow.guards import Stale
from workflow.models import Facts, PolicyEdition, edition_on
from workflow.policy import Figure, Value, figures
from workflow.views.acting import ActingPage, act_on
from workflow.views.proposals import proposal_page

Edition = PolicyEdition | PolicyChange | None
"""What has figures: an edition, or what is to be one; where there is none the defaults hold."""


@require_GET
def show(request: SignedInRequest) -> HttpResponse:
    """Every edition of the policy, and the difference between two of them."""
    rows = list(PolicyEdition.objects.all())
    standing = [row for row in rows if row.withdrawn_at is None]
    old, new = (pick(standing, request.GET.get(name, ""), rank) for name, rank in (("old", 1), ("new", 0)))
    today = timezone.localdate()
    context = {
        "editions": rows,
        "standing": standing,
        "today": today,
        "current": edition_on(today),
        "old": old,
        "new": new,
        "rows": [row_of(figure, old, new) for figure in figures()],
        "changes": PolicyChange.objects.visible_to(request.user).select_related(*PolicyChange.reads),
        "may_edit": request.user.can("policy.edit"),
    }
    return render(request, "people/editions.html", context)


def pick(rows: list[PolicyEdition], wanted: str, rank: int) -> PolicyEdition | None:
    """The edition that was asked for, else the newest or the one before it."""
    found = next((row for row in rows if str(row.pk) == wanted), None)
    return found or (rows[rank] if rank < len(rows) else None)


def row_of(figure: Figure, old: Edition, new: Edition) -> dict[str, Value]:
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


# -- proposing ----------------------------------------------------------------------------------------


class ProposeEdition(ActingPage[PolicyChange, ActForm]):
    """A new edition, which takes effect on a day to come once a second person has confirmed it."""

    permission = "policy.edit"
    template = "people/edition_form.html"
    done = gettext_lazy("A second person confirms it; until then nothing changes.")
    title = gettext_lazy("New edition")
    step = PolicyStep.NEW
    edition: PolicyEdition | None = None

    def __init__(self, request: SignedInRequest, **address: int) -> None:
        super().__init__(request, **address)
        self.obj = PolicyChange(step=self.step, edition=self.edition)

    def make_form(self, data: QueryDict | None) -> ActForm:
        base = edition_on(timezone.localdate())
        return PolicyForm(data, obj=self.obj, user=self.user, base=base.values if base else {})

    def act(self) -> PolicyChange:
        facts = self.form.facts()
        return self.propose(PolicyChange(step=self.step, edition=self.edition, **facts))

    def propose(self, change: PolicyChange) -> PolicyChange:
        try:
            return create(change, by=self.user, reason=change.reason)
        except IntegrityError:  # of two at the same moment
            raise Stale(_("Somebody else has changed this in the meantime.")) from None

    def context(self) -> Facts:
        return {"title": self.title}


def edition_to_come(pk: int) -> PolicyEdition:
    """An edition that does not hold yet, else 404."""
    rows = PolicyEdition.objects.standing().filter(effective_from__gt=timezone.localdate())
    return get_object_or_404(rows, pk=pk)


class CorrectEdition(ProposeEdition):
    """Other figures, or another first day, of an edition that is not in force yet."""

    title = gettext_lazy("Correct an edition")
    step = PolicyStep.CORRECTION

    def __init__(self, request: SignedInRequest, pk: int) -> None:
        self.edition = edition_to_come(pk)
        super().__init__(request)

    def make_form(self, data: QueryDict | None) -> ActForm:
        assert self.edition
        known: Facts = {"name": self.edition.name, "effective_from": self.edition.effective_from}
        base = self.edition.values
        return PolicyForm(data, obj=self.obj, user=self.user, base=base, initial=known)


class WithdrawEdition(CorrectEdition):
    """An edition that is not in force yet is not to hold."""

    title = gettext_lazy("Take an edition back")
    step = PolicyStep.WITHDRAWAL

    def make_form(self, data: QueryDict | None) -> ActForm:
        return WithdrawEditionForm(data, obj=self.obj, user=self.user)

    def act(self) -> PolicyChange:
        assert self.edition
        reason = self.form.cleaned_data["reason"]
        change = PolicyChange(
            step=self.step,
            edition=self.edition,
            name=self.edition.name,
            effective_from=self.edition.effective_from,
            values=self.edition.values,
            reason=reason,
        )
        return self.propose(change)


# -- what was proposed --------------------------------------------------------------------------------


def visible_change(request: SignedInRequest, pk: int) -> PolicyChange:
    """The change if the person may see it, else 404."""
    rows = PolicyChange.objects.visible_to(request.user).select_related(*PolicyChange.reads)
    return get_object_or_404(rows, pk=pk)


@require_GET
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is to change and why, and who decides."""
    found = visible_change(request, pk)
    return proposal_page(request, found, "people/policy.html", about(found))


def about(found: PolicyChange) -> Facts:
    """The figures that are to be others, old and new."""
    base = found.base()
    before = base or PolicyEdition()
    rows = [row_of(figure, before, found) for figure in figures()]
    return {"base": base, "rows": [row for row in rows if row["changed"] and not found.takes_back]}


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of such a change."""
    found = visible_change(request, pk)
    return act_on(request, found, verb, **about(found))


class RevisePolicy(ActingPage[PolicyChange, PolicyForm]):
    """Its author corrects what waits for a second person."""

    permission = "policy.edit"
    verb = "revise"
    template = "people/edition_form.html"
    find = staticmethod(visible_change)

    def make_form(self, data: QueryDict | None) -> PolicyForm:
        names = ("name", "effective_from", "reason")
        known: Facts = {name: getattr(self.obj, name) for name in names}
        return PolicyForm(data, obj=self.obj, user=self.user, base=self.obj.values, initial=known)

    def facts(self) -> Facts:
        new = self.form.facts()
        return {"figures": new.pop("values"), "edit": new}

    def context(self) -> Facts:
        return {"title": _("Correct it")}
