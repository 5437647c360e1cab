"""Measures what should be fast, as ratios within one run: the machines differ, the ratios hardly do."""

from django.core.management.base import BaseCommand, CommandParser

from demo.benchmarks import rules, slips

BENCHMARKS = rules.BENCHMARKS | slips.BENCHMARKS


class Command(BaseCommand):
    help = "Run a benchmark and print its figures."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=sorted(BENCHMARKS))

    def handle(self, *args: str, name: str, **options: str | int | None) -> None:
        for line in BENCHMARKS[name]():
            self.stdout.write(line)
