"""The table of amounts and the people of the shop floor. Actions and penalties are not here: only acts change them."""

from django.contrib import admin

from accountability.models import Employee, PenaltyRate
from aftersales.kit.form_fields import CLEAN


@admin.register(PenaltyRate)
class PenaltyRateAdmin(admin.ModelAdmin):
    list_display = ["fault_class", "capacity", "amount"]
    list_filter = ["fault_class"]


@admin.register(Employee)
class EmployeeAdmin(admin.ModelAdmin):
    formfield_overrides = CLEAN
    list_display = ["name", "team", "department", "capacity", "user"]
    list_filter = ["capacity", "department", "team"]
    search_fields = ["name", "team"]
    autocomplete_fields = ["user"]
    list_select_related = ["user"]
