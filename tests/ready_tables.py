"""The tables as the migrations make them, made by one process and copied by all others.

A database takes every migration one after the other, which takes longer than a hundred tests. What came of it is kept:
on SQLite a file below pytest's cache, on PostgreSQL a database beside those of the tests. Its key is all that it came
from, so another migration makes it anew; and a copy is migrated as any database is, which finds nothing to do.
"""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
# The migrations, what they import of the product, and the versions of what else they run on.
SOURCES = ("*/migrations/*.py", "*/fields.py", "aftersales/kit/**/*.py", "requirements-dev.lock")
PATIENCE = 600  # seconds, for another process that makes them


def sources() -> list[Path]:
    return sorted(path for pattern in SOURCES for path in ROOT.glob(pattern))


def key_of(paths: list[Path]) -> str:
    """Changes with every name and letter of them."""
    found = hashlib.sha256()
    for path in paths:
        found.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return found.hexdigest()[:32]


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """A lock between processes that every system has: that of a database."""
    file = folder / f"{connection.vendor}.lock"
    with closing(sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        yield


def be_ready(folder: Path) -> None:
    """What pytest makes next for this connection begins as a copy; ``folder`` is kept from one run to the next."""
    with one_at_a_time(folder):
        {"sqlite": copy_file, "postgresql": name_template}[connection.vendor](folder, key_of(sources()))


def copy_file(folder: Path, key: str) -> None:
    """Put a file with the tables where the tests have their database."""
    kept = folder / f"{key}.sqlite3"
    if not kept.exists():
        for old in folder.glob("*.sqlite3*"):
            old.unlink()
        begun = folder / "begun.sqlite3"
        make_tables(str(begun))
        begun.rename(kept)
    shutil.copyfile(kept, connection.settings_dict["TEST"]["NAME"])


def name_template(folder: Path, key: str) -> None:
    """Let Django copy a database with the tables; its comment is the key, and comes last."""
    template = f"test_{connection.settings_dict['NAME']}_tables"
    if comment_of(template) != key:
        make_tables(template)
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f"COMMENT ON DATABASE {connection.ops.quote_name(template)} IS '{key}'")
    connection.settings_dict["TEST"]["TEMPLATE"] = template


def comment_of(database: str) -> str | None:
    """What stands beside the name of a database; None where there is no such database, or nothing stands there."""
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [database]
        )
        return next((comment for (comment,) in cursor.fetchall()), None)


def make_tables(name: str) -> None:
    """Migrate a new database of this name."""
    test, before = connection.settings_dict["TEST"], connection.settings_dict["NAME"]
    of_the_tests, test["NAME"] = test["NAME"], name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    test["NAME"] = of_the_tests
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = before
