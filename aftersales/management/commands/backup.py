"""``manage.py backup FOLDER``: the database first and the files after it, so that no row misses its file."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

DATABASES_KEPT = 30


class Command(BaseCommand):
    help = "Copy the database, then the files and .env, into a folder: every run a database, the files once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--keep",
            type=int,
            default=DATABASES_KEPT,
            help="of how many runs the database is kept (default: %(default)s)",
        )

    def handle(self, *, folder: Path, keep: int, **options: str | int | None) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        database = save_database(folder)
        copied = copy_missing(Path(settings.MEDIA_ROOT), folder / "media")
        if (settings.BASE_DIR / ".env").exists():
            copy_whole(settings.BASE_DIR / ".env", folder / "env")
        for old in sorted(folder.glob(f"database-*{database.suffix}"))[:-keep]:
            old.unlink()
        self.stdout.write(f"{database} and {copied} new files")


def save_database(folder: Path) -> Path:
    """The database as it is at this moment, while others work; whole or absent."""
    is_sqlite = connection.vendor == "sqlite"
    name = f"database-{timezone.localtime():%Y%m%d-%H%M%S}.{'sqlite3' if is_sqlite else 'dump'}"
    unfinished = folder / "database.part"
    unfinished.unlink(missing_ok=True)
    if is_sqlite:
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as source:
            source.execute(
                "VACUUM INTO ?", [str(unfinished)]
            )  # a copy of the file would lack what is in the log
    else:
        dump(unfinished)
    unfinished.chmod(0o600)
    return unfinished.rename(folder / name)


def dump(target: Path) -> None:
    """Let pg_dump write it; its own words where it fails."""
    place = connection.settings_dict
    names = {"NAME": "DATABASE", "USER": "USER", "PASSWORD": "PASSWORD", "HOST": "HOST", "PORT": "PORT"}
    where = {f"PG{theirs}": str(place[ours]) for ours, theirs in names.items() if place[ours]}
    command = ["pg_dump", "--format=custom", f"--file={target}"]
    try:
        done = subprocess.run(command, env=os.environ | where, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise CommandError("pg_dump is missing: apt install postgresql-client") from None
    if done.returncode:
        raise CommandError(done.stderr.strip())


def copy_missing(source: Path, target: Path) -> int:
    """Copy the files that are not there yet; how many. None ever changes; what was deleted stays in the copy."""
    copied = 0
    for path in source.rglob("*"):
        there = target / path.relative_to(source)
        if path.is_file() and path.suffix != ".tmp" and not there.exists():
            with suppress(FileNotFoundError):  # a file that has expired since
                copy_whole(path, there)
                copied += 1
    return copied


def copy_whole(path: Path, there: Path) -> None:
    """A copy that is whole or absent, for the owner's eyes only."""
    there.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = there.with_name(f"{there.name}.part")
    shutil.copy2(path, unfinished)
    unfinished.chmod(0o600)
    unfinished.rename(there)
