"""The table of amounts. Actions, penalties and employees are not here: they have doors of their own."""

from django.contrib import admin

from accountability.models import PenaltyRate


@admin.register(PenaltyRate)
class PenaltyRateAdmin(admin.ModelAdmin):
    list_display = ["fault_class", "capacity", "amount"]
    list_filter = ["fault_class"]
