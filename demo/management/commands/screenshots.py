"""Takes the pictures of the guide."""

import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo.screenshots import NoBrowser, take


class Command(BaseCommand):
    help = "Take the pictures of the guide anew, of the demo factory in this database, in both languages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", help="only these pictures; all if left out")

    def handle(self, *args: str, names: list[str], **options: str | int | None) -> None:
        if not settings.DEMO:
            raise CommandError("Pictures are taken of the demo alone: set DEMO=1.")
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread
        try:
            for path in take(names):
                self.stdout.write(f"{path.relative_to(settings.BASE_DIR)}: {path.stat().st_size // 1024} KB")
        except NoBrowser as missing:
            raise CommandError(str(missing)) from None
