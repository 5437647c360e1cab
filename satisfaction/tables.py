"""Answers gathered on paper, taken over from a table: every row is right, known already, or wrong for a reason."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftersales.kit.spreadsheets import Cell as OutCell
from aftersales.kit.spreadsheets import Sheet, SheetColumn
from aftersales.kit.tables import Batch, Column, Fate, Home, NotTaken, Row, TableKind, register
from aftersales.kit.tables.cells import (
    Reader,
    as_text,
    day,
    folded,
    in_both_languages,
    is_blank,
    one_of,
    shown,
    text,
)
from aftersales.kit.tables.reading import Cell
from aftersales.models import User
from satisfaction.actions.responses import record
from satisfaction.models import Campaign, Response, Target
from satisfaction.queries import has_answered
from satisfaction.questions import BY_KEY, KEYS, QUESTIONS, Question
from satisfaction.statuses import Method, ResponseStatus
from warranty.models import Customer
from warranty.tables import known_in
from workflow.guards import Refused
from workflow.waiting import act

# What people write instead of the words of the text (十).
ALSO = {
    ("service", "good"): {"及时", "有效", "及时、有效", "及时,有效"},
    ("service", "poor"): {"不及时", "无效", "不及时、无效"},
    ("delivery", "good"): {"按时", "准时", "及时"},
    ("delivery", "poor"): {"不按期", "不按时", "延误"},
    ("packaging", "good"): {"好", "完好", "无损"},
}
HEADINGS = {
    "quality": ("实物质量", "产品质量", "质量", "产品实物质量"),
    "delivery": ("交货期", "交期", "交货", "交货及时性"),
    "service": ("服务", "服务及时性", "服务的及时性", "服务及时性有效性", "服务质量", "售后服务"),
    "price": ("价格", "价格合理性"),
    "packaging": ("包装", "包装质量", "产品包装"),
}
FIRST_YEAR = 2000
FACTS = ("respondent", "position", "method", "answered_on", *KEYS, "comments")


def answer(question: Question) -> Reader:
    """good, fair or poor: written in words, or as 1, 2, 3."""

    def read(cell: Cell) -> str:
        said = folded(as_text(cell))
        for place, (value, label) in enumerate(question.choices, 1):
            known = in_both_languages(label) | {value, str(place)} | ALSO.get((question.key, value), set())
            if said in known:
                return value
        choices = " / ".join(str(label) for _value, label in question.choices)
        raise ValueError(_("“%(text)s” is none of: %(choices)s.") % {"text": shown(cell), "choices": choices})

    return read


def answered_on(cell: Cell) -> dt.date:
    found = day(cell)
    if found > timezone.localdate() or found.year < FIRST_YEAR:
        raise ValueError(_("%(day)s cannot be the day of the answers.") % {"day": found.isoformat()})
    return found


def of_question(question: Question) -> Column:
    return Column(
        question.key, question.label, answer(question), also=HEADINGS[question.key],
        words=lambda value: str(question.words(value)), example=question.good,
    )  # fmt: skip


COLUMNS = (
    Column(
        "customer", gettext_lazy("Customer"), text(120), needed=True, width=30,
        also=("客户", "客户名称", "顾客", "顾客名称", "单位", "单位名称"), telling=known_in(Customer, "name"),
    ),
    Column(
        "respondent", gettext_lazy("Respondent"), text(60), needed=True,
        also=("被访人", "被调查人", "受访人", "填表人", "姓名"),
    ),
    Column(
        "position", gettext_lazy("position or phone"), text(60),
        also=("职务或电话", "职务", "电话", "职务/电话", "联系电话"),
    ),
    Column(
        "method", gettext_lazy("method"), one_of(dict(Method.choices)), also=("方式", "调查方式"),
        blank=Method.VISIT.value, words=lambda value: str(Method(value).label),
    ),
    Column("surveyor", gettext_lazy("surveyor"), text(60), also=("调查人", "业务员")),
    Column("answered_on", gettext_lazy("date"), answered_on, also=("日期", "调查日期", "填表日期"), blank=None),
    *map(of_question, QUESTIONS),
    Column(
        "comments", gettext_lazy("comments"), text(4000, lines=True), width=30,
        also=("意见建议", "意见", "建议", "意见和建议", "意见或建议", "其它意见", "其他意见", "您的意见", "备注"),
    ),
)  # fmt: skip


def not_filled_in(cells: Mapping[str, Cell]) -> str:
    """A row of the template that nobody has filled in."""
    told = [cell for name, cell in cells.items() if name in ("respondent", "comments", *KEYS)]
    return "" if any(not is_blank(cell) for cell in told) else _("nothing is filled in")


# -- what is known ------------------------------------------------------------------------------------


class Known(NamedTuple):
    """Whom the survey asks by name, who is here by name, who has answered, and who stands in the table."""

    targets: dict[str, Target]
    people: dict[str, User]
    there: set[tuple[int, str]]
    seen: set[tuple[int, str]]


def known(batch: Batch) -> Known:
    """Customers, people and answers of the survey, read once a table."""
    if not batch.memory:
        targets = batch.subject.targets.visible_to(batch.user).select_related("customer")
        answered = Response.objects.filter(target__campaign=batch.subject)
        there = answered.exclude(status=ResponseStatus.WITHDRAWN).values_list("target", "respondent")
        people = User.objects.filter(is_active=True, grants__isnull=False)
        batch.memory["known"] = Known(
            {target.customer.name: target for target in targets},
            {str(person): person for person in people},
            set(there),
            set(),
        )
    found: Known = batch.memory["known"]
    return found


def judge(batch: Batch) -> None:
    """Every row compared with the survey, and with the rows above it."""
    memory = known(batch)
    for row in batch.rows:
        row.thing = target_of(row, memory)
        row.values["asked_by"] = surveyor_of(row, memory)
        if not row.errors and not any(row.get(key) for key in KEYS):
            row.wrong("", _("Answer at least one question."))
        if not row.errors:
            place_among_others(row, memory)


def target_of(row: Row, memory: Known) -> Target | None:
    name = row.get("customer")
    target: Target | None = memory.targets.get(name)
    if name and target is None:
        row.wrong("customer", _("“%(name)s” is not among the customers of this survey.") % {"name": name})
    return target


def surveyor_of(row: Row, memory: Known) -> User | None:
    name = row.get("surveyor")
    if name and name not in memory.people:
        row.wrong("surveyor", _("Nobody here is called “%(name)s”.") % {"name": name})
    person: User | None = memory.people.get(name)
    return person


def place_among_others(row: Row, memory: Known) -> None:
    """Nobody's answers count twice."""
    place = (row.thing.pk, row.get("respondent"))
    if place in memory.seen:
        row.wrong("respondent", _("This person stands in the sheet twice."))
    elif place in memory.there:
        row.state = Fate.SAME
        row.warn("respondent", _("has answered already"))
    memory.seen.add(place)


def take(batch: Batch) -> None:
    """Record what is new. Raises NotTaken, with the row, where one cannot be recorded."""
    with act():
        batch.subject.lock()
        for row in batch.rows:
            if row.state == Fate.NEW:
                take_one(row, batch.user)


def take_one(row: Row, user: User) -> None:
    facts = {name: row.values[name] for name in FACTS if name in row.values}
    facts |= {"surveyor": row.get("asked_by"), "method": row.get("method", Method.VISIT)}
    facts["answered_on"] = row.get("answered_on", None) or timezone.localdate()
    try:
        record(row.thing, facts, by=user)
    except Refused as refusal:
        raise NotTaken(f"{row.number}: {refusal}") from None


# -- on the way out -----------------------------------------------------------------------------------


def template(user: User, campaign: Campaign) -> Iterator[Sequence[OutCell]]:
    """A row for every customer who has not answered."""
    waiting = campaign.targets.visible_to(user).exclude(has_answered()).select_related("customer", "surveyor")
    rest: list[OutCell] = [None] * (len(COLUMNS) - 5)
    for target in waiting.iterator():
        yield [target.customer.name, None, None, str(Method.VISIT.label), str(target.surveyor), *rest]


def explained() -> list[Sheet]:
    """What 1, 2 and 3 mean."""
    rows = [[str(q.number), str(q.label), *(str(words) for _value, words in q.choices)] for q in QUESTIONS]
    return [Sheet("1-2-3", [SheetColumn(heading, 24, "@") for heading in ("", "", "1", "2", "3")], rows)]


def existing(user: User, campaign: Campaign) -> Iterator[Sequence[OutCell]]:
    """All answers of the survey that count."""
    rows = Response.objects.counted().filter(target__campaign=campaign).visible_to(user)
    for response in rows.select_related("target__customer", "surveyor").order_by("pk").iterator():
        answers = [getattr(response, key) for key in BY_KEY]
        yield [
            response.target.customer.name, response.respondent, response.position, response.method,
            str(response.surveyor or ""), response.answered_on, *answers, response.comments,
        ]  # fmt: skip


def campaign_of(user: User, pk: int) -> Campaign:
    return get_object_or_404(Campaign, pk=pk)


ANSWERS = register(
    TableKind(
        key="survey_answers",
        title=gettext_lazy("Answers gathered on paper"),
        hint=gettext_lazy("One row a person; the template has the headings. Answers in words, or 1, 2, 3."),
        permission="survey.import",
        columns=COLUMNS,
        needs=(("customer",), ("respondent",)),
        judge=judge,
        take=take,
        home=lambda campaign: Home(campaign.get_absolute_url(), str(campaign)),
        subject=campaign_of,
        skip=not_filled_in,
        template=template,
        explained=explained,
        existing=existing,
    )
)
