"""The entry: what everything in the register is, whatever it is an entry of."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Self, TypeAlias

from django.apps import apps
from django.db import models
from django.db.models.base import ModelState
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.untyped import Value
from aftersales.models import User
from warranty.dates import When
from workflow.guards import Permission
from workflow.models import Facts

Kind: TypeAlias = "type[Entry]"
"""The model of a register."""

HISTORIES: dict[str, Callable[..., str]] = {}
"""By noun the address of the page of all that ever happened to an entry; an app above adds its own."""

VIEW = Permission[models.Model]("register.view")
EDIT = Permission[models.Model]("register.edit")


def in_use() -> "models.BooleanField[bool, bool]":
    """The field of every entry that tells whether it still counts."""
    return models.BooleanField(_("in use"), default=True)


@dataclass(slots=True)
class Match:
    """What the register has of a row that comes in: entries of the same name, and whether one is written so."""

    entries: "Sequence[Entry]"
    exact: bool = True


class Entry(models.Model):
    """A row of the register, which ``warranty.actions`` alone writes; it deletes nothing."""

    noun = ""  # the first word of its history
    known_by = ""  # the field by which people know it
    deciding: ClassVar[frozenset[str]] = frozenset()
    """Facts on which money depends: while something hangs on the entry, a second person confirms their change."""

    may_be_alike: ClassVar[bool] = False
    """Whether two of them may be called nearly the same: 11-1 and 1-11."""

    private: ClassVar[frozenset[str]] = frozenset()  # of these the history keeps no value
    confined: ClassVar[Mapping[str, Permission[models.Model]]] = {}
    """Fields that only people with a permission see and change."""

    view: ClassVar[Permission[models.Model]] = VIEW
    edit: ClassVar[Permission[models.Model]] = EDIT

    active = in_use()  # each model says again at which place among its fields

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return reverse(f"{self._meta.app_label}:{self.noun}", args=[self.pk])

    @classmethod
    def made(cls, values: Facts) -> Self:
        """A new entry with these values, which is not saved; for a long table in a third of a constructor's time."""
        entry, columns = cls.__new__(cls), columns_of(cls)
        entry._state = ModelState()
        entry.__dict__.update(defaults_of(cls))
        for name, value in values.items():
            column = columns.get(name, name)
            if column != name:  # it is a thing, known by its key
                entry._state.fields_cache[name] = value
                value = value and value.pk
            entry.__dict__[column] = value
        return entry

    @classmethod
    def tidied(cls, values: Facts) -> Facts:
        """The values of a row as the register writes them."""
        return values

    @classmethod
    def with_derived(cls, names: Sequence[str], entries: Sequence[Self]) -> list[str]:
        """The fields to write where these change: what follows from them is brought up to date."""
        return list(names)

    @classmethod
    def matches(cls, rows: Sequence[Facts], among: models.QuerySet[Self]) -> list[Match]:
        """What the register has of each of these rows: by name, however wide its letters are, or its blanks."""
        known = defaultdict(list)
        for key, name in among.order_by().values_list("pk", cls.known_by):
            known[folded(name)].append(key)
        wanted = [known[folded(str(row.get(cls.known_by, "")))] for row in rows]
        found = among.in_bulk(list({key for keys in wanted for key in keys}))
        return [
            closest([found[key] for key in keys], cls.known_by, row)
            for keys, row in zip(wanted, rows, strict=True)
        ]

    def mark(self) -> Hashable:
        """What two entries may not have in common."""
        return folded(getattr(self, self.known_by))

    def faults(self, when: When) -> Iterator[tuple[str, str]]:
        """What is wrong with it as it stands, by field, on whatever way it came in; a model adds rules of its own."""
        for rule in rules_of(self.kind):
            value = getattr(self, rule.attname)
            asked = rule.limits if value else rule.needed
            if asked and (sentence := rule.fault(value)):
                yield rule.name, sentence

    @property
    def kind(self) -> type[Self]:
        """The model."""
        return type(self)

    @property
    def history_url(self) -> str:
        """The page of all that ever happened to it, where an app above has one."""
        return HISTORIES[self.noun](self) if self.noun in HISTORIES else ""

    def seen_by(self, user: User) -> list[str]:
        """The names of the fields that a person may see."""
        return [name for name in names_of(self.kind) if not hidden(self.kind, name, user)]


def closest(entries: Sequence[Entry], name: str, row: Facts) -> Match:
    """The one that is written exactly so, else all of them."""
    same = [entry for entry in entries if getattr(entry, name) == row[name]]
    return Match(same) if same else Match(entries, not entries)


def folded(name: str) -> str:
    """A name as it is compared: width, case and blanks make no other customer."""
    return "".join(unicodedata.normalize("NFKC", name).upper().split())


def hidden(model: Kind, name: str, user: User) -> bool:
    """Whether a field is not for this person's eyes."""
    return name in model.confined and not user.can(model.confined[name].codename)


@cache
def registers() -> dict[str, Kind]:
    """The models of all apps that are registers, by noun."""
    return {model.noun: model for model in apps.get_models() if issubclass(model, Entry)}


@cache
def names_of(model: Kind) -> list[str]:
    """The fields that people fill in, in their order; whether it is in use comes last."""
    fields = (field for field in model._meta.fields if field.editable and not field.primary_key)
    return sorted((field.name for field in fields), key="active".__eq__)


@cache
def fields_of(model: Kind) -> dict[str, models.Field]:
    """The fields of a model, by name."""
    return {field.name: field for field in model._meta.fields}


@cache
def columns_of(model: Kind) -> dict[str, str]:
    """Where a model keeps the value of each field: of a thing, its key."""
    return {field.name: field.attname for field in model._meta.concrete_fields}


@cache
def defaults_of(model: Kind) -> Facts:
    """What a new entry says before anything is said of it."""
    return {field.attname: field.get_default() for field in model._meta.concrete_fields}


@dataclass(frozen=True, slots=True)
class Rule:
    """What a field of an entry demands; looked up once for a table of a hundred thousand rows."""

    name: str
    attname: str
    needed: bool
    longest: int | None
    choices: frozenset[Hashable]
    least: int | None
    limits: bool  # there is something that a value can be wrong in

    def fault(self, value: Value) -> str:
        """Why this value cannot stand there, or an empty string."""
        if value is None or value == "":
            return gettext("Something must stand here.") if self.needed else ""
        if self.longest and len(value) > self.longest:
            return gettext("At most %(most)d characters.") % {"most": self.longest}
        if self.choices and value not in self.choices:
            return gettext("“%(value)s” is none of the choices.") % {"value": value}
        if self.least is not None and value < self.least:
            return gettext("Not less than %(least)d.") % {"least": self.least}
        return ""


@cache
def rules_of(model: Kind) -> list[Rule]:
    """Those that a value can break."""
    rules = [rule_of(fields_of(model)[name]) for name in names_of(model)]
    return [rule for rule in rules if rule.needed or rule.limits]


def rule_of(field: models.Field) -> Rule:
    longest = field.max_length if isinstance(field, models.CharField) else None
    choices = frozenset(value for value, _label in field.flatchoices)
    least = 0 if isinstance(field, models.DecimalField) else None
    needed = not field.blank and not isinstance(field, models.BooleanField)
    limits = bool(longest or choices) or least is not None
    return Rule(field.name, field.attname, needed, longest, choices, least, limits)
