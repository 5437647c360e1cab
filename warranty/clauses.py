"""The regulation's 五 to 八 as tables, to be read beside it: each clause with its condition and its sentence.

In PROBLEMS, FLAGS, BARS, GROUNDS and RISKS every row that applies counts; in WARRANTY, INTACT, CHARGES and
FREIGHT the first that applies decides. FACTORY_DEFAULT rows settle what the regulation leaves open.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import NamedTuple

from aftersales.citations import FACTORY_DEFAULT
from warranty.facts import Facts
from warranty.policy import WarrantyPolicy


@dataclass(frozen=True, slots=True)
class Claim:
    """The facts under a policy, with the words that the clauses are written in."""

    facts: Facts
    policy: WarrantyPolicy
    left_factory_on: date | None
    expires_on: date | None

    @property
    def in_warranty(self) -> bool:
        """Proven to be in warranty; the expiry day itself still is (八)."""
        return self.expires_on is not None and self.facts.claim_date <= self.expires_on

    @property
    def before_ex_factory(self) -> bool:
        """Dated before the motor left this factory, which cannot be."""
        left = self.left_factory_on
        return self.facts.own_product and left is not None and self.facts.claim_date < left

    @property
    def evidence_conflict(self) -> bool:
        """Two pieces of evidence of our motor's ex-factory date cannot both be true."""
        pairs = combinations(self.facts.evidence, 2)
        return self.facts.own_product and any(not first.agrees_with(second) for first, second in pairs)

    @property
    def undetermined(self) -> bool:
        """The cause is not found, and no measurement shows it to be the factory's."""
        return self.facts.cause == "undetermined" and not self.facts.spec_mismatch

    @property
    def sound(self) -> bool:
        """No fault was found, and the motor is what the contract says."""
        return self.facts.cause == "none" and not self.facts.spec_mismatch

    @property
    def factory_fault(self) -> bool:
        """The factory's quality problem (七.1)."""
        return self.facts.cause == "factory" or self.facts.spec_mismatch

    @property
    def dead_on_arrival(self) -> bool:
        """Never used, with a factory fault."""
        return not self.facts.used and self.facts.cause == "factory"

    @property
    def carrier_fault(self) -> bool:
        """Damaged in transport that the factory arranged."""
        return self.facts.cause == "transport" and self.facts.shipping == "factory_arranged"


class Clause(NamedTuple):
    """Where a sentence stands, what follows from it, when it applies, and how it reads."""

    name: str
    number: str
    outcome: str
    applies: Callable[[Claim], bool]
    zh: str
    en: str


def hits(table: Iterable[Clause], claim: Claim) -> tuple[Clause, ...]:
    """Every row that applies, in the order of the table."""
    return tuple(clause for clause in table if clause.applies(claim))


def first(table: Iterable[Clause], claim: Claim) -> Clause:
    """The row that decides; every table searched this way ends with a row that always applies."""
    return next(clause for clause in table if clause.applies(claim))


def _always(_: Claim) -> bool:
    return True


# fmt: off

PROBLEMS = (
    Clause("claim_before_ex_factory", "八", "hold", lambda c: c.before_ex_factory,
           "反馈日期早于出厂日期，请先核实出厂日期",
           "The claim is dated before the motor left the factory; check the ex-factory date first"),
    Clause("unused_but_ran", "四.1", "hold", lambda c: not c.facts.used and (c.facts.hours_used or 0) > 0,
           "记为未使用，却有使用时间，请核实使用情况",
           "Recorded as unused, yet with hours of use; check how it was used"),
    Clause("misuse_with_factory_cause", "二.2", "hold",
           lambda c: c.facts.misuse and c.facts.cause == "factory",
           "既判为我厂原因，又判为使用不当，请重新分析原因",
           "Put down both to the factory and to misuse; analyse the cause again"),
    Clause("transport_without_shipping", "五.3", "hold",
           lambda c: c.facts.cause == "transport" and c.facts.shipping is None,
           "判为运输损坏，却未注明是代办托运还是客户自提",
           "Put down to transport, but not whether the factory arranged it or the customer collected"),
)
CONTRADICTION = Clause(
    "contradiction", "二.2", "hold", _always,
    "所填情况自相矛盾，核实之前不作判定",
    "The facts contradict each other; nothing is decided until they are checked",
)

WARRANTY = (
    Clause("foreign_motor", FACTORY_DEFAULT, "not_applicable", lambda c: not c.facts.own_product,
           "不是本厂产品，不适用保修期",
           "Not our motor; the warranty period does not apply"),
    Clause("date_in_doubt", "八", "hold", lambda c: c.before_ex_factory,
           "反馈日期早于出厂日期，暂不能判定是否在保修期内",
           "The claim is dated before the motor left the factory; whether it is in warranty stays open"),
    Clause("unproven", "八", "unproven", lambda c: c.expires_on is None,
           "没有确凿证据证明在保修期内，视为在保修期外",
           "No conclusive evidence that it is in warranty; treated as out of warranty"),
    Clause("in_warranty", "八", "in", lambda c: c.in_warranty,
           "保修期至{0.year}年{0.month}月{0.day}日，在保修期内",
           "In warranty, which lasts to the end of {0}"),
    Clause("out_of_warranty", "八", "out", _always,
           "保修期至{0.year}年{0.month}月{0.day}日，已过保修期",
           "Out of warranty, which ended on {0}"),
)
FLAGS = (
    Clause("evidence_conflict", "八", "evidence_conflict", lambda c: c.evidence_conflict,
           "各项证据的出厂日期不一致，以证明力最强的为准：先台账，次单据，后铭牌",
           "The evidence disagrees on the ex-factory date; ledger counts before document before nameplate"),
)

BARS = (
    Clause("bar_out_of_warranty", "六.1", "refused", lambda c: not c.in_warranty,
           "不在保修期内，不做退货处理",
           "Not in warranty, so no return"),
    Clause("bar_no_fault", "六.2", "refused", lambda c: c.facts.used and c.sound,
           "已使用的产品无质量问题，不做退货处理",
           "Used and without a quality problem, so no return"),
    Clause("bar_exterior", "六.3", "refused", lambda c: c.facts.exterior_damage or c.facts.customer_machined,
           "产品外形非我厂原因造成损坏或改变，不做退货处理",
           "Exterior damaged or changed, not by the factory, so no return"),
    Clause("bar_disassembly", "六.4", "refused", lambda c: c.facts.unauthorized_disassembly,
           "客户擅自拆开进行维修或改装，不做退货处理",
           "Opened by the customer for repair or conversion, so no return"),
    Clause("bar_misuse", "六.5", "refused", lambda c: c.facts.misuse,
           "因客户使用不当造成产品不能正常使用，不做退货处理",
           "Out of order through the customer's misuse, so no return"),
)
CUSTOM_MADE = Clause(
    "bar_custom_made", "五.1", "refused",
    lambda c: c.facts.custom_made and not c.facts.agreement_allows_return,
    "客户专门定做的产品，不做退货处理",
    "Made specially for the customer, so no return",
)
FOREIGN_MOTOR = Clause(
    "bar_foreign_motor", "四.1", "refused", lambda c: not c.facts.own_product,
    "不是本厂产品，不做退货处理",
    "Not our motor, so no return",
)

GROUNDS = (
    Clause("ground_spec_mismatch", "五.2", "allowed", lambda c: c.facts.spec_mismatch,
           "技术参数、结构尺寸达不到合同或协议要求，可以做退货处理",
           "A technical parameter or dimension fails the contract; may be returned"),
    Clause("ground_dead_on_arrival", "五.2", "allowed",
           lambda c: c.dead_on_arrival and not c.facts.spec_mismatch and c.policy.dead_on_arrival_is_mismatch,
           "尚未使用即有我厂质量问题，视同达不到合同要求，可以做退货处理",
           "Faulty before first use through the factory, taken as failing the contract; may be returned"),
    Clause("ground_transport", "五.3", "allowed", lambda c: c.carrier_fault and c.facts.affects_use,
           "运输过程造成损坏，影响正常使用，且非客户自提，可以做退货处理",
           "Damaged in transport we arranged, which impairs normal use; may be returned"),
    Clause("ground_intact", "五.1", "needs_consent", lambda c: not c.facts.used and c.facts.cause == "none",
           "产品完好，在保修期内经厂家同意可以做退货处理",
           "Intact; in warranty it may be returned with the factory's consent"),
)
INTACT = (
    Clause("intact_by_agreement", "五.1", "allowed",
           lambda c: c.facts.custom_made and c.facts.agreement_allows_return,
           "专门定做的完好产品，另有协议允许退货，按协议执行",
           "Intact and custom-made, but a special agreement allows the return"),
    Clause("intact_consent_granted", "五.1", "allowed", lambda c: c.facts.factory_consent == "granted",
           "保修期内的完好产品，厂家已同意退货",
           "Intact and in warranty, and the factory has consented to the return"),
    Clause("intact_consent_refused", "五.1", "refused", lambda c: c.facts.factory_consent == "refused",
           "保修期内的完好产品，厂家不同意退货",
           "Intact and in warranty, but the factory has refused the return"),
    Clause("intact_consent_open", "五.1", "needs_consent", _always,
           "保修期内的完好产品，须经厂家同意方可退货",
           "Intact and in warranty; the return needs the factory's consent"),
)
CAUSE_OPEN = Clause(
    "return_cause_open", "二.2", "hold", lambda c: c.undetermined,
    "原因尚未查明，暂不判定能否退货",
    "The cause is not found yet; whether it may be returned stays open",
)
NO_GROUND = Clause(
    "no_ground", "五", "refused", _always,
    "不属于可以退货的情形，按维修处理",
    "None of the grounds for a return applies; it is repaired",
)

CHARGES = (
    Clause("foreign_paid_repair", "四.1", "material_and_labour",
           lambda c: not c.facts.own_product and c.facts.repair_consent,
           "不是本厂产品，顾客自愿让我厂维修，收取材料费和维修费",
           "Not our motor; the customer wants it repaired and pays material and labour"),
    Clause("foreign_no_consent", FACTORY_DEFAULT, "no_repair", lambda c: not c.facts.own_product,
           "不是本厂产品，顾客未同意有偿维修，不予维修",
           "Not our motor, and the customer has not agreed to a paid repair; no repair"),
    Clause("nothing_to_repair", FACTORY_DEFAULT, "no_repair", lambda c: c.sound,
           "未发现质量问题，无需维修",
           "No fault found; nothing to repair"),
    Clause("repair_out_of_warranty", "七.3", "material_and_labour", lambda c: not c.in_warranty,
           "不在保修期内，维修须收取材料费和维修费",
           "Not in warranty; a repair costs material and labour"),
    Clause("charge_cause_open", "二.2", "hold", lambda c: c.undetermined,
           "原因尚未查明，暂不判定是否收费",
           "The cause is not found yet; what a repair costs stays open"),
    Clause("repair_machined", "七.1", "free_except_machined_material",
           lambda c: c.factory_fault and c.facts.customer_machined,
           "保修期内我厂质量问题造成损坏，免费维修，但客户加工过的零部件收取材料费",
           "The factory's fault in warranty: repaired free, except material for parts the customer machined"),
    Clause("repair_free", "七.1", "free", lambda c: c.factory_fault,
           "保修期内我厂质量问题造成损坏，免费维修",
           "The factory's fault in warranty: repaired free"),
    Clause("repair_transport", FACTORY_DEFAULT, "free",
           lambda c: c.carrier_fault and c.policy.transport_repaired_free,
           "我厂代办托运途中损坏，免费维修",
           "Damaged in transport we arranged: repaired free"),
    Clause("repair_not_our_fault", "七.2", "material_and_labour", _always,
           "保修期内非我厂质量问题造成损坏，维修须收取材料费和维修费",
           "In warranty but not the factory's fault; a repair costs material and labour"),
)

FREIGHT = (
    Clause("freight_wrong_return", "四.1", "salesperson", lambda c: c.facts.wrongly_returned,
           "售后服务组认定为不该退回的产品，运输费用由业务员承担",
           "The group found that it should not have been sent back; the salesperson bears the freight"),
    Clause("freight_cause_open", "二.2", "hold", lambda c: c.in_warranty and c.undetermined,
           "原因尚未查明，暂不判定运输费用由谁承担",
           "The cause is not found yet; who bears the freight stays open"),
    Clause("freight_factory", FACTORY_DEFAULT, "factory", lambda c: c.in_warranty and c.factory_fault,
           "保修期内我厂质量问题，运输费用由我厂承担",
           "The factory's fault in warranty; the factory bears the freight"),
    Clause("freight_transport", FACTORY_DEFAULT, "factory", lambda c: c.in_warranty and c.carrier_fault,
           "保修期内我厂代办托运途中损坏，运输费用由我厂承担",
           "Damaged in transport we arranged, in warranty; the factory bears the freight"),
    Clause("freight_customer", FACTORY_DEFAULT, "customer", _always,
           "不在保修期内或非我厂原因，运输费用由客户承担",
           "Not in warranty, or not the factory's doing; the customer bears the freight"),
)

RISKS = (
    Clause("risk_foreign_motor", "四.1", "salesperson",
           lambda c: not c.facts.own_product and not c.facts.repair_consent,
           "不是本厂产品，顾客又未同意有偿维修，若退回则运输费用由业务员承担",
           "Not our motor and no consent to a paid repair: sent back, its freight falls on the salesperson"),
    Clause("risk_no_fault", "四.1", "salesperson",
           lambda c: c.facts.own_product and c.facts.used and c.sound,
           "已使用的产品未发现质量问题，若退回则运输费用由业务员承担",
           "Used and no fault found: sent back, its freight falls on the salesperson"),
)
