"""Compares every form on every paper with its approved picture."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo.pictures import APPROVED, NoPoppler, approve, compare


class Command(BaseCommand):
    help = "Compare every slip on every paper with its approved picture, or approve what they look like now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--approve", action="store_true", help="keep the pictures of now: look at them first"
        )
        parser.add_argument("--folder", type=Path, default=APPROVED, help="where the approved pictures are")
        parser.add_argument("--differences", type=Path, help="where to put what differs, before and after")

    def handle(self, *args: str, folder: Path, differences: Path | None, **options: str | int | None) -> None:
        try:
            if options["approve"]:
                self.stdout.write(f"{approve(folder)} pictures approved in {folder}")
                return
            verdicts = compare(folder, differences)
        except NoPoppler as missing:
            raise CommandError(str(missing)) from None
        bad = [verdict for verdict in verdicts if not verdict.good]
        if bad:
            raise CommandError("\n".join(map(str, bad)))
        self.stdout.write(f"{len(verdicts)} pictures look like the approved ones")
