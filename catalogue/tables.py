"""Failure codes and parts as tables, in and out."""

from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from aftersales.kit.tables import Column
from aftersales.kit.tables.cells import amount, name, one_of, quantity, text
from catalogue.models import Failure, Part
from catalogue.statuses import Cause, DefectGroup, Department, PartSource
from warranty.tables import IN_USE, known_in, register_table


def choice(field: str, label: Label, choices: type[TextChoices], *also: str, blank: str = "") -> Column:
    """A column of one of some choices, in the words of either language."""
    known = dict(choices.choices)
    return Column(
        field,
        label,
        one_of(known),
        also=also,
        blank=blank,
        words=lambda value: str(known.get(value, "")),
        example=next(iter(known.values())),
    )


NAME_ZH = Column(
    "name_zh", _("Chinese name"), text(80), needed=True, width=20, also=("名称", "中文名"), example="轴承异响"
)
NAME_EN = Column(
    "name_en", _("English name"), text(80), width=24, also=("英文名",), example="Abnormal bearing noise"
)

PARTS = register_table(
    Part,
    "parts",
    _("Parts of the catalogue"),
    (
        Column(
            "number", _("part number"), name(30), needed=True, also=("配件编号", "料号"), example="ZC-629",
            telling=known_in(Part, "number"),
        ),
        NAME_ZH,
        NAME_EN,
        Column("unit", _("unit"), text(10), also=("计量单位",), blank="件", example="只"),
        Column("fits", _("fits"), text(200), width=24, also=("适用型号", "适用范围"), example="90SZ01;90SZ03"),
        Column(
            "price", _("price (CNY)"), amount(8), blank=Decimal(0), also=("单价", "单价元", "价格"), example=5,
            permission="amount.view",
        ),
        choice("source", _("source"), PartSource, "供应来源", blank=PartSource.PURCHASED.value),
        Column("supplier", _("supplier"), text(80), width=24, also=("供应商", "厂家"), example="人本轴承"),
        IN_USE,
    ),
    (("number",), ("name_zh",)),
    "parts",
)  # fmt: skip

FAILURES = register_table(
    Failure,
    "failures",
    _("Failure codes of the catalogue"),
    (
        Column(
            "code", _("failure code"), name(8), needed=True, also=("代码", "故障码"), example="N01",
            telling=known_in(Failure, "code"),
        ),
        choice("group", _("kind of defect"), DefectGroup, "组", "缺陷类别"),
        NAME_ZH,
        NAME_EN,
        Column("synonyms", _("synonyms"), text(500), width=30, also=("又称", "别名"), example="轴承响;轴承有杂音"),
        Column("families", _("families"), text(80), also=("系列",), example="SZ;ZYT"),
        Column("causes", _("likely causes"), text(4000), width=30, also=("原因",)),
        choice("usual_cause", _("usually caused by"), Cause, "责任方"),
        choice("usual_department", _("usually answerable"), Department, "责任部门"),
        Column("remedies", _("remedies"), text(4000), width=30, also=("处理方法",)),
        Column("parts", _("parts that it may take"), text(600), width=24, also=("配件", "配件号")),
        Column("minutes", _("minutes of work"), quantity(6000), blank=0, also=("工时分钟", "分钟"), example=60),
        IN_USE,
    ),
    (("code",), ("name_zh",)),
    "failures",
)  # fmt: skip
