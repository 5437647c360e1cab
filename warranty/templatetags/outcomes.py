"""Verdicts in templates."""

from django import template

from warranty.presentation import parts_of

register = template.Library()
register.filter("parts", parts_of)
