"""A realistic snapshot of every kind of slip. ``returns.kinds`` says what each key means."""

from returns.kinds import KINDS


def signed(prefix: str, **people: str) -> list[dict[str, str]]:
    """Signature boxes of a kind, where ``role="name at"`` says who signed and when."""
    signatures = []
    for role, text in people.items():
        name, at = text.split(" ", 1)
        signatures.append({"role": role, "name": name, "at": at})
    return KINDS[prefix].boxes(signatures)


FK = {
    "case_number": "2026-0117",
    "customer": "青岛海纳包装机械有限公司",
    "feedback_kind": "质量问题",
    "revision": 0,
    "contact": "孙志强",
    "phone": "0532-8765 4321",
    "region": "山东青岛",
    "channel": "直销",
    "contract_number": "XH-2025-0318",
    "model": "90SZ03",
    "ex_factory_date": "2026-03-15",
    "serial_number": "260315-0042、260315-0043",
    "quantity": 2,
    "time_in_use": "约 8 个月，每天两班 16 小时",
    "environment": "室内，粉尘较大，夏季约 38 ℃",
    "connected_equipment": "DXD-180 立式包装机牵引辊，同步带传动",
    "operated_as_required": "是，电压 110 V，未过载",
    "site_visit": "2026-11-16 到现场查看",
    "symptom": "启动后换向火花大，运行约半小时后壳体发烫，伴有轴承异响；两台现象相同，其中 0042 已停机。",
    "damaged_parts": "碳刷、换向器",
    "judged_own_product": "是，铭牌完好",
    "judged_cause": "初判为我厂产品质量问题",
    "judged_in_warranty": "是，保修至 2027-03-15",
    "customer_request": "尽快修复，生产线只有一台备机；要求月底前发回。",
    "manager_opinion": "",
    "photos": [
        {"id": 311, "caption": "铭牌"},
        {"id": 312, "caption": "换向器表面"},
        {"id": 313, "caption": "碳刷"},
    ],
    "signatures": signed("FK", salesperson="周建国 2026-11-17 09:12"),
}

JJ = {
    "case_number": "2026-0117",
    "customer": "青岛海纳包装机械有限公司",
    "consignment": 1,
    "carrier": "德邦物流",
    "waybill": "DPK 3021 8876 540",
    "arrived_on": "2026-11-20",
    "listed": 4,
    "received": 4,
    "difference": 0,
    "remark": "清单所列 260315-0051 未到货，另到清单外一台，已当面点清。",
    "motors": [
        {
            "model": "90SZ03",
            "serial_number": "260315-0042",
            "exterior": "外观完好，纸箱包装",
            "accessories": "键 1",
            "remark": "",
        },
        {
            "model": "90SZ03",
            "serial_number": "260315-0043",
            "exterior": "端盖掉漆，纸箱受潮",
            "accessories": "键 1",
            "remark": "",
        },
        {
            "model": "110SZ51",
            "serial_number": "250906-0118",
            "exterior": "机壳磕碰一处，无包装",
            "accessories": "无",
            "remark": "型号与清单不符（清单 110SZ01）",
        },
        {
            "model": "55ZYT",
            "serial_number": "260110-0207",
            "exterior": "外观完好",
            "accessories": "插头、键 1",
            "remark": "清单外",
        },
    ],
    "signatures": signed("JJ", dispatcher="王海涛 2026-11-20 14:03", after_sales="李娜 2026-11-20 14:20"),
}

JD = {
    "case_number": "2026-0117",
    "customer": "青岛海纳包装机械有限公司",
    "version": 1,
    "model": "90SZ03",
    "serial_number": "260315-0042",
    "ex_factory_date": "2026-03-15",
    "received_on": "2026-11-20",
    "symptom": "换向火花大，壳体发烫，轴承异响",
    "checks": [
        {"item": "绝缘电阻", "standard": "≥ 20 MΩ（500 V）", "measured": "85 MΩ"},
        {"item": "空载电流", "standard": "≤ 0.25 A", "measured": "0.41 A"},
        {"item": "空载转速", "standard": "3000 ± 10% r/min", "measured": "2910 r/min"},
        {"item": "换向火花", "standard": "≤ 1½ 级", "measured": "2 级"},
        {"item": "轴伸径向圆跳动", "standard": "≤ 0.03 mm", "measured": "0.02 mm"},
    ],
    "defect": "换向火花大",
    "cause": "换向器精车后片间毛刺未清理，碳刷与换向器接触不良，局部过热并带出轴承油脂。",
    "liable_department": "装配车间",
    "liable_person": "赵明（精车），孙丽（检验）",
    "decision": "免费维修",
    "remedy": "精车换向器并清理片间槽，更换碳刷一副、后端轴承一只，重新做空载与负载试验。",
    "time_limit": "配件齐全，七日内交给客户",
    "due_on": "2026-11-30",
    "verdict": [
        {"aspect": "保修", "outcome": "保修期内（至 2027-03-15）", "clauses": "八"},
        {"aspect": "退货", "outcome": "不予退货，返修处理", "clauses": ""},
        {"aspect": "收费", "outcome": "免费维修", "clauses": "七.1"},
        {"aspect": "运费", "outcome": "本厂承担", "clauses": ""},
    ],
    "departure": "",
    "dissent": "生产部 王强：轴承异响与换向火花无关，外购轴承批次应另行追查。",
    "signatures": signed(
        "JD",
        after_sales="李娜 2026-11-22 16:40",
        engineering="陈工 2026-11-23 09:05",
        quality="刘敏 2026-11-23 09:30",
        production="王强 2026-11-23 10:12",
    ),
}

ZY = {
    "case_number": "2026-0098",
    "customer": "北京办事处",
    "source_slip": "TH-2026-0003",
    "from_department": "售后服务部",
    "to_department": "绕线车间",
    "remark": "拆下的定子单独存放，等待技术部复查。",
    "motors": [
        {
            "model": "110SZ51",
            "serial_number": "250906-0118",
            "defect": "绕组匝间短路",
            "instruction": "更换电枢，重新浸漆，试验合格后入成品库",
            "due_on": "2026-12-05",
        },
        {
            "model": "110SZ51",
            "serial_number": "250906-0121",
            "defect": "轴伸尺寸超差",
            "instruction": "更换转轴",
            "due_on": "2026-12-05",
        },
        {
            "model": "130SZ01",
            "serial_number": "251212-0009",
            "defect": "机壳碎裂、磁瓦脱落",
            "instruction": "拆件利用：电枢、端盖、刷架回收",
            "due_on": "2026-12-10",
        },
    ],
    "signatures": signed("ZY", after_sales="李娜 2026-11-25 10:00", production="王强 2026-11-25 11:15"),
}

FX = {
    "case_number": "2026-0102",
    "customer": "西安康泰医疗设备厂",
    "contact": "马会玲",
    "phone": "139 0000 1234",
    "model": "YC90S4",
    "serial_number": "240711-0315",
    "ex_factory_date": "2024-07-11",
    "warranty": "保修期外（2025-07-11 到期）",
    "fault": "通电嗡嗡响不转，手拨后能启动",
    "cause": "离心开关触点烧蚀，启动电容失效；前端轴承缺油磨损",
    "work_done": "更换离心开关、启动电容和前端轴承，清理绕组，补浸漆一遍",
    "unrepaired": "",
    "parts": [
        {
            "name": "离心开关 L2-90",
            "quantity": 1,
            "unit_price": "26.00",
            "amount": "26.00",
            "customer_machined": "否",
        },
        {
            "name": "启动电容 150 μF",
            "quantity": 1,
            "unit_price": "18.50",
            "amount": "18.50",
            "customer_machined": "否",
        },
        {
            "name": "轴承 6205-2RS",
            "quantity": 2,
            "unit_price": "14.82",
            "amount": "29.64",
            "customer_machined": "否",
        },
    ],
    "charge": "收材料费和维修费（七.3）",
    "material_fee": "74.14",
    "labour_fee": "80.00",
    "total": "154.14",
    "total_in_words": "人民币壹佰伍拾肆元壹角肆分",
    "inspection": "合格：空载 2.1 A，启动正常，绝缘 120 MΩ",
    "inspected_by": "刘敏",
    "inspected_on": "2026-11-24",
    "consignee": "马会玲",
    "consignee_phone": "139 0000 1234",
    "consignee_address": "陕西省西安市高新区锦业路 69 号康泰医疗设备厂 2 号门收货处",
    "freight_bearer": "客户",
    "other_maker": "",
    "signatures": signed("FX", after_sales="李娜 2026-11-24 15:10", quality="刘敏 2026-11-24 16:02"),
}

TH = {
    "case_number": "2026-0098",
    "customer": "北京办事处",
    "source_document": "送货单 SH-20250906-08，发票 03718842",
    "reason": "轴伸尺寸超差，客户无法装配；另一台使用中绕组匝间短路，经鉴定均属我厂质量问题。",
    "reason_clauses": "五.2",
    "disposition": "转生产车间处理",
    "remark": "",
    "motors": [
        {
            "model": "110SZ51",
            "serial_number": "250906-0118",
            "quantity": 1,
            "unit_price": "1020.00",
            "amount": "1020.00",
        },
        {
            "model": "110SZ51",
            "serial_number": "250906-0121",
            "quantity": 1,
            "unit_price": "1020.00",
            "amount": "1020.00",
        },
        {
            "model": "130SZ01",
            "serial_number": "251212-0009",
            "quantity": 1,
            "unit_price": "1969.50",
            "amount": "1969.50",
        },
    ],
    "total_quantity": 3,
    "total_amount": "4009.50",
    "total_in_words": "人民币肆仟零玖元伍角",
    "signatures": signed(
        "TH", sales_coordinator="张海燕 2026-11-24 08:40", sales_manager="郭立军 2026-11-24 10:05"
    ),
}

SAMPLES: dict[str, dict] = {"FK": FK, "JJ": JJ, "JD": JD, "ZY": ZY, "FX": FX, "TH": TH}
