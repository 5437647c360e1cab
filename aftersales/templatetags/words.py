"""Django's tags of translation; words that stand in a template are found once a language.

The library has the name i18n (settings.TEMPLATES): a page has some fifty of them, each seventy calls of Django's.
"""

from functools import lru_cache

from django import template
from django.template import Context
from django.template.base import FilterExpression, Node, Parser, Token, Variable
from django.templatetags import i18n
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

register = template.Library()
register.tags |= i18n.register.tags
register.filters |= i18n.register.filters


class Words(Node):
    """Words of the template in the language of the reader; as all that a template says, they are HTML."""

    def __init__(self, message: str, situation: str) -> None:
        self.message, self.situation = message, situation

    def render(self, context: Context) -> SafeString:
        return translated(get_language(), self.message, self.situation)


@lru_cache(maxsize=8192)
def translated(language: str | None, message: str, situation: str) -> SafeString:
    """The message in the language that is on; the catalogue has every percent sign twice."""
    doubled = message.replace("%", "%%")
    found = pgettext(situation, doubled) if situation else gettext(doubled)
    return SafeString(found.replace("%%", "%"))


@register.tag("translate")
def compile_words(parser: Parser, token: Token) -> Node:
    """As Django does, where the words are a variable, or are kept in one."""
    node = i18n.do_translate(parser, token)
    message, situation = written(node.filter_expression), written(node.message_context)
    if message is None or situation is None or node.asvar or node.noop:
        return node
    return Words(message, situation)


def written(expression: FilterExpression | None) -> str | None:
    """What stands in the template itself; empty where nothing does, None for a variable."""
    if expression is None:
        return ""
    value = expression.var.literal if isinstance(expression.var, Variable) else expression.var
    return str(value) if isinstance(value, str) and not expression.filters else None
