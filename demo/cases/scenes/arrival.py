"""A consignment is counted by the dispatcher and signed by after-sales."""

from aftersales.roles import Role
from cases.models import ReturnedMotor
from demo.cases import words
from demo.cases.cast import Unit
from demo.cases.scenes import freight
from demo.cases.scenes.cue import Cue, scene
from returns.actions.counting import count_consignment
from returns.models import Finding, Handover, countable
from workflow.models import Facts


@scene
def count(cue: Cue) -> None:
    """The dispatcher counts what has arrived; the last motor may be missing, wrong or unlisted."""
    case, play = cue.case, cue.play
    motors = [*countable(case).select_related("product")]
    lines = [line(cue, motor, motor is motors[-1]) for motor in motors]
    if cue.argument == "unlisted":
        lines.append(found(cue, play.units[-1], Finding.UNLISTED))
    header = {
        "carrier": cue.say(words.CARRIERS),
        "waybill": play.number("DB"),
        "arrived_on": cue.day,
        "remark": "",
    }
    count_consignment(case, header, lines, by=play.team[Role.DISPATCHER], version=case.version, at=cue.at)


def line(cue: Cue, motor: ReturnedMotor, last: bool) -> Facts:
    """What was found of one motor on the list."""
    finding = cue.argument if last and cue.argument in ("missing", "wrong_model") else Finding.RECEIVED
    return found(cue, cue.play.units[motor.position - 1], Finding(finding)) | {"motor": motor}


def found(cue: Cue, unit: Unit, finding: Finding) -> Facts:
    """A line of the count."""
    missing = finding == Finding.MISSING
    return {
        "finding": finding,
        "serial_number": unit.serial_number,
        "product": unit.product,
        "other_model": unit.other_model,
        "exterior": "" if missing else cue.say(words.EXTERIORS),
        "accessories": "" if missing else cue.say(words.ACCESSORIES),
        "remark": "",
    }


@scene
def sign_count(cue: Cue) -> None:
    cue.act(Handover.objects.get(case=cue.play.case_pk, signed_at=None), "sign", Role.AFTER_SALES)
    freight.record_inbound(cue)
