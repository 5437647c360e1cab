"""Permissions in templates."""

from django import template
from django.contrib.auth.models import AnonymousUser

from aftersales.models import User

register = template.Library()


@register.filter
def can(user: User | AnonymousUser, codename: str) -> bool:
    """Whether the person has the permission: ``{% if user|can:"amount.view" %}``; nobody has any signed out."""
    return user.is_authenticated and user.can(codename)
