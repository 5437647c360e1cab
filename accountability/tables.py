"""The employees of the shop floor as a table."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from accountability.models import Employee
from accountability.statuses import Capacity
from aftersales.kit.tables import Column
from aftersales.kit.tables.cells import amount, name, one_of, text
from aftersales.models import User
from catalogue.statuses import Department
from warranty.models.entry import folded
from warranty.tables import IN_USE, ByName, known_in, register_table


def accounts() -> ByName:
    """People with an account, by folded name."""
    found: dict[str, list[User]] = {}
    for person in User.objects.filter(is_active=True):
        found.setdefault(folded(str(person)), []).append(person)
    return found


DEPARTMENTS = {
    "装配部": "assembly", "品质部": "quality", "品管部": "quality",
    "技术部": "engineering", "技术": "engineering", "装配": "assembly", "总装": "assembly", "总装车间": "assembly",
    "绕线": "winding", "嵌线": "winding", "机加工": "machining", "金工": "machining", "采购": "purchasing",
    "采购部": "purchasing", "质检": "quality", "质检部": "quality", "质量部": "quality", "销售": "sales",
    "销售部": "sales",
}  # fmt: skip


EMPLOYEES = register_table(
    Employee,
    "employees",
    gettext_lazy("Employees of the register"),
    (
        Column(
            "name", pgettext_lazy("person", "name"), text(60), needed=True,
            also=("姓名", "名称", "员工姓名", "名字", "员工", "Employee"),
            example=gettext_lazy("Zhang San"), telling=known_in(Employee, "name"),
            common=("name", "姓名", "名称", "名字"),
        ),
        Column("number", gettext_lazy("staff number"), name(20), also=("工号", "员工编号", "职工号"), example="0815"),
        Column(
            "department", gettext_lazy("department"), one_of(dict(Department.choices), DEPARTMENTS),
            also=("部门", "责任部门", "所在部门", "车间"),
            words=lambda value: str(Department(value).label), example=Department.ASSEMBLY.label, width=20,
        ),
        Column("team", gettext_lazy("team"), text(40), also=("班组", "生产班组"), example=gettext_lazy("assembly 1")),
        Column(
            "capacity", gettext_lazy("answers as"), one_of(dict(Capacity.choices), {
                "责任人": "responsible", "直接责任人": "responsible", "班组长": "team_leader", "班长": "team_leader",
                "组长": "team_leader",
                "车间主任": "workshop_head", "部门负责人": "department_head",
            }),
            blank=Capacity.RESPONSIBLE.value, words=lambda value: str(Capacity(value).label), width=20,
            also=("责任身份", "身份", "职务"), example=Capacity.RESPONSIBLE.label,
        ),
        Column("user", gettext_lazy("account"), text(60), blank=None, also=("账号", "系统账号")),
        Column(
            "monthly_wage", gettext_lazy("monthly wage (CNY)"), amount(8), blank=None, also=("月工资", "工资"),
            permission="employee.view_wage",
        ),
        IN_USE,
    ),
    (("name",),),
    "employees",
    things=lambda: {"user": accounts()},
)  # fmt: skip
