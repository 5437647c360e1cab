"""The scenes that only need a person and a few words, as a table."""

from typing import NamedTuple

from aftersales.roles import Role
from demo.cases import words


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
