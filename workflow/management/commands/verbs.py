"""Says of a verb everything that happens when it is taken, and where that is written; draws docs/verbs.md."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflow.catalogue import Line, both, lines_of
from workflow.machines import machines
from workflow.verbs import Verb, verbs_of

DOCUMENT = Path(settings.BASE_DIR) / "docs/verbs.md"
HEAD = """# Verbs

Everything that can be done with what has states: from where to where, who may, what must be true first, whom it tells,
and what follows, in the order in which the door asks and does it. Drawn from the code by `python manage.py verbs
--write`; `python manage.py verbs motor.ship` says the same of one verb, with the lines of the files.
"""
WIDTH = 16  # characters of the first column


class Command(BaseCommand):
    help = "Say what a verb (motor.ship), or those of a noun (motor), do; or draw docs/verbs.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "name", nargs="?", default="", help="a verb as noun.verb, or a noun; all if left out"
        )
        parser.add_argument("--write", action="store_true", help="draw docs/verbs.md")
        parser.add_argument(
            "--check", action="store_true", help="only say whether docs/verbs.md is up to date"
        )

    def handle(self, *args: str, name: str, write: bool, check: bool, **options: str | int | None) -> None:
        if write or check:
            self.draw(check)
            return
        verbs = chain.from_iterable(map(in_order, machines()))
        found = [verb for verb in verbs if name in ("", verb.noun, verb.name)]
        if not found:
            raise CommandError(f"No verb and no noun is called {name}.")
        self.stdout.write("\n\n".join(printed(verb) for verb in found))

    def draw(self, check: bool) -> None:
        drawn = document()
        if DOCUMENT.exists() and DOCUMENT.read_text() == drawn:
            return
        if check:
            raise CommandError("docs/verbs.md is out of date: run manage.py verbs --write.")
        DOCUMENT.write_text(drawn)
        self.stdout.write("docs/verbs.md drawn anew")


def printed(verb: Verb) -> str:
    """A verb for the terminal."""
    return "\n".join([verb.name, *(row(line) for line in lines_of(verb))])


def row(line: Line) -> str:
    """What is said, below it where."""
    place = f"\n{'':{WIDTH + 2}}{line.where}" if line.where else ""
    return f"  {line.kind:{WIDTH}}{line.text}{place}"


def document() -> str:
    """docs/verbs.md: a chapter for each noun."""
    chapters = [chapter(noun, in_order(noun)) for noun in machines()]
    return "\n".join([HEAD, *chapters])


def in_order(noun: str) -> list[Verb]:
    """The verbs of a noun as its machine has them: part by part, one below the other."""
    parts = [part.__module__ for part in machines()[noun].__mro__]

    def place(verb: Verb) -> tuple[int, int]:
        act = verb.rows[0].act
        return parts.index(act.__module__) if act.__module__ in parts else 0, act.__code__.co_firstlineno

    return sorted(verbs_of(noun), key=place)


def chapter(noun: str, verbs: list[Verb]) -> str:
    """The verbs of a noun, and where others make one."""
    model = machines()[noun]
    made = [f"One is written down by {' and '.join(f'`{name}`' for name in model.comes_with)}.\n"]
    head = [f"## {noun}: {both(model._meta.verbose_name or noun)}\n", *(made if model.comes_with else [])]
    return "\n".join([*head, *("\n".join(section(verb)) for verb in verbs)])


def section(verb: Verb) -> Iterator[str]:
    """A verb for the document: without the lines of the files, which every change would move."""
    yield f"### {verb.name}\n"
    for line in lines_of(verb):
        place = f" (`{line.file}`)" if line.file else ""
        yield f"- {line.kind}: {escaped(line.text)}{place}"
    yield ""


def escaped(text: str) -> str:
    """Text as Markdown shows it."""
    return text.replace("*", r"\*").replace("_", r"\_").replace("<", r"\<")
