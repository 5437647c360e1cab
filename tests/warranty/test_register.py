"""The register from a spreadsheet: what is wrong with a row is said so that people can put it right."""

import pytest
import tablib
from django.utils import translation

from tests.factories import customer, product
from warranty.admin import MotorResource
from warranty.models import Motor

pytestmark = pytest.mark.django_db

HEADS = [
    "出厂编号",
    "型号",
    "出厂日期",
    "收货单位",
    "合同或送货单",
    "专门定做",
    "生产日期",
    "生产班组",
    "责任人",
]


def imported(**cells):
    """What the import of one row says is wrong."""
    row = {
        "出厂编号": "260315-0042",
        "型号": product().model,
        "出厂日期": "2026-03-15",
        "收货单位": customer().name,
        "专门定做": "否",
    }
    sheet = tablib.Dataset([(row | cells).get(head, "") for head in HEADS], headers=HEADS)
    result = MotorResource().import_data(sheet)
    assert not result.has_errors(), [error.error for row in result.rows for error in row.errors]
    return [message for row in result.invalid_rows for message in row.error.messages]


def test_a_row_that_is_right_enters_the_register():
    assert imported() == []
    assert Motor.objects.get().consignee == customer()


@pytest.mark.parametrize(
    ("cell", "value", "complaint"),
    [
        ("收货单位", "查无此厂", "“查无此厂”不在客户名单中。请改正名称，或先录入。"),
        ("型号", "90SZ99", "“90SZ99”不在产品名单中。请改正名称，或先录入。"),
        ("出厂日期", "去年三月", "“去年三月”不是日期，请写成 2026-03-15。"),
    ],
)
def test_what_the_register_does_not_know_is_named_in_chinese(cell, value, complaint):
    with translation.override("zh-hans"):
        assert imported(**{cell: value}) == [complaint]
    assert not Motor.objects.exists()
