"""Choices as one table: the stored value, its colour on the screen, and its name."""

from django.db import models


class ColouredChoices(models.TextChoices):
    """Text choices written as ``NAME = "value", "colour", _("label")``; the colour names a tag in app.css."""

    colour: str

    def __new__(cls, value: str, colour: str = "grey") -> "ColouredChoices":
        member = str.__new__(cls, value)
        member._value_ = value
        member.colour = colour
        return member
