"""A return list as customers send it: its columns, and which is which where no heading says it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftersales.kit.serials import LIKE_OURS, key, normalised
from aftersales.kit.tables import Column, Row
from aftersales.kit.tables.cells import is_blank, name, quantity, says_nothing, shown, text
from aftersales.kit.tables.headings import Layout, synonyms
from aftersales.kit.tables.reading import Cell, Table
from returns.messages import A_COUNT, rest_in_the_remark, under_their_model
from returns.numbers import BETWEEN, MOST, as_many, has_digit, numbers_in
from warranty.models import Product
from warranty.queries import registered_motors

ROWS, COLUMNS = 2 * MOST, 60  # titles, blank rows and sums among them
REMARK = 200  # characters


def spread(row: Row) -> Iterator[Row]:
    """One row for each motor that it stands for."""
    numbers, count = row.get("serial_number") or [], row.get("quantity") or 0
    if numbers and not has_digit(numbers[0]):  # in words, which all of them have in common
        numbers = numbers * max(count, 1)
    if row.errors:
        yield row
    elif numbers and count and count != len(numbers):
        row.wrong("quantity", str(as_many(count, len(numbers))))
        yield row
    else:
        for number in numbers or [""] * max(count, 1):
            values = row.values | {"serial_number": number}
            yield replace(row, values=values, errors=[], warnings=[], changes=[])


def model(cell: Cell) -> str:
    """A model; a stroke is none, and no serial number is one."""
    if isinstance(cell, str) and LIKE_OURS.fullmatch(normalised(cell)):
        raise ValueError(_("“%(text)s” is a serial number, and no model.") % {"text": cell})
    return "" if says_nothing(cell) else name(40)(cell)


COLUMNS_OF_A_LIST = (
    Column(
        "serial_number", gettext_lazy("Serial number"), numbers_in,
        also=(
            "编号", "出厂编号", "产品编号", "序列号", "系列号", "机号", "机身号", "电机编号", "电机号", "产品序列号",
            "出厂号", "编码", "产品出厂编号", "电机出厂编号", "出厂编码", "机身编码", "机身编号", "产品编码",
            "电机编码", "电机序列号", "序列编号", "铭牌编号", "铭牌号", "条码", "条形码", "电机号码", "机器编号",
            "整机编号", "退货编号", "机编号", "产品号", "生产编号", "制造编号", "流水号", "序列码", "追溯码", "二维码",
            "钢印号", "出厂序号", "机器号", "机身码", "SN号", "SN码", "产品SN", "故障电机编号",
            "Ser. no.", "Serial", "Serial no.", "SN", "S/N", "Serial No", "Serial numbers", "Serial#",
            "Motor no.", "Motor number",
        ),
        blank=[], example="260904-0001", width=18, words=str, plausible=lambda cells: ours(in_texts(cells)),
    ),
    Column(
        "model", gettext_lazy("Model"), model,
        also=(
            "型号", "规格型号", "规格", "产品型号", "电机型号", "型号规格", "产品规格", "电机规格", "电机规格型号",
            "产品规格型号", "规格及型号", "名称型号", "产品名称及型号", "名称及型号", "机型", "Type", "Motor model",
            "Motor type", "Model no.",
        ),
        example="90SZ03", plausible=lambda cells: any_model(in_texts(cells)),
    ),
    Column(
        "quantity", gettext_lazy("Quantity"), quantity(MOST),
        also=(
            "数量", "台数", "退货数量", "数量台", "返修数量", "退回数量", "退回台数", "返回数量", "退货台数", "件数",
            "只数", "实退数量", "退机数量", "返厂数量", "不良数量", "不良数",
            "退货数", "返修数", "退回数", "个数", "Qty", "Pcs", "Quantity", "Q'ty",
        ),
        blank=0, example=1,
    ),
    Column(
        "symptom", gettext_lazy("Symptom"), text(REMARK),
        also=(
            "故障", "故障现象", "故障描述", "不良现象", "问题描述", "故障原因", "退货原因", "返修原因", "现象", "问题",
            "原因", "故障情况", "故障情况说明", "故障说明", "不良描述", "不良原因", "不良情况", "不良", "反映问题",
            "客户反映问题", "客户反映", "客户反馈", "反馈问题", "存在问题", "质量问题", "问题现象", "异常现象",
            "故障类型", "现象描述", "损坏原因", "失效现象", "退换原因", "退回原因", "返厂原因", "维修原因", "投诉内容",
            "客诉内容", "反馈内容", "问题点", "情况说明", "返修说明", "故障简述", "症状", "故障现象及原因", "Symptoms",
            "异常描述", "异常", "缺陷", "缺陷描述", "损坏情况", "Fault", "Problem", "Reason", "Failure",
            "Failure description", "Fault description", "Problem description", "Defect", "Issue", "Complaint",
        ),
        example=gettext_lazy("noisy"), width=30,
    ),
    Column(
        "remark", gettext_lazy("Remark"), text(REMARK),
        also=(
            "备注", "说明", "备注说明", "其他说明", "其他", "Note", "Notes", "Comment", "Comments", "Remarks",
        ),
        width=30,
    ),
)  # fmt: skip


def guess(table: Table, pasted: bool) -> Sequence[str]:
    """Without headings it is serial number, model, remark, if anything in it is a number or a model of ours.

    Of a message, whose sender was asked for just that, most of the first words need only look like numbers.
    """
    first = in_texts([row[0] for row in table.rows if row and not is_blank(row[0])])
    second = in_texts([row[1] for row in table.rows if len(row) > 1])
    if ours(first):
        return ("serial_number", "model", "remark")
    if second and any_model(first) and all(map(A_COUNT.fullmatch, second)):
        return ("model", "quantity", "remark")
    numbers = [said for said in first if len(key(said)) >= 4]
    return ("serial_number", "model", "remark") if pasted and 2 * len(numbers) > len(first) else ()


def none_of_ours(table: Table, layout: Layout) -> str:
    """Why a table that says models and no serial numbers is no list of motors; "" where one is a model of ours."""
    places = {name: place for place, name in layout.columns.items()}
    if "serial_number" in places:
        return ""
    below = table.rows[layout.heading + 1 :]
    models = in_texts([row[places["model"]] for row in below if places["model"] < len(row)])
    return "" if any_model(models) else _("It has no serial numbers, and none of its models is one of ours.")


def in_texts(cells: Sequence[Cell]) -> list[str]:
    return [shown(cell).strip() for cell in cells]


def ours(texts: list[str]) -> bool:
    """Whether a third of these cells are serial numbers as ours are, or ones that the register knows."""
    pieces = [piece for said in texts[:MOST] for piece in BETWEEN.split(said) if key(piece)]
    alike = {piece for piece in pieces if LIKE_OURS.match(normalised(piece))}
    found = alike | registered_motors(pieces).keys()
    return bool(found) and 3 * sum(piece in found for piece in pieces) >= len(texts[:MOST])


def any_model(texts: list[str]) -> bool:
    """Whether any of these cells is a model of ours."""
    return ours_among(texts).exists()


def ours_among(texts: list[str]) -> QuerySet[Product]:
    return Product.objects.filter(model__in=[said.upper() for said in texts[:MOST]])


def as_message(table: Table) -> Table:
    """A pasted table without headings, line by line."""
    lines = rest_in_the_remark(table, synonyms(COLUMNS_OF_A_LIST))
    alone = in_texts([row[0] for row in lines.rows if len(row) == 1])
    return under_their_model(
        lines, set(ours_among(alone).values_list("model", flat=True)) if alone else set()
    )
