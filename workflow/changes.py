"""What an edit changes: of every field the old and the new value, of what is private only that it changed."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import Field, Manager, ManyToManyField, Model
from django.utils.translation import gettext as _

from aftersales.kit.choices import Label
from workflow.models.event import Event
from workflow.models.stateful import Fact, Facts, Stateful

Changes = dict[str, list[Fact] | None]
"""Old and new by the name of the field; None for what is private."""

CHANGED = "changed"  # their place in the data of an event
NOTHING = "–"
SIMPLE = {str, int, bool, dt.date, type(None)}


def changes(obj: Stateful, edit: Facts, data: Facts) -> Changes:
    """What would be different with these values in the fields of a thing, and with what else the act is told."""
    pairs: dict[str, list[Fact]] = {
        name: [plain(getattr(obj, name)), plain(new)] for name, new in edit.items()
    }
    pairs |= obj.further_changes(data)
    differing = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    return {name: None if name in obj.private else pair for name, pair in differing.items()}


def plain(value: "Fact | Manager") -> Fact:
    """A value as the log keeps it: things by the names that they have now."""
    found = list(value.all()) if isinstance(value, Manager) else value
    if type(found) in SIMPLE:
        return found
    if isinstance(found, list) and any(isinstance(thing, Model) for thing in found):
        return sorted(map(str, found))
    return str(found) if isinstance(found, Model) else found


def assign(obj: Stateful, edit: Facts) -> None:
    """Fill in the fields; it is not saved yet."""
    for name, value in edit.items():
        if isinstance(field_of(type(obj), name), ManyToManyField):
            getattr(obj, name).set(value)
        else:
            setattr(obj, name, value)


def field_of(model: type[Model], name: str) -> Field | None:
    """The field of this name; None where the model has none of its own."""
    own = (field for field in model._meta.get_fields() if isinstance(field, Field))
    return next((field for field in own if field.name == name), None)


def in_words(event: Event, model: type[Stateful]) -> list[tuple[Label, str]]:
    """What an event says of changes: the name of each field, and old and new as people read them."""
    return changes_in_words(event.data.get(CHANGED, {}), model)


def changes_in_words(found: Changes, model: type[Model]) -> list[tuple[Label, str]]:
    """The name of each field, and old and new as people read them."""
    if not found:
        return []
    known = [*(field.name for field in model._meta.get_fields()), *getattr(model, "further_labels", {})]
    # PostgreSQL keeps JSON in an order of its own; a field that is gone since says so by its bare name.
    names = [name for name in known if name in found] + sorted(found.keys() - set(known))
    return [(label_of(model, name), pair_in_words(model, name, found[name])) for name in names]


def label_of(model: type[Model], name: str) -> Label:
    own: Label = getattr(field_of(model, name), "verbose_name", name)
    further: dict[str, Label] = getattr(model, "further_labels", {})
    return further.get(name, own)


def pair_in_words(model: type[Model], name: str, pair: list[Fact] | None) -> str:
    """“old” → “new”, or only that it changed."""
    if pair is None:
        return _("changed")
    choices = dict(getattr(field_of(model, name), "flatchoices", ()))
    old, new = (value_in_words(value, choices) for value in pair)
    return f"{old} → {new}"


def value_in_words(value: Fact, choices: Mapping[Fact, Label]) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or NOTHING
    return NOTHING if value in (None, "") else str(choices.get(value, value))
