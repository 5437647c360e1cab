"""Measures what should be fast, as ratios within one run: the machines differ, the ratios hardly do."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import module_has_submodule


class Command(BaseCommand):
    help = "Run a benchmark and print its figures."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=sorted(benchmarks()))

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        for line in benchmarks()[name]():
            self.stdout.write(line)


def benchmarks() -> dict[str, Any]:
    """Every app may have a module ``bench`` with a table BENCHMARKS: name to generator of lines."""
    found: dict[str, Any] = {}
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "bench"):
            found |= getattr(import_module(f"{config.name}.bench"), "BENCHMARKS", {})
    return found
