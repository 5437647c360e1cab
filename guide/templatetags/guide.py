"""What the pages of the guide take from the product, so that no word of them grows old: buttons, tasks, figures."""

from collections.abc import Iterable

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftersales.kit.choices import Label
from aftersales.kit.untyped import Context
from aftersales.navigation import links
from guide.contents import TASKS
from guide.pictures import SIZES
from guide.views import folder
from workflow.verbs import Verb, find_verb
from workflow.worklist import all_tasks

register = template.Library()


def marked(label: Label) -> SafeString:
    """Words as they stand on a page of the product."""
    return format_html("<b>{}</b>", capfirst(str(label)))


@register.filter
def labels(verbs: Iterable[Verb]) -> list[str]:
    """What their buttons say; several nouns may have one that says the same."""
    return [*dict.fromkeys(capfirst(str(verb.step.label)) for verb in verbs)]


@register.simple_tag
def verb(name: str) -> SafeString:
    """The text of the button of a verb such as ``motor.quote``."""
    return marked(find_verb(*name.split(".", 1)).step.label)


@register.simple_tag
def work(key: str) -> SafeString:
    """The heading in the worklist under which something waits."""
    return marked(next(task.label for task in all_tasks() if task.key == key))


@register.simple_tag
def place(url_name: str) -> SafeString:
    """A way in the frame of every page."""
    return marked(next(link.label for link in links() if link.url_name == url_name))


@register.simple_tag
def word(text: str) -> SafeString:
    """Words of a page of the product, given as they stand in English."""
    return marked(_(text))


@register.simple_tag(takes_context=True)
def figure(context: Context, name: str) -> str:
    """A figure of the policy as it is today."""
    return str(context["values"][name])


@register.simple_tag(takes_context=True)
def days(context: Context, name: str) -> str:
    """A figure of the policy that counts days."""
    n = int(context["values"][name])
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}


@register.simple_tag
def picture(name: str, words: str) -> SafeString:
    """A picture of the demo in the reader's language; the words are what it shows."""
    width, height = SIZES[name]
    html = '<figure><img src="{}" width="{}" height="{}" loading="lazy" alt="{}"></figure>'
    return format_html(html, static(f"guide/{folder()}/{name}.webp"), width, height, words)


@register.simple_tag
def task(key: str) -> SafeString:
    """The way to another page of the guide."""
    return format_html('<a href="{}">{}</a>', reverse("guide:task", args=[key]), TASKS[key].title)
