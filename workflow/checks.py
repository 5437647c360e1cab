"""What ``manage.py check`` says of the names for which apps register something, and ``migrate`` of the database."""

from collections.abc import Collection, Iterator, Sequence

from django.core.checks import Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from workflow.machines import machines
from workflow.panels import LINKS, PANELS, PLACES
from workflow.timeline import BESIDE, MENTIONS
from workflow.verbs import VERBS, all_verbs


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
    verbs = {verb.name for verb in all_verbs()}
    for verb in VERBS.values():
        for function, _what in verb.registered():
            every = {f"{noun}.*" for noun in nouns} | {"*"} if function == "on" else set()
            yield function, [verb.name], verbs | every
    yield "panel", PANELS, {f"{noun}.{place}" for noun in nouns for place in PLACES}
    yield "further_links", LINKS, nouns
    yield "beside", BESIDE, nouns
    yield "mentions", MENTIONS, nouns


@register(Tags.database)
def databases_have_the_engine(app_configs, databases: Sequence[str] | None, **kwargs) -> list[Error]:
    """Whether what stands on the engine came after it; before 0.3.0 there was none, and its migrations are gone."""
    return [
        Error(
            "This database was made by a version before 0.3.0. Its tables cannot be brought up to date.",
            hint="Nothing has been changed. Keep it under another name and begin with an empty one.",
            obj=str(connections[alias].settings_dict["NAME"]),
            id="workflow.E002",
        )
        for alias in databases or []
        if lacks_the_engine(MigrationLoader(connections[alias]))
    ]


def lacks_the_engine(loader: MigrationLoader) -> bool:
    """Whether apps have tables that need those of the engine, which are not there."""
    applied = {app for app, _name in loader.applied_migrations}
    (beginning,) = loader.graph.root_nodes("workflow")
    standing_on_it = {app for app, _name in loader.graph.backwards_plan(beginning)}
    return "workflow" not in applied and bool(applied & standing_on_it)
