"""Transfer, repair and return."""

from demo.samples.signed import signed

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

BJ = {
    "case_number": "2026-0102",
    "customer": "西安康泰医疗设备厂",
    "contact": "马会玲",
    "phone": "139 0000 1234",
    "fault": "通电嗡嗡响不转，手拨后能启动",
    "valid_until": "2026-12-24",
    "terms": "请在有效期内以电话、微信、邮件或在本单上签字回复；扫描二维码可核对本单。"
    "接受后开始维修，款到发货。逾期未答复的，电机未修退回。",
    "note": "如拆检后另有损坏，另行报价。",
    "motors": [{"model": "YC90S4", "serial_number": "240711-0315"}],
    "parts": [
        {"name": "离心开关 L2-90", "quantity": 1, "unit_price": "26.00", "amount": "26.00"},
        {"name": "启动电容 150 μF", "quantity": 1, "unit_price": "18.50", "amount": "18.50"},
        {"name": "轴承 6205", "quantity": 1, "unit_price": "15.00", "amount": "15.00"},
    ],
    "material_fee": "59.50",
    "labour_fee": "120.00",
    "discount": "9.50",
    "agreed_by": "赵明",
    "total": "170.00",
    "total_in_words": "人民币壹佰柒拾元整",
    "answer": "接受",
    "answered_by": "马会玲　电话",
    "revision": 2,
    "signatures": signed("BJ", after_sales="李娜 2026-11-24 09:40", sales_manager="赵明 2026-11-24 10:20"),
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
    "measured": "",
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
    "discount": "",
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
