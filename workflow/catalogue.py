"""All that the house says of a verb, each thing with the place where it says it: what ``manage.py verbs`` prints."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from django.conf import settings
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import translation

from aftersales.kit.choices import Label
from aftersales.roles import PERSONAL, role_names, roles_with
from workflow.guards import Condition, Creation, Derived, Permission, Step, Transition
from workflow.machines import machines
from workflow.verbs import Verb, consequences_of, together_of
from workflow.worklist import all_tasks

Source: TypeAlias = Callable[..., object]  # a function or class

LANGUAGES = ("en", "zh-hans")
LIST_COMMA = ", "  # translated, but no sentence


@dataclass(frozen=True)
class Line:
    """One thing that is said of a verb: of what kind, what, and where."""

    kind: str
    text: str
    file: str = ""
    number: int = 0

    @property
    def where(self) -> str:
        return f"{self.file}:{self.number}" if self.file else ""


def line(kind: str, text: str, source: Source | None = None) -> Line:
    """A line whose place is where the source, a function or class, is defined."""
    return Line(kind, text, *place_of(source)) if source is not None else Line(kind, text)


def place_of(source: Source) -> tuple[str, int]:
    """File, from the root of the project, and line of a function or class; nothing for one of a library."""
    code = inspect.unwrap(source)
    path = Path(inspect.getsourcefile(code) or "")
    if not path.is_relative_to(settings.BASE_DIR):
        return "", 0
    return path.relative_to(settings.BASE_DIR).as_posix(), inspect.getsourcelines(code)[1]


def lines_of(verb: Verb) -> Iterator[Line]:
    """Everything about a verb, in the order in which the door asks and does it."""
    for row in different(verb.rows):
        yield from declared(verb, row)
    for check in verb.checks:
        yield said("who not either", check)
    for condition in verb.conditions:
        yield said("also waits for", condition)
    if verb.done:
        yield line("done once", summary(verb.done), verb.done)
    if verb.form:
        yield line("form", verb.form.__name__, verb.form)
    yield from pages(verb)
    yield from followed(verb)
    for kind in verb.papers:
        yield Line("paper", "of any kind" if kind == "*" else kind)
    for task in all_tasks():
        if task.permission in codenames(verb):
            yield Line("task", f"{task.key}: {both(task.label)}")


def followed(verb: Verb) -> Iterator[Line]:
    """What follows from it, for each thing and once an act."""
    for consequence in consequences_of(*verb.name.split(".", 1)):
        yield line("then", summary(consequence), consequence)
    for together in together_of(*verb.name.split(".", 1)):
        yield line("then, once an act", summary(together), together)


def different(rows: Iterable[Transition]) -> list[Transition]:
    """One row for every declaration, which has one for each of its sources."""
    found: dict[int, Transition] = {}
    for row in rows:
        found.setdefault(id(row.custom["step"]), row)
    return list(found.values())


def declared(verb: Verb, row: Transition) -> Iterator[Line]:
    """What one declaration of the machine says."""
    step: Step = row.custom["step"]
    yield line("moves", moves(verb, step), row.act)
    yield Line("label", both(step.label))
    yield from permitted(row.permission)
    for condition in row.conditions:
        yield said("waits for", condition)
    if step.tells:
        yield Line("tells", names_of(step.tells))
    if step.tells_also:
        yield line("tells", summary(step.tells_also), step.tells_also)
    if manner := behaviour(step):
        yield Line("button", manner)


def moves(verb: Verb, step: Step) -> str:
    """From where to where: ``ready_to_ship → shipped``."""
    rows = [row for row in verb.rows if row.custom["step"] is step]
    sources = ", ".join(str(row.source or "nothing") for row in rows)
    return f"{sources} → {' or '.join(targets(verb.noun, rows[0]))}"


def targets(noun: str, row: Transition) -> list[str]:
    """The states to which a row can lead."""
    if isinstance(row, Creation):
        return [str(machines()[noun].machine().get_default())]
    return [str(state) for state in row.targets or ["the same"]]


def permitted(permission: Permission) -> Iterator[Line]:
    """Who may take it: the permission with its roles, and the checks of the person."""
    if isinstance(permission, Derived):
        yield Line("who", f"nobody by hand: {both(permission.follows())}")
        return
    yield Line("who", f"{permission.codename}: {holders(permission.codename)}")
    for check in permission.checks:
        yield said("who not", check)


def holders(codename: str) -> str:
    """The roles with a permission, in English."""
    if codename in PERSONAL:
        return "whomever it concerns"
    return names_of(roles_with(codename))


def names_of(roles: Iterable[str]) -> str:
    """Roles by their names, in English."""
    with translation.override("en"):
        return role_names(roles)


def said(kind: str, rule: Condition | Callable[..., str]) -> Line:
    """A condition or check, with the sentences that people read where it stands in the way."""
    function = rule.why if isinstance(rule, Condition) else rule
    words = " / ".join(f"“{sentence}”" for sentence in sentences(function))
    return line(kind, " ".join(filter(None, (function.__name__, words))), function)


@cache
def sentences(function: Source) -> tuple[str, ...]:
    """What a function says through gettext; where it leaves that to others of its module, what they say."""
    own = tuple(spoken(function))
    if own:
        return own
    module = inspect.getmodule(function)
    named = [function.__globals__.get(name) for name in function.__code__.co_names]
    asked = [other for other in named if inspect.isfunction(other) and inspect.getmodule(other) is module]
    return tuple(sentence for other in asked for sentence in spoken(other))


def spoken(function: Source) -> Iterator[str]:
    """The strings that the source of a function hands to gettext."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: call.lineno):
        words = call.args[0] if getattr(call.func, "id", "") in {"_", "gettext", "ngettext"} else None
        if isinstance(words, ast.Constant) and words.value != LIST_COMMA:
            yield str(words.value)


def summary(function: Source) -> str:
    """The name of a function, and what its docstring says first."""
    words = (function.__doc__ or "").strip().splitlines()
    return f"{function.__name__}: {words[0]}" if words else function.__name__


def behaviour(step: Step) -> str:
    """What the button does besides saying its label."""
    known = {
        "in red, with a reason": step.grave,
        "seldom the next thing to do": step.seldom,
        f"done where {step.done} is set": step.done,
        "several at once": step.many,
    }
    return "; ".join(words for words, holds in known.items() if holds)


def pages(verb: Verb) -> Iterator[Line]:
    """Its own pages, by the names of their URLs, each with its view."""
    names = {verb.url_name} | {row.custom["step"].page for row in verb.rows}
    for name in sorted(filter(None, names)):
        yield line("page", name, view_of(name))


def view_of(name: str) -> Source | None:
    """The view of the name of a URL; None where nothing has this name."""
    try:
        return get_resolver().resolve(reverse(name, args=[1])).func
    except NoReverseMatch:
        return None


def codenames(verb: Verb) -> set[str]:
    """The permissions of a verb."""
    return {row.permission.codename for row in verb.rows} - {""}


def both(label: Label) -> str:
    """Words in both languages."""
    spoken_in = []
    for language in LANGUAGES:
        with translation.override(language):
            spoken_in.append(str(label))
    return " · ".join(spoken_in)
