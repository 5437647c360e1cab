"""What is known of a case, drawn at once."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from aftersales.templatetags.marks import broken, history, html
from cases.presentation import Fact

register = template.Library()


@register.simple_tag
def fact_list(facts: Iterable[Fact]) -> SafeString:
    """The facts of one group."""
    return SafeString("".join(map(drawn, facts)))


def drawn(fact: Fact) -> str:
    wide = ' class="wide"' if fact.wide else ""
    beside = history(fact.about) if fact.about else ""
    return f"<div{wide}><dt>{html(fact.label)}</dt><dd>{broken(fact.value)}{beside}</dd></div>"
