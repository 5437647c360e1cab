"""What a factory fault leads to: its cause is removed (二.4), and the right hands decide who answers for it (九)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from accountability.models import Employee, PenaltyRate
from tests.accountability.factories import penalty_at
from tests.actors import after_sales, assessment, director, finance, inspector, production, workshop
from tests.factories import drafted, motor_at, registered, signed
from tests.journeys import steps

pytestmark = pytest.mark.browser

DEFECT = "换向器偏心"
IMPLEMENTED = "Declare it implemented"


@pytest.fixture
def faulty():
    """A motor of the machining workshop's fault, made by 马德胜; production's signature is missing."""
    made = {"responsible_person": "马德胜", "production_shift": "总装一班"}
    wage = Decimal(900)
    Employee.objects.create(name="马德胜", team="总装一班", user=workshop(), monthly_wage=wage)
    PenaltyRate.objects.create(fault_class="ordinary", capacity="responsible", amount=Decimal(200))
    motor = motor_at("received", entry=registered("250315-0042", **made))
    return signed(drafted(motor), "after_sales", "engineering", "quality")


def confirms(liu, serial):
    """With the fourth signature the fault is the factory's."""
    liu.takes("Sign appraisals", serial)
    liu.presses("Sign version 1")


def measure(kind, text):
    in_a_week = timezone.localdate() + dt.timedelta(days=7)
    owner = f"{workshop()} · workshop"
    return {"Kind": kind, "Measure": text, "Owner": owner, "By when": in_a_week.isoformat()}


def plans(liu):
    """Root cause and measures, of which one must remove the cause."""
    liu.takes("Plan corrective actions", DEFECT)
    liu.follows("Plan the measures")
    liu.fills_in({"Root cause": "换向器偏心 → 中心孔碰伤 → 转序无防护"})
    liu.fills_rows(measure("immediate containment", "库存全检，不合格隔离"))
    liu.presses("Plan the measures")
    liu.sees("Plan at least one corrective measure.")
    liu.fills_rows({}, measure("corrective", "转序加护套"))
    liu.presses("Plan the measures")
    liu.finds_it("planned")
    return liu.heading()


def carries_out(ma, text):
    ma.takes("Carry out your measures", text)
    expect(ma.page.get_by_label(text)).to_be_checked()
    ma.fills_in({"How was it done?": "记录 J-1203"})
    ma.presses("Report a measure done")


def implements(liu, action):
    liu.takes("Declare corrective actions implemented", action)
    liu.follows(IMPLEMENTED)
    liu.presses(IMPLEMENTED)
    liu.finds_it("implemented")


def checks(sun, action, verdict, evidence, **more):
    sun.takes("Verify corrective actions", action)
    sun.follows(verdict)
    sun.fills_in({"Evidence": evidence} | more)
    sun.presses(verdict)


def test_the_cause_of_a_factory_fault_is_removed_and_the_second_check_shows_it(desk, faulty):
    with desk.of(production()) as liu:
        confirms(liu, faulty.serial_number)
        action = plans(liu)

    with desk.of(workshop()) as ma:
        for text in ("转序加护套", "库存全检"):
            carries_out(ma, text)

    with desk.of(production()) as liu:
        implements(liu, action)

    with desk.of(inspector()) as sun:
        checks(sun, action, "It does not work: back to the plan", "抽 10 台，2 台跳动超差")
        sun.finds_it("planned")

    with desk.of(production()) as liu:
        liu.takes("Declare corrective actions implemented", action)
        liu.sees("抽 10 台，2 台跳动超差", under="Does it work?")
        liu.follows("Add a measure")
        liu.fills_in(measure("corrective", "护套改为尼龙"))
        liu.presses("Add a measure")
        liu.follows("Report a measure done")
        liu.fills_in({"How was it done?": "首件三检记录 J-1210"})
        liu.presses("Report a measure done")
        implements(liu, action)

    with desk.of(inspector()) as sun:
        early = {"Why is it certain already?": "寿命试验已通过"}
        checks(sun, action, "It works: verified", "出厂 214 台全检合格", **early)
        sun.finds_it("verified")
        sun.picture("action-verified")
        sun.follows(action, within=sun.section("Slips"))
        sun.sees("已验证", "出厂 214 台全检合格")

    steps.find_nothing_waiting(production, workshop, inspector)


def drafts(liu, serial):
    """The production record proposes 马德胜, and the table the amount."""
    liu.takes("Draft handling opinions", serial)
    liu.sees("made it, says the register", under="Production record")
    liu.fills_in({"Opinion": "未按工艺首检，建议从当月工资考核奖中扣除"})
    liu.presses("Sign and pass on")
    liu.finds_it("drafted by production")
    liu.sees("马德胜", "200.00", under="People concerned")
    return liu.heading()


def does(clerk, task, penalty, step, **answers):
    """The one step of the chain that waits for this person."""
    clerk.takes(task, penalty)
    clerk.follows(step)
    clerk.fills_in(answers)
    clerk.presses(step)


def test_who_answers_for_a_factory_fault_is_heard_before_the_director_decides(desk, faulty):
    serial = signed(faulty, "production").serial_number
    mistaken = penalty_at("assessed").number

    with desk.of(production()) as liu:
        penalty = drafts(liu, serial)

    with desk.of(after_sales()) as wang:
        does(wang, "Countersign handling opinions", penalty, "Countersign", Note="情况属实")

    with desk.of(workshop()) as ma:
        does(ma, "Respond to handling opinions", penalty, "Respond", Response="中心孔碰伤发生在热处理转序")

    with desk.of(assessment()) as shen:
        does(shen, "Assess handling opinions", penalty, "Assess", Assessment="认定清楚，金额适当")

    with desk.of(director()) as han:
        han.takes("Approve or dismiss penalties", penalty)
        han.sees("More than 20 % of the monthly wage: 马德胜", "中心孔碰伤发生在热处理转序", "认定清楚")
        han.picture("penalty-awaiting-the-director")
        han.follows("Approve the penalty")
        han.presses("Approve the penalty")
        answer = {"Reason": "工艺未作规定，不处理个人"}
        does(han, "Approve or dismiss penalties", mistaken, "Dismiss", **answer)
        han.finds_it("dismissed")

    with desk.of(finance()) as xu:
        answer = {"Payroll month and document": "2026-12 工资，GZ-1207"}
        does(xu, "Record deductions", penalty, "Record the deduction", **answer)
        xu.finds_it("deducted")
        xu.follows(penalty, within=xu.section("Slips"))
        xu.presses("Print")
        text = "".join(page.extract_text() for page in PdfReader(xu.saves("Save as PDF")).pages)
        for words in (penalty, "马德胜", "贰佰元整", "热处理转序", "韩振华", "GZ-1207"):
            assert words in text

    steps.find_nothing_waiting(assessment, director, finance)
