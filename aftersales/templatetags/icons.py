"""The icons of lucide, each drawn once: the package takes a tenth of a page's time for its thirty icons."""

from functools import lru_cache

from django import template
from django.template.base import FilterExpression, Node, Parser, TextNode, Token, Variable
from lucide.templatetags.lucide import lucide

register = template.Library()

icon = lru_cache(maxsize=512)(lucide)
drawn_when_read = template.Library()
drawn_when_read.simple_tag(icon, name="lucide")


@register.tag(name="lucide")
def compile_icon(parser: Parser, token: Token) -> Node:
    """An icon that the template names itself becomes text when the template is compiled."""
    node = drawn_when_read.tags["lucide"](parser, token)
    if node.target_var is None and all(map(is_constant, [*node.args, *node.kwargs.values()])):
        return TextNode(node.render(template.Context()))
    return node


def is_constant(value: FilterExpression) -> bool:
    """Whether a value is written in the template."""
    literal = value.var.literal if isinstance(value.var, Variable) else value.var
    return literal is not None and not value.filters
