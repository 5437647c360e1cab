"""The rows of what waits, drawn at once: thirty of them by a template take longer than all else of the page."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aftersales.templatetags.icons import icon
from aftersales.templatetags.marks import NOTHING, count, day, due, html, since
from workflow.team import Late, Share
from workflow.worklist import Group, Item, Task

register = template.Library()


@register.simple_tag
def work_head(group: Group) -> SafeString:
    """A task, how much of it waits, and where all or several of it are done at once."""
    task = group.task
    mark = icon(task.icon, size=18, aria_hidden="true")
    hint = f"<p>{html(task.hint)}</p>" if task.hint else ""
    return SafeString(f"{mark}<h2>{html(task.label)}</h2>{count(group.count)}{hint}{at_once(group)}")


def at_once(group: Group) -> str:
    task = group.task
    if group.count < 2 or not task.at_once:
        return ""
    words = _("All at once") if task.together else _("Several at once")
    return f'<a class="button end" href="{html(task.at_once)}">{html(words)}</a>'


@register.simple_tag
def show_all(group: Group) -> SafeString:
    """The way to all that waits of a task."""
    words = _("Show all")
    return SafeString(f'<a href="{html(group.task.url)}">{html(words)}{count(group.count)}</a>')


@register.simple_tag
def jumps(groups: Iterable[Group]) -> SafeString:
    """The ways to the tasks of a long page."""
    return SafeString("".join(map(jump, groups)))


def jump(group: Group) -> str:
    return f'<li><a href="#{html(group.task.key)}">{html(group.task.label)}{count(group.count)}</a></li>'


@register.simple_tag
def task_names(tasks: Iterable[Task]) -> SafeString:
    return SafeString("".join(f"<li>{html(task.label)}</li>" for task in tasks))


@register.simple_tag
def waiting_items(group: Group, alone: bool = False) -> SafeString:
    """What waits, since when and until when, with the way to where it is done.

    ``alone``: the page is of this task alone; there one chooses several where they can be done at once.
    """
    # Translators: a button to the page where it is done: 去办
    go, ticks = html(_("Go")), bool(alone and group.task.many)
    return SafeString("".join(waiting_item(item, go, ticks) for item in group.items))


def waiting_item(item: Item, go: str, ticks: bool) -> str:
    url, title = html(item.url), html(item.title)
    state = item.standing.state if item.standing else ""
    return (
        f'<li class="{state}">{tick(item.key, title) if ticks else ""}<div>'
        f'<h3><a href="{url}"><span class="id">{title}</span>{html(item.customer)}</a></h3>'
        f"<p>{instead(item.instead_of)}{detailed(item.detail)}{since(item.since) if item.since else NOTHING}</p>"
        f"</div>{due(item.due_on, item.standing)}"
        f'<a class="button" href="{url}" tabindex="-1" aria-hidden="true">{go}</a></li>'
    )


def tick(key: int, title: str) -> str:
    return f'<input type="checkbox" name="motor" value="{key}" form="many" aria-label="{title}">'


def instead(name: str) -> str:
    words = html(_("for %(name)s") % {"name": name}) if name else ""
    return f'<span class="tag plain blue">{words}</span> ' if name else ""


def detailed(detail: str) -> str:
    return f"{html(detail)} · " if detail else ""


# -- of the people whom one leads -----------------------------------------------------------------------


@register.simple_tag
def late_items(late: Iterable[tuple[Late, str]]) -> SafeString:
    """What is overdue, and for whom it waits."""
    return SafeString("".join(late_item(row, whose) for row, whose in late))


def late_item(row: Late, whose: str) -> str:
    item = row.item
    title = f'<span class="id">{html(item.title)}</span>{html(item.customer)}'
    waits = since(item.since) if item.since else NOTHING
    return (
        f'<li class="overdue"><div><h3><a href="{html(item.url)}">{title}</a></h3>'
        f"<p>{html(row.task.label)} · <b>{html(whose)}</b> · {waits}</p></div>"
        f"{due(item.due_on, item.standing)}</li>"
    )


@register.simple_tag
def share_rows(shares: Iterable[tuple[Share, str]]) -> SafeString:
    """Who has how much of a task."""
    labels = [html(_("Waiting")), html(_("Overdue")), html(_("Due soon")), html(_("Earliest"))]
    return SafeString("".join(share_row(share, whose, labels) for share, whose in shares))


def share_row(share: Share, whose: str, labels: list[str]) -> str:
    waiting, overdue, soon, earliest = labels
    late = f'<b class="late">{share.late}</b>' if share.late else ""
    return (
        f'<tr><td class="main">{html(share.task.label)}</td><td class="wide">{html(whose)}</td>'
        f'<td class="num" data-label="{waiting}">{share.count}</td>'
        f'<td class="num" data-label="{overdue}">{late}</td>'
        f'<td class="num" data-label="{soon}">{share.soon or ""}</td>'
        f'<td data-label="{earliest}">{day(share.first) if share.first else ""}</td></tr>'
    )
