"""The icons of lucide, each drawn once: the package takes a tenth of a page's time for its thirty icons."""

from functools import lru_cache

from django import template
from lucide.templatetags.lucide import lucide

register = template.Library()

icon = lru_cache(maxsize=512)(lucide)
register.simple_tag(icon, name="lucide")
