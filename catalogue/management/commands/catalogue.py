"""``manage.py catalogue``: the catalogue that an installation begins with."""

from django.core.management.base import BaseCommand

from catalogue.starting import begin


class Command(BaseCommand):
    help = "Enter the failure codes, parts and test items to begin with that are not there yet; changes none."

    def handle(self, *args: str, **options: str | int | None) -> None:
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in begin().items()))
