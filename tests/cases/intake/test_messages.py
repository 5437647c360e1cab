"""A pasted message becomes a draft: what the register recognises is proposed, the rest is the problem."""

import pytest

from cases.intake.messages import read_message
from cases.models import Case
from tests.actors import salesperson
from tests.factories import product, registered

pytestmark = pytest.mark.django_db

MESSAGE = """您好，青岛海纳包装机械有限公司
电机型号：90SZ03，编号 ２６０９０４－０００１
启动后换向火花大，轴承异响。
联系电话：138 0532 1234"""


def test_number_model_phone_and_customer_are_found_and_the_rest_is_the_problem():
    registered("260904-0001")
    found = read_message(MESSAGE)
    assert found["serial_number"] == "260904-0001"
    assert (found["model"], found["phone"]) == ("90SZ03", "138 0532 1234")
    assert found["customer_name"] == "青岛海纳包装机械有限公司"
    assert "启动后换向火花大，轴承异响" in found["problem"]
    assert "1234" not in found["problem"]
    assert "90SZ03" not in found["problem"]


def test_a_number_that_only_looks_like_one_of_ours_is_taken_if_there_is_no_better():
    assert read_message("编号260904-0009 不转")["serial_number"] == "260904-0009"
    registered("260904-0001")
    assert read_message("260904-0009 和 260904-0001")["serial_number"] == "260904-0001"


def test_several_motors_are_a_quantity_and_stay_to_be_read():
    registered("260904-0001"), registered("260904-0002")
    found = read_message("260904-0001、260904-0002 两台都不转")
    assert (found["serial_number"], found["quantity"]) == ("260904-0001", "2")
    assert "260904-0002" in found["problem"]


@pytest.mark.parametrize("text", ["", "   ", "你好", "0" * 4000, "😀" * 500, "\x00\u202e", "a" * 9000])
def test_any_text_is_read(text):
    assert set(read_message(text)) <= {
        "problem",
        "serial_number",
        "quantity",
        "phone",
        "model",
        "customer_name",
    }


def test_a_message_fills_the_form_and_what_was_typed_stays(browse):
    entry = registered("260904-0001")
    product("110SZ53")
    form = {
        "paste": "1",
        "message": MESSAGE,
        "kind": "quality_problem",
        "model": "110SZ53",
        "problem": "先前写的",
    }
    page = browse(salesperson()).post("/cases/new/", form)
    values = {
        name: page.context["form"][name].value()
        for name in ("serial_number", "model", "customer_name", "phone")
    }
    assert values == {
        "serial_number": "260904-0001", "model": "110SZ53", "customer_name": entry.consignee.name,
        "phone": "138 0532 1234",
    }  # fmt: skip
    assert page.context["form"]["problem"].value().startswith("先前写的\n")
    assert "From the message; please check it" in page.content.decode()
    assert not Case.objects.exists()
    assert not page.context["form"].errors
