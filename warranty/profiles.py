"""What other systems call the columns of the register: one profile a system, by the names of our columns."""

from dataclasses import replace

from aftersales.kit.tables import TableKind

PROFILES: dict[str, dict[str, tuple[str, ...]]] = {
    # 用友 U8, 销售出库单列表 / 序列号
    "u8": {
        "serial_number": ("序列号", "存货序列号", "cInvSN"),
        "product": ("规格型号", "存货规格", "cInvStd"),
        "ex_factory_date": ("出库日期", "单据日期", "dDate"),
        "consignee": ("客户名称", "客户简称", "cCusName", "cCusAbbName"),
        "document": ("发货单号", "出库单号", "cCode"),
        "produced_on": ("生产日期", "dMadeDate"),
        "custom_made": ("自由项1", "是否定制"),
    },
    # 金蝶云星空, 销售出库单 / 序列号主档
    "k3cloud": {
        "serial_number": ("序列号", "FSerialNo", "FSerialId"),
        "product": ("规格型号", "物料规格型号", "FMaterialModel", "FSpecification"),
        "ex_factory_date": ("日期", "出库日期", "业务日期", "FDate"),
        "consignee": ("客户", "客户名称", "收货方", "FCustomerID.FName", "FCustomerID"),
        "document": ("单据编号", "FBillNo"),
        "produced_on": ("生产日期", "FProduceDate"),
        "custom_made": ("是否定制", "F_IsCustom"),
    },
}


def with_profile(kind: TableKind, name: str) -> TableKind:
    """The kind whose columns are found by the names of another system before their own."""
    also = PROFILES[name]
    columns = [replace(column, also=(*also.get(column.name, ()), *column.also)) for column in kind.columns]
    return replace(kind, columns=columns)
