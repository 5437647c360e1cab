"""Holds what is written down of the worklist against all that there is."""

from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandParser

from workflow.projection import Difference, all_differences, mend


class Command(BaseCommand):
    help = "Derive anew what waits for whom; report what differs (--check), or mend it dossier by dossier (--rebuild)."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument(
            "--check", action="store_true", help="only report; exit status 1 where anything differs"
        )
        what.add_argument("--rebuild", action="store_true", help="mend what differs, while others work")

    def handle(self, *args: str, rebuild: bool, verbosity: int, **options: str | int | None) -> None:
        """One line a row that differs."""
        wrong = mended = 0
        for found in self.rounds(verbosity):
            wrong += len(found)
            for difference in found:
                self.stdout.write(str(difference))
            for dossier in sorted({difference.dossier_id or 0 for difference in found}) if rebuild else []:
                mended += mend(dossier or None)
        self.stdout.write(
            f"{wrong} rows differed" + (f", {mended} were mended." if rebuild and wrong else ".")
        )
        if wrong and not rebuild:
            raise SystemExit(1)

    def rounds(self, verbosity: int) -> Iterator[list[Difference]]:
        """What differs, some thousand dossiers at a time, telling how far it has come."""
        for last, found in all_differences():
            if verbosity > 1:
                self.stderr.write(f"dossiers up to {last}")
            yield found
