"""Answers gathered on paper, taken over from a spreadsheet: looked at first, then all or nothing."""

import uuid
from typing import Any

from django.http import FileResponse, QueryDict
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest, require
from aftersales.kit.spreadsheets import Sheet, SheetColumn, write_sheets
from satisfaction.actions.uploads import take_over
from satisfaction.forms import ImportForm
from satisfaction.forms.uploads import signed
from satisfaction.models import Campaign
from satisfaction.queries import has_answered
from satisfaction.questions import QUESTIONS
from satisfaction.uploads import ABOUT, HEADINGS, Line, checked
from satisfaction.views.campaigns import any_campaign
from workflow.models import Facts
from workflow.views.acting import ActingPage


class ImportPage(ActingPage[Campaign, ImportForm]):
    """First the dry run with what is wrong row by row; then, confirmed, every right row or none."""

    permission = "survey.import"
    template = "satisfaction/import.html"
    find = staticmethod(any_campaign)
    lines: list[Line] | None = None

    def make_form(self, data: QueryDict | None) -> ImportForm:
        return ImportForm(data, self.request.FILES or None, initial={"key": uuid.uuid4()})

    def is_complete(self) -> bool:
        self.lines = checked(self.obj, self.form.cleaned_data["lines"], self.user)
        n = len(self.usable())
        done = ngettext(
            "%(n)d person's answers are taken over.", "The answers of %(n)d people are taken over.", n
        )
        self.done = done % {"n": n}
        return self.asked("confirm") and n > 0 and not any(line.errors for line in self.lines)

    def usable(self) -> list[Line]:
        return [line for line in self.lines or [] if line.usable]

    def act(self) -> str:
        return take_over(self.obj, self.usable(), by=self.user)

    def context(self) -> Facts:
        """After the dry run, what it found."""
        if self.lines is None:
            return {}
        return {
            "lines": self.lines, "usable": len(self.usable()), "key": uuid.uuid4(),
            "wrong": sum(bool(line.errors) for line in self.lines),
            "known": sum(line.known for line in self.lines),
            "rows": signed(self.form.cleaned_data["lines"]), "headings": HEADINGS,
        }  # fmt: skip


@require("survey.import")
@require_GET
def template(request: SignedInRequest, pk: int) -> Any:
    """An empty sheet with the headings and a row for every customer who has not answered."""
    campaign = any_campaign(request, pk)
    waiting = campaign.targets.exclude(has_answered()).select_related("customer", "surveyor")
    blank = [""] * (len(HEADINGS) - len(ABOUT))
    rows = ([t.customer.name, "", "", "走访", str(t.surveyor), "", *blank] for t in waiting.iterator())
    columns = [
        SheetColumn(heading, 30 if heading in ("客户", "意见建议") else 14, "@") for heading in HEADINGS
    ]
    help_rows = [
        [str(q.number), str(q.label), *(str(words) for _value, words in q.choices)] for q in QUESTIONS
    ]
    help_columns = [SheetColumn(heading, 24, "@") for heading in ("", "", "1", "2", "3")]
    file = write_sheets([Sheet("MY", columns, rows), Sheet("1-2-3", help_columns, help_rows)], str(campaign))
    response = FileResponse(file, as_attachment=True, filename=f"survey-{campaign.year}.xlsx")
    response["Cache-Control"] = "private, no-store"  # it names customers
    return response
