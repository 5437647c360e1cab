"""Which page explains how something is done: whoever explains says so, and the frame of every page shows the way.

    explain(Explanation(url_name, "printing", _("Printing")), "note.write", "ledgers")

A name is that of an address, a verb for the pages on which it is taken, of one thing or of many, or ``table:customers``
for the pages on which a table of this kind comes in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from inspect import unwrap

from django.http import HttpRequest
from django.urls import ResolverMatch, reverse

from aftersales.kit.choices import Label


@dataclass(frozen=True)
class Explanation:
    """A page that explains: where it is, and what it is called."""

    url_name: str
    key: str
    label: Label

    @property
    def url(self) -> str:
        return reverse(self.url_name, args=[self.key])


EXPLAINED: dict[str, Explanation] = {}


def explain(explanation: Explanation, *names: str) -> None:
    """Let the pages of these names lead to what explains them."""
    EXPLAINED.update(dict.fromkeys(names, explanation))


def explanation_of(request: HttpRequest) -> Explanation | None:
    """What explains the page that is asked for, if anything does."""
    match = request.resolver_match
    names = [getattr(request, "explained_as", ""), *(names_of(match) if match else ())]
    return next((EXPLAINED[name] for name in names if name in EXPLAINED), None)


def explain_as(request: HttpRequest, name: str) -> None:
    """Let a page that serves several purposes be explained as what it serves now."""
    vars(request)["explained_as"] = name


def names_of(match: ResolverMatch) -> Iterator[str]:
    """What a page may be explained under: the verb that is taken on it, then its address."""
    if verb := match.kwargs.get("verb"):
        noun = getattr(unwrap(match.func), "noun", "")  # a page on which one verb is taken of many things
        yield f"{noun or (match.url_name or '').removeprefix('act_')}.{verb}"
    yield match.view_name
