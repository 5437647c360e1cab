"""BJ, the quotation: what a charged repair is to cost, how long that holds, and what the customer said (七.2, 七.3).

Its facts, beside those of every slip; of several motors as slips/several.py has them, with
``parts_in_words`` of each, the sums of all, and in each row model, serial_number, material_fee, labour_fee, total:
    contact, phone, fault, valid_until, terms, note
    motors          [{model, serial_number}]
    parts           [{name, quantity, unit_price, amount}]
    material_fee, labour_fee, discount ("" where nothing is charged less), total, total_in_words
    agreed_by       who agreed to the discount, else ""
    answer          what the customer said, "" while nobody knows; answered_by: who said it and how
    revision        of the quotation, 0 for the first
"""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from aftersales.kit.amounts import amount_in_words
from cases.models import Quotation, ReturnedMotor
from cases.slips import common, in_words, names_of, sum_of
from cases.statuses import Lapse
from slips.actions.issuing import drop_out, issue_for
from slips.brief import joined
from slips.kinds import Brief, Kind, copies, register
from slips.models import Slip
from slips.page_breaks import Listing
from slips.several import merged
from slips.wording import Facts, date, in_chinese, money, signature
from workflow.actions import on_together
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


MAY_DIFFER = {
    "fault": "故障现象", "valid_until": "有效期至", "parts_in_words": "配件", "note": "备注", "agreed_by": "同意减收",
    "answer": "客户答复", "answered_by": "答复人",
}  # fmt: skip


def quotations(motors: Sequence[ReturnedMotor], revision: int) -> Facts:
    """BJ of the motors that one act offered a repair for, or of which it was answered."""
    offers = [motor.quotation for motor in motors]
    alone = [quotation(motor, offer, revision) for motor, offer in zip(motors, offers, strict=True) if offer]
    if len(alone) == 1:
        return alone[0]
    fees = ("material_fee", "labour_fee", "total")
    rows = [
        names_of(motor) | {name: facts[name] for name in fees}
        for motor, facts in zip(motors, alone, strict=True)
    ]
    words = [facts | {"parts_in_words": in_words(facts["parts"])} for facts in alone]
    total, less = sum_of(rows, "total"), sum_of(alone, "discount")
    return merged(words, rows, MAY_DIFFER) | {
        **{name: sum_of(rows, name) for name in fees},
        "discount": less if Decimal(less) else "",
        "total_in_words": "人民币" + amount_in_words(Decimal(total)),
    }


@on_together(
    "motor.quote", "motor.quote_again", "motor.agree_departure", "motor.accept_quote", "motor.refuse_quote",
    "motor.give_up_quote", paper="BJ",
)  # fmt: skip
def issue_quotation(motors: list[ReturnedMotor], events: list[Event]) -> None:
    """Each change is a revision of the same number; what the customer holds says which one counts.

    What only some motors of a quotation have in common from now on gets a number of its own.
    """
    groups: dict[int, list[ReturnedMotor]] = {}
    last = {motor.pk: last_of(motor) for motor in motors}
    for motor in motors:
        earlier = last[motor.pk]
        groups.setdefault(earlier.pk if earlier and not earlier.void else 0, []).append(motor)
    for key, group in groups.items():
        replace(last[group[0].pk] if key else None, group, events[0])


def last_of(motor: ReturnedMotor) -> Slip | None:
    return motor.slips.filter(kind="BJ").order_by("id").last()


def replace(earlier: Slip | None, motors: list[ReturnedMotor], event: Event) -> None:
    """A first quotation, or the next revision of one; where others stay on that, they keep its number."""
    if earlier is None:
        issue_for("BJ", quotations(motors, 0), event, motors)
        return
    stays = earlier.motors.exclude(pk__in=[motor.pk for motor in motors]).exists()
    drop_out([earlier], motors, "已由新修订取代", event)  # printed on it, so in Chinese
    if stays:
        issue_for("BJ", quotations(motors, 0), event, motors)
    else:
        facts = quotations(motors, earlier.facts["revision"] + 1)
        issue_for("BJ", facts, event, motors, number=earlier.number, replaces=earlier)


@on_together("motor.refuse_departure", paper="BJ")
def void_quotation(motors: list[ReturnedMotor], events: list[Event]) -> None:
    """Nobody may hold the customer to what the manager did not agree to."""
    slips = Slip.objects.filter(motors__in=motors, kind="BJ", voided_at=None).distinct()
    drop_out(list(slips), motors, events[0].data["reason"], events[0])


def quotation_brief(facts: Facts) -> Brief:
    for row in facts["motors"]:
        yield (
            row["serial_number"] or "无编号",
            joined(row["model"], row.get("total", ""), row.get("differs", "")),
        )
    yield "故障现象", facts["fault"]
    parts = "；".join(f"{row['name']} ×{row['quantity']} {row['amount']}".strip() for row in facts["parts"])
    yield "配件", facts.get("parts_in_words") or parts
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
        several=Listing("motors", 6, 4, sums=("material_fee", "labour_fee", "total")),
        of_item=True,
        of_items=lambda motors, slip: quotations(motors, slip.facts["revision"] + 1),
        follows_matter=True,
        brief=quotation_brief,
    )
)
