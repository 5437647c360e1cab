"""The ways through the product: what each app adds to the frame of every page, as data of its AppConfig."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string

from aftersales.kit.choices import Label
from aftersales.kit.planned import Part, parameters_of, plan_of

if TYPE_CHECKING:
    from aftersales.models import User


COUNTED = "aftersales.navigation.counted"  # key of request.META


@dataclass(frozen=True)
class Link:
    """One way: an app names its links in ``AppConfig.navigation``; they stand in the order of their ranks."""

    url_name: str
    label: Label
    icon: str
    rank: int
    permission: str = ""
    """Empty: for everybody."""

    place: str = "main"
    """main; tool: a symbol beside it; account: the menu of the person; start: what one begins from the worklist;
    administration: the page of what an administrator looks after; home: what the person sees first, before the
    worklist.
    """

    hint: Label = ""
    """What one finds there; shown among what an administrator looks after."""

    count: str = ""
    """Dotted path of a function of the user that gives the statement which counts what waits there."""


@cache
def links() -> list[Link]:
    """The links of all apps."""
    found = [link for config in apps.get_app_configs() for link in getattr(config, "navigation", ())]
    return sorted(found, key=lambda link: link.rank)


@dataclass(slots=True)
class ShownLink:
    """A link as a page shows it."""

    url: str
    label: Label
    icon: str
    count: int
    current: bool
    hint: Label = ""


@cache
def address_of(url_name: str) -> str:
    """Where a link leads: asked of the URLs once, as every page shows two dozen of them."""
    return reverse(url_name)


def shown(
    request: HttpRequest, user: "User", place: str, counts: Callable[[], Mapping[str, int]] = dict
) -> Iterator[ShownLink]:
    """The links of one place that this person may follow, with the counts of the frame."""
    match = request.resolver_match
    here = match.view_name if match else ""
    for link in links():
        if link.place == place and (not link.permission or user.can(link.permission)):
            yield ShownLink(
                url=address_of(link.url_name),
                label=link.label,
                icon=link.icon,
                count=counts().get(link.count, 0) if link.count else 0,
                current=here == link.url_name,
                hint=link.hint,
            )


def first_page(user: "User") -> str:
    """What the person sees first: the worklist, unless an app has something for them to see before."""
    first = (link for link in links() if link.place == "home" and user.can(link.permission))
    return reverse(next((link.url_name for link in first), "home"))


def counted(request: HttpRequest, count: str, number: int) -> None:
    """A page that has counted what waits behind a link says so, and the frame need not."""
    request.META.setdefault(COUNTED, {})[count] = number


def counts_of(request: HttpRequest, user: "User") -> dict[str, int]:
    """What waits for this person behind the links, by their ``count``: in one statement, as every page shows it."""
    known: dict[str, int] = request.META.get(COUNTED, {})
    paths = [link.count for link in links() if link.count and link.count not in known]
    return known | dict(zip(paths, numbers([import_string(path)(user) for path in paths]), strict=True))


def numbers(statements: Sequence[Part]) -> tuple[int, ...]:
    """What each of these statements counts."""
    if not statements:
        return ()
    selected = ", ".join(f"({part.sql})" for part in statements)
    plan = plan_of("frame", f"SELECT {selected}", parameters_of(statements))
    values = [value for part in statements for value in part.values]
    with connection.cursor() as cursor:
        cursor.execute(*plan.call(values))
        found: tuple[int, ...] = cursor.fetchone()
    return found
