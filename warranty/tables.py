"""The register as tables, in and out: motors, customers, models; what else is a register says so in its own app."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeAlias

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftersales.kit.choices import Label
from aftersales.kit.serials import LIKE_OURS, normalised
from aftersales.kit.tables import Batch, Change, Column, Fate, Home, NotTaken, Row, TableKind, register
from aftersales.kit.tables.cells import (
    amount,
    day,
    mail_address,
    name,
    one_of,
    registered_number,
    shown,
    text,
    yes_or_no,
)
from aftersales.kit.tables.reading import Cell
from aftersales.kit.tables.summary import in_words
from aftersales.models import User
from warranty.actions import locked, write
from warranty.changes import Finding, Outcome, compare, stands_twice
from warranty.models import Channel, Customer, Entry, Kind, Motor, Product
from warranty.models.entry import folded
from warranty.queries import registered_motors
from workflow.guards import Refused, demand
from workflow.models import Fact
from workflow.waiting import act

FATES = {
    Outcome.NEW: Fate.NEW,
    Outcome.CHANGED: Fate.CHANGED,
    Outcome.SAME: Fate.SAME,
    Outcome.WAITS: Fate.HELD,
    Outcome.REFUSED: Fate.WRONG,
}
REVISED = frozenset([Outcome.CHANGED, Outcome.WAITS])
PRIVATE = "…"  # for the old value of what is private
PASTED = "–"  # why something was changed by rows that were pasted
THINGS = (Entry, User)  # what a name in a cell may mean
Things: TypeAlias = Sequence[Entry | User]
ByName: TypeAlias = Mapping[str, Things]
"""What is called so, by folded name."""


def register_table(
    model: Kind,
    key: str,
    title: Label,
    columns: Sequence[Column],
    needs: tuple[tuple[str, ...], ...],
    slug: str,
    *,
    things: Callable[[], Mapping[str, ByName]] = dict,
) -> TableKind:
    """A kind of table for the register that has this slug; see views/registers.py.

    ``things`` are, by column, what may stand in it, by folded name.
    """

    def judge(batch: Batch) -> None:
        if not batch.memory:
            batch.memory |= {"things": things(), "found": {}, "seen": {}}
        for row in batch.rows:
            find_things(row, batch.memory["things"], batch.memory["found"])
        good = batch.good
        among = locked(model) if batch.taking else None
        findings = compare(model, [row.values for row in good], by=batch.user, among=among)
        for row, finding in zip(good, findings, strict=True):
            tell(row, finding, columns_by_name)
            refuse_again(row, finding, batch.memory["seen"])

    def take(batch: Batch) -> None:
        try:
            by = demand(model.edit, model(), batch.user)
            with act():
                why = batch.name or PASTED
                write([row.thing for row in batch.rows], by=by, why=why, at=timezone.now())
        except Refused as refusal:
            raise NotTaken(str(refusal)) from None

    app = model._meta.app_label
    columns_by_name = {column.name: column for column in columns}
    kind = TableKind(
        key=key, title=title, permission=model.edit.codename, columns=columns, needs=needs, judge=judge, take=take,
        home=lambda subject: Home(reverse(f"{app}:{slug}"), str(title)),
        export=lambda: f"{reverse(f'{app}:export_{slug}')}?use=all",
    )  # fmt: skip
    return register(kind)


def find_things(row: Row, things: Mapping[str, ByName], found: dict[tuple[str, str], Things]) -> None:
    """The customer, model or person that each name means; ``found`` remembers them from row to row."""
    for column, known in things.items():
        said = row.get(column)
        if not said or isinstance(said, THINGS):
            continue
        if (column, said) not in found:
            found[column, said] = called(said, known)
        same = found[column, said]
        if len(same) == 1:
            row.values[column] = same[0]
        else:
            row.wrong(column, unknown(said) if not same else several(said))


def called(said: str, known: ByName) -> Things:
    """What is called so: exactly, else but for width, case and blanks."""
    found = known.get(folded(said), [])
    return [thing for thing in found if str(thing) == said] or found


def unknown(said: str) -> str:
    return _("“%(value)s” is not in the register. Correct the name, or enter it there first.") % {
        "value": said
    }


def several(said: str) -> str:
    return _("Several are called “%(value)s”.") % {"value": said}


def tell(row: Row, finding: Finding, columns: dict[str, Column]) -> None:
    """What becomes of a row."""
    row.thing, row.state = finding, FATES[finding.outcome]
    for field, sentence in finding.faults.items():
        row.wrong(field if field in row.values else "", sentence)
    if finding.outcome in REVISED:
        row.changes = [change(columns[field], pair, finding) for field, pair in finding.changes.items()]
    for bond in finding.bonds:
        row.warn("", _("%(dossier)s hangs on it: a second person confirms the change.") % {"dossier": bond})


def change(column: Column, pair: list[Fact] | None, finding: Finding) -> Change:
    """Old and new in words."""
    old, new = pair or [PRIVATE, finding.values[column.name]]
    return Change(str(column.label), worded(column, old), worded(column, new))


def worded(column: Column, value: Fact) -> str:
    return str(value) if value == PRIVATE or isinstance(value, THINGS) else in_words(column, value)


def refuse_again(row: Row, finding: Finding, seen: dict[Hashable, int]) -> None:
    """One thing stands in a table once, however long the table is; the row that has it already is named."""
    mark = finding.entry.mark()
    if mark in seen:
        again = (finding.entry.known_by, stands_twice())
        row.errors = [error for error in row.errors if error != again]
        row.wrong(finding.entry.known_by, _("It stands in row %(n)d already.") % {"n": seen[mark]})
    seen.setdefault(mark, row.number)


TOLD_BY = 40  # cells of a column that are looked at


def known_in(model: Kind, field: str) -> Callable[[Sequence[Cell]], bool]:
    """Whether any of some cells is in the register."""

    def asked(cells: Sequence[Cell]) -> bool:
        said = {shown(cell).strip() for cell in cells[:TOLD_BY]}
        return model._default_manager.filter(**{f"{field}__in": said}).exists()

    return asked


def are_numbers(cells: Sequence[Cell]) -> bool:
    """Whether most of some cells are serial numbers as ours are, or any of them is in the register."""
    said = [shown(cell).strip() for cell in cells[:TOLD_BY]]
    alike = sum(LIKE_OURS.fullmatch(normalised(number)) is not None for number in said)
    return 2 * alike > len(said) or bool(registered_motors(said))


def by_name(model: Kind, field: str) -> ByName:
    """All of a register by folded name."""
    found = defaultdict(list)
    for entry in model._default_manager.all():
        found[folded(getattr(entry, field))].append(entry)
    return found


IN_USE = Column(
    "active", gettext_lazy("in use"), yes_or_no("在用 启用", "停用 禁用"), also=("是否在用", "在用", "状态"),
    blank=True, example=gettext_lazy("yes"),
)  # fmt: skip


# -- the three registers ------------------------------------------------------------------------------

SERIAL_NUMBER = Column(
    "serial_number", gettext_lazy("serial number"), registered_number, needed=True, width=18, example="260315-0042",
    telling=are_numbers,
    also=(
        "出厂编号", "编号", "产品编号", "序列号", "机号", "机身号", "电机编号", "电机号", "出厂号", "Serial", "SN",
    ),
)  # fmt: skip
PRODUCT = Column(
    "product", gettext_lazy("model"), name(40), needed=True, example="90SZ03",
    also=("型号", "规格型号", "产品型号", "电机型号", "型号规格", "Motor model"),
)  # fmt: skip
EX_FACTORY_DATE = Column(
    "ex_factory_date", gettext_lazy("ex-factory date"), day, needed=True, blank=None, example=dt.date(2026, 3, 15),
    also=("出厂日期", "发货日期", "出库日期", "发运日期", "Ex factory date", "Shipped on"),
)  # fmt: skip
CONSIGNEE = Column(
    "consignee", gettext_lazy("consignee"), text(120), needed=True, width=30,
    example=gettext_lazy("a customer of the register"),
    also=("收货单位", "客户", "客户名称", "购货单位", "顾客", "Customer"),
)  # fmt: skip

MOTORS = register_table(
    Motor,
    "registered_motors",
    gettext_lazy("Motors of the register"),
    (
        SERIAL_NUMBER,
        PRODUCT,
        EX_FACTORY_DATE,
        CONSIGNEE,
        Column(
            "document", gettext_lazy("contract or delivery note"), name(60), width=18, example="FH-2026-0815",
            also=("合同或送货单", "合同号", "合同编号", "送货单", "送货单号", "发货单号", "单据编号", "订单号"),
        ),
        Column(
            "custom_made", gettext_lazy("custom-made"), yes_or_no("专门定做 定做 定制"), blank=False,
            also=("专门定做", "定做", "定制", "是否定做", "是否定制"), example=gettext_lazy("no"),
        ),
        Column(
            "agreement_allows_return", gettext_lazy("agreement allows the return"), yes_or_no("协议允许退货"),
            also=("协议允许退货", "允许退货"), blank=False, example=gettext_lazy("no"),
        ),
        Column("produced_on", gettext_lazy("produced on"), day, blank=None, also=("生产日期", "制造日期")),
        Column("production_shift", gettext_lazy("production shift"), text(40), also=("生产班组", "班组")),
        Column("responsible_person", gettext_lazy("responsible person"), text(60), also=("责任人", "生产责任人")),
        IN_USE,
    ),
    (("serial_number",), ("product",), ("ex_factory_date",), ("consignee",)),
    "motors",
    things=lambda: {"product": by_name(Product, "model"), "consignee": by_name(Customer, "name")},
)  # fmt: skip

LANGUAGES = dict(settings.LANGUAGES)
LANGUAGES_TOO = {"中文": "zh-hans", "汉语": "zh-hans", "Chinese": "zh-hans", "英文": "en", "英语": "en"}

CUSTOMERS = register_table(
    Customer,
    "customers",
    gettext_lazy("Customers of the register"),
    (
        Column(
            "name", gettext_lazy("name"), text(120), needed=True, width=30, telling=known_in(Customer, "name"),
            common=("name", "名称"),
            also=("客户", "客户名称", "名称", "单位名称", "公司名称", "Customer", "Customer name"),
            example=gettext_lazy("Example Packaging Machinery Ltd"),
        ),
        Column(
            "channel", gettext_lazy("channel"), one_of(dict(Channel.choices), {"代理": "agent", "经销商": "agent"}),
            blank=Channel.DIRECT.value, words=lambda value: str(Channel(value).label), example=Channel.DIRECT.label,
            also=("渠道", "客户类型", "类别", "销售渠道"),
        ),
        Column(
            "region", gettext_lazy("region"), text(40), also=("地区", "区域", "省份"),
            common=("region", "地区", "区域", "省份"),
        ),
        Column("contact", gettext_lazy("contact"), text(60), also=("联系人", "联络人")),
        Column("phone", gettext_lazy("phone"), name(40), also=("电话", "联系电话", "手机"), width=18),
        Column(
            "email", gettext_lazy("e-mail"), mail_address, width=26, example="sun@example.com",
            also=("邮箱", "电子邮箱", "邮件", "电子邮件", "邮箱地址", "Email", "E-mail", "Mail"),
        ),
        Column(
            "language", gettext_lazy("language of mails"), one_of(LANGUAGES, LANGUAGES_TOO),
            blank=settings.LANGUAGE_CODE, words=lambda value: LANGUAGES[value], also=("语言", "邮件语言", "Language"),
            example=LANGUAGES[settings.LANGUAGE_CODE],
        ),
        Column("address", gettext_lazy("address"), text(200), also=("地址", "收货地址"), width=30),
        IN_USE,
    ),
    (("name",),),
    "customers",
)  # fmt: skip

PRODUCTS = register_table(
    Product,
    "products",
    gettext_lazy("Models of the register"),
    (
        Column(
            "model", gettext_lazy("model"), name(40), needed=True, example="90SZ03", telling=known_in(Product, "model"),
            also=("型号", "规格型号", "产品型号", "电机型号", "Motor model"),
        ),
        Column(
            "description", gettext_lazy("description"), text(80), width=30, also=("名称", "产品名称", "说明"),
            example=gettext_lazy("DC servo motor"),
        ),
        Column("voltage", gettext_lazy("voltage (V)"), text(20), also=("电压", "额定电压"), example="110"),
        Column("power", gettext_lazy("power (W)"), text(20), also=("功率", "额定功率"), example="92"),
        Column("speed", gettext_lazy("speed (r/min)"), text(20), also=("转速", "额定转速"), example="3000"),
        Column(
            "price", gettext_lazy("list price (CNY)"), amount(8), blank=None, also=("单价", "价格", "目录价"),
            example=380,
        ),
        IN_USE,
    ),
    (("model",),),
    "models",
)  # fmt: skip
