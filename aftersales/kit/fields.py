"""Model fields and constraints that every app uses."""

from collections.abc import Iterable
from typing import Any, TypedDict

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.db.models.base import ModelBase

from aftersales.kit.choices import Label

LONG_TEXT = 4000  # characters; longer text takes WeasyPrint seconds to lay out


class Saving(TypedDict, total=False):
    """How a row is saved, as Django has it."""

    force_insert: bool | tuple[ModelBase, ...]
    force_update: bool
    using: str | None
    update_fields: Iterable[str] | None


class LongTextField(models.TextField):
    """Free text of at most 4,000 characters, the same limit on both databases."""

    def __init__(self, verbose_name: "Label | None" = None, **options: Any) -> None:
        super().__init__(verbose_name, **{"max_length": LONG_TEXT, "blank": True} | options)
        self.validators.append(MaxLengthValidator(LONG_TEXT))


def person(
    label: Label,
    related_name: str = "+",
    *,
    null: bool = False,
    blank: bool = False,
    editable: bool = True,
    db_index: bool = True,
) -> models.ForeignKey:
    """A person who did something; people are never deleted while their deeds are on record."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name=related_name,
        verbose_name=label,
        null=null,
        blank=blank,
        editable=editable,
        db_index=db_index,
    )


def together(*fields: str, name: str) -> models.CheckConstraint:
    """All of the fields are set, or none is: a moment and its person, a decision and its reason."""
    nothing = Q(**{f"{field}__isnull": True for field in fields})
    everything = Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(condition=nothing | everything, name=name)
