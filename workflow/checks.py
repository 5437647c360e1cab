"""What ``manage.py check`` says of the names for which apps register something."""

from collections.abc import Collection, Iterator

from django.core.checks import Error, register

from workflow.actions import CONSEQUENCES
from workflow.forms import FORMS
from workflow.machines import machines
from workflow.panels import LINKS, PANELS, PLACES
from workflow.timeline import BESIDE
from workflow.views.acting import PAGES


@register
def names_are_declared(app_configs, **kwargs) -> list[Error]:
    """Whether each names a verb, a noun or a place that there is; a misspelt one would never be heard of again."""
    return [
        Error(f'{function}("{name}") names nothing that there is.', id="workflow.E001")
        for function, names, declared in registered()
        for name in names
        if name not in declared
    ]


def registered() -> Iterator[tuple[str, Collection[str], Collection[str]]]:
    """Each function that registers, the names that it was given, and those that it may be given."""
    nouns = machines().keys()
    verbs = {f"{noun}.{verb}" for noun in nouns for verb in verbs_of(noun)}
    yield "on", CONSEQUENCES, verbs | {f"{noun}.*" for noun in nouns} | {"*"}
    yield "form_of", FORMS, verbs
    yield "page_for", PAGES, verbs
    yield "panel", PANELS, {f"{noun}.{place}" for noun in nouns for place in PLACES}
    yield "further_links", LINKS, nouns
    yield "beside", BESIDE, nouns


def verbs_of(noun: str) -> set[str]:
    """The names of all transitions of a machine."""
    return {row.name for row in machines()[noun]().get_all_status_transitions()}  # type: ignore[attr-defined]
