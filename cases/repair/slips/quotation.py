"""BJ, the quotation: what a charged repair is to cost, how long that holds, and what the customer said (七.2, 七.3).

Its facts, beside those of every slip:
    contact, phone, fault, valid_until, terms, note
    motors          [{model, serial_number}]
    parts           [{name, quantity, unit_price, amount}]
    material_fee, labour_fee, discount ("" where nothing is charged less), total, total_in_words
    agreed_by       who agreed to the discount, else ""
    answer          what the customer said, "" while nobody knows; answered_by: who said it and how
    revision        of the quotation, 0 for the first
"""

from django.utils.translation import gettext_lazy as _

from aftersales.kit.amounts import amount_in_words
from cases.models import Quotation, ReturnedMotor
from cases.slips import common
from cases.statuses import Lapse
from slips.actions.issuing import issue, void
from slips.brief import joined
from slips.kinds import Brief, Kind, copies, register
from slips.page_breaks import Listing
from slips.wording import Facts, date, in_chinese, money, signature
from workflow.actions import on
from workflow.models import Event

TERMS = (
    "请在有效期内以电话、微信、邮件或在本单上签字回复；扫描二维码可核对本单。"
    "接受后开始维修，款到发货。逾期未答复的，电机未修退回。"
)
LAPSED = {
    Lapse.SILENT: "有效期内未答复",
    Lapse.NOT_AGREED: "销售主管不同意减收",
    Lapse.SCRAPPED: "电机已报废",
}


@in_chinese
def quotation(motor: ReturnedMotor, offer: Quotation, revision: int) -> Facts:
    """BJ: what the repair is to cost, and how the customer answered."""
    case, sheet = motor.case, motor.appraisal
    assert sheet is not None
    boxes = [
        signature("after_sales", offer.quoted_by, offer.quoted_at),
        signature("sales_manager", offer.agreed_by, offer.agreed_at),
    ]
    return common("BJ", case, *boxes) | {
        "contact": case.contact or case.customer.contact,
        "phone": case.phone or case.customer.phone,
        "fault": sheet.symptom or sheet.defect,
        "valid_until": date(offer.valid_until),
        "terms": TERMS,
        "note": offer.note,
        "motors": [{"model": motor.model_name, "serial_number": motor.serial_number}],
        "parts": [line(part) for part in offer.parts.all()],
        "material_fee": money(offer.material_fee),
        "labour_fee": money(offer.labour_fee),
        "discount": money(offer.discount) if offer.discount else "",
        "agreed_by": str(offer.agreed_by) if offer.agreed_by else "",
        "total": money(offer.total),
        "total_in_words": "人民币" + amount_in_words(offer.total),
        "answer": answer(offer),
        "answered_by": joined(offer.answered_for, str(offer.get_answered_how_display()), offer.answer_note),
        "revision": revision,
    }


def line(part: object) -> Facts:
    names = {name: getattr(part, name) for name in ("name", "quantity")}
    return names | {name: money(getattr(part, name)) for name in ("unit_price", "amount")}


def answer(offer: Quotation) -> str:
    """What came of it; empty while the customer thinks."""
    if offer.answered_at is None:
        return ""
    if offer.lapse:
        return LAPSED.get(Lapse(offer.lapse), "已由新报价取代")
    return "接受" if offer.accepted else "不接受"


@on(
    "motor.quote", "motor.quote_again", "motor.agree_departure", "motor.accept_quote", "motor.refuse_quote",
    "motor.give_up_quote", paper="BJ",
)  # fmt: skip
def issue_quotation(motor: ReturnedMotor, event: Event) -> None:
    """Each change is a revision of the same number; what the customer holds says which one counts."""
    offer = motor.quotation
    assert offer is not None
    earlier = motor.slips.filter(kind="BJ")
    last = earlier.order_by("id").last()
    open_again = last is None or last.void
    if last:
        void(earlier, "已由新修订取代", event)  # printed on it, so in Chinese
    number = last.number if last and not open_again else None
    revision = last.facts["revision"] + 1 if last and not open_again else 0
    facts = quotation(motor, offer, revision)
    slip = issue(
        "BJ", facts, event, dossier=motor.case.dossier, number=number, replaces=last if number else None
    )
    motor.slips.add(slip)


@on("motor.refuse_departure", paper="BJ")
def void_quotation(motor: ReturnedMotor, event: Event) -> None:
    """Nobody may hold the customer to what the manager did not agree to."""
    void(motor.slips.filter(kind="BJ"), event.data["reason"], event)


def quotation_brief(facts: Facts) -> Brief:
    for row in facts["motors"]:
        yield row["serial_number"] or "无编号", row["model"]
    yield "故障现象", facts["fault"]
    yield (
        "配件",
        "；".join(f"{row['name']} ×{row['quantity']} {row['amount']}".strip() for row in facts["parts"]),
    )
    yield "报价合计", joined(facts["total"], facts["total_in_words"])
    yield "有效期至", facts["valid_until"]
    yield "客户答复", joined(facts["answer"], facts["answered_by"])
    yield "备注", facts["note"]


register(
    Kind(
        "BJ",
        "报价单",
        _("Quotation"),
        copies(("客户", "salesperson sales_coordinator"), ("财务", "finance")),
        ("after_sales", "sales_manager", "customer"),
        priced=True,
        listing=Listing("parts", 6, 4, sums=("amount",)),
        titles={"customer": "客户确认"},
        rank=45,
        of_item=True,
        follows_matter=True,
        brief=quotation_brief,
    )
)
