"""A factory to try things out with: the people here, and a chapter from everything that has one to tell.

Chapters are told in the order of CHAPTERS, so a later one finds in the database what the earlier ones have
made. Everything follows from the seed and the day: no chapter looks at the clock, and the story ends on the
evening before ``today``.
"""

import datetime as dt
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import translation

from aftersales.models import RoleGrant, User
from aftersales.roles import Role
from aftersales.views import DEMO_PASSWORD

Act = Callable[[dt.datetime], object]


@dataclass
class Stage:
    """What every chapter is told with."""

    today: dt.date
    seed: int = 1
    cases: int = 90
    say: Callable[[str], object] = print
    progress: Callable[[int], object] = id  # is told how many cases are through
    _people: dict[str, list[User]] = field(default_factory=dict)

    def random(self, chapter: str) -> random.Random:
        """A chapter's own stream of chance, so that one more chapter changes none of the others."""
        return random.Random(f"{self.seed} {chapter}")  # noqa: S311  (a story, not a secret)

    def people(self, role: str) -> list[User]:
        """Everybody who holds a role, in the order of PEOPLE."""
        if role not in self._people:
            holders = User.objects.filter(grants__role=role, is_demo=True).prefetch_related("grants")
            self._people[role] = list(holders.order_by("pk"))
        return self._people[role]

    _acts: list[Act] = field(default_factory=list)

    def meanwhile(self, moment: dt.datetime) -> None:
        """Let whoever reacts to what has been told so far do what they do until this moment."""
        if not self._acts:
            self._acts += [begin(self) for begin in _reactions]
        for act in self._acts:
            act(moment)


Chapter = Callable[[Stage], str]
Reaction = Callable[[Stage], Act]

_chapters: list[tuple[str, Chapter]] = []
_reactions: list[Reaction] = []


def chapter(title: str) -> Callable[[Chapter], Chapter]:
    """Add a chapter to the story. It returns what it has told, in a few words."""

    def register(play: Chapter) -> Chapter:
        _chapters.append((title, play))
        return play

    return register


def reaction(begin: Reaction) -> Reaction:
    """Let an app react while earlier chapters are told, in the order of time.

    It is begun once a stage, and gives what is called with each moment that the story has come to.
    """
    _reactions.append(begin)
    return begin


CHAPTERS = (
    "demo.register",
    "demo.catalogue",
    "demo.cases",
    "demo.cases.paper",
    "demo.accountability",
    "demo.satisfaction",
    "demo.figures",
)


def tell_all(stage: Stage) -> None:
    """Tell every chapter in Chinese, or nothing at all where one fails."""
    with transaction.atomic(), translation.override("zh-hans"):
        for module in CHAPTERS:
            import_module(module)
        for title, play in _chapters:
            began = time.monotonic()
            summary = play(stage)
            stage.say(f"{title}: {summary} ({time.monotonic() - began:.1f} s)")


class Person(NamedTuple):
    """One row of PEOPLE; ``regions`` are those that a salesperson covers."""

    username: str
    name: str
    roles: tuple[Role, ...]
    phone: str
    regions: tuple[str, ...] = ()


R = Role
# The sales manager leads the after-sales group beside its own lead (一: 以销售为主), so that somebody else
# can decide when the lead herself asks for an extension.
PEOPLE = (
    Person("zhou.jianguo", "周建国", (R.SALESPERSON,), "136 0000 1101", ("华北", "东北")),
    Person("liu.min", "刘敏", (R.SALESPERSON,), "136 0000 1102", ("华东",)),
    Person("chen.zhiyuan", "陈志远", (R.SALESPERSON,), "136 0000 1103", ("华南", "华中")),
    Person("ma.lijuan", "马丽娟", (R.SALESPERSON,), "136 0000 1104", ("西北", "西南")),
    Person("sun.yan", "孙艳", (R.SALES_COORDINATOR,), "136 0000 1110"),
    Person("wang.haitao", "王海涛", (R.SALES_MANAGER, R.AFTER_SALES_LEAD), "136 0000 1120"),
    Person("zhao.gang", "赵刚", (R.DISPATCHER,), "136 0000 1130"),
    Person("xu.ming", "徐明", (R.AFTER_SALES,), "136 0000 1141"),
    Person("gao.xiulan", "高秀兰", (R.AFTER_SALES, R.AFTER_SALES_LEAD), "136 0000 1140"),
    Person("zhang.peng", "张鹏", (R.ENGINEERING,), "136 0000 1150"),
    Person("luo.jing", "罗静", (R.ENGINEERING,), "136 0000 1151"),
    Person("han.mei", "韩梅", (R.QUALITY,), "136 0000 1160"),
    Person("yu.tao", "于涛", (R.QUALITY,), "136 0000 1161"),
    Person("dong.qiang", "董强", (R.PRODUCTION,), "136 0000 1170"),
    Person("jiang.bo", "姜波", (R.PRODUCTION,), "136 0000 1171"),
    Person("cui.lei", "崔磊", (R.WORKSHOP,), "136 0000 1180"),
    Person("pang.fei", "庞飞", (R.WORKSHOP,), "136 0000 1181"),
    Person("shao.jun", "邵军", (R.WORKSHOP,), "136 0000 1182"),
    Person("tian.yu", "田玉", (R.WAREHOUSE,), "136 0000 1190"),
    Person("bai.xue", "白雪", (R.FINANCE,), "136 0000 1191"),
    Person("qin.feng", "秦峰", (R.ASSESSMENT,), "136 0000 1192"),
    Person("shan.guoliang", "单国梁", (R.DIRECTOR,), "136 0000 1100"),
    Person("admin", "系统管理员", (R.ADMIN,), ""),
)


@chapter("people")
def people(stage: Stage) -> str:
    """Everybody in PEOPLE, with one password that is hashed once: argon2 is slow on purpose."""
    password = make_password(DEMO_PASSWORD)
    users = User.objects.bulk_create(account(person, password) for person in PEOPLE)
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=role)
        for user, person in zip(users, PEOPLE, strict=True)
        for role in person.roles
    )
    return f"{len(users)}, every role at least once, password “{DEMO_PASSWORD}”"


def account(person: Person, password: str) -> User:
    """A demo account; the administrator may enter Django's admin as well."""
    is_admin = Role.ADMIN in person.roles
    return User(
        username=person.username,
        name=person.name,
        phone=person.phone,
        password=password,
        is_demo=True,
        is_staff=is_admin,
        is_superuser=is_admin,
    )
