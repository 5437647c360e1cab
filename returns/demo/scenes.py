"""The scenes of the demo: each takes one real action, at its moment in the past.

Scenes that only need a person and a few words are rows of ACTS; the others are functions below.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone

from aftersales.roles import Role
from cases.actions import open_case, perform, read
from cases.fees import charged
from cases.forms import AppraisalForm
from cases.models import Case, ReturnedMotor
from returns.actions import count_consignment, countable
from returns.demo import words
from returns.demo.cast import Play, Unit
from returns.demo.troubles import price
from returns.forms import listed_motor
from returns.models import Finding, Handover

NO_KEY = UUID(int=0)  # the form's key against double clicks, which the demo does not make


class Cue(NamedTuple):
    """When a scene is played, by whom the case is, for which motor, and how exactly."""

    at: dt.datetime
    play: Play
    unit: int | None
    argument: str

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.play.case_pk)

    @property
    def motor(self) -> ReturnedMotor:
        return read(self.motor_pk)

    @property
    def motor_pk(self) -> ReturnedMotor:
        """The motor's keys alone: enough for an action, which reads the rest itself."""
        pks = self.play.motor_pks
        if self.unit not in pks:
            pks |= {
                place - 1: pk
                for place, pk in ReturnedMotor.objects.filter(case=self.play.case_pk).values_list(
                    "position", "pk"
                )
            }
        return ReturnedMotor(pk=pks[self.unit], case_id=self.play.case_pk)

    @property
    def cast(self) -> Unit:
        """The motor as it was cast; the first one where the whole case is concerned."""
        return self.play.units[self.unit or 0]

    def say(self, lines: tuple[str, ...]) -> str:
        return self.play.chance.choice(lines)


class Act(NamedTuple):
    """One row of ACTS: whose action it is, and the lines from which each of its words is chosen."""

    verb: str
    role: str
    words: dict[str, tuple[str, ...]] = {}


R = Role
ACTS = {
    # of the case
    "submit": Act("case.submit", R.SALESPERSON),
    "ask": Act("case.request_info", R.SALES_MANAGER, {"question": words.QUESTIONS}),
    "reject": Act("case.reject", R.SALES_MANAGER, {"reason": words.REJECTIONS}),
    "withdraw": Act("case.withdraw", R.SALESPERSON, {"reason": words.WITHDRAWALS}),
    "reopen": Act("case.reopen", R.SALES_MANAGER, {"reason": words.REOPENED}),
    "complete": Act("case.complete", R.AFTER_SALES),
    # of a motor
    "write_off": Act("motor.write_off", R.SALES_COORDINATOR, {"reason": words.WRITTEN_OFF}),
    "settle": Act("motor.settle_dissent", R.DIRECTOR, {"reason": words.SETTLEMENTS}),
    "reappraise": Act("motor.reappraise", R.AFTER_SALES, {"reason": words.REAPPRAISALS}),
    "accept": Act("motor.accept_quote", R.SALESPERSON, {"note": words.ACCEPTED}),
    "refuse": Act("motor.refuse_quote", R.SALESPERSON, {"note": words.REFUSED}),
    "credit": Act("motor.approve_credit", R.SALES_MANAGER, {"reason": words.CREDITS}),
    "parts": Act("motor.parts_arrived", R.AFTER_SALES),
    "pass": Act("motor.pass_inspection", R.QUALITY, {"findings": words.PASSED}),
    "fail": Act("motor.fail_inspection", R.QUALITY, {"reason": words.FAILED}),
    "refuse_extension": Act(
        "motor.refuse_extension", R.AFTER_SALES_LEAD, {"reason": words.EXTENSION_REFUSALS}
    ),
    "endorse": Act("motor.endorse_return", R.DIRECTOR, {"note": words.ENDORSED}),
    "approve": Act("motor.approve_return", R.SALES_MANAGER),
    "refuse_return": Act("motor.refuse_return", R.SALES_MANAGER, {"reason": words.REFUSED_RETURNS}),
    "clear": Act("motor.clear_for_stock", R.QUALITY, {"findings": words.PASSED}),
    "restock": Act("motor.restock", R.WAREHOUSE),
    "transfer": Act("motor.transfer", R.PRODUCTION),
    "rework": Act("motor.rework", R.PRODUCTION, {"result": words.REWORKED}),
    "dismantle": Act("motor.dismantle", R.PRODUCTION, {"result": words.DISMANTLED}),
    "scrap_transferred": Act("motor.scrap", R.PRODUCTION, {"reason": words.WORKSHOP_SCRAPPED}),
}

Scene = Callable[[Cue], Any]
SCENES: dict[str, Scene] = {}


def scene(function: Scene) -> Scene:
    """A scene by the name of its function."""
    SCENES[function.__name__] = function
    return function


def play(name: str, cue: Cue) -> None:
    """Play one scene."""
    if name in SCENES:
        SCENES[name](cue)
        return
    act = ACTS[name]
    said: dict[str, Any] = {word: cue.say(lines) for word, lines in act.words.items()}
    noun, verb = act.verb.split(".")
    obj = Case(pk=cue.play.case_pk) if noun == "case" else cue.motor_pk
    perform(obj, verb, by=cue.play.team[act.role], at=cue.at, **said)


# -- the case -----------------------------------------------------------------------------------------


@scene
def register(cue: Cue) -> None:
    """The customer calls, and the salesperson writes it down."""
    play = cue.play
    case = open_case(play.intake(timezone.localdate(cue.at)), by=play.team[R.SALESPERSON], at=cue.at)
    play.case_pk = case.pk


@scene
def info(cue: Cue) -> None:
    """The salesperson supplies what the manager asked for."""
    case = perform(cue.case, "revise", by=cue.play.team[R.SALESPERSON], at=cue.at)
    case.site_visit = "已到现场，铭牌照片和电压、负载记录已补充"
    case.save()


@scene
def authorise(cue: Cue) -> None:
    case = cue.case
    risky = bool(case.wrong_return_risks())
    perform(
        case, "authorise_return", by=cue.play.team[R.SALES_MANAGER], at=cue.at, warning_seen=risky, note=""
    )


@scene
def on_site(cue: Cue) -> None:
    done, confirmation = cue.play.chance.choice(words.ON_SITE)
    perform(
        cue.case,
        "resolve_on_site",
        by=cue.play.team[R.SALESPERSON],
        at=cue.at,
        action_taken=done,
        confirmation=confirmation,
    )


@scene
def answer(cue: Cue) -> None:
    perform(cue.case, "answer", by=cue.play.team[R.AFTER_SALES], at=cue.at, answer=cue.play.opinion[1])


@scene
def close(cue: Cue) -> None:
    """With the customer's last word; ``no``: not satisfied."""
    case, satisfied = cue.case, cue.argument != "no"
    role = R.SALES_MANAGER if case.resolved_on_site else R.AFTER_SALES
    reply = (
        cue.play.opinion[2]
        if cue.play.opinion
        else cue.say(words.SATISFIED if satisfied else words.UNSATISFIED)
    )
    perform(
        case, "close", by=cue.play.team[role], at=cue.at, customer_reply=reply, customer_satisfied=satisfied
    )


@scene
def enlist(cue: Cue) -> None:
    """The coordinator enters the return list."""
    rows = [
        listed_motor(unit.listed_serial, unit.listed_model, cue.say(words.LISTED))
        for unit in cue.play.units
        if unit.listed
    ]
    perform(cue.case, "accept_list", by=cue.play.team[R.SALES_COORDINATOR], at=cue.at, motors=rows)


# -- the count ----------------------------------------------------------------------------------------


@scene
def count(cue: Cue) -> None:
    """The dispatcher counts what has arrived; the last motor may be missing, wrong or unlisted."""
    case, play = cue.case, cue.play
    header = {
        "carrier": cue.say(words.CARRIERS),
        "waybill": play.number("DB"),
        "arrived_on": timezone.localdate(cue.at),
        "remark": "",
    }
    motors = [*countable(case).select_related("product")]
    lines = [line(cue, motor, motor is motors[-1]) for motor in motors]
    if cue.argument == "unlisted":
        lines.append(found(cue, play.units[-1], Finding.UNLISTED))
    count_consignment(case, header, lines, by=play.team[R.DISPATCHER], version=case.version, at=cue.at)


def line(cue: Cue, motor: ReturnedMotor, last: bool) -> dict[str, Any]:
    """What was found of one motor on the list."""
    finding = cue.argument if last and cue.argument in ("missing", "wrong_model") else Finding.RECEIVED
    return found(cue, cue.play.units[motor.position - 1], Finding(finding)) | {"motor": motor}


def found(cue: Cue, unit: Unit, finding: Finding) -> dict[str, Any]:
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
    handover = Handover.objects.get(case=cue.play.case_pk, signed_at=None)
    perform(handover, "sign", by=cue.play.team[R.AFTER_SALES], at=cue.at)


# -- the appraisal ------------------------------------------------------------------------------------


@scene
def draft(cue: Cue) -> None:
    """After-sales writes the appraisal on its real form; ``short``: parts are missing; or another profile."""
    motor, user = cue.motor, cue.play.team[R.AFTER_SALES]
    cue.cast.turn_to(cue.argument)
    form = AppraisalForm(appraisal_entries(cue, motor), obj=motor, user=user)
    if not form.is_valid():
        raise ValueError(f"{cue.cast.profile}: {form.errors.as_json()}")
    item, standard, measured = cue.cast.trouble.check
    rows = [{"item": item, "standard": standard, "measured": measured}, *usual_checks(cue)]
    perform(motor, "draft_appraisal", by=user, at=cue.at, appraisal=form.appraisal(rows))


def appraisal_entries(cue: Cue, motor: ReturnedMotor) -> dict[str, Any]:
    """The entries of the appraisal form."""
    unit, entry = cue.cast, motor.registered
    trouble = unit.trouble
    return {
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
        "remedy": trouble.remedy,
        "parts_complete": cue.argument != "short",
    } | unit.profile.ticks


def usual_checks(cue: Cue) -> list[dict[str, str]]:
    """Two measurements that are always made."""
    chance = cue.play.chance
    return [
        {"item": "绝缘电阻 MΩ", "standard": "≥20", "measured": str(chance.randrange(50, 500, 10))},
        {
            "item": "耐压 1500V/1min",
            "standard": "无击穿",
            "measured": chance.choice(("合格", "合格", "合格", "未做")),
        },
    ]


@scene
def sign(cue: Cue) -> None:
    """The signature of one department."""
    put_signature(cue, "")


@scene
def dissent(cue: Cue) -> None:
    put_signature(cue, cue.say(words.DISSENTS))


def put_signature(cue: Cue, dissent: str) -> None:
    by = cue.play.team[cue.argument]
    perform(cue.motor_pk, "sign_appraisal", by=by, at=cue.at, department=cue.argument, dissent=dissent)


# -- the repair ---------------------------------------------------------------------------------------


def parts_of(cue: Cue, motor: ReturnedMotor) -> list[dict[str, Any]]:
    """The parts that the repair takes; the first one is the one that the customer machined, if any."""
    trouble = cue.cast.trouble
    machined = motor.charge == "free_except_machined_material"
    return [
        {
            "name": name,
            "quantity": quantity,
            "unit_price": price(name, motor.product),
            "customer_machined": machined and place == 0,
        }
        for place, (name, quantity) in enumerate(trouble.parts)
    ]


@scene
def quote(cue: Cue) -> None:
    motor = cue.motor
    fees = charged(motor.disposition, motor.charge, parts_of(cue, motor), Decimal(cue.cast.trouble.labour))
    perform(
        motor,
        "quote",
        by=cue.play.team[R.AFTER_SALES],
        at=cue.at,
        material_fee=fees.material,
        labour_fee=fees.labour,
        note=cue.say(words.QUOTES),
    )


@scene
def repair(cue: Cue) -> None:
    motor, trouble = cue.motor, cue.cast.trouble
    parts, labour = parts_of(cue, motor), Decimal(trouble.labour)
    fees = charged(motor.disposition, motor.charge, parts, labour)
    perform(
        motor,
        "finish_repair",
        by=cue.play.team[R.AFTER_SALES],
        at=cue.at,
        work_done=trouble.work,
        labour=labour,
        parts=parts,
        material_fee=fees.material,
        labour_fee=fees.labour,
    )


@scene
def pay(cue: Cue) -> None:
    motor = cue.motor
    reference, amount = cue.play.number("SK"), motor.amount_due
    perform(
        motor, "record_payment", by=cue.play.team[R.FINANCE], at=cue.at, reference=reference, amount=amount
    )


@scene
def scrap(cue: Cue) -> None:
    consent = f"客户书面同意，{timezone.localdate(cue.at):%Y-%m-%d}，{cue.play.customer.contact}签字"
    perform(
        cue.motor_pk,
        "scrap",
        by=cue.play.team[R.AFTER_SALES],
        at=cue.at,
        reason=cue.say(words.SCRAPPED),
        consent=consent,
    )


# -- the promised date --------------------------------------------------------------------------------


@scene
def extend(cue: Cue) -> None:
    """After-sales asks for so many days more."""
    motor = cue.motor
    assert motor.due_on is not None
    perform(
        motor,
        "request_extension",
        by=cue.play.team[R.AFTER_SALES],
        at=cue.at,
        new_due_on=motor.due_on + dt.timedelta(days=int(cue.argument)),
        reason=cue.say(words.EXTENSIONS),
        customer_told=cue.say(words.CUSTOMER_TOLD),
    )


@scene
def grant(cue: Cue) -> None:
    """The lead grants what was asked for; from the second time on it is the director."""
    motor = cue.motor
    request = motor.open_extension()
    assert request is not None
    role = R.DIRECTOR if motor.extended_to else R.AFTER_SALES_LEAD
    perform(motor, "grant_extension", by=cue.play.team[role], at=cue.at, new_due_on=request.new_due_on)


# -- out of the house ---------------------------------------------------------------------------------


@scene
def ship(cue: Cue) -> None:
    customer = cue.play.customer
    perform(
        cue.motor_pk,
        "ship",
        by=cue.play.team[R.DISPATCHER],
        at=cue.at,
        consignee="customer",
        recipient=f"{customer.contact} {customer.phone}",
        address=customer.address,
        carrier=cue.say(words.CARRIERS),
        waybill=cue.play.number("YD"),
    )


@scene
def deliver(cue: Cue) -> None:
    perform(
        cue.motor_pk,
        "confirm_delivery",
        by=cue.play.team[R.SALESPERSON],
        at=cue.at,
        delivered_on=timezone.localdate(cue.at),
        note=cue.say(words.RECEIVED_BY),
    )


@scene
def ledger(cue: Cue) -> None:
    """The coordinator enters the return ledger."""
    motor, trouble = cue.motor, cue.cast.trouble
    entry = motor.registered
    perform(
        motor,
        "draft_return",
        by=cue.play.team[R.SALES_COORDINATOR],
        at=cue.at,
        source_document=entry.document if entry else "",
        price=motor.product.price if motor.product else Decimal(0),
        reason=f"{trouble.defect}：{trouble.finding}",
        remark=cue.say(words.LEDGER_REMARKS),
    )


@scene
def prepare(cue: Cue) -> None:
    """After-sales prepares the transfer to a workshop."""
    department = cue.cast.trouble.department
    perform(
        cue.motor_pk,
        "prepare_transfer",
        by=cue.play.team[R.AFTER_SALES],
        at=cue.at,
        to_workshop=words.WORKSHOPS.get(department, "总装车间"),
        instruction=cue.say(words.INSTRUCTIONS),
        due_on=timezone.localdate(cue.at) + dt.timedelta(days=10),
    )
