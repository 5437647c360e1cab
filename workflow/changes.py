"""What an edit changes: of every field the old and the new value, of what is private only that it changed."""

from typing import Any

from django.db.models import Field, ManyToManyField, Model
from django.utils.translation import gettext as _

from aftersales.kit.choices import Label
from workflow.models.event import Event
from workflow.models.stateful import Facts, Stateful

Changes = dict[str, "list[Any] | None"]
"""Old and new by the name of the field; None for what is private."""

CHANGED = "changed"  # their place in the data of an event
NOTHING = "–"


def changes(obj: Stateful, edit: Facts, data: Facts) -> Changes:
    """What would be different with these values in the fields of a thing, and with what else the act is told."""
    pairs = {
        name: [plain(field, getattr(obj, name)), plain(field, edit[name])]
        for name, field in fields(obj, edit)
    }
    differing = {
        name: pair for name, pair in (pairs | obj.further_changes(data)).items() if pair[0] != pair[1]
    }
    return {name: None if name in obj.private else pair for name, pair in differing.items()}


def fields(obj: Stateful, edit: Facts) -> "list[tuple[str, Field[Any, Any]]]":
    """The fields that an edit fills in."""
    return [(name, field_of(type(obj), name)) for name in edit]


def field_of(model: type[Stateful], name: str) -> "Field[Any, Any]":
    """A field that people fill in, by its name."""
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field


def plain(field: "Field[Any, Any]", value: Any) -> Any:
    """A value as the log keeps it: things by the names that they have now."""
    if isinstance(field, ManyToManyField):
        things = value.all() if hasattr(value, "all") else value
        return ", ".join(sorted(map(str, things)))
    return str(value) if isinstance(value, Model) else value


def assign(obj: Stateful, edit: Facts) -> None:
    """Fill in the fields; it is not saved yet."""
    for name, field in fields(obj, edit):
        if isinstance(field, ManyToManyField):
            getattr(obj, name).set(edit[name])
        else:
            setattr(obj, name, edit[name])


def in_words(event: Event, model: type[Stateful]) -> list[tuple[Label, str]]:
    """What an event says of changes: the name of each field, and old and new as people read them."""
    found: Changes = event.data.get(CHANGED, {})
    return [(label_of(model, name), pair_in_words(model, name, pair)) for name, pair in found.items()]


def label_of(model: type[Stateful], name: str) -> Label:
    return model.further_labels.get(name) or field_of(model, name).verbose_name


def pair_in_words(model: type[Stateful], name: str, pair: "list[Any] | None") -> str:
    """“old” → “new”, or only that it changed."""
    if pair is None:
        return _("changed")
    choices = {} if name in model.further_labels else dict(field_of(model, name).flatchoices)
    old, new = (value_in_words(value, choices) for value in pair)
    return f"{old} → {new}"


def value_in_words(value: Any, choices: dict[Any, Label]) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or NOTHING
    return NOTHING if value in (None, "") else str(choices.get(value, value))
