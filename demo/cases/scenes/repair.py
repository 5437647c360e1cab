"""Quotation, repair, payment, and the promised date."""

import datetime as dt
from decimal import Decimal

from aftersales.roles import Role
from cases.bench.queries import AT_THE_BENCH
from cases.models import ReturnedMotor
from cases.repair.fees import charged
from catalogue.models import Part
from demo.cases import words
from demo.cases.measured import among, measure
from demo.cases.scenes.cue import Cue, scene
from demo.cases.troubles import price
from workflow.models import Facts


def work(cue: Cue, motor: ReturnedMotor) -> Facts:
    """Parts, labour, and what of it the customer pays; the first part is the machined one, if any."""
    machined = motor.charge == "free_except_machined_material"
    labour = Decimal(cue.cast.trouble.labour)
    parts = [
        {
            "name": called(name, motor.model_name),
            "quantity": quantity,
            "unit_price": price(name, motor.product),
            "customer_machined": machined and place == 0,
        }
        for place, (name, quantity) in enumerate(cue.cast.trouble.parts)
    ]
    fees = charged(motor.disposition, motor.charge, parts, labour)
    return {"parts": parts, "labour": labour, "material_fee": fees.material, "labour_fee": fees.labour}


def called(word: str, model: str) -> str:
    """The part of the catalogue that the word means for this model, with its number; else the word."""
    parts = [part for part in Part.objects.filter(name_zh__contains=word, active=True) if part.suits(model)]
    parts.sort(key=lambda part: (f"{word} " not in part.name_zh, part.number))  # 碳刷 5×8×16 before 碳刷压簧
    return str(parts[0]) if parts else word


@scene
def quote(cue: Cue) -> None:
    motor = cue.motor
    planned = work(cue, motor)
    fees = {name: planned[name] for name in ("material_fee", "labour_fee")}
    cue.act(motor, "quote", Role.AFTER_SALES, note=cue.say(words.QUOTES), **fees)


@scene
def repair(cue: Cue) -> None:
    motor, trouble = cue.motor, cue.cast.trouble
    cue.act(
        motor,
        "finish_repair",
        Role.AFTER_SALES,
        work_done=trouble.work,
        minutes=trouble.labour,
        **work(cue, motor),
    )
    measure(cue, cue.motor)


def taken_on(cue: Cue) -> None:
    """Two of three motors at the bench are somebody's; the others wait in the queue."""
    motor = cue.motor
    if motor.status in AT_THE_BENCH and not among(motor, 3) and not motor.repairer_id:
        cue.act(motor, "take_on", Role.AFTER_SALES)


@scene
def pay(cue: Cue) -> None:
    motor, reference = cue.motor, cue.play.number("SK")
    cue.act(motor, "record_payment", Role.FINANCE, reference=reference, amount=motor.amount_due)


@scene
def scrap(cue: Cue) -> None:
    """The customer would rather buy a new one."""
    consent = f"客户书面同意，{cue.day}，{cue.play.customer.contact}签字"
    cue.act(cue.motor_key, "scrap", Role.AFTER_SALES, reason=cue.say(words.SCRAPPED), consent=consent)


@scene
def extend(cue: Cue) -> None:
    """After-sales asks for so many days more."""
    motor = cue.motor
    assert motor.due_on is not None
    cue.act(
        motor,
        "request_extension",
        Role.AFTER_SALES,
        new_due_on=motor.due_on + dt.timedelta(days=int(cue.argument)),
        reason=cue.say(words.EXTENSIONS),
    )


@scene
def grant(cue: Cue) -> None:
    """The lead grants what was asked for; from the second time on it is the director."""
    motor = cue.motor
    request = motor.open_extension()
    assert request is not None
    role = Role.DIRECTOR if motor.extended_to else Role.AFTER_SALES_LEAD
    told = cue.say(words.CUSTOMER_TOLD)
    cue.act(motor, "grant_extension", role, new_due_on=request.new_due_on, customer_told=told)
