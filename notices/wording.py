"""What a message says: one line for each thing, what asks for something first."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftersales.kit.choices import ColouredChoices, Label
from aftersales.models import User
from notices.models import Delivery, Letter, Notice, Reminder
from workflow.models import Event
from workflow.queries import parties
from workflow.timeline import address, line, others_of
from workflow.waiting import Place
from workflow.worklist import Task, label_of, tasks_at, tasks_of

ROBOT_BYTES = 2048  # of UTF-8; WeCom refuses more
SUBJECT = 120  # characters


@dataclass(frozen=True)
class Line:
    """One thing to be told."""

    head: str  # what to do with which object, or which object
    tail: str  # what happened, or when it was due
    url: str
    asks: bool = False  # the reader is to do something
    late: int = 0  # days overdue

    def __str__(self) -> str:
        return f"{self.head} · {self.tail}"


def lines_of(rows: list[Delivery], today: dt.date) -> tuple[list[Line], list[Delivery]]:
    """The lines of a batch, the most urgent first; and what needs no line: done, or not the reader's to see."""
    user = rows[0].user
    visible = visible_events([row.event for row in rows if row.event], user)
    to_do = tasks_for([row.event for row in rows if row.event], user)
    others = others_of(row.event for row in rows if row.event)
    named = parties(row.event.dossier for row in rows if row.event)
    lines, moot = [], []
    for row in (row for row in rows if not row.letter):
        if row.event and row.event_id in visible:
            party = named.get(row.event.dossier_id, "")
            task = to_do.get(object_of(row.event))
            lines.append(line_of_event(row.event, party, task, others[row.event.pk]))
        elif row.reminder and not row.reminder.settled_at:
            lines.append(line_of_reminder(row.reminder, user, today))
        else:
            moot.append(row)
    return merged(sorted(lines, key=lambda line: (line.late, line.asks), reverse=True)), moot


def merged(lines: list[Line]) -> list[Line]:
    """One line for each place: what is due, or to do, or happened there last gives it its head."""
    places: dict[str, list[Line]] = defaultdict(list)
    for entry in lines:
        places[entry.url].append(entry)
    return [
        replace(group[0], tail="; ".join(dict.fromkeys(entry.tail for entry in group)))
        for group in places.values()
    ]


def visible_events(events: list[Event], user: User | None) -> set[int]:
    """Keys of the events that the reader may still see. Groups were told only what everybody may."""
    keys = {event.pk for event in events}
    if user is None:
        return keys
    return set(Event.objects.filter(pk__in=keys).visible_to(user).values_list("pk", flat=True))


def object_of(event: Event) -> Place:
    return event.subject, event.subject_id


def tasks_for(events: list[Event], user: User | None) -> dict[Place, tuple[Task, Model]]:
    """What the reader has to do with the objects of these events: the task, and the object."""
    return tasks_at(user, [object_of(event) for event in events]) if user else {}


def line_of_event(event: Event, party: str, to_do: tuple[Task, Model] | None, others: int = 0) -> Line:
    """Who did what; for whoever has to go on with it, what to do. ``others`` as many more of the same act."""
    words = line(event)
    who = _("%(who)s: %(what)s") % {"who": words.who, "what": words.what}
    about = in_one(with_others(event, others), party)
    if to_do is None:
        state = f" → {words.state.label}" if words.state and not others else ""
        return Line(about, who + state, link(place_of_event(event, others)))
    task, row = to_do
    head = _("%(task)s: %(about)s") % {"task": task.label, "about": about}
    url = reverse("workflow:task", args=[task.key]) if others else task.item(row).url
    return Line(head, who, link(url), asks=True)


def with_others(event: Event, others: int) -> str:
    """What it is about, and how many others the act was about as well."""
    if not others:
        return event.about
    words = ngettext("%(about)s and %(n)d more", "%(about)s and %(n)d more", others)
    return words % {"about": event.about, "n": others}


def place_of_event(event: Event, others: int) -> str:
    """The page of what it is about; of several things that of what they belong to."""
    return event.dossier.get_absolute_url() if others else address(event)


def line_of_reminder(reminder: Reminder, user: User | None, today: dt.date) -> Line:
    """What to do, and how late it is."""
    about = in_one(reminder.title, reminder.customer)
    head = _("%(task)s: %(about)s") % {"task": label_of(reminder.task), "about": about}
    days = (today - reminder.due_on).days
    words = due_in_words(reminder.due_on, days)
    return Line(head, words, link(place_of(reminder, user)), is_task_of(user, reminder), max(days, 0))


def in_one(*parts: object) -> str:
    """What there is of these, with spaces between."""
    return " ".join(str(part) for part in parts if part)


def is_task_of(user: User | None, reminder: Reminder) -> bool:
    """Whether the work is the reader's own, not that of people they lead."""
    return user is not None and any(task.key == reminder.task for task in tasks_of(user))


def place_of(reminder: Reminder, user: User | None) -> str:
    """Where the work is done, for those who may; for others and for groups the page of the object."""
    return reminder.url if is_task_of(user, reminder) else reminder.page


@dataclass(frozen=True)
class Shown:
    """A notice as the product shows it: an event as in the timeline, or a reminder."""

    at: dt.datetime
    unread: bool
    about: str
    customer: str
    url: str
    what: Label
    who: str = ""
    state: ColouredChoices | None = None
    said: Sequence[tuple[Label, str]] = ()
    due: str = ""  # when, of a reminder
    level: str = ""  # up to whom it was brought
    colour: str = ""
    settled: bool = False


def as_shown(notices: list[Notice], user: User) -> list[Shown]:
    """Notices as the product shows them."""
    named = parties(notice.event.dossier for notice in notices if notice.event)
    others = others_of(notice.event for notice in notices if notice.event)
    return [
        event_as_shown(notice, notice.event, named, others[notice.event.pk])
        if notice.event
        else reminded(notice, user)
        for notice in notices
    ]


def event_as_shown(notice: Notice, event: Event, named: dict[int, str], others: int) -> Shown:
    """The notice of an event in words: where it leads, and what happened there."""
    words = line(event)
    return Shown(
        at=words.at,
        unread=notice.read_at is None,
        about=with_others(event, others),
        customer=named.get(event.dossier_id, ""),
        url=place_of_event(event, others),
        what=words.what,
        who=words.who,
        state=None if others else words.state,
        said=() if others else words.said,
    )


def reminded(notice: Notice, user: User) -> Shown:
    """The notice of a reminder in words."""
    reminder = notice.reminder
    assert reminder  # or an event, says the database
    days = (timezone.localdate(notice.created_at) - reminder.due_on).days
    return Shown(
        at=notice.created_at,
        unread=notice.read_at is None,
        about=reminder.title,
        customer=reminder.customer,
        url=place_of(reminder, user),
        what=label_of(reminder.task),
        due=due_in_words(reminder.due_on, days),
        level=reminder.get_level_display() if days > 0 else "",
        colour="red" if days > 0 else "amber",
        settled=reminder.settled_at is not None,
    )


def due_in_words(due_on: dt.date, overdue: int) -> str:
    """How a due date stands, ``overdue`` days after it."""
    if overdue > 0:
        words = ngettext(
            "overdue by %(days)s day, due on %(day)s", "overdue by %(days)s days, due on %(day)s", overdue
        )
    else:
        words = _("due today, %(day)s") if overdue == 0 else _("due on %(day)s")
    return words % {"day": due_on.isoformat(), "days": overdue}


def link(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path


def subject(lines: list[Line], letters: Sequence[Letter] = ()) -> str:
    """That of a letter, or the most urgent thing and how many more; one line whatever people have typed."""
    if letters:
        return letters[0].subject
    first = " ".join(str(lines[0] if lines[0].late else lines[0].head).split())[:SUBJECT]
    if len(lines) == 1:
        return first
    return _("%(first)s, and %(count)s more") % {"first": first, "count": len(lines) - 1}


def mail_text(lines: list[Line], letters: Sequence[Letter] = ()) -> str:
    """The letters, then every line with its link, what asks for something first."""
    asked = [f"{line}\n{line.url}" for line in lines if line.asks]
    known = [f"{line}\n{line.url}" for line in lines if not line.asks]
    parts = [
        *(letter.text.strip() for letter in letters),
        *([_("For you to do:"), *asked] if asked else []),
        *([_("For you to know:"), *known] if known else []),
        "-- ",
        _("How and when you are told: %(url)s") % {"url": link(reverse("notices:notice_choice"))},
    ]
    return "\n\n".join(parts) + "\n"


def robot_text(lines: list[Line]) -> str:
    """As many whole lines as a robot may say, how many more there are, and where to read them."""
    end = f"\n{link(reverse('home'))}"
    said = [" ".join(str(line).split()) for line in lines]
    for shown in range(min(len(said), ROBOT_BYTES // 8), 0, -1):  # no line is shorter than that
        more = _("… %(count)s more") % {"count": len(said) - shown}
        text = "\n".join([*said[:shown], *([more] if shown < len(said) else [])]) + end
        if len(text.encode()) <= ROBOT_BYTES:
            return text
    return _("%(count)s notices") % {"count": len(said)} + end
