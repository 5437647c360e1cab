"""The joint appraisal: written on its real form, signed by four departments."""

from uuid import UUID

from aftersales.roles import Role
from cases.appraisal.forms import AppraisalForm
from cases.models import ReturnedMotor
from catalogue.models import Failure
from catalogue.queries import failure_meant, parts_of
from catalogue.statuses import Cause
from demo.cases import words
from demo.cases.measured import is_measured, measure
from demo.cases.scenes.cue import Cue, scene
from workflow.models import Facts

NO_KEY = UUID(int=0)  # the form's key against double clicks, which the demo does not make


@scene
def draft(cue: Cue) -> None:
    """After-sales writes the appraisal; ``short``: parts are missing; or the motor is another profile now."""
    cue.cast.turn_to(cue.argument)
    measure_first(cue)
    motor, user = cue.motor, cue.play.team[Role.AFTER_SALES]
    form = AppraisalForm(entries(cue, motor), obj=motor, user=user)
    if not form.is_valid():
        raise ValueError(f"{cue.cast.profile_name}: {form.errors.as_json()}")
    cue.act(motor, "draft_appraisal", Role.AFTER_SALES, appraisal=form.appraisal(measurements(cue)))


def measure_first(cue: Cue) -> None:
    """That there is no fault is measured; of other motors some are."""
    motor, cause = cue.motor, cue.cast.profile.ticks.get("cause") or cue.cast.trouble.cause
    if cause == Cause.NONE:
        measure(cue, motor)
    elif is_measured(motor):
        failure = failure_meant(cue.cast.trouble.defect)
        measure(cue, motor, failure.code if failure else "")


def entries(cue: Cue, motor: ReturnedMotor) -> Facts:
    """The entries of the appraisal form."""
    trouble, entry = cue.cast.trouble, motor.registered
    return (
        {
            "version": motor.version,
            "key": NO_KEY,
            "own_product": True,
            "used": True,
            "hours_used": motor.case.hours_used,
            "cause": trouble.cause,
            "affects_use": True,
            "custom_made": bool(entry and entry.custom_made),
            "agreement_allows_return": bool(entry and entry.agreement_allows_return),
            "symptom": trouble.symptom,
            "defect_group": trouble.group,
            "defect": trouble.defect,
            "cause_text": trouble.finding,
            "liable_department": trouble.department,
            "liable_person": entry.responsible_person if entry and trouble.cause == "factory" else "",
            "no_fault_reason": words.NOT_ALL_MEASURED if trouble.cause == Cause.NONE else "",
            "remedy": trouble.remedy,
            "parts_complete": cue.argument != "short",
        }
        | cue.cast.profile.ticks
        | coded(cue)
    )


def coded(cue: Cue) -> Facts:
    """The code that the group chooses, where the catalogue has one for what it says."""
    defect = cue.cast.profile.ticks.get("defect") or cue.cast.trouble.defect
    failure = failure_meant(str(defect))
    short = {"missing_parts": missing(cue, failure)} if cue.argument == "short" else {}
    return short | ({"failure": failure.pk} if failure else {})


def missing(cue: Cue, failure: Failure | None) -> str:
    """The first part that the code takes, or what the trouble takes in words."""
    parts = parts_of(failure, cue.motor.model_name) if failure else []
    return f"{parts[0].number if parts else cue.cast.trouble.parts[0][0]} 1"


def measurements(cue: Cue) -> list[dict[str, str]]:
    """What shows the trouble, and two that are always measured."""
    insulation = str(cue.play.chance.randrange(50, 500, 10))
    rows = (
        cue.cast.trouble.check,
        ("绝缘电阻 MΩ", "≥20", insulation),
        ("耐压 1500V/1min", "无击穿", cue.say(words.WITHSTOOD)),
    )
    return [dict(zip(("item", "standard", "measured"), row, strict=True)) for row in rows]


@scene
def sign(cue: Cue) -> None:
    """The signature of one department."""
    cue.act(cue.motor_key, "sign_appraisal", cue.argument, department=cue.argument, dissent="")


@scene
def dissent(cue: Cue) -> None:
    """The signature of a department that disagrees."""
    reason = cue.say(words.DISSENTS)
    cue.act(cue.motor_key, "sign_appraisal", cue.argument, department=cue.argument, dissent=reason)
