"""The form of the satisfaction survey."""

from demo.samples.signed import signed

ANSWERS = (
    ("产品实物质量", ("好", "一般", "较差"), 0),
    ("交货期", ("按期", "基本按期", "拖期"), 1),
    ("服务的及时性有效性", ("及时有效", "一般", "不及时或无效"), 0),
    ("价格是否合理", ("合理", "基本合理", "不合理"), 1),
    ("包装", ("无缺陷", "轻微缺陷", "明显缺陷"), 2),
)

MY = {
    "case_number": "",
    "customer": "青岛海纳包装机械有限公司",
    "region": "华东",
    "year": "2026",
    "factory": "博山微电机厂",
    "respondent": "林海波",
    "position": "采购部经理 139 0000 2188",
    "method": "走访",
    "methods": [{"text": text, "chosen": text == "走访"} for text in ("走访", "洽谈会", "电话", "网上")],
    "answered_on": "2026-11-24",
    "surveyor": "刘敏",
    "questions": [
        {
            "label": label,
            "options": [{"text": text, "chosen": n == chosen} for n, text in enumerate(options)],
        }
        for label, options, chosen in ANSWERS
    ],
    "comments": "纸箱底部受潮后变形，希望出口批次改用木箱；近期 90SZ03 交货比合同晚了三天，请提前通知。",
    "signatures": signed("MY", respondent="林海波 2026-11-24", surveyor="刘敏 2026-11-24 15:20"),
}
