"""``manage.py load_register FILE``: the register as another system writes it every night."""

import argparse
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from aftersales.kit.spreadsheets import UnreadableSheet
from aftersales.kit.tables import NotTaken, Row
from aftersales.kit.tables.looking import Look
from aftersales.kit.tables.taking import GOOD, Taking
from aftersales.kit.tables.uploads import known_layout, read
from aftersales.models import TableUpload, User
from warranty.profiles import PROFILES, with_profile
from warranty.tables import MOTORS

NAMED = 20  # rows that the summary names


class Command(BaseCommand):
    help = (
        "Take the motors of a spreadsheet into the register: what is right goes, what is wrong is named, and what "
        "changes a motor with an open case waits for a second person. Exit status 0 if all was right, else 1."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="xlsx, xls, ods or CSV")
        parser.add_argument("--profile", choices=sorted(PROFILES), help="what the columns are called there")
        parser.add_argument("--as", dest="username", required=True, help="user name of who answers for it")
        parser.add_argument("--dry-run", action="store_true", help="only say what would become of it")

    def handle(
        self, *, file: Path, profile: str | None, username: str, dry_run: bool, **options: str | int | None
    ) -> None:
        look = self.look(file, profile, self.person(username))
        counts, wrong = self.seen(look) if dry_run else self.taken(look)
        self.stdout.write(summary(file, look, counts))
        for row in wrong[:NAMED]:
            self.stdout.write(f"  {said(row)}")
        if wrong:
            raise CommandError(_("%(n)d rows were left out.") % {"n": len(wrong)})

    def person(self, username: str) -> User:
        person = User.objects.filter(username=username, is_active=True).first()
        if person is None or not person.can(MOTORS.permission):
            raise CommandError(_("%(name)s may not change the register.") % {"name": username})
        return person

    def look(self, file: Path, profile: str | None, person: User) -> Look:
        kind = with_profile(MOTORS, profile) if profile else MOTORS
        try:
            tables = read(kind, file.read_bytes(), pasted=False)
        except (OSError, UnreadableSheet) as problem:
            raise CommandError(f"{file.name}: {problem}") from None
        found = ((table, known_layout(kind, table, False)) for table in tables)
        table, layout = next(((table, layout) for table, layout in found if layout), (None, None))
        if table is None or layout is None:
            raise CommandError(_("Its columns are not known; see --profile."))
        return Look(kind, table, layout, person, name=file.name[:200], taking=True)

    def seen(self, look: Look) -> tuple[dict[str, int], list[Row]]:
        look.taking = False
        rows = [row for batch in look.batches() for row in batch.rows]
        fates = [row.fate.value for row in rows]
        return {fate: fates.count(fate) for fate in set(fates)}, [row for row in rows if row.errors]

    def taken(self, look: Look) -> tuple[dict[str, int], list[Row]]:
        taking = Taking(TableUpload(choice=GOOD, total=len(look.table.rows)), look)
        try:
            result = taking.run(lambda done: None).result
        except NotTaken as refusal:
            raise CommandError(str(refusal)) from None
        return result["counts"], taking.wrong


def summary(file: Path, look: Look, counts: dict[str, int]) -> str:
    """One line that a mail can carry."""
    figures = ("new", "changed", "held", "same", "wrong")
    said = ", ".join(f"{name} {counts.get(name, 0)}" for name in figures)
    return f"{file.name}: {said}, skipped {len(look.skipped)}"


def said(row: Row) -> str:
    """A wrong row in words."""
    place = _("Row %(n)d") % {"n": row.number}
    sentences = " ".join(sentence for _name, sentence in row.errors)
    return f"{place} {row.cells.get('serial_number', '')}: {sentences}"
