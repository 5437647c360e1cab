"""What ``manage.py check`` says of the names for which apps register something, and ``migrate`` of the database."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from importlib import import_module

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.urls import NoReverseMatch, reverse

from aftersales.access import REQUIRED
from aftersales.explaining import EXPLAINED
from aftersales.kit.ledger import all_ledgers
from aftersales.kit.tables import KINDS
from aftersales.navigation import links
from aftersales.roles import IN_PASSING, Role, all_permissions
from workflow.guards import Permission
from workflow.machines import machines, views
from workflow.models import Waiting
from workflow.panels import LINKS, PANELS, PLACES, nouns_of_pages
from workflow.timeline import BESIDE, MENTIONS
from workflow.verbs import VERBS, all_verbs
from workflow.waiting import FUNCTIONS, SOURCES
from workflow.worklist import all_tasks


@register
def names_are_declared(app_configs, **kwargs) -> list[Error]:
    """Whether each names a verb, a noun or a place that there is; a misspelt one would never be heard of again."""
    return [
        Error(f'{function}("{name}") names nothing that there is.', id="workflow.E001")
        for function, names, declared in registered()
        for name in names
        if name not in declared
    ]


EVERY = {"on": {"*"}, "on_together": {"*"}}
"""What stands for every verb there is."""


def registered() -> Iterator[tuple[str, Collection[str], Collection[str]]]:
    """Each function that registers, the names that it was given, and those that it may be given."""
    nouns = machines().keys()
    verbs = {verb.name for verb in all_verbs()}
    for verb in VERBS.values():
        for function, _what in verb.registered():
            every = EVERY.get(function, set()) | (
                {f"{noun}.*" for noun in nouns} if function == "on" else set()
            )
            yield function, [verb.name], verbs | every
    for model in machines().values():
        yield "comes_with", model.comes_with, verbs
    yield "panel", PANELS, {f"{noun}.{place}" for noun in nouns_of_pages() for place in PLACES}
    yield "further_links", LINKS, nouns
    yield "beside", BESIDE, nouns
    yield "mentions", MENTIONS, nouns
    yield "waits_for", FUNCTIONS, SOURCES.keys()
    tables = {f"table:{key}" for key in KINDS}
    yield "explain", {name for name in EXPLAINED if not is_address(name)}, verbs | tables


@register
def machines_are_whole(app_configs, **kwargs) -> list[Error]:
    """Whether each machine says how one comes into being, and tells only roles that there are."""
    without = [
        noun for noun, model in machines().items() if bool(model.creations()) == bool(model.comes_with)
    ]
    rows = [(verb.name, row.custom["step"].tells) for verb in all_verbs() for row in verb.rows]
    return [
        *(
            Error(f"{noun} wants @creation or comes_with, one of the two.", id="workflow.E003")
            for noun in without
        ),
        *(
            Error(f'{name} tells "{role}", which is no role.', id="workflow.E004")
            for name, roles in rows
            for role in set(roles) - set(Role.values)
        ),
    ]


@register
def pages_are_there(app_configs, **kwargs) -> list[Error]:
    """Whether each name of a URL that a verb, a task or a link gives leads somewhere."""
    return [
        Error(f'{who} leads to "{url_name}", which is no page.', id="workflow.E005")
        for who, url_name in pages()
        if not is_page(url_name)
    ]


def pages() -> Iterator[tuple[str, str]]:
    """Who leads where, by the name of the URL."""
    for verb in all_verbs():
        names = {verb.page(row.custom["step"]) for row in verb.rows} - {""}
        yield from ((verb.name, name) for name in names)
    yield from ((f"The task {task.key}", task.together) for task in all_tasks() if task.together)
    yield from ((f"The link {link.label}", link.url_name) for link in links())
    yield from ((f"The help {help.label}", name) for name, help in EXPLAINED.items() if is_address(name))


def is_address(explained: str) -> bool:
    """Whether what is explained is an address by its name, and neither a verb nor a kind of table."""
    return "." not in explained and not explained.startswith("table:")


def is_page(url_name: str) -> bool:
    """Whether a page has this name, of a thing or of all."""
    for key in ([], [1]):
        with suppress(NoReverseMatch):
            return bool(reverse(url_name, args=key))
    return False


@register
def permissions_are_declared(app_configs, **kwargs) -> list[Error]:
    """Whether roles.py declares each permission that somebody asks for, and somebody asks for each of them."""
    import_module(settings.ROOT_URLCONF)  # so that all views are there
    asked = list(asked_permissions())
    known = all_permissions()
    undeclared = [(who, codename) for who, codename in asked if codename and codename not in known]
    dead = known - {codename for _who, codename in asked}
    return [
        *(
            Error(f'{who} asks for "{name}", which roles.py does not declare.', id="workflow.E006")
            for who, name in undeclared
        ),
        *(Error(f'Nothing asks for the permission "{name}".', id="workflow.E007") for name in sorted(dead)),
    ]


def asked_permissions() -> Iterator[tuple[str, str]]:
    """Who asks for which permission."""
    for verb in all_verbs():
        yield from ((verb.name, row.permission.codename) for row in verb.rows)
    yield from (("A Permission", codename) for codename in Permission.declared)
    yield from ((noun, model.view) for noun, model in machines().items())
    yield from ((f"The task {task.key}", task.permission) for task in all_tasks())
    yield from ((f"The ledger {ledger.key}", ledger.permission) for ledger in all_ledgers())
    yield from ((f"The link {link.label}", link.permission) for link in links())
    yield from ((f"The view {view}", codename) for codename, view in REQUIRED.items())
    yield from (("Something in passing", codename) for codename in IN_PASSING)


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


@register(Tags.database)
def what_is_written_names_what_there_is(
    app_configs, databases: Sequence[str] | None, **kwargs
) -> list[Warning]:
    """Whether some machine still has the permission that what waits was written down to be shown with."""
    return [
        Warning(
            f'Something waits that is shown with "{name}", which no machine has as its view.',
            hint="A permission was renamed: bring Dossier.view up to date, then manage.py tasks --rebuild.",
            id="workflow.W008",
        )
        for alias in databases or []
        for name in sorted(shown_with(alias) - {"", *views()})
    ]


def shown_with(alias: str) -> set[str]:
    """The permissions that rows of the worklist name; none where there is no such table yet."""
    with suppress(DatabaseError):
        return set(Waiting.objects.using(alias).values_list("shown_with", flat=True).distinct())
    return set()


def lacks_the_engine(loader: MigrationLoader) -> bool:
    """Whether apps have tables whose very first needed those of the engine, which are not there."""
    applied = {app for app, _name in loader.applied_migrations}
    (beginning,) = loader.graph.root_nodes("workflow")
    standing_on_it = set(loader.graph.backwards_plan(beginning))
    return "workflow" not in applied and any(
        standing_on_it & set(loader.graph.root_nodes(app)) for app in applied
    )
