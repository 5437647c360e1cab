"""Answers gathered on paper, read from a spreadsheet: every row is right, known already, or wrong for a reason."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from aftersales.kit.choices import Label
from aftersales.kit.spreadsheets import Cell, UnreadableSheet, read_rows
from aftersales.kit.tables.cells import day_in, folded
from aftersales.kit.text import clean
from aftersales.models import User
from satisfaction.models import Campaign, Response, Target
from satisfaction.questions import QUESTIONS, Question
from satisfaction.statuses import Method, ResponseStatus
from workflow.models import Fact, Facts

ROWS, COLUMNS = 2000, 30
ABOUT = ("客户", "被访人", "职务或电话", "方式", "调查人", "日期")
HEADINGS = (*ABOUT, "实物质量", "交货期", "服务", "价格", "包装", "意见建议")
# What people write instead of the words of the text (十).
ALSO = {
    ("service", "good"): {"及时", "有效", "及时、有效", "及时,有效"},
    ("service", "poor"): {"不及时", "无效", "不及时、无效"},
    ("delivery", "good"): {"按时", "准时", "及时"},
    ("delivery", "poor"): {"不按期", "不按时", "延误"},
    ("packaging", "good"): {"好", "完好", "无损"},
}
IGNORED = ("序号", "No.")
SAME = {
    "客户": ("客户名称", "顾客", "顾客名称", "单位", "Customer"),
    "被访人": ("被调查人", "受访人", "填表人", "姓名", "Respondent"),
    "职务或电话": ("职务", "电话", "职务/电话", "联系电话"),
    "方式": ("调查方式", "Method"),
    "调查人": ("业务员", "Surveyor"),
    "日期": ("调查日期", "填表日期", "Date"),
    "实物质量": ("产品质量", "质量", "产品实物质量"),
    "交货期": ("交期", "交货", "交货及时性"),
    "服务": ("服务及时性", "服务及时性有效性", "服务质量", "售后服务"),
    "价格": ("价格合理性",),
    "包装": ("包装质量", "产品包装"),
    "意见建议": ("意见", "建议", "意见和建议", "意见或建议", "备注", "Comments"),
}
NEEDED = ("客户", "被访人")
LIMITS = {"被访人": 60, "职务或电话": 60, "意见建议": 4000}


@dataclass
class Line:
    """One row of the sheet: what it says, and what is wrong with it or already known."""

    number: int  # as the spreadsheet program counts them
    cells: dict[str, str]
    errors: list[str] = field(default_factory=list)
    known: bool = False
    facts: Facts = field(default_factory=dict)
    target: Target | None = None

    @property
    def usable(self) -> bool:
        return not self.errors and not self.known

    @property
    def answers(self) -> str:
        """What was read of the answers, in words, so that 1 and 3 are not mistaken; – for none."""
        return " · ".join(
            str(question.words(self.facts.get(question.key, "")) or "–") for question in QUESTIONS
        )


def read(data: bytes) -> list[dict[str, str]]:
    """The rows below the headings, as text by heading, with their number. Raises UnreadableSheet."""
    cells = read_rows(data, rows=ROWS, columns=COLUMNS)
    if not cells:
        raise UnreadableSheet(_("The sheet is empty."))
    heads = [heading(str(cell)) for cell in cells[0]]
    if strange := [head for head in heads if head and head not in (*HEADINGS, *IGNORED)]:
        raise UnreadableSheet(
            _(
                "These headings are not known: %(names)s. Rename them as in the template, or delete the columns."
            )
            % {"names": "、".join(strange)}
        )
    if missing := [name for name in NEEDED if name not in heads]:
        raise UnreadableSheet(
            _("The first row lacks: %(names)s. Start from the template.") % {"names": "、".join(missing)}
        )
    rows = []
    for number, row in enumerate(cells[1:], 2):
        texts = {head: plain(cell, head) for head, cell in zip(heads, row, strict=False) if head in HEADINGS}
        if any(texts[head] for head in texts if head != "客户"):
            rows.append(texts | {"#": str(number)})
    return rows


def heading(text: str) -> str:
    """The heading of ours that this one means; as it is, where it means none."""
    meant = {folded(said): name for name, others in SAME.items() for said in (name, *others)}
    return meant.get(folded(text), text.strip())


def plain(cell: Cell, head: str) -> str:
    """A cell as text, of one line but for comments; a telephone number that became a figure loses its .0."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else clean(str(cell), lines=head == "意见建议").removeprefix("'")


def checked(campaign: Campaign, rows: Sequence[dict[str, str]], user: User) -> list[Line]:
    """Every row judged by itself and against the others; a constant number of queries."""
    targets = {row.customer.name: row for row in campaign.targets.visible_to(user).select_related("customer")}
    people = {str(person): person for person in User.objects.filter(is_active=True, grants__isnull=False)}
    answered = Response.objects.filter(target__campaign=campaign).exclude(status=ResponseStatus.WITHDRAWN)
    known = set(answered.values_list("target", "respondent"))
    lines, seen = [], set()
    for cells in rows:
        line = line_of(cells, targets, people)
        place = (line.target.pk, line.facts.get("respondent")) if line.target else None
        if place in seen:
            line.errors.append(_("This person stands in the sheet twice."))
        elif place and place in known:
            line.known = True
        seen |= {place} - {None}
        lines.append(line)
    return lines


def line_of(cells: dict[str, str], targets: dict[str, Target], people: dict[str, User]) -> Line:
    """A row by itself."""
    line = Line(int(cells.get("#", 0) or 0), cells)
    line.target = targets.get(cells.get("客户", ""))
    if line.target is None:
        line.errors.append(
            _("“%(name)s” is not among the customers of this survey.") % {"name": cells.get("客户", "")}
        )
    if not cells.get("被访人"):
        line.errors.append(_("Say who answered."))
    for head, most in LIMITS.items():
        if len(cells.get(head, "")) > most:
            line.errors.append(_("%(column)s: at most %(n)d characters.") % {"column": head, "n": most})
    readers: dict[str, Callable[[], Fact]] = {
        "method": lambda: a_method(cells.get("方式", "")),
        "surveyor": lambda: a_person(cells.get("调查人", ""), people),
        "answered_on": lambda: a_day(cells.get("日期", "")),
    }
    for question, head in zip(QUESTIONS, HEADINGS[len(ABOUT) :], strict=False):
        readers[question.key] = partial(an_answer, cells.get(head, ""), question)
    for name, reader in readers.items():
        try:
            line.facts[name] = reader()
        except ValueError as error:
            line.errors.append(str(error))
    line.facts |= {
        "respondent": cells.get("被访人", ""),
        "position": cells.get("职务或电话", ""),
        "comments": cells.get("意见建议", ""),
    }
    if not line.errors and not any(line.facts[question.key] for question in QUESTIONS):
        line.errors.append(_("Answer at least one question."))
    return line


def words(label: Label) -> set[str]:
    """A label in both languages, as people may have written it."""
    found = set()
    for language in ("zh-hans", "en"):
        with translation.override(language):
            found.add(folded(str(label)))
    return found


def a_method(text: str) -> str:
    for method in Method:
        if not text:
            return Method.VISIT
        if folded(text) in words(method.label) | {method.value}:
            return method.value
    raise ValueError(_("“%(text)s” is no method.") % {"text": text})


def a_person(text: str, people: dict[str, User]) -> User | None:
    if text and text not in people:
        raise ValueError(_("Nobody here is called “%(name)s”.") % {"name": text})
    return people.get(text)


def a_day(text: str) -> dt.date:
    today = timezone.localdate()
    if not text:
        return today
    day = day_in(text)
    if day > today or day.year < 2000:
        raise ValueError(_("%(day)s cannot be the day of the answers.") % {"day": text})
    return day


def an_answer(text: str, question: Question) -> str:
    """good, fair, poor or "": written in words, or as 1, 2, 3."""
    if not text:
        return ""
    said = folded(text)
    for place, (value, label) in enumerate(question.choices, 1):
        if said in words(label) | {value, str(place)} | ALSO.get((question.key, value), set()):
            return value
    choices = " / ".join(str(label) for _value, label in question.choices)
    raise ValueError(_("“%(text)s” is none of: %(choices)s.") % {"text": text, "choices": choices})
