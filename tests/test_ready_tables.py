"""Tables that are kept from one run to the next are the ones that the migrations would make now."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.ready_tables import ROOT, key_of, sources


def imported(path: Path) -> set[Path]:
    """The files of the product whose names a file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    files = {ROOT / f"{name.replace('.', '/')}.py" for name in names}
    packages = {ROOT / name.replace(".", "/") / "__init__.py" for name in names if name}
    return {file for file in files | packages if file.exists()}


def test_whatever_a_migration_runs_is_part_of_the_key():
    known = set(sources())
    todo = {file for file in known if "migrations" in file.parts}
    assert len(todo) > len(list(apps.get_app_configs()))
    reached = set()
    while todo:
        reached |= todo
        todo = {found for file in todo for found in imported(file)} - reached
    strangers = {file for file in reached - known if file.read_text().strip()}
    assert {str(file.relative_to(ROOT)) for file in strangers} == set()


def test_another_migration_another_name_and_another_letter_make_another_key(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.ready_tables.ROOT", tmp_path)
    one, other = tmp_path / "0001_one.py", tmp_path / "0002_other.py"
    one.write_text("1")
    other.write_text("2")
    keys = {key_of([one]), key_of([other]), key_of([one, other])}
    other.write_text("3")
    keys.add(key_of([one, other]))
    assert len(keys) == 4


@pytest.mark.django_db
def test_a_database_of_the_tests_lacks_no_migration():
    call_command("migrate", "--check")
