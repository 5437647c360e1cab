"""The form of a test sheet: a field an item of the plan, and one for each thing that makes one look further."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import Pasted, Text, short_text
from cases.measuring.models import Occasion
from cases.measuring.queries import sheet_for, triggers_of
from cases.measuring.rules import Item, Trigger, lacks
from cases.policy import CasePolicy
from catalogue.limits import TEXT, Outcome, reading
from catalogue.matching import spelt
from catalogue.plans import Line, plan_of
from catalogue.queries import failures_in_use
from catalogue.statuses import Stage
from workflow.forms import ActForm, form_of
from workflow.models import Facts, policy_on

PASTED = 4000  # characters


@dataclass(frozen=True)
class Row:
    """A line of the plan on the page: its field, and where the value stands, once it can be read."""

    line: Line
    field: forms.BoundField
    outcome: Outcome | None
    codes: list[str]
    """Where it is out of limits, the failure codes to which it points, with their names."""

    @property
    def limits(self) -> str:
        return str(self.line.limits)


@form_of("motor.measure")
class TestSheetForm(ActForm):
    """Values by the plan of the model. Nothing has to be filled in: one may go on later."""

    __test__ = False

    pasted = Pasted(
        label=_("Paste values"),
        max_length=PASTED,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "A column from a spreadsheet or an instrument, in the order of the page; or item and value, one a line."
        ),
    )

    def prepare(self) -> None:
        self.occasion = Occasion.of(self.obj.status)
        self.lines = plan_of(self.obj.product, self.occasion.slip)
        self.triggers = triggers_of(self.obj) if self.occasion == Occasion.APPRAISAL else []
        self.near = policy_on(CasePolicy, self.obj.case.claim_date).near_limit_percent
        for line in self.lines:
            self.fields[name_of(line)] = Text(label=line.item.name, max_length=TEXT, required=False)
        for trigger in self.asked:
            self.fields[trigger] = short_text(trigger.label, required=False)
        if earlier := sheet_for(self.obj, self.occasion):
            self.initial.update({f"value-{value['place']}": value["measured"] for value in earlier.values})
            self.initial.update(earlier.answers)

    @property
    def asked(self) -> list[Trigger]:
        """What is asked for an answer: what is known to make one look further, and what only the values tell."""
        told_by_values = [Trigger.NEAR_LIMIT, Trigger.CONTRADICTED]
        return [*self.triggers, *told_by_values] if self.occasion == Occasion.APPRAISAL else []

    def clean(self) -> None:
        super().clean()
        for line in self.lines:
            text = self.cleaned_data.get(name_of(line))
            if text and reading(text) is None:
                self.add_error(name_of(line), gettext("Write a number, such as 0.42."))
        if self.cleaned_data.get("pasted"):
            self.add_error(
                "pasted", gettext("These lines fit no item of the plan; correct them or take them out.")
            )

    @cached_property
    def stages(self) -> list[tuple[str, list[Row]]]:
        """The rows of the page: the standard test, the test under load, then what one measures to look further."""
        rows = [self.row(line) for line in ordered(self.lines)]
        groups = [(stage.label, [row for row in rows if of_stage(row.line, stage)]) for stage in Stage]
        further = [row for row in rows if not row.line.item.always]
        return [(str(title), found) for title, found in [*groups, (_("To look further"), further)] if found]

    def row(self, line: Line) -> Row:
        field = self[name_of(line)]
        value = reading(str(field.value() or ""))
        outcome = None if value is None else line.judge(value, self.near)
        codes = line.codes if outcome == Outcome.OUTSIDE else []
        return Row(line, field, outcome, [f"{code} {self.names.get(code, '')}" for code in codes])

    @cached_property
    def names(self) -> dict[str, str]:
        """What the failure codes in use are called."""
        return {failure.code: failure.name for failure in failures_in_use()}

    @property
    def looks_further(self) -> list[forms.BoundField]:
        return [self[trigger] for trigger in self.asked]

    def sheet(self) -> Facts:
        """What the sheet keeps."""
        measured = {line.place: self.measured(line) for line in self.lines}
        values = [
            self.kept(line, value) for line in self.lines if (value := measured[line.place]) is not None
        ]
        answers = {trigger.value: text for trigger in self.asked if (text := self.cleaned_data.get(trigger))}
        outcomes = {value["place"]: Outcome(value["outcome"]) for value in values}
        return {
            "occasion": self.occasion.value,
            "values": values,
            "answers": answers,
            "lacks": [*self.lacking(outcomes, answers)],
        }

    def measured(self, line: Line) -> Decimal | None:
        return reading(self.cleaned_data.get(name_of(line)) or "")

    def kept(self, line: Line, value: Decimal) -> Facts:
        """A value with its limits as they are today."""
        outcome, item = line.judge(value, self.near), line.item
        return {
            "place": line.place,
            "name_zh": item.name_zh,
            "name_en": item.name_en,
            "standard": str(line.limits),
            "unit": item.unit,
            "measured": self.cleaned_data[name_of(line)],
            "outcome": outcome.value,
            "codes": line.codes if outcome == Outcome.OUTSIDE else [],
            "stage": item.stage,
            "looked_at": not line.to_be_looked_at,
        }

    def lacking(self, outcomes: dict[int, Outcome], answers: dict[str, str]) -> Iterator[Facts]:
        """What is lacking for the finding that there is no fault."""
        items = [
            Item(line.place, line.item.always, line.item.instead_of, outcomes.get(line.place))
            for line in self.lines
        ]
        by_place = {line.place: line.item for line in self.lines}
        for lack in lacks(items, self.found_triggers(outcomes, answers), answers):
            item = by_place[lack.place] if lack.place is not None else None
            names = {"name_zh": item.name_zh, "name_en": item.name_en} if item else {}
            yield names | {"trigger": lack.trigger, "why": lack.why.value}

    def found_triggers(self, outcomes: dict[int, Outcome], answers: dict[str, str]) -> list[str]:
        """What makes one look further; two things only the values and who measures them tell."""
        found: list[str] = [trigger.value for trigger in self.triggers]
        if self.occasion == Occasion.APPRAISAL and Outcome.NEAR in outcomes.values():
            found.append(Trigger.NEAR_LIMIT.value)
        return found + [key for key in answers if key == Trigger.CONTRADICTED]


def name_of(line: Line) -> str:
    return f"value-{line.place}"


def of_stage(line: Line, stage: Stage) -> bool:
    return line.item.always and line.item.stage == stage


def ordered(lines: list[Line]) -> list[Line]:
    """The lines in the order of the page."""
    return sorted(
        lines, key=lambda line: (not line.item.always, line.item.stage != Stage.STANDARD, line.place)
    )


def spread(data: QueryDict, lines: list[Line]) -> QueryDict:
    """What was filled in, with pasted values in the fields of their items; what fits none stays where it is.

    A row with one cell is a value, in the order of the page, an empty one none; a row with several names its item in
    the first and has the value in the last.
    """
    filled, rest = data.copy(), []
    following = iter(ordered(lines))
    for number, text in enumerate(str(data.get("pasted", ""))[:PASTED].splitlines()):
        cells = [cell.strip() for cell in text.split("\t")]
        line = next(following, None) if len(cells) == 1 else named(cells[0], lines)
        if line is not None:
            filled[name_of(line)] = cells[-1] or filled.get(name_of(line), "")
        elif text.strip() and not (number == 0 and reading(cells[-1]) is None):  # a heading says no number
            rest.append(text)
    filled["pasted"] = "\n".join(rest)
    return filled


def named(text: str, lines: list[Line]) -> Line | None:
    """The line that a cell names, in either language or by its place."""
    wanted = spelt(text)
    names = ((line, (line.item.name_zh, line.item.name_en, str(line.place))) for line in lines)
    return next((line for line, known in names if wanted and wanted in map(spelt, known)), None)
