"""The people of the factory as the tests know them: one for every role, and a second of some.

Each function gives the person, making them at the first call: ``perform(case, "submit", by=salesperson())``.
Everybody signs in with their username and ``PASSWORD``.
"""

from django.db.models import QuerySet

from aftersales.kit.prepared import prepared
from aftersales.models import RoleGrant, User
from aftersales.roles import Role

PASSWORD = "micro-motor-90SZ"


@prepared
def called(username: str) -> QuerySet[User]:
    """The person of this username."""
    return User.objects.filter(username=username)


@prepared
def grants_of(user: int) -> QuerySet[RoleGrant]:
    """What the person of this key may."""
    return RoleGrant.objects.filter(user=user)


def person(username: str, name: str, *roles: str) -> User:
    """The person of this username, read afresh; made with these roles if there is nobody yet."""
    for found in called(username):
        found.roles = frozenset(grant.role for grant in grants_of(found.pk))
        return found
    user = User.objects.create_user(username, password=PASSWORD, name=name)
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    return user


def who_also_is(user: User, *roles: str) -> User:
    """The same person holding further roles, as happens in a small factory."""
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    return User.objects.get(pk=user.pk)


def salesperson() -> User:
    return person("zhou", "周建国", Role.SALESPERSON)


def another_salesperson() -> User:
    return person("qian", "钱晓东", Role.SALESPERSON)


def coordinator() -> User:
    return person("wu", "吴秀英", Role.SALES_COORDINATOR)


def manager() -> User:
    return person("zheng", "郑海涛", Role.SALES_MANAGER)


def another_manager() -> User:
    return person("feng", "冯志远", Role.SALES_MANAGER)


def dispatcher() -> User:
    return person("chen", "陈大勇", Role.DISPATCHER)


def another_dispatcher() -> User:
    return person("jiang", "蒋小军", Role.DISPATCHER)


def after_sales() -> User:
    return person("wang", "王立新", Role.AFTER_SALES)


def another_after_sales() -> User:
    return person("yang", "杨帆", Role.AFTER_SALES)


def lead() -> User:
    return person("zhao", "赵国强", Role.AFTER_SALES_LEAD)


def engineer() -> User:
    return person("li", "李明远", Role.ENGINEERING)


def inspector() -> User:
    return person("sun", "孙静", Role.QUALITY)


def another_inspector() -> User:
    return person("cao", "曹玉梅", Role.QUALITY)


def production() -> User:
    return person("liu", "刘福生", Role.PRODUCTION)


def workshop() -> User:
    return person("ma", "马德胜", Role.WORKSHOP)


def warehouse() -> User:
    return person("he", "何桂兰", Role.WAREHOUSE)


def finance() -> User:
    return person("xu", "许敏", Role.FINANCE)


def another_finance() -> User:
    return person("lv", "吕芳", Role.FINANCE)


def assessment() -> User:
    return person("shen", "沈卫东", Role.ASSESSMENT)


def director() -> User:
    return person("han", "韩振华", Role.DIRECTOR)


def another_director() -> User:
    return person("qin", "秦志刚", Role.DIRECTOR)


def admin() -> User:
    return person("tang", "唐磊", Role.ADMIN)


def one_of_each_role() -> dict[str, User]:
    """A person for every role there is, each with that role alone."""
    people = (
        salesperson(), coordinator(), manager(), dispatcher(), after_sales(), lead(), engineer(),
        inspector(), production(), workshop(), warehouse(), finance(), assessment(), director(), admin(),
    )  # fmt: skip
    return dict(zip(Role.values, people, strict=True))
