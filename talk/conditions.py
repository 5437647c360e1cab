"""Who may talk about something, and what must be true before somebody is urged."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.models import User
from workflow.guards import Condition, Permission
from workflow.models import Dossier

if TYPE_CHECKING:
    from talk.models import Question, Urge
    from talk.transitions import Talk


class WhoSees(Permission["Talk"]):
    """Whoever may look at the matter, as themselves: nobody talks in anybody's place."""

    def capacity(
        self, obj: "Talk", user: User, further: "Iterable[Callable[[Talk, User], str]]" = ()
    ) -> tuple[User, str]:
        seen = Dossier.objects.visible_to(user).filter(pk=obj.dossier_id).exists()
        return user.alone, "" if seen else _("Only who sees this talks about it.")


class WhoIsAsked(Permission["Question"]):
    """Whoever was asked, and their deputy; in a confined matter only one for confidential things."""

    def __init__(self, codename: str, in_confidence: str) -> None:
        super().__init__(codename)
        self.in_confidence = in_confidence
        self.declared.add(in_confidence)

    def why_as(self, obj: "Question", one: User, further: "Iterable[Callable[[Question, User], str]]") -> str:
        needed = self.in_confidence if obj.dossier.confined else self.codename
        if one.pk == obj.to_id and one.can(needed):
            return ""
        return _("This was asked of %(name)s.") % {"name": obj.to}


def own_question(question: "Question", user: User) -> str:
    """A question is taken back by whoever asked it."""
    return "" if user.pk == question.by_id else _("Only who asked takes it back.")


@Condition
def something_waits(urge: "Urge") -> str:
    """Somebody is urged to do something."""
    return "" if urge.told else _("Nothing waits here for anybody else.")


@Condition
def not_urged_today(urge: "Urge") -> str:
    """Once a day; who is urged all the time hears nothing any more."""
    today = timezone.localdate()
    rows = type(urge)._default_manager.filter(dossier=urge.dossier_id, at__date=today)
    if rows.filter(about_noun=urge.about_noun, about_id=urge.about_id).exists():
        return _("Somebody has urged this today already.")
    return ""
