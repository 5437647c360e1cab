"""Promises kept, by month and by remedy."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest, require
from cases.clock.actions import due_in, extend_all
from cases.clock.forms import AllForHolidayForm
from cases.clock.on_time import Tally, first_year, tallies, total
from cases.models import ReturnedMotor
from cases.statuses import Disposition
from workflow.models import Facts
from workflow.views.acting import ActingPage

SHOWN = 200  # motors of a preview
PROMISED = (Disposition.REPAIR_FREE, Disposition.REPAIR_CHARGED, Disposition.SEND_BACK)
BAR, STEP, HEIGHT = 10, 29, 100  # of the drawing: a bar's width, a month's, that of 100 per cent


@require("on_time.view")
@require_GET
def on_time(request: SignedInRequest) -> HttpResponse:
    """The promises of a year kept against the original and the extended date (四.3)."""
    today = timezone.localdate()
    year = year_of(request.GET.get("year", ""), today.year)
    by = "delivered" if request.GET.get("by") == "delivered" else "shipped"
    remedy = request.GET.get("remedy", "")
    remedy = remedy if remedy in PROMISED else ""
    found = tallies(year, today, by)
    months = [
        (month, total(found, month=month, dispositions=[remedy] if remedy else ())) for month in range(1, 13)
    ]
    context = {
        "year": year,
        "by": by,
        "earlier": year - 1 if (first_year() or year) < year else None,
        "later": year + 1 if year < today.year else None,
        "remedy": remedy,
        "remedies": [(row, total(found, dispositions=[row])) for row in PROMISED],
        "months": [(month, tally) for month, tally in months if tally.promised],
        "sum": total(found, dispositions=[remedy] if remedy else ()),
        "chart": [column(month, tally) for month, tally in months],
    }
    return render(request, "cases/on_time.html", context)


def year_of(text: str, present: int) -> int:
    """The year asked for; the present one where nobody can read it."""
    year = int(text) if len(text) == 4 and text.isascii() and text.isdigit() else present
    return year if 2000 <= year <= present else present


def column(month: int, tally: Tally) -> Facts:
    """Two bars of the drawing; None for what nothing was judged against."""
    left = 6 + (month - 1) * STEP
    bars = [
        {"x": left + place * (BAR + 2), "y": HEIGHT - rate + 16, "height": rate, "colour": colour}
        for place, (rate, colour) in enumerate([(tally.rate, "grey"), (tally.rate_extended, "blue")])
        if rate is not None
    ]
    return {"month": month, "middle": left + BAR + 1, "bars": bars}


class HolidayPage(ActingPage[None, AllForHolidayForm]):
    """One act extends all motors that are due in a holiday (四.3); “preview” shows which."""

    permission = "motor.extend_for_holiday"
    template = "cases/holiday.html"
    motors: list[ReturnedMotor] | None = None

    def make_form(self, data: QueryDict | None) -> AllForHolidayForm:
        return AllForHolidayForm(data, initial={"key": uuid.uuid4()})

    def preview(self) -> bool:
        """The motors that would get the new day."""
        if self.is_valid():
            said = self.form.cleaned_data
            rows = due_in(said["first"], said["last"]).select_related("case__customer", "product")
            self.motors = list(rows[:SHOWN])
            self.count = rows.count()
        return self.motors is not None

    def context(self) -> Facts:
        if self.motors is None:
            return {}
        return {"motors": self.motors, "count": self.count, "more": self.count - len(self.motors)}

    def is_complete(self) -> bool:
        if self.form.cleaned_data["first"] <= timezone.localdate():
            self.form.add_error("first", _("What is due today is extended no more."))
        return not self.form.errors

    def act(self) -> str:
        said = {name: value for name, value in self.form.cleaned_data.items() if name != "key"}
        count = extend_all(**said, by=self.user)
        messages.success(
            self.request,
            ngettext("%(n)d motor is extended.", "%(n)d motors are extended.", count) % {"n": count},
        )
        return "cases:motors"
