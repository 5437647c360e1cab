"""The lines of a timeline, drawn at once: a dozen of them by a template take a fifth of a page's time."""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aftersales.kit.choices import ColouredChoices, Label
from aftersales.templatetags.marks import broken, html, id_link, moment, status
from workflow.timeline import Line, Part

register = template.Library()


@register.simple_tag
def event_lines(lines: Iterable[Line], own: str = "") -> SafeString:
    """What happened, a line an act; those about ``own``, the key of an item, need no link to it."""
    return SafeString("".join(event_line(line, own) for line in lines))


def event_line(line: Line, own: str) -> str:
    here = line.item if line.item and line.item.key != own else None
    of_several = f'{html(line.things)} <span class="count">{len(line.each)}</span>' if line.each else ""
    colour = line.state.colour if line.state else ""
    return (
        f'<li class="{colour}"><p><strong>{html(line.who)}</strong> {html(line.what)}'
        f" {link(here)} {of_several} {mark(line.state)} {moment(line.at)}</p>"
        f"{quoted(line.said)}{which(line.each)}</li>"
    )


def link(part: Part | None) -> str:
    return id_link(part.url, part.name) if part else ""


def mark(state: ColouredChoices | None) -> str:
    return status(state.label, state.colour) if state else ""


def quoted(said: Sequence[tuple[Label, str]]) -> str:
    lines = (f"<p>{labelled(label)} {broken(words)}</p>" for label, words in said)
    return f"<blockquote>{''.join(lines)}</blockquote>" if said else ""


def labelled(label: Label) -> str:
    return f'<span class="soft small">{html(label)}</span>'


def which(each: Sequence[Line]) -> str:
    """The things of an act that was done with several, each with what is said of it alone."""
    items = "".join(f"<li>{link(one.item)} {mark(one.state)} {in_a_row(one.said)}</li>" for one in each)
    words = html(_("Which"))
    return f'<details><summary>{words}</summary><ul class="plain">{items}</ul></details>' if each else ""


def in_a_row(said: Sequence[tuple[Label, str]]) -> str:
    return "".join(f"{labelled(label)} {html(words)} " for label, words in said)
