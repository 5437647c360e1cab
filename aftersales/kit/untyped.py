"""Names for what Django, databases and JSON hand over without a type."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Context: TypeAlias = dict[str, Any]
"""What a template expects, by name."""

Json: TypeAlias = dict[str, Any]
"""An object as JSON has it."""

JsonValue: TypeAlias = "str | float | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
"""What is written down as JSON."""

Value: TypeAlias = Any
"""What stands in a field, a form or a column of a table, of the type that these declare."""

DbRow: TypeAlias = tuple[Any, ...]
"""A row as the database's driver gives it."""
