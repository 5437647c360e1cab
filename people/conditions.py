"""Who administers people, who names a deputy, and what must be true before the policy changes."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.models import Deputyship, User
from people.statuses import PolicyStep
from workflow.guards import Condition, Permission
from workflow.models import PolicyEdition, ProposalStatus

if TYPE_CHECKING:
    from people.models import PolicyChange


class OwnDeputies(Permission[Deputyship]):
    """Everybody's for themselves, and an administrator's for others."""

    def why_as(self, obj: Deputyship, one: User, further: Iterable[Callable[[Deputyship, User], str]]) -> str:
        return "" if one.pk == obj.principal_id else super().why_as(obj, one, further)


# No verbs of a machine, and so declared here.
ADMINISTERS = Permission[User]("person.edit")
NAMES_DEPUTIES = OwnDeputies("person.edit")


# -- the policy ---------------------------------------------------------------------------------------


@Condition
def has_figures(change: "PolicyChange") -> str:
    """What takes an edition back has none that could be corrected."""
    return _("It takes an edition back, and has no figures.") if change.takes_back else ""


@Condition
def begins_later(change: "PolicyChange") -> str:
    """What holds today has judged claims today."""
    if change.takes_back or change.effective_from > timezone.localdate():
        return ""
    return _("Its first day has come before a second person confirmed it. Choose a later day.")


@Condition
def day_is_free(change: "PolicyChange") -> str:
    """No two editions begin on one day."""
    if change.takes_back:
        return ""
    others = PolicyEdition.objects.standing().filter(effective_from=change.effective_from)
    taken = others.exclude(pk=change.edition_id or 0).exists()
    return _("Another edition begins on this day.") if taken else ""


@Condition
def nothing_else_waits(change: "PolicyChange") -> str:
    """An edition is changed in one way at a time."""
    changes = type(change)._default_manager.filter(status=ProposalStatus.OPEN, edition__isnull=False)
    waits = changes.filter(edition=change.edition_id).exists()
    return _("Another change of this edition waits for a second person already.") if waits else ""


@Condition
def not_in_force(change: "PolicyChange") -> str:
    """An edition in force is never changed: signed verdicts name it."""
    if change.step == PolicyStep.NEW:
        return ""
    edition = PolicyEdition.objects.get(pk=change.edition_id or 0)
    if edition.withdrawn_at:
        return _("This edition has been taken back already.")
    return "" if edition.effective_from > timezone.localdate() else _("This edition is in force by now.")
