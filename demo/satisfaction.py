"""Three years of surveys: better every year, with what customers of small motors praise and complain of."""

import datetime as dt
import random

from aftersales.models import User
from aftersales.roles import Role
from demo.cases.performance import old_notices
from demo.stage import Stage, chapter
from satisfaction.actions import answer_by_link, hand_on, invite, plan_campaign, record
from satisfaction.models import Campaign, Improvement, Response, Target
from satisfaction.questions import KEYS
from satisfaction.scoring import ANSWERS, FAIR, GOOD, POOR
from workflow.actions import perform

# Per cent of (best, middle) answers to each question; the rest is the worst. One row a year, the last this one.
Mood = dict[str, tuple[int, int]]

MOODS: tuple[Mood, ...] = (
    {
        "quality": (58, 34),
        "delivery": (42, 44),
        "service": (40, 42),
        "price": (48, 46),
        "packaging": (44, 40),
    },
    {
        "quality": (64, 30),
        "delivery": (50, 42),
        "service": (58, 34),
        "price": (46, 48),
        "packaging": (56, 36),
    },
    {
        "quality": (70, 27),
        "delivery": (54, 41),
        "service": (74, 24),
        "price": (44, 49),
        "packaging": (68, 29),
    },
)
ANSWERING = (0.66, 0.74, 0.46)  # of the customers; the last survey is under way
HOURS = (9, 10, 11, 13, 14, 15, 16)  # nobody is called at noon
METHODS = ("phone", "phone", "visit", "visit", "forum")
POSITIONS = ("采购部", "设备科长", "厂长", "质检科", "生产部长", "仓库主管", "经理")
NAMES = ("王", "李", "张", "刘", "陈", "杨", "黄", "周", "吴", "徐", "孙", "马")
GIVEN = ("建军", "秀英", "国强", "志明", "丽华", "晓东", "海燕", "振华", "玉兰", "立新", "文斌", "春生")
PRAISE = (
    "用了几年，质量稳定，继续合作。",
    "售后来电及时，处理问题态度好。",
    "今年换了木箱后再没有碰伤。",
    "选型时技术人员给的建议很实用。",
)
WISHES = {
    "quality": ("碳刷寿命偏短，希望改进牌号。", "有两台噪声偏大，更换后正常，请加强出厂检验。"),
    "delivery": ("旺季交货比合同晚一周，请提前通知。", "急件希望能保证十天内发货。"),
    "service": ("返修周期偏长，希望先发周转机。", "电话打过去几次才找到人，希望固定联系人。"),
    "price": ("同型号比南方厂家高，批量希望有折扣。", "小批量价格希望再商量。"),
    "packaging": ("纸箱底部受潮后变形，希望改用木箱。", "轴伸防护套有脱落，运输中碰伤键槽。"),
}
DONE = {
    "quality": "更换碳刷牌号，首批 20 台跟踪三个月无异常，已电话告知客户。",
    "delivery": "旺季前备足常用型号毛坯，交期变动提前三天通知，客户认可。",
    "service": "指定专人联系，备周转电机四台，客户表示满意。",
    "price": "与客户另签年度协议，按量折扣。",
    "packaging": "改用加厚纸箱加托盘，跟踪两批到货无破损。",
}


@chapter("satisfaction")
def satisfaction(stage: Stage) -> str:
    """Two surveys that are closed, and one under way until the end of this year."""
    chance = stage.random("satisfaction")
    for n, mood in enumerate(MOODS):
        year = stage.today.year - len(MOODS) + 1 + n
        survey(stage, chance, year, mood, ANSWERING[n])
    stage.meanwhile(moment(stage.today, 0))
    old_notices(stage).filter(read_at=None).update(read_at=moment(stage.today - dt.timedelta(days=1), 8))
    people, improvements = Response.objects.count(), Improvement.objects.count()
    return f"{Campaign.objects.count()} surveys, {people} people, {improvements} improvements"


def survey(stage: Stage, chance: random.Random, year: int, mood: Mood, answering: float) -> None:
    """One year: planned, started, answered, and closed where the year is over."""
    manager = stage.people(Role.SALES_MANAGER)[0]
    surveyors = [*stage.people(Role.SALESPERSON), *stage.people(Role.SALES_COORDINATOR)]
    last = min(dt.date(year, 12, 20), stage.today - dt.timedelta(days=1))
    first = min(dt.date(year, 11, 3), last - dt.timedelta(days=16))
    opens_on, closes_on = first.replace(day=1), dt.date(year, 12, 31)
    facts = {"year": year, "opens_on": opens_on, "closes_on": closes_on, "reach": "either"}
    campaign = plan_campaign(facts, surveyors, by=manager, at=moment(first, 9))
    campaign = perform(campaign, "launch", by=manager, at=moment(first, 10))
    days = (last - first).days
    for target in campaign.targets.select_related("customer", "campaign", "surveyor").order_by("pk"):
        if chance.random() < answering:
            for _ in range(chance.choice((1, 1, 1, 2, 2, 3))):
                day = first + dt.timedelta(days=chance.randint(1, days))
                answer(chance, target, mood, moment(day, chance.choice(HOURS), chance.randint(0, 59)))
    if year < stage.today.year:
        see_to(stage, chance, campaign)
        perform(campaign, "close", by=manager, at=moment(dt.date(year, 12, 31), 16))
    else:
        use_links(chance, campaign, mood, moment(last, 15))


def moment(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """A time of day in the factory."""
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def answer(chance: random.Random, target: Target, mood: Mood, at: dt.datetime) -> None:
    """One person of a customer, unless somebody of the same name has answered."""
    name = target.customer.contact
    if target.responses.filter(respondent=name).exists():
        name = chance.choice(NAMES) + chance.choice(GIVEN)
    if target.responses.filter(respondent=name).exists():
        return
    facts = {
        "respondent": name,
        "position": chance.choice(POSITIONS),
        "method": chance.choice(METHODS),
        "surveyor": target.surveyor,
        "answered_on": at.date(),
    }
    record(target, facts | answers(chance, mood), by=target.surveyor, at=at)


def answers(chance: random.Random, mood: Mood) -> dict[str, str]:
    """Five answers of which one may be left out, and a comment that fits the worst of them."""
    given = {}
    for key in KEYS:
        good, fair = mood[key]
        given[key] = chance.choices(ANSWERS, (good, fair, 100 - good - fair))[0]
    if chance.random() < 0.12:
        given[chance.choice(KEYS)] = ""
    worst = next((key for answer in (POOR, FAIR) for key in KEYS if given[key] == answer), "")
    wish = chance.choice(WISHES[worst]) if worst and chance.random() < 0.6 else ""
    praise = chance.choice(PRAISE) if all(answer == GOOD for answer in given.values()) else ""
    return given | {"comments": wish or praise}


def see_to(stage: Stage, chance: random.Random, campaign: Campaign) -> None:
    """What was improved after a survey; one thing became a corrective action."""
    lead, quality = stage.people(Role.AFTER_SALES_LEAD)[0], stage.people(Role.QUALITY)[0]
    owners = {
        "quality": quality,
        "delivery": stage.people(Role.PRODUCTION)[0],
        "service": stage.people(Role.AFTER_SALES)[0],
        "price": stage.people(Role.SALES_COORDINATOR)[0],
        "packaging": stage.people(Role.DISPATCHER)[0],
    }
    rows = Improvement.objects.filter(response__target__campaign=campaign).select_related(*Improvement.reads)
    handed = False
    for improvement in rows.order_by("pk"):
        at = improvement.opened_at + dt.timedelta(days=2)
        if improvement.question == "packaging" and not handed and improvement.response.target.motor_models:
            handed = become_action(improvement, quality, at)
            stage.meanwhile(at)  # somebody takes it on
            continue
        assign(improvement, owners[improvement.question], lead, at)
        finished = improvement.opened_at + dt.timedelta(days=chance.randint(8, 26))
        perform(
            improvement,
            "finish",
            by=owners[improvement.question],
            at=finished,
            result=DONE[improvement.question],
        )


def assign(improvement: Improvement, owner: User, by: User, at: dt.datetime) -> None:
    due_on = at.date() + dt.timedelta(days=28)
    perform(
        improvement,
        "assign",
        by=by,
        at=at,
        owner=owner.pk,
        due_on=due_on,
        plan="与客户核实，提出办法并落实。",
    )


def become_action(improvement: Improvement, by: User, at: dt.datetime) -> bool:
    """A packaging fault of one model, seen to as a corrective action."""
    facts = {
        "model": improvement.response.target.motor_models[0],
        "defect": f"包装受潮变形（{at.year} 年满意度调查）",
        "defect_group": "T",
        "department": "sales",
        "problem": improvement.response.comments or "客户反映包装有明显缺陷。",
    }
    hand_on(improvement, facts, by=by, at=at)
    return True


def use_links(chance: random.Random, campaign: Campaign, mood: Mood, at: dt.datetime) -> None:
    """Three customers got a link; one of them has answered on the phone."""
    silent = campaign.targets.filter(responses=None).select_related("campaign", "customer", "surveyor")[:3]
    for n, target in enumerate(silent):
        earlier = at - dt.timedelta(days=1)
        _, token = invite(target, by=target.surveyor, respondent=target.customer.contact, at=earlier)
        if n == 0:
            answer_by_link(token, answers(chance, mood), at=at)
