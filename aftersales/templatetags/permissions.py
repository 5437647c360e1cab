"""Permissions in templates."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def can(user: Any, codename: str) -> bool:
    """Whether the person has the permission: ``{% if user|can:"amount.view" %}``; nobody has any signed out."""
    return user.is_authenticated and user.can(codename)
