"""Cases and motors in any state, brought there by the real actions with the data of a plausible complaint.

``case_at("authorised")``, ``motor_at("quoted")``. Facts of the complaint are keyword arguments:
``case_at("submitted", kind="opinion")``, ``motor_at("received", own_product="no")``. ``at=`` is the moment
at which everything happens.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from aftersales.kit.prepared import prepared
from aftersales.models import User
from cases.actions import open_case
from cases.appraisal.forms import AppraisalForm
from cases.measuring.queries import unmeasured
from cases.models import Case, Freight, Photo, ReturnedMotor
from cases.repair.fees import charged
from returns.actions.counting import count_consignment
from returns.forms import listed_motor
from returns.models import Arrival, Handover, Parcel, countable
from slips.actions import print_copies
from slips.actions.printing import count_copies, numbered
from slips.models import PrinterProfile, PrintJob
from tests.actors import (
    after_sales,
    coordinator,
    director,
    dispatcher,
    engineer,
    finance,
    inspector,
    manager,
    production,
    salesperson,
    warehouse,
)
from warranty.models import Customer, Motor, Product
from workflow.actions import create, perform
from workflow.waiting import act

Moment = dt.datetime | None

WEEK, HALF_A_YEAR = dt.timedelta(days=7), dt.timedelta(days=180)

MODELS = {"90SZ03": "186.00", "110SZ53": "268.00", "70SZ08": "142.00"}

# -- the register -------------------------------------------------------------------------------------


def customer(name: str = "青岛海纳包装机械有限公司", **facts: Any) -> Customer:
    """A customer by name, known to the register from the first call on."""
    known = {
        "channel": "direct",
        "region": "山东青岛",
        "contact": "孙志强",
        "phone": "0532-8765 4321",
        "address": "青岛市城阳区春阳路 88 号",
    }
    return Customer.objects.get_or_create(name=name, defaults=known | facts)[0]


def product(model: str = "90SZ03") -> Product:
    """A model from the factory's list."""
    return Product.objects.get_or_create(model=model, defaults={"price": Decimal(MODELS[model])})[0]


def registered(serial_number: str = "", **facts: Any) -> Motor:
    """A motor that left the factory half a year ago; the next serial number unless one is given."""
    if not serial_number:
        serial_number = f"260315-{Motor.objects.count() + 1:04d}"
    known = {
        "product": product(),
        "consignee": customer(),
        "ex_factory_date": timezone.localdate() - HALF_A_YEAR,
        "document": "XH-2026-0318",
    }
    return Motor.objects.get_or_create(serial_number=serial_number, defaults=known | facts)[0]


# -- the case -----------------------------------------------------------------------------------------


def complaint(entry: Motor, **facts: Any) -> Case:
    """A quality problem with every fact of 四.1, not saved yet."""
    known = {
        "customer": entry.consignee,
        "contact": "孙志强",
        "phone": "0532-8765 4321",
        "product": entry.product,
        "serial_number": entry.serial_number,
        "ex_factory_date": entry.ex_factory_date,
        "claim_date": timezone.localdate(),
        "salesperson": salesperson(),
        "used": True,
        "hours_used": 900,
        "time_in_use": "约 5 个月，每天两班",
        "environment": "室内，粉尘较大",
        "connected_equipment": "DXD-180 立式包装机牵引辊",
        "operated_as_required": "yes",
        "problem": "启动后换向火花大，运行约半小时后壳体发烫",
        "damaged_parts": "碳刷、换向器",
        "customer_request": "尽快修复",
        "own_product": "yes",
        "cause": "factory",
        "in_warranty": "yes",
    }
    return Case(**known | facts)


def another_makers(**facts: Any) -> dict[str, Any]:
    """The facts of a motor that another factory made, its owner willing to pay for the repair."""
    return {
        "own_product": "no",
        "product": None,
        "other_model": "Z2-11",
        "serial_number": "",
        "ex_factory_date": None,
        "unknown_reason": "非本厂产品，铭牌缺失",
        "repair_consent_by": "孙志强",
        "repair_consent_note": "电话确认",
    } | facts


@act()
def case_at(
    state: str, *, by: User | None = None, entry: Motor | None = None, at: Moment = None, **facts: Any
) -> Case:
    """A case in this state about ``entry`` of the register, registered by ``by`` (the salesperson unless said)."""
    today = timezone.localdate(at)
    entry = entry or registered(ex_factory_date=today - HALF_A_YEAR)
    late = facts.get("claim_date", today) != today
    known = {"claim_date": today, "backdating_reason": "当时只有电话记录" if late else ""}
    case = open_case(complaint(entry, **known | facts), by=by or salesperson(), at=at)
    if state == "draft":
        return case
    if state == "withdrawn":
        return perform(case, "withdraw", by=case.created_by, at=at, reason="客户自行解决")
    case = perform(case, "submit", by=case.created_by, at=at)
    return submitted_to(state, case, at)


def submitted_to(state: str, case: Case, at: Moment) -> Case:
    """A submitted case brought to a later state."""
    if state == "submitted":
        return case
    if state == "info_requested":
        return perform(case, "request_info", by=manager(), at=at, question="铭牌上的编号是多少？")
    if state == "rejected":
        return perform(case, "reject", by=manager(), at=at, reason="与上一张单重复")
    case = perform(case, "authorise_return", by=manager(), at=at, warning_seen=True, date_confirmed=True)
    if state == "authorised":
        return case
    case = accept_list(case, at=at)
    if state == "awaiting_receipt":
        return case
    receive(case, at=at)
    if state != "in_process":
        deliver(case.motors.get(), at=at)
    case = Case.objects.get(pk=case.pk)
    if state != "closed":
        return case
    return perform(
        case, "close", by=after_sales(), at=at, customer_reply="已收到，运行正常", customer_satisfied=True
    )


def solved_on_site(*, at: Moment = None, **facts: Any) -> Case:
    """A case that the salesperson solved at the customer's, awaiting the manager's word."""
    case = case_at("submitted", at=at, **facts)
    return perform(
        case, "resolve_on_site", by=case.salesperson, at=at, action_taken="更换碳刷", confirmation="孙志强"
    )


def accept_list(case: Case, *serials: str, at: Moment = None) -> Case:
    """The coordinator enters the return list: these serial numbers, else the one of the case."""
    lines = [listed_motor(serial, "") for serial in serials or [case.serial_number]]
    if not any(lines):
        lines = [listed_motor("", case.model_name)]
    return perform(case, "accept_list", by=coordinator(), at=at, motors=lines)


# -- the handover -------------------------------------------------------------------------------------


def found(motor: ReturnedMotor, finding: str = "received", **facts: Any) -> dict[str, Any]:
    """A line of the count."""
    known = {
        "motor_id": motor.pk,
        "finding": finding,
        "serial_number": motor.serial_number,
        "product_id": motor.product_id,
        "other_model": motor.other_model,
        "exterior": "完好",
    }
    return known | facts


def consignment(**facts: Any) -> dict[str, Any]:
    """The head of a count."""
    known = {"carrier": "德邦物流", "waybill": "DPK3021887", "arrived_on": timezone.localdate(), "remark": ""}
    return known | facts


def count(
    case: Case, *lines: dict[str, Any], by: User | None = None, at: Moment = None, **header: Any
) -> Handover:
    """The dispatcher counts a consignment: these lines, else everything that is on the list."""
    case = Case.objects.get(pk=case.pk)
    counted = list(lines) or [found(motor) for motor in countable(case)]
    return count_consignment(
        case, consignment(**header), counted, by=by or dispatcher(), version=case.version, at=at
    )


@act()
def receive(case: Case, *lines: dict[str, Any], at: Moment = None) -> Handover:
    """Dispatcher and after-sales sign a count, so that its motors are received."""
    return perform(count(case, *lines, at=at), "sign", by=after_sales(), at=at)


def arrived(serial_number: str, **facts: Any) -> dict[str, Any]:
    """A motor of a parcel as it is counted."""
    entry = Motor.objects.filter(serial_number=serial_number).first()
    known = {
        "serial_number": serial_number,
        "product_id": entry.product_id if entry else product().pk,
        "other_model": "",
        "exterior": "完好",
    }
    return known | facts


def parcel(*lines: dict[str, Any], by: User | None = None, at: Moment = None, **header: Any) -> Parcel:
    """The dispatcher counts a parcel that nobody announced."""
    head = consignment(**header) | {"customer": header.get("customer") or customer()}
    return create(Parcel(), by=by or dispatcher(), at=at, lines=list(lines), **head)


def parcel_received(*lines: dict[str, Any], at: Moment = None, **header: Any) -> Parcel:
    """Both departments have signed a parcel."""
    return perform(parcel(*lines, at=at, **header), "sign", by=after_sales(), at=at)


def waiting_arrival(serial_number: str = "", *, at: Moment = None) -> Arrival:
    """A motor that came without a word and has no case."""
    number = serial_number or f"250101-{Arrival.objects.count() + 1:04d}"
    found_in = parcel_received(arrived(number, product_id=None, other_model="Z2-11"), at=at)
    return found_in.arrivals.get()


# -- the appraisal ------------------------------------------------------------------------------------

SIGNERS: dict[str, Callable[[], User]] = {
    "after_sales": after_sales,
    "engineering": engineer,
    "quality": inspector,
    "production": production,
}
# What the departments tick so that the rules propose this disposition.
TICKS: dict[str, dict[str, Any]] = {
    "repair_free": {"cause": "factory"},
    "repair_charged": {"cause": "customer"},
    "return": {"cause": "factory", "used": ""},
    "send_back": {
        "cause": "none",
        "defect_group": "X",
        "defect": "未见异常",
        "liable_department": "nobody",
        "no_fault_reason": "客户急用，只做空载和绝缘",
    },
    "intact": {
        "cause": "none",
        "used": "",
        "factory_consent": "granted",
        "disposition": "return",
        "defect_group": "X",
        "defect": "未使用，完好",
        "liable_department": "nobody",
        "no_fault_reason": "未使用，外观和绝缘合格",
    },
}


def sheet(motor: ReturnedMotor, **ticks: Any) -> AppraisalForm:
    """The form of the appraisal as the departments fill it in."""
    form = {
        "version": motor.version,
        "key": uuid.uuid4(),
        "own_product": "on" if motor.case.own_product != "no" else "",
        "repair_consent": "on" if motor.case.repair_consent_by else "",
        "used": "on",
        "affects_use": "on",
        "cause": "factory",
        "parts_complete": "on",
        "symptom": "换向火花大",
        "defect_group": "C",
        "defect": "换向器偏心",
        "cause_text": "换向器精车时跳动超差",
        "liable_department": "machining",
        "remedy": "更换转子和碳刷",
    }
    short = {} if (form | ticks)["parts_complete"] else {"missing_parts": "后端轴承 1"}
    return AppraisalForm(form | short | ticks, obj=motor, user=after_sales())


MEASURED = [{"item": "换向器跳动", "standard": "≤ 0.01 mm", "measured": "0.03 mm"}]


def drafted(
    motor: ReturnedMotor, *, by: User | None = None, at: Moment = None, **ticks: Any
) -> ReturnedMotor:
    """The motor with an appraisal that nobody has signed."""
    motor = fresh(motor)
    form = sheet(motor, **ticks)
    assert form.is_valid(), form.errors
    return perform(
        motor, "draft_appraisal", by=by or after_sales(), at=at, appraisal=form.appraisal(MEASURED)
    )


def sign(
    motor: ReturnedMotor, department: str, *, by: User | None = None, at: Moment = None, dissent: str = ""
) -> ReturnedMotor:
    """One department signs; its usual person unless said."""
    person = by or SIGNERS[department]()
    return perform(motor, "sign_appraisal", by=person, at=at, department=department, dissent=dissent)


@act()
def signed(motor: ReturnedMotor, *departments: str, at: Moment = None) -> ReturnedMotor:
    """The motor after these departments have signed, all four unless said."""
    for department in departments or SIGNERS:
        sign(motor, department, at=at)
    return fresh(motor)


@act()
def appraised(motor: ReturnedMotor, outcome: str, *, at: Moment = None, **ticks: Any) -> ReturnedMotor:
    """The motor with an appraisal of this outcome (see ``TICKS``), signed by all four departments."""
    return signed(drafted(motor, at=at, **TICKS[outcome] | ticks), at=at)


def scan_by(person: User) -> Photo:
    """A photo of a signed paper that this person has sent and not used yet."""
    return Photo.objects.create(file=f"{uuid.uuid4()}.jpg", added_by=person)


def last_scan_by(person: User) -> int:
    """The key of such a photo; 0 where there is none."""
    return Photo.objects.unsent().filter(added_by=person).values_list("pk", flat=True).last() or 0


# -- the motor ----------------------------------------------------------------------------------------


@prepared
def now(pk: int) -> QuerySet[ReturnedMotor]:
    """The motor of this key, with what most tests look at."""
    return ReturnedMotor.objects.select_related("case__customer", "appraisal", "product").filter(pk=pk)


def fresh(motor: ReturnedMotor) -> ReturnedMotor:
    """The motor as it is now."""
    (found,) = now(motor.pk)
    return found


def report_missing(motor: ReturnedMotor, at: Moment = None) -> ReturnedMotor:
    return perform(motor, "report_missing", by=dispatcher(), at=at)


def write_off(motor: ReturnedMotor, at: Moment = None) -> ReturnedMotor:
    return perform(motor, "write_off", by=coordinator(), at=at, reason="客户未寄出")


def strike(motor: ReturnedMotor, at: Moment = None) -> Case:
    said = {"reason": "误列", "struck": [motor.pk], "corrected": {}, "motors": []}
    return perform(motor.case, "correct_list", by=coordinator(), at=at, **said)


def receive_motor(motor: ReturnedMotor, at: Moment = None) -> Handover:
    return receive(motor.case, at=at)


def repair_free(motor: ReturnedMotor, at: Moment = None) -> ReturnedMotor:
    return appraised(motor, "repair_free", at=at)


def repair_without_parts(motor: ReturnedMotor, at: Moment = None) -> ReturnedMotor:
    return appraised(motor, "repair_free", at=at, parts_complete="")


def repair_charged(motor: ReturnedMotor, at: Moment = None) -> ReturnedMotor:
    return appraised(motor, "repair_charged", at=at)


def take_back(motor: ReturnedMotor, at: Moment = None) -> ReturnedMotor:
    return appraised(motor, "return", at=at)


def repair(
    motor: ReturnedMotor, at: Moment = None, *, by: User | None = None, labour: str = "80", parts: Any = None
) -> ReturnedMotor:
    """Work done, with two brushes at 15 yuan unless other parts are given; the fees follow from the charge."""
    used = parts if parts is not None else [part("碳刷", 2, "15.00")]
    fees = charged(motor.disposition, motor.charge, used, Decimal(labour))
    return perform(
        motor,
        "finish_repair",
        by=by or after_sales(),
        at=at,
        work_done="更换碳刷，精车换向器",
        labour=Decimal(labour),
        parts=used,
        material_fee=fees.material,
        labour_fee=fees.labour,
    )


def part(name: str, quantity: int, price: str, *, customer_machined: bool = False) -> dict[str, Any]:
    """A part used in a repair."""
    return {
        "name": name,
        "quantity": quantity,
        "unit_price": Decimal(price),
        "customer_machined": customer_machined,
    }


def pass_inspection(motor: ReturnedMotor, at: Moment = None) -> ReturnedMotor:
    why = "按修理内容检验" if unmeasured(motor) else ""
    said = {"findings": "空载电流 0.42 A，合格", "unmeasured": why}
    return perform(motor, "pass_inspection", by=inspector(), at=at, **said)


def ship(motor: ReturnedMotor, at: Moment = None) -> ReturnedMotor:
    return perform(motor, "ship", by=dispatcher(), at=at, **WAYBILL)


WAYBILL = {
    "consignee": "customer",
    "recipient": "孙志强 0532-8765 4321",
    "address": "青岛市城阳区春阳路 88 号",
    "carrier": "顺丰速运",
    "waybill": "SF1438820071",
}


def confirm_delivery(motor: ReturnedMotor, at: Moment = None) -> ReturnedMotor:
    return perform(
        motor, "confirm_delivery", by=salesperson(), at=at, delivered_on=timezone.localdate(at), note=""
    )


def approve_return(motor: ReturnedMotor, at: Moment = None) -> ReturnedMotor:
    draft_return(motor, at)
    return perform(motor, "approve_return", by=manager(), at=at)


LEDGER_LINE = {
    "source_document": "XH-2026-0318",
    "price": Decimal("186.00"),
    "reason": "未使用即发现换向器偏心",
    "remark": "",
}


def draft_return(motor: ReturnedMotor, at: Moment = None) -> ReturnedMotor:
    return perform(motor, "draft_return", by=coordinator(), at=at, **LEDGER_LINE)


def transfer(motor: ReturnedMotor, at: Moment = None) -> ReturnedMotor:
    prepare_transfer(motor, at)
    return perform(motor, "transfer", by=production(), at=at)


def prepare_transfer(motor: ReturnedMotor, at: Moment = None) -> ReturnedMotor:
    order = {"to_workshop": "装配车间", "instruction": "更换转子后入库"}
    return perform(
        motor, "prepare_transfer", by=after_sales(), at=at, due_on=timezone.localdate(at) + WEEK, **order
    )


def rework(motor: ReturnedMotor, at: Moment = None) -> ReturnedMotor:
    return perform(motor, "rework", by=production(), at=at, result="更换转子，复检合格")


def dismantle(motor: ReturnedMotor, at: Moment = None) -> ReturnedMotor:
    return perform(motor, "dismantle", by=production(), at=at, result="壳体、端盖留用")


def scrap(motor: ReturnedMotor, at: Moment = None) -> ReturnedMotor:
    return perform(motor, "scrap", by=production(), at=at, reason="线圈烧毁，无修复价值")


# state: (the state before it, the step that leads on)
ROAD: dict[str, tuple[str, Callable[[ReturnedMotor, Moment], Any]]] = {
    "struck": ("expected", strike),
    "missing": ("expected", report_missing),
    "not_received": ("missing", write_off),
    "received": ("expected", receive_motor),
    "repairing": ("received", repair_free),
    "awaiting_parts": ("received", repair_without_parts),
    "quoted": ("received", repair_charged),
    "inspecting": ("repairing", repair),
    "ready_to_ship": ("inspecting", pass_inspection),
    "shipped": ("ready_to_ship", ship),
    "delivered": ("shipped", confirm_delivery),
    "return_pending": ("received", take_back),
    "return_approved": ("return_pending", approve_return),
    "transferred": ("return_approved", transfer),
    "restocked": ("transferred", rework),
    "dismantled": ("transferred", dismantle),
    "scrapped": ("transferred", scrap),
}


@act()
def motor_at(state: str, *, at: Moment = None, **facts: Any) -> ReturnedMotor:
    """The only motor of a new case, in this state. ``facts`` are those of the complaint."""
    motor = case_at("awaiting_receipt", at=at, **facts).motors.get()
    return drive(motor, state, at=at)


@act()
def motors_at(state: str, count: int, *, at: Moment = None, **facts: Any) -> list[ReturnedMotor]:
    """So many motors of one new case, alike, each brought to this state by itself."""
    entries = [registered() for _ in range(count)]
    case = case_at("authorised", entry=entries[0], at=at, quantity=count, **facts)
    accept_list(case, *(entry.serial_number for entry in entries), at=at)
    if state not in ("expected", "missing", "not_received"):
        receive(case, at=at)
        return [drive_on(motor, state, at=at) for motor in case.motors.order_by("position")]
    return [drive(motor, state, at=at) for motor in case.motors.order_by("position")]


@act()
def drive_on(motor: ReturnedMotor, state: str, *, at: Moment = None) -> ReturnedMotor:
    """A received motor brought to a later state."""
    if state != "received":
        before, step = ROAD[state]
        drive_on(motor, before, at=at)
        step(fresh(motor), at)
    return fresh(motor)


@act()
def drive(motor: ReturnedMotor, state: str, *, at: Moment = None) -> ReturnedMotor:
    """An expected motor brought to a later state."""
    if state != "expected":
        before, step = ROAD[state]
        drive(motor, before, at=at)
        step(fresh(motor), at)
    return fresh(motor)


@act()
def deliver(motor: ReturnedMotor, *, at: Moment = None) -> ReturnedMotor:
    """A received motor repaired free of charge and brought back to its owner."""
    for step in (repair_free, repair, pass_inspection, ship, confirm_delivery):
        step(fresh(motor), at)
    return fresh(motor)


# -- money and dates ----------------------------------------------------------------------------------


def quote(
    motor: ReturnedMotor, material: str = "120", labour: str = "80", *, at: Moment = None
) -> ReturnedMotor:
    """After-sales offers a charged repair."""
    return perform(
        motor, "quote", by=after_sales(), at=at, material_fee=Decimal(material), labour_fee=Decimal(labour)
    )


def discounted(motor: ReturnedMotor, less: str = "50", *, at: Moment = None) -> ReturnedMotor:
    """After-sales offers a charged repair of 200 yuan for less."""
    fees = {"material_fee": Decimal(120), "labour_fee": Decimal(80), "discount": Decimal(less)}
    return perform(motor, "quote", by=after_sales(), at=at, **fees, discount_reason="老客户")


def accept_quote(motor: ReturnedMotor, *, at: Moment = None) -> ReturnedMotor:
    return perform(motor, "accept_quote", by=salesperson(), at=at, who="孙志强", how="phone")


@act()
def charged_motor_at(state: str, *, at: Moment = None, **facts: Any) -> ReturnedMotor:
    """A motor whose repair, quoted at 200 yuan, the customer pays for: from repairing on; it ships on credit."""
    parts = {"parts_complete": ""} if state == "awaiting_parts" else {}
    motor = appraised(motor_at("received", at=at, **facts), "repair_charged", at=at, **parts)
    quote(motor, at=at)
    accept_quote(motor, at=at)
    for step in (repair, pass_inspection, give_credit, ship, confirm_delivery):
        if fresh(motor).status == state:
            break
        step(fresh(motor), at)
    return fresh(motor)


def give_credit(motor: ReturnedMotor, at: Moment = None) -> ReturnedMotor:
    """The manager lets it leave before it is paid for."""
    return perform(motor, "approve_credit", by=manager(), at=at, reason="老客户，月结")


def pay(motor: ReturnedMotor, *, at: Moment = None) -> ReturnedMotor:
    """Finance has the money."""
    return perform(
        motor, "record_payment", by=finance(), at=at, reference="收据 0001187", amount=motor.amount_due
    )


def intact_motor(*, at: Moment = None) -> ReturnedMotor:
    """An unused, faultless motor that the factory agrees to take back (五.1), awaiting the manager."""
    return appraised(motor_at("received", at=at, used=False), "intact", at=at)


def clear_for_stock(motor: ReturnedMotor, *, at: Moment = None) -> ReturnedMotor:
    return perform(motor, "clear_for_stock", by=inspector(), at=at, findings="外观完好，性能合格")


def restock(motor: ReturnedMotor, *, at: Moment = None) -> ReturnedMotor:
    return perform(motor, "restock", by=warehouse(), at=at)


def exceptional_return(*, at: Moment = None) -> ReturnedMotor:
    """A used motor taken back against the proposal of the rules; the director must agree."""
    departure = {"disposition": "return", "departure_reason": "同一故障修后再次出现"}
    return appraised(motor_at("received", at=at), "repair_free", at=at, **departure)


def endorse_return(motor: ReturnedMotor, *, at: Moment = None) -> ReturnedMotor:
    return perform(motor, "endorse_return", by=director(), at=at)


def freight_of(
    motor: ReturnedMotor, amount: str = "36", *, way: str = "in", paid_by: str = "factory", at: Moment = None
) -> Freight:
    """The carrier's bill of a motor, recorded later."""
    bill = {"way": way, "freight": Decimal(amount), "freight_paid_by": paid_by}
    perform(motor, "record_freight", by=finance(), at=at, **bill)
    return Freight.objects.filter(motor=motor).latest("pk")


def ask_extension(motor: ReturnedMotor, days: int = 5, *, at: Moment = None) -> ReturnedMotor:
    """After-sales asks for some days more."""
    assert motor.due_on is not None
    later = motor.due_on + dt.timedelta(days=days)
    return perform(motor, "request_extension", by=after_sales(), at=at, new_due_on=later, reason="转子需外协")


# -- paper --------------------------------------------------------------------------------------------


def printer(name: str = "A4 激光", **facts: Any) -> PrinterProfile:
    """A printer by name, described at the first call."""
    return PrinterProfile.objects.get_or_create(name=name, defaults=facts)[0]


def on_paper(*wanted: Any, **said: Any) -> PrintJob:
    """A print as by ``print_copies``, of which the copies count as if its file had been made."""
    job = print_copies(*wanted, **said)
    count_copies(job, numbered(job))
    return job
