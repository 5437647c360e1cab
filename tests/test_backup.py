"""A backup has the database of one moment and every file that it speaks of, while others go on working."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from aftersales.kit import store
from warranty.models import Customer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backup(tmp_path, settings):
    """Makes backups of a factory with a customer and a file."""
    settings.MEDIA_ROOT = tmp_path / "media"
    Customer.objects.create(name="青岛海纳")
    store.keep(b"a slip")

    def make(**options):
        call_command("backup", tmp_path / "backup", **options)
        return tmp_path / "backup"

    return make


def names_in(database):
    """The customers in the database of a backup."""
    if database.suffix == ".sqlite3":
        with closing(sqlite3.connect(database)) as copy:
            return [name for (name,) in copy.execute("SELECT name FROM warranty_customer")]
    rows = subprocess.run(  # noqa: S603
        ["pg_restore", "--data-only", "--table=warranty_customer", "--file=-", database],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [name for name in ("青岛海纳", "温州锐成") if name in rows]


def test_it_has_the_database_and_the_files_and_nothing_unfinished(backup):
    folder = backup()
    (database,) = folder.glob("database-*")
    assert names_in(database) == ["青岛海纳"]
    (file,) = (folder / "media").rglob("*.pdf")
    assert file.read_bytes() == b"a slip"
    assert not list(folder.rglob("*.part"))


def test_nobody_else_may_read_it(backup):
    assert {path.stat().st_mode & 0o077 for path in backup().rglob("*") if path.is_file()} == {0}


def test_a_file_is_copied_once_and_stays_when_the_product_has_deleted_its_own(backup):
    folder = backup()
    (file,) = (folder / "media").rglob("*.pdf")
    first = file.stat().st_ino
    store.drop(file.stem)
    store.keep(b"another")
    backup()
    assert file.stat().st_ino == first
    assert len(list((folder / "media").rglob("*.pdf"))) == 2


def test_the_oldest_databases_make_room(backup):
    folder = backup()
    (first,) = folder.glob("database-*")
    for day in range(1, 5):
        shutil.copy(first, folder / f"database-2020010{day}-020000{first.suffix}")
    first.unlink()
    backup(keep=2)
    assert len(list(folder.glob("database-*"))) == 2
    assert [path.name[:17] for path in folder.glob("database-2020*")] == ["database-20200104"]


def test_a_database_that_is_not_there_is_no_backup(backup, monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite makes an empty one")
    monkeypatch.setitem(connection.settings_dict, "NAME", "nowhere")
    with pytest.raises(CommandError, match="nowhere"):
        backup()


def test_where_pg_dump_is_missing_the_package_is_named(backup, monkeypatch):
    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setitem(os.environ, "PATH", "/nowhere")
    with pytest.raises(CommandError, match="apt install postgresql-client"):
        backup()
