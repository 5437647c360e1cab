"""The page on which a motor is measured by the plan of its model."""

from django.http import QueryDict

from cases.measuring.forms import TestSheetForm, spread
from cases.models import ReturnedMotor
from cases.views.motor import visible_motor
from workflow.models import Facts
from workflow.views.acting import ActingPage


class MeasurePage(ActingPage[ReturnedMotor, TestSheetForm]):
    """Type the values or paste them; “judge” shows where they stand without saving."""

    permission = "motor.measure"
    verb = "measure"
    template = "cases/measure.html"
    find = staticmethod(visible_motor)

    def make_form(self, data: QueryDict | None) -> TestSheetForm:
        form = TestSheetForm(data, obj=self.obj, user=self.user)
        if data is None or not data.get("pasted"):
            return form
        return TestSheetForm(spread(data, form.lines), obj=self.obj, user=self.user)

    def facts(self) -> Facts:
        return {"test_sheet": self.form.sheet()}

    def context(self) -> Facts:
        return {"case": self.obj.case}
