"""`manage.py decide`: facts in, verdicts out, one JSON object a line; needs no database."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError

from warranty.facts import InvalidFacts, Json, parse_facts
from warranty.rules import decide


def verdict_on(line: str | bytes) -> dict[str, Json]:
    """The verdict on one line of JSON facts; {"error": …} naming the key for one that cannot be read."""
    try:
        facts = json.loads(line)
        if not isinstance(facts, dict):
            raise InvalidFacts("line", "must be a JSON object")
        return decide(parse_facts(facts)).as_dict()
    except InvalidFacts as error:
        return {"error": str(error)}
    except (ValueError, RecursionError) as error:
        return {"error": f"line: is not JSON ({error})"}


class Command(BaseCommand):
    help = (
        "Read facts from standard input, one JSON object a line, and write one verdict a line. "
        "A line that cannot be read gives an error, and exit status 1 at the end. Empty lines are skipped."
    )
    requires_system_checks = []

    def handle(self, *args: str, **options: str | int | None) -> None:
        if hasattr(self.stdout, "reconfigure"):  # JSON is UTF-8 in every locale; a lone surrogate as \udxxx
            self.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
        failed = 0
        for line in getattr(sys.stdin, "buffer", sys.stdin):
            if line.strip():
                answer = verdict_on(line)
                failed += "error" in answer
                self.stdout.write(json.dumps(answer, ensure_ascii=False))
        if failed:
            raise CommandError(f"Lines in error: {failed}")
