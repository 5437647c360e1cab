"""The register of motors as the administration takes it in from a spreadsheet."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets
from import_export.admin import ImportExportModelAdmin

from aftersales.kit.form_fields import Identifier
from aftersales.kit.spreadsheets import Cell, SafeXLSX
from warranty.models import Customer, Motor, Product


class YesNo(widgets.BooleanWidget):
    """A tick as people write it in a spreadsheet, 是 or 否."""

    TRUE_VALUES = [*widgets.BooleanWidget.TRUE_VALUES, "是", "有", "√", "yes", "Yes", "YES"]
    FALSE_VALUES = [*widgets.BooleanWidget.FALSE_VALUES, "否", "无", "no", "No", "NO", ""]


class Known(widgets.ForeignKeyWidget):
    """A customer or model by its name; an unknown one is refused with what to do."""

    def clean(self, value: Cell, row: Mapping[str, Cell] | None = None, **kwargs: Any) -> Any:
        try:
            return super().clean(value, row, **kwargs)
        except self.model.DoesNotExist:
            raise ValueError(
                _("“%(value)s” is not among the %(kind)s. Correct the name, or enter it there first.")
                % {"value": value, "kind": self.model._meta.verbose_name_plural}
            ) from None


class Day(widgets.DateWidget):
    """A day as a spreadsheet has it, or written YYYY-MM-DD."""

    def __init__(self) -> None:
        super().__init__("%Y-%m-%d")

    def clean(self, value: Cell, row: Mapping[str, Cell] | None = None, **kwargs: Any) -> Any:
        try:
            return super().clean(value, row, **kwargs)
        except ValueError:
            raise ValueError(
                _("“%(value)s” is no date; write it as 2026-03-15.") % {"value": value}
            ) from None


class Number(widgets.CharWidget):
    """A number that things are found by, of characters that one sees."""

    def clean(self, value: Cell, row: Mapping[str, Cell] | None = None, **kwargs: Any) -> Any:
        try:
            return Identifier(required=False).clean(super().clean(value, row, **kwargs))
        except ValidationError as error:
            raise ValueError(error.messages[0]) from None


class MotorResource(resources.ModelResource):
    """The register as a spreadsheet: headings in Chinese, customers and models by name."""

    serial_number = fields.Field("serial_number", "出厂编号", Number())
    product = fields.Field("product", "型号", Known(Product, "model"))
    ex_factory_date = fields.Field("ex_factory_date", "出厂日期", Day())
    consignee = fields.Field("consignee", "收货单位", Known(Customer, "name"))
    document = fields.Field("document", "合同或送货单", Number())
    custom_made = fields.Field("custom_made", "专门定做", YesNo())
    produced_on = fields.Field("produced_on", "生产日期", Day())
    production_shift = fields.Field("production_shift", "生产班组")
    responsible_person = fields.Field("responsible_person", "责任人")

    class Meta:
        model = Motor
        import_id_fields = ["serial_number"]
        skip_unchanged = True
        use_bulk = True
        fields = (
            "serial_number", "product", "ex_factory_date", "consignee", "document", "custom_made",
            "produced_on", "production_shift", "responsible_person",
        )  # fmt: skip


@admin.register(Motor)
class MotorAdmin(ImportExportModelAdmin):
    """To look at, and to take in a spreadsheet; entries are changed on the pages of the register."""

    resource_classes = [MotorResource]
    formats = [SafeXLSX]
    list_display = ["serial_number", "product", "ex_factory_date", "consignee", "custom_made"]
    list_filter = ["product", "custom_made"]
    list_select_related = ["product", "consignee"]
    search_fields = ["serial_number__startswith"]
    date_hierarchy = "ex_factory_date"
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Motor | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Motor | None = None) -> bool:
        return False
