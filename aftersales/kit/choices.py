"""Choices as one table: the stored value, its colour on the screen, and its name."""

from typing import TYPE_CHECKING, TypeAlias

from django.db import models

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Label: TypeAlias = "str | StrPromise"
"""Words for people, translated when they are read."""


class ColouredChoices(models.TextChoices):
    """Text choices written as ``NAME = "value", "colour", _("label")``; the colour names a tag in app.css."""

    colour: str

    def __new__(cls, value: str, colour: str = "grey") -> "ColouredChoices":
        member = str.__new__(cls, value)
        member._value_ = value
        member.colour = colour
        return member
