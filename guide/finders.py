"""What the search finds of the guide: a page by the words of its title."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftersales.kit.finding import SHOWN, Finder, Hit, register
from aftersales.kit.finding.wanted import Wanted
from aftersales.models import User
from guide.contents import TASKS


def pages_meant(wanted: Wanted, user: User) -> Iterator[Hit]:
    """The tasks that have it in their title, in the order of the guide."""
    meant = [task for task in TASKS.values() if wanted.text.casefold() in str(task.title).casefold()]
    for task in meant[:SHOWN] if wanted.names else ():
        yield Hit(str(task.title), reverse("guide:task", args=[task.key]))


register(Finder("guide", _("Help"), "circle-question-mark", 90, pages_meant))
