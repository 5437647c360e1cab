"""A row of the worklist, drawn at once: sixty of them by a template take longer than all else of the page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aftersales.templatetags.marks import NOTHING, due, since
from workflow.worklist import Item

register = template.Library()

ROW = """<li class="{state}">{tick}<div>
<h3><a href="{url}"><span class="id">{title}</span>{customer}</a></h3>
<p>{instead}{detail}{since}</p>
</div>{due}<a class="button" href="{url}" tabindex="-1" aria-hidden="true">{go}</a></li>"""
TICK = '<input type="checkbox" name="motor" value="{}" form="many" aria-label="{}">'
INSTEAD = '<span class="tag plain blue">{}</span> '


@register.simple_tag
def waiting_item(item: Item, go: str, alone: bool, many: str) -> SafeString:
    """What waits, since when and until when, with the way to where it is done.

    ``alone``: the page is of this task alone; there one chooses several where they can be done at once.
    """
    return format_html(
        ROW,
        state=item.standing.state if item.standing else "",
        tick=format_html(TICK, item.key, item.title) if alone and many else NOTHING,
        url=item.url,
        title=item.title,
        customer=item.customer,
        instead=format_html(INSTEAD, _("for %(name)s") % {"name": item.instead_of})
        if item.instead_of
        else NOTHING,
        detail=format_html("{} · ", item.detail) if item.detail else NOTHING,
        since=since(item.since) if item.since else NOTHING,
        due=due(item.due_on, item.standing),
        go=go,
    )
