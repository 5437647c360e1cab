"""Draws into the documents, from the code: the state machines, and the apps with what they import."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from workflow.models import Stateful

DOCUMENTS = {
    "README.md": "en",
    "README.zh-CN.md": "zh-hans",
    "docs/house.md": "en",
    "docs/house.zh-CN.md": "zh-hans",
}
LOOKS_UPWARD = "aftersales/urls.py"  # brings all apps together, so it says nothing of their order
BLOCK = re.compile(r"(<!-- diagram: (\w+) -->\n).*?(\n<!-- /diagram -->)", re.DOTALL)


class Command(BaseCommand):
    help = "Draw state machines and apps as they are in the code into README and docs/house, English and Chinese."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether they are up to date")

    def handle(self, *args: str, check: bool, **options: str | int | None) -> None:
        for name, language in DOCUMENTS.items():
            path = Path(settings.BASE_DIR) / name
            text = path.read_text()
            with translation.override(language):
                drawn = BLOCK.sub(lambda match: match[1] + drawing(match[2]) + match[3], text)
            if drawn == text:
                continue
            if check:
                raise CommandError(f"{name} is out of date: run manage.py diagrams.")
            path.write_text(drawn)
            self.stdout.write(f"{name} drawn anew")


def drawing(name: str) -> str:
    """The diagram of a name: ``apps``, or the noun of a state machine."""
    return diagram_of_apps() if name == "apps" else diagram(name)


def machine(noun: str) -> type[Stateful]:
    """The model whose state machine has this noun."""
    models = [m for m in apps.get_models() if issubclass(m, Stateful) and m.noun == noun]
    if not models:
        raise CommandError(f"No state machine is called {noun}.")
    return models[0]


def diagram(noun: str) -> str:
    """A Mermaid state diagram: every state by its name, every transition by its button."""
    model = machine(noun)
    field = model.machine()
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{label}" as {value}' for value, label in field.flatchoices]
    lines.append(f"    [*] --> {field.default}")
    order = [value for value, _label in field.flatchoices]
    for source, target, label in sorted(
        arrows(model), key=lambda row: (order.index(row[0]), order.index(row[1]))
    ):
        lines.append(f"    {source} --> {target}: {label}")
    lines += [f"    {value} --> [*]" for value in order if value in final_states(model)]
    return "\n".join([*lines, "```"])


def final_states(model: type[Stateful]) -> set[str]:
    """The states that nothing leads out of."""
    rows = arrows(model)
    return {target for _source, target, _label in rows} - {source for source, _target, _label in rows}


def arrows(model: type[Stateful]) -> list[tuple[str, str, str]]:
    """(from, to, label) of every transition that changes the state; those of one pair are joined."""
    joined: dict[tuple[str, str], list[str]] = {}
    for row in model.transitions():
        for target in row.targets:
            labels = joined.setdefault((str(row.source), str(target)), [])
            label = str(row.custom["step"].label)
            labels += [] if label in labels else [label]
    return [(source, target, " / ".join(labels)) for (source, target), labels in joined.items()]


def diagram_of_apps() -> str:
    """A Mermaid graph of our apps: an arrow leads to what an app imports, unless others lead there already."""
    known = {app: imported_by(app) for app in own_apps()}
    for app, below in known.items():
        for other in sorted(below):
            if other in reached(known | {app: below - {other}}, app):
                below.discard(other)
    lines = [f"    {app} --> {other}" for app, below in known.items() for other in sorted(below)]
    return "\n".join(["```mermaid", "flowchart TD", *lines, "```"])


def own_apps() -> list[str]:
    """The apps of the product, the uppermost first."""
    home = Path(settings.BASE_DIR)
    return [
        config.name for config in reversed(list(apps.get_app_configs())) if Path(config.path).parent == home
    ]


def imported_by(app: str) -> set[str]:
    """The other apps of ours that the modules of an app import."""
    found: set[str] = set()
    for path in (Path(settings.BASE_DIR) / app).rglob("*.py"):
        if path.relative_to(settings.BASE_DIR).as_posix() != LOOKS_UPWARD:
            found.update(module.split(".")[0] for module in imports(ast.parse(path.read_text())))
    return found & set(own_apps()) - {app}


def imports(tree: ast.Module) -> Iterator[str]:
    """The modules that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def reached(arrows: dict[str, set[str]], start: str) -> set[str]:
    """Where the arrows lead from here, in any number of steps."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = arrows[waiting.pop()] - found
        found |= new
        waiting += new
    return found
