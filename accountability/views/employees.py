"""The people of the shop floor as a register: their wages are for assessment alone."""

from django.utils.translation import gettext_lazy as _

from accountability.models import Employee
from accountability.statuses import Capacity
from accountability.tables import EMPLOYEES
from aftersales.kit.list_pages import choice_field
from catalogue.statuses import Department
from warranty.forms.entries import EntryFilter
from warranty.views.registers import Register


class EmployeeFilter(EntryFilter[Employee]):
    department = choice_field(_("Department"), Department.choices)
    capacity = choice_field(_("Answers as"), Capacity.choices)
    lookups = {"department": "department", "capacity": "capacity"}
    fields_looked_at = ("name", "team", "number")


employees = Register(
    Employee,
    "employees",
    _("Employees"),
    ("name", "number", "team", "department", "capacity", "monthly_wage"),
    EmployeeFilter,
    "name",
    EMPLOYEES,
    ("name",),
)
