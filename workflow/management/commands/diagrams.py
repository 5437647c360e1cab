"""Draws the state machines into the README files, from the transitions in the code."""

import re
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from workflow.models import Stateful

README = {"README.md": "en", "README.zh-CN.md": "zh-hans"}
BLOCK = re.compile(r"(<!-- diagram: (\w+) -->\n).*?(\n<!-- /diagram -->)", re.DOTALL)


class Command(BaseCommand):
    help = "Draw the state machines of the code into README.md and README.zh-CN.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether they are up to date")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        for name, language in README.items():
            path = Path(settings.BASE_DIR) / name
            text = path.read_text()
            with translation.override(language):
                drawn = BLOCK.sub(lambda match: match[1] + diagram(match[2]) + match[3], text)
            if drawn == text:
                continue
            if check:
                raise CommandError(f"{name} is out of date: run manage.py diagrams.")
            path.write_text(drawn)
            self.stdout.write(f"{name} drawn anew")


def machine(noun: str) -> type[Stateful]:
    """The model whose state machine has this noun."""
    models = [m for m in apps.get_models() if issubclass(m, Stateful) and m.noun == noun]
    if not models:
        raise CommandError(f"No state machine is called {noun}.")
    return models[0]


def diagram(noun: str) -> str:
    """A Mermaid state diagram: every state by its name, every transition by its button."""
    model = machine(noun)
    field: Any = next(field for field in model._meta.fields if field.name == "status")
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
    for row in model().get_all_status_transitions():  # type: ignore[attr-defined]
        targets = getattr(row.target, "allowed_states", None) or [row.target]
        for target in filter(None, targets):
            labels = joined.setdefault((str(row.source), str(target)), [])
            label = str(row.custom["step"].label)
            labels += [] if label in labels else [label]
    return [(source, target, " / ".join(labels)) for (source, target), labels in joined.items()]
