"""Measures what should be fast, as ratios within one run: the machines differ, the ratios hardly do."""

from collections.abc import Callable, Iterator
from inspect import signature

from django.core.management.base import BaseCommand, CommandParser

from demo.benchmarks import clients, importing, pages, rules, slips, spellings, warnings

BENCHMARKS: dict[str, Callable[..., Iterator[str]]] = {
    **rules.BENCHMARKS,
    **slips.BENCHMARKS,
    **importing.BENCHMARKS,
    **pages.BENCHMARKS,
    **spellings.BENCHMARKS,
    **clients.BENCHMARKS,
    **warnings.BENCHMARKS,
}
OPTIONS = pages.OPTIONS | clients.OPTIONS | warnings.OPTIONS


class Command(BaseCommand):
    help = "Run a benchmark and print its figures."

    def add_arguments(self, parser: CommandParser) -> None:
        names = parser.add_subparsers(dest="name", required=True)
        for name, run in sorted(BENCHMARKS.items()):
            its_own = names.add_parser(name, help=(run.__doc__ or "").replace("%", "%%"))
            OPTIONS.get(name, id)(its_own)

    def handle(self, *args: str, name: str, **options: str | int | None) -> None:
        run = BENCHMARKS[name]
        for line in run(**{option: options[option] for option in signature(run).parameters}):
            self.stdout.write(line)
