"""The catalogue that an installation begins with: three tables beside this module, for a factory to look through.

What a table says of a code, a part or a test item that is there already is not taken: the factory's own word counts.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import models, transaction

from catalogue.models import Failure, Part, TestItem
from workflow.models import Fact, Facts

FOLDER = Path(__file__).parent / "start"
TABLES: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "parts": (Part, ("number",)),
    "failures": (Failure, ("code",)),
    "test_items": (TestItem, ("family", "place", "of_models")),
}


def rows_of(name: str) -> Iterator[Facts]:
    """The rows of one table, as the fields of its model have them."""
    model, _keys = TABLES[name]
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: of_field(model, name, row[name]) for name in row}


def of_field(model: type[models.Model], name: str, cell: str) -> Fact:
    """A cell as the field of this name has it."""
    value: str | bool = {"yes": True, "no": False}.get(cell, cell)
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return None if field.null and not cell else field.to_python(value)


@transaction.atomic
def begin() -> dict[str, int]:
    """Enter what is not there yet; how many rows of each table were."""
    return {name: enter(name) for name in TABLES}


def enter(name: str) -> int:
    model, keys = TABLES[name]
    there = {tuple(map(str, row)) for row in model._default_manager.values_list(*keys)}
    new = [model(**row) for row in rows_of(name) if tuple(str(row[key]) for key in keys) not in there]
    return len(model._default_manager.bulk_create(new))
