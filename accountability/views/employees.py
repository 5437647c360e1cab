"""The people of the shop floor as a register: their wages are for assessment alone."""

from django.utils.translation import gettext_lazy as _

from accountability.models import Employee
from accountability.tables import EMPLOYEES
from warranty.forms.entries import EntryFilter
from warranty.views.registers import Register


class EmployeeFilter(EntryFilter):
    fields_looked_at = ("name", "team", "number")


employees = Register(
    Employee,
    "employees",
    _("Employees"),
    ("name", "number", "team", "department", "capacity", "monthly_wage"),
    EmployeeFilter,
    "name",
    EMPLOYEES,
)
