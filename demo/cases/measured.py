"""Motors measured by the test plan: plausible values, and the one out of limits that shows the trouble."""

from decimal import Decimal
from zlib import crc32

from aftersales.roles import Role
from cases.measuring.forms import TestSheetForm, name_of
from cases.models import ReturnedMotor
from catalogue.limits import Limits, shown
from catalogue.plans import Line
from demo.cases.scenes.cue import Cue
from workflow.models import Facts

NO_KEY = "00000000-0000-0000-0000-000000000000"
ANSWER = "按客户工况复测两小时，未再现"
EVERY = 4  # one motor of so many, beside those without a fault


def is_measured(motor: ReturnedMotor) -> bool:
    """Whether this motor is among those that are measured by the plan."""
    return among(motor, EVERY)


def among(motor: ReturnedMotor, every: int) -> bool:
    """Whether a motor is the one of so many; by its number, so that every database tells the same story."""
    return crc32(motor.serial_number.encode()) % every == 0


def measure(cue: Cue, motor: ReturnedMotor, code: str = "") -> None:
    """Quality measures all of the plan; the first item that points to the code is out of its limits."""
    user = cue.play.team[Role.QUALITY]
    lines = TestSheetForm(obj=motor, user=user).lines
    wrong = next((line for line in lines if code in line.codes), None)
    form = TestSheetForm(entries(motor, lines, wrong), obj=motor, user=user)
    if not lines or not form.is_valid():
        return
    cue.act(motor, "measure", Role.QUALITY, test_sheet=form.sheet())


def entries(motor: ReturnedMotor, lines: list[Line], wrong: Line | None) -> Facts:
    """The entries of the form: every item that has limits, and an answer wherever one looks further."""
    values = {name_of(line): value_of(line, line is wrong) for line in lines if str(line.limits)}
    answers = dict.fromkeys(("circumstances", "danger", "back_again", "same_complaint", "often"), ANSWER)
    return {"version": motor.version, "key": NO_KEY} | values | answers


def value_of(line: Line, wrong: bool) -> str:
    """A value well inside the limits, or beyond one of them."""
    least, most = line.limits.least, line.limits.most
    if wrong:
        return shown(beyond(line.limits))
    if line.item.unit == "级" and most is not None:
        return shown(most - Decimal("0.25"))  # grades of sparking are quarters
    if least is not None and most is not None:
        return shown((least + most) / 2)
    if most is not None:
        return shown(most * Decimal("0.75"))
    assert least is not None
    return shown(least if line.counted else least * Decimal("1.5"))


def beyond(limits: Limits) -> Decimal:
    """Above the upper limit, or below the lower one where there is no other."""
    if limits.most is not None:
        return limits.most + max(abs(limits.most) / 3, Decimal("0.01"))
    assert limits.least is not None
    return limits.least / 2
