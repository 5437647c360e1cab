"""``manage.py catalogue``: the catalogue that an installation begins with, and codes for texts of the past."""

from django.core.management.base import BaseCommand

from catalogue.starting import begin
from catalogue.texts import map_texts


class Command(BaseCommand):
    help = (
        "Enter the failure codes, parts and test items to begin with that are not there yet; changes none. "
        "Then give what was written in words the code that its text means; what is left is the keeper's."
    )

    def handle(self, *args: str, **options: str | int | None) -> None:
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in begin().items()))
        for noun, (mapped, left) in map_texts().items():
            self.stdout.write(f"{noun}: {mapped} got a code, {left} texts are left")
