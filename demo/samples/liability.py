"""Corrective action and penalty."""

from demo.samples.signed import signed

JZ = {
    "case_number": "FK-2026-0117",
    "customer": "青岛海纳包装机械有限公司",
    "state": "已实施，待验证",
    "cycle": 2,
    "issued_on": "2026-11-24",
    "model": "90SZ03",
    "defect": "换向器偏心",
    "defect_group": "换向",
    "liable_department": "机加工车间",
    "quantity": 3,
    "serial_numbers": "260315-0042、260315-0043、260402-0007",
    "cases": "FK-2026-0117、FK-2026-0131",
    "recurrence": "2026-11-20 验证后又出现同型号同缺陷：FK-2026-0131，260402-0007",
    "team": "张海燕（售后）、罗静（技术）、韩梅（质检）、董强（生产）",
    "problem": "启动后换向火花大，运行约半小时后壳体发烫；换向器跳动实测 0.03 mm，标准不大于 0.01 mm。",
    "photos": [],
    "root_cause": "1. 火花大：换向器与轴不同心。2. 精车以中心孔定位，中心孔碰伤。3. 转序无防护。4. 工艺未规定。",
    "containment": [
        {
            "text": "库存 90SZ03 全检换向器跳动，不合格隔离",
            "owner": "于涛",
            "due_on": "2026-11-26",
            "done_on": "2026-11-25",
            "evidence": "检 64 台，隔离 3 台",
        }
    ],
    "corrective": [
        {
            "text": "转序加护套，精车前修研中心孔",
            "owner": "崔磊",
            "due_on": "2026-12-05",
            "done_on": "2026-12-03",
            "evidence": "首件三检记录 J-1203",
        }
    ],
    "preventive": [
        {
            "text": "同类转子工艺增加跳动必检项",
            "owner": "罗静",
            "due_on": "2026-12-08",
            "done_on": "",
            "evidence": "",
        }
    ],
    "plan_due_on": "2026-12-04",
    "planned_on": "2026-11-25",
    "implemented_on": "2026-12-06",
    "verify_by": "2027-01-05",
    "verified_on": "",
    "standards": "工艺卡 GK-90SZ-07 第 3 版",
    "verification": "",
    "signatures": signed("JZ", issuer="张海燕 2026-11-24 10:20", planner="罗静 2026-11-25 15:40"),
}

CF = {
    "case_number": "FK-2026-0118",
    "customer": "青岛海纳包装机械有限公司",
    "state": "考核部门已审核，待厂长批准",
    "model": "110SZ51",
    "serial_number": "260315-0044",
    "ex_factory_date": "2026-03-15",
    "defect": "换向器偏心",
    "liable_department": "机加工车间",
    "fault_class": "一般质量事故",
    "finding": "精车换向器以碰伤的中心孔定位，跳动超差流入下道工序，首检、巡检均未发现。",
    "basis": "《售后服务管理规定》九；《质量事故的处理规定》",
    "persons": [
        {"name": "孙兆亮", "capacity": "责任人", "amount": "200.00", "warning": ""},
        {"name": "王传宝", "capacity": "班组长（连带）", "amount": "1500.00", "warning": "超过月工资的 20%"},
    ],
    "total": "1700.00",
    "total_in_words": "人民币壹仟柒佰元整",
    "opinion": "责任人未按工艺首检，班组长未组织巡检，建议从当月工资考核奖中扣除。",
    "countersignature": "生产部门负有责任，售后服务部会签：情况属实。张海燕 2026-11-26 09:15",
    "responses": [
        {"text": "王传宝 2026-11-26 13:30：中心孔碰伤发生在热处理转序，班组无法检出，请酌情减免。"}
    ],
    "assessment": "责任认定清楚，金额符合规定，申辩情况请厂长酌定。",
    "decision": "",
    "deduction": "",
    "signatures": signed(
        "CF",
        production="董强 2026-11-25 11:02",
        assessment="秦峰 2026-11-27 08:45",
        concerned="王传宝 2026-11-26 13:31",
    ),
}
