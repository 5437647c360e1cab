"""Who may do what with a motor in which state: all 17 states × 50 verbs × 15 roles."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from cases.models import ReturnedMotor
from cases.statuses import MotorStatus
from tests.actors import after_sales, finance, inspector, lead, manager
from tests.factories import (
    LEDGER_LINE,
    MEASURED,
    WAYBILL,
    accept_quote,
    appraised,
    approve_return,
    ask_extension,
    charged_motor_at,
    clear_for_stock,
    draft_return,
    drafted,
    exceptional_return,
    fresh,
    intact_motor,
    last_scan_by,
    motor_at,
    pass_inspection,
    pay,
    prepare_transfer,
    quote,
    repair,
    scan_by,
    sheet,
    sign,
    signed,
)
from tests.matrix import Machine, holds, read_table, same_vocabulary
from workflow.actions import perform

pytestmark = pytest.mark.django_db

PROMISED = "quoted awaiting_parts repairing inspecting ready_to_ship"
CHARGED = "awaiting_parts repairing inspecting ready_to_ship shipped delivered"

TABLE = f"""
verb                          | from                                              | to              | who
------------------------------+---------------------------------------------------+-----------------+----
hand_over                     | expected missing not_received                     | received        |
put                           | received {PROMISED} return_pending return_approved transferred | = | dispatcher after_sales quality production workshop warehouse
strike                        | expected                                          | struck          |
correct_line                  | expected                                          | =               |
report_missing                | expected                                          | missing         | dispatcher
write_off                     | missing                                           | not_received    | sales_coordinator
add_photos                    | expected missing received quoted awaiting_parts repairing inspecting ready_to_ship return_pending return_approved shipped transferred | = | salesperson sales_coordinator dispatcher after_sales engineering quality production
measure                       | received repairing inspecting return_approved     | =               | after_sales engineering quality production
draft_appraisal               | received                                          | =               | after_sales engineering quality production
sign_appraisal                | received                                          | =               | after_sales engineering quality production
sign_on_paper                 | received                                          | =               | after_sales
settle_dissent                | received                                          | repairing       | director
appraise                      | received                                          | repairing       |
reappraise                    | {PROMISED} return_pending return_approved         | received        | after_sales
quote                         | quoted                                            | =               | after_sales
ask_again                     | quoted                                            | =               | salesperson sales_coordinator
accept_quote                  | quoted                                            | repairing       | salesperson
accept_quote (parts missing)  | quoted                                            | awaiting_parts  | salesperson
refuse_quote                  | quoted                                            | ready_to_ship   | salesperson
agree_departure               | quoted ready_to_ship                              | =               | sales_manager
refuse_departure              | quoted                                            | =               | sales_manager
confirm_no_charge             | ready_to_ship                                     | =               | finance
give_up_quote                 | quoted                                            | ready_to_ship   | sales_manager
quote_again                   | awaiting_parts repairing                          | quoted          | after_sales
correct_payment               | {CHARGED}                                         | =               | finance
refund_payment                | ready_to_ship shipped delivered return_approved transferred restocked dismantled scrapped | = | finance
record_payment                | {CHARGED}                                         | =               | finance
approve_credit                | awaiting_parts repairing inspecting ready_to_ship | =               | sales_manager
parts_arrived                 | awaiting_parts                                    | repairing       | after_sales
take_on                       | awaiting_parts repairing                          | =               | after_sales
pass_to                       | awaiting_parts repairing                          | =               | after_sales after_sales_lead
finish_repair                 | repairing                                         | inspecting      | after_sales
pass_inspection               | inspecting                                        | ready_to_ship   | quality
fail_inspection               | inspecting                                        | repairing       | quality
request_extension             | {PROMISED}                                        | =               | after_sales
grant_extension               | {PROMISED}                                        | =               | after_sales_lead
grant_extension (the second)  | {PROMISED}                                        | =               | director
refuse_extension              | {PROMISED}                                        | =               | after_sales_lead
refuse_extension (the second) | {PROMISED}                                        | =               | director
extend_for_holiday            | {PROMISED}                                        | =               | after_sales_lead
ship                          | ready_to_ship                                     | shipped         | dispatcher
record_freight                | received {PROMISED} return_pending return_approved shipped delivered transferred restocked dismantled scrapped | = | dispatcher finance
confirm_delivery              | shipped                                           | delivered       | salesperson sales_coordinator
take_in_again                 | shipped delivered                                 | ready_to_ship   | dispatcher
correct_shipment              | shipped delivered                                 | =               | dispatcher
correct_delivery              | delivered                                         | =               | salesperson sales_coordinator
settle_return                 | return_approved transferred restocked dismantled scrapped | =          | finance
correct_settlement            | return_approved transferred restocked dismantled scrapped | =          | finance
draft_return                  | return_pending                                    | =               | sales_coordinator
endorse_return                | return_pending                                    | =               | director
approve_return                | return_pending                                    | return_approved | sales_manager
refuse_return                 | return_pending                                    | received        | sales_manager
clear_for_stock               | return_approved                                   | =               | quality
find_unfit                    | return_approved                                   | =               | quality
restock                       | return_approved                                   | restocked       | warehouse
prepare_transfer              | return_approved                                   | =               | after_sales
transfer                      | return_approved                                   | transferred     | production
rework                        | transferred                                       | restocked       | production workshop
dismantle                     | transferred                                       | dismantled      | production workshop
scrap (for the customer)      | quoted awaiting_parts repairing                   | scrapped        | after_sales
scrap (in the workshop)       | transferred                                       | scrapped        | production workshop
"""  # noqa: E501

SETTLED = {"settled_with": "refund", "amount": Decimal(186), "document": "转账 2026-1203"}
A_WEEK = dt.timedelta(days=7)


def later(motor, by=None):
    return {"new_due_on": (motor.due_on or timezone.localdate()) + A_WEEK}


DATA = {
    "strike": lambda motor, by: {"reason": "客户来电更正"},
    "correct_line": lambda motor, by: {"reason": "客户来电更正"},
    "add_photos": lambda motor, by: {"photos": 2},
    "put": lambda motor, by: {"place": "bench", "place_note": "3 号工位"},
    "write_off": lambda motor, by: {"reason": "客户未寄出"},
    "measure": lambda motor, by: {"test_sheet": {"occasion": "inspection", "values": [], "lacks": []}},
    "draft_appraisal": lambda motor, by: {"appraisal": filled_in(motor)},
    "sign_appraisal": lambda motor, by: {"department": next(iter(by.roles)), "dissent": ""},
    "sign_on_paper": lambda motor, by: {
        "department": "quality",
        "signer_id": inspector().pk,
        "scan_id": last_scan_by(by),
    },
    "settle_dissent": lambda motor, by: {"reason": "按多数部门意见办"},
    "reappraise": lambda motor, by: {"reason": "拆检后发现另有故障"},
    "quote": lambda motor, by: {"material_fee": Decimal(120), "labour_fee": Decimal(80)},
    "refuse_departure": lambda motor, by: {"reason": "不是老客户"},
    "give_up_quote": lambda motor, by: {"reason": "三次电话无人接听"},
    "quote_again": lambda motor, by: {"material_fee": Decimal(260), "labour_fee": Decimal(80)},
    "correct_payment": lambda motor, by: {
        "reference": "收据 0001187",
        "amount": Decimal(180),
        "reason": "多录 20 元",
    },
    "refund_payment": lambda motor, by: {"reference": "转账 2026-1187", "amount": motor.overpaid},
    "correct_settlement": lambda motor, by: SETTLED | {"amount": Decimal(168), "reason": "数字颠倒"},
    "ask_again": lambda motor, by: {"note": "孙志强：本周答复"},
    "accept_quote": lambda motor, by: {"note": "孙志强电话同意"},
    "refuse_quote": lambda motor, by: {"note": "孙志强电话拒绝"},
    "record_payment": lambda motor, by: {"reference": "收据 0001187", "amount": Decimal(200)},
    "approve_credit": lambda motor, by: {"reason": "老客户，月结"},
    "pass_to": lambda motor, by: {"repairer": by, "to": str(by), "note": "轴承室有划痕"},
    "finish_repair": lambda motor, by: WORK,
    "pass_inspection": lambda motor, by: {"findings": "空载电流 0.42 A，合格"},
    "fail_inspection": lambda motor, by: {"reason": "噪声 62 dB，超标"},
    "request_extension": lambda motor, by: later(motor) | {"reason": "转子需外协"},
    "extend_for_holiday": lambda motor, by: (
        later(motor) | {"old_due_on": motor.due_on or timezone.localdate(), "reason": "春节放假"}
    ),
    "grant_extension": later,
    "refuse_extension": lambda motor, by: {"reason": "库存有转子"},
    "ship": lambda motor, by: WAYBILL,
    "record_freight": lambda motor, by: {"way": "in", "freight": Decimal(36), "freight_paid_by": "factory"},
    "confirm_delivery": lambda motor, by: {"delivered_on": timezone.localdate(), "note": "门卫签收"},
    "take_in_again": lambda motor, by: {"reason": "收货人拒收"},
    "correct_shipment": lambda motor, by: {"waybill": "SF1438820017", "reason": "运单号末两位颠倒"},
    "correct_delivery": lambda motor, by: {"delivered_on": timezone.localdate(), "reason": "日期录错"},
    "settle_return": lambda motor, by: SETTLED,
    "draft_return": lambda motor, by: LEDGER_LINE,
    "refuse_return": lambda motor, by: {"reason": "不符合第五条"},
    "clear_for_stock": lambda motor, by: {"findings": "外观完好，性能合格"},
    "find_unfit": lambda motor, by: {"reason": "轴伸有压痕"},
    "prepare_transfer": lambda motor, by: {
        "to_workshop": "装配车间",
        "instruction": "更换转子后入库",
        "due_on": timezone.localdate() + A_WEEK,
    },
    "rework": lambda motor, by: {"result": "更换转子，复检合格"},
    "dismantle": lambda motor, by: {"result": "壳体、端盖留用"},
    "scrap": lambda motor, by: {"reason": "线圈烧毁，无修复价值", "consent": "传真件 2026-11-20"},
}
WORK = {
    "work_done": "更换碳刷，精车换向器",
    "labour": Decimal(80),
    "parts": [],
    "material_fee": Decimal(0),
    "labour_fee": Decimal(0),
}


def filled_in(motor):
    form = sheet(fresh(motor))
    assert form.is_valid(), form.errors
    return form.appraisal(MEASURED)


def signed_on_paper(state):
    """A photo of the signed sheet has been sent."""
    scan_by(after_sales())
    return fresh(drafted(motor_at(state)))


def disputed(state):
    """All four have signed, engineering with a dissent."""
    motor = drafted(motor_at(state))
    sign(motor, "engineering", dissent="换向器无超差，系碳刷材质问题")
    return signed(motor, "after_sales", "quality", "production")


def quoted(state, **ticks):
    return fresh(quote(appraised(motor_at("received"), "repair_charged", **ticks)))


def extension_asked(state):
    return fresh(ask_extension(motor_at(state)))


def second_extension_asked(state):
    motor = extension_asked(state)
    perform(motor, "grant_extension", by=lead(), **later(motor))
    return fresh(ask_extension(fresh(motor)))


def quoted_long_ago(state):
    long_ago = timezone.localtime() - dt.timedelta(days=40)
    motor = appraised(motor_at("received", at=long_ago), "repair_charged", at=long_ago)
    return fresh(quote(motor, at=long_ago))


def given_away(state):
    """A charged repair for nothing: offered for it, or found to have cost nothing, with the manager's word."""
    motor = appraised(motor_at("received"), "repair_charged")
    motor = fresh(quote(motor, material="0", labour="0"))
    if state == "quoted":
        return motor
    perform(motor, "agree_departure", by=manager())
    accept_quote(fresh(motor))
    for step in (lambda motor: repair(motor, labour="0", parts=[]), pass_inspection):
        step(fresh(motor))
    return fresh(motor)


def to_agree(state):
    """Quoted for nothing; or quoted, and then nothing was to be done."""
    if state == "quoted":
        return given_away(state)
    motor = charged_motor_at("repairing")
    repair(motor, labour="0", parts=[])
    pass_inspection(fresh(motor))
    return fresh(motor)


def overpaid(motor):
    """Paid for before it was found to cost nothing."""
    ReturnedMotor.objects.filter(pk=motor.pk).update(paid_amount=Decimal(200))
    return fresh(motor)


PREPARED = {
    "agree_departure": to_agree,
    "refuse_departure": to_agree,
    "confirm_no_charge": given_away,
    "give_up_quote": quoted_long_ago,
    "quote_again": charged_motor_at,
    "correct_payment": lambda state: fresh(pay(charged_motor_at(state))),
    "refund_payment": lambda state: overpaid(motor_at(state)),
    "correct_settlement": lambda state: fresh(
        perform(motor_at(state), "settle_return", by=finance(), **SETTLED)
    ),
    "find_unfit": lambda state: fresh(approve_return(intact_motor())),
    "sign_appraisal": lambda state: fresh(drafted(motor_at(state))),
    "sign_on_paper": signed_on_paper,
    "settle_dissent": disputed,
    "ask_again": quoted,
    "accept_quote": quoted,
    "accept_quote (parts missing)": lambda state: quoted(state, parts_complete=""),
    "refuse_quote": quoted,
    "record_payment": charged_motor_at,
    "approve_credit": charged_motor_at,
    "grant_extension": extension_asked,
    "grant_extension (the second)": second_extension_asked,
    "refuse_extension": extension_asked,
    "refuse_extension (the second)": second_extension_asked,
    "endorse_return": lambda state: fresh(draft_return(exceptional_return())),
    "approve_return": lambda state: fresh(draft_return(motor_at(state))),
    "clear_for_stock": lambda state: fresh(approve_return(intact_motor())),
    "restock": lambda state: fresh(clear_for_stock(approve_return(intact_motor()))),
    "transfer": lambda state: fresh(prepare_transfer(motor_at(state))),
}

MOTOR = Machine(ReturnedMotor, read_table(TABLE), motor_at, DATA, PREPARED)


@pytest.mark.parametrize("state", MotorStatus.values)
def test_each_role_may_do_with_a_motor_what_the_table_says_and_nothing_else(state):
    holds(MOTOR, state)


def test_the_table_leaves_no_verb_or_state_of_a_motor_out():
    same_vocabulary(MOTOR, MotorStatus.values)
