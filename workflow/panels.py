"""What the apps above add to the pages of what lies below them: panels, and links among what one can do.

The page names its places and asks; the lower app knows nothing of what it is given.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.template.loader import render_to_string

from aftersales.access import SignedInRequest
from aftersales.kit.choices import Label
from aftersales.models import User
from workflow.guards import Offer, OfNoun
from workflow.models import Facts, Stateful

Context = Callable[[OfNoun, User], Facts | None]
Page = Callable[[User], Facts | None]
Links = Callable[[OfNoun, User], "list[Link]"]


@dataclass(frozen=True)
class Link:
    """What a person may do, or could but for a reason, with the address of its page."""

    offer: Offer
    url: str
    again: bool = False  # it has been done, and may be done over
    primary: bool = False  # the thing to do next

    @property
    def label(self) -> Label:
        return self.offer.step.label

    @property
    def reason(self) -> str:
        return self.offer.reason


@dataclass(frozen=True)
class Panel:
    """A template, and what it expects of an object; None where there is nothing to show."""

    template: str
    context: Context
    rank: int


PLACES = ("main", "aside", "brief", "row")
"""Of a page: among its sections, beside them, beside the form of an action, and in its row among several."""

PAGES = ("home", "roles")
"""Pages of no one thing to which something is added: the worklist, and who holds each role."""

ON_PAGES: defaultdict[str, list[tuple[str, Page]]] = defaultdict(list)
"""What stands on each of them: a template, and what it expects, None where there is nothing."""

PANELS: defaultdict[str, list[Panel]] = defaultdict(list)
LINKS: defaultdict[str, list[Links]] = defaultdict(list)


def panel(place: str, template: str, rank: int = 50) -> Callable[[Context], Context]:
    """Let a template stand at a place of a noun such as ``case.aside``, in the order of the ranks."""

    def register(context: Context) -> Context:
        PANELS[place].append(Panel(template, context, rank))
        PANELS[place].sort(key=lambda panel: panel.rank)
        return context

    return register


def on_page(name: str, template: str) -> Callable[[Page], Page]:
    """Let a template stand on a page of ``PAGES`` for whom a function gives what it expects."""
    assert name in PAGES

    def register(context: Page) -> Page:
        ON_PAGES[name].append((template, context))
        return context

    return register


def panels_of(name: str, request: SignedInRequest) -> list[str]:
    """What the apps above let stand on a page of no one thing for this person, drawn."""
    found = [(template, context(request.user)) for template, context in ON_PAGES[name]]
    return [
        render_to_string(template, context, request) for template, context in found if context is not None
    ]


def nouns_of_pages() -> set[str]:
    """The nouns that have a page: of what has states, and of entries of the register."""
    return {getattr(model, "noun", "") for model in apps.get_models()} - {""}


def panels_at(place: str, obj: OfNoun, request: SignedInRequest) -> list[str]:
    """The panels of a place, drawn; each sees the object under its noun as well."""
    found = [(panel.template, panel.context(obj, request.user)) for panel in PANELS[place]]
    return [
        render_to_string(template, {obj.noun: obj} | context, request)
        for template, context in found
        if context is not None
    ]


def further_links(noun: str) -> Callable[[Links], Links]:
    """Let the pages of a noun offer what is done elsewhere: links like those of workflow.views.acting.links."""

    def register(links: Links) -> Links:
        LINKS[noun].append(links)
        return links

    return register


def links_from_above(obj: Stateful, user: User) -> list[Link]:
    """What the apps above let the person do from the page of an object."""
    return [row for links in LINKS[obj.noun] for row in links(obj, user)]
