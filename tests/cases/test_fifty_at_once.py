"""Fifty motors in one act: what the processor takes for the form, the act, its events, slips and notices."""

from html.parser import HTMLParser
from time import process_time

import pytest
from django.utils import timezone

from slips.models import Slip
from tests.actors import (
    after_sales,
    coordinator,
    dispatcher,
    engineer,
    finance,
    inspector,
    manager,
    production,
    salesperson,
)
from tests.factories import LEDGER_LINE, TICKS, WAYBILL, fresh, motors_at
from workflow.models import JointAct

pytestmark = [pytest.mark.django_db, pytest.mark.long]

FIFTY, MOST_SECONDS = 50, 1.5

FINDINGS = {
    "own_product": "on", "affects_use": "on", "parts_complete": "on", "symptom": "换向火花大", "defect_group": "C",
    "defect": "换向器偏心", "cause_text": "换向器精车时跳动超差", "liable_department": "machining",
    "remedy": "更换转子和碳刷", "used": "on",
}  # fmt: skip
SIGNED = [("sign_appraisal", who, {}) for who in (after_sales, engineer, inspector, production)]
CHARGED = (
    ("draft_appraisal", after_sales, FINDINGS | TICKS["repair_charged"]),
    *SIGNED,
    ("quote", after_sales, {"material_fee": "120", "labour_fee": "80"}),
    ("accept_quote", salesperson, {"who": "孙志强", "how": "phone"}),
    ("finish_repair", after_sales, {"work_done": "精车换向器", "labour": "80"}),
    ("pass_inspection", inspector, {"findings": "空载电流 0.42 A，合格"}),
    ("record_payment", finance, {"reference": "收据 0001187"}),
    ("ship", dispatcher, WAYBILL),
    ("confirm_delivery", salesperson, {"delivered_on": timezone.localdate()}),
)
TAKEN_BACK = (
    ("draft_appraisal", after_sales, FINDINGS | TICKS["return"] | {"hours_used": ""}),
    *SIGNED,
    ("draft_return", coordinator, LEDGER_LINE),
    ("approve_return", manager, {}),
    (
        "prepare_transfer",
        after_sales,
        {"to_workshop": "装配车间", "instruction": "更换转子", "due_on": timezone.localdate()},
    ),
    ("transfer", production, {}),
    ("rework", production, {"result": "更换转子，复检合格"}),
)


class Sent(HTMLParser):
    """What the browser sends of a page: the fields of its forms as they stand there."""

    def __init__(self, page):
        super().__init__()
        self.fields = {}
        self.feed(page.content.decode())

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        chosen = said.get("type") not in ("checkbox", "radio") or "checked" in said
        if tag == "input" and "name" in said and chosen:
            self.fields.setdefault(said["name"], []).append(said.get("value") or "")


@pytest.mark.parametrize("life", [CHARGED, TAKEN_BACK], ids=["charged", "taken back"])
def test_each_act_of_fifty_motors_takes_at_most_a_second_and_a_half(life, browse, capsys):
    motors = motors_at("received", FIFTY)
    taken = {}
    for verb, who, told in life:
        browser, url = browse(who()), f"/motors/many/{verb}/"
        form = Sent(browser.get(url, {"motor": [motor.pk for motor in motors]})).fields | told
        begun = process_time()
        answer = browser.post(url, form)
        taken[f"{verb} {who.__name__}"] = process_time() - begun
        assert answer.status_code == 302, answer.context["form"].errors
        assert JointAct.objects.latest("at").left_out == []
    with capsys.disabled():
        print("", *(f"{name:30} {seconds:.2f} s" for name, seconds in taken.items()), sep="\n")
    assert {fresh(motor).status for motor in motors} == {"delivered" if life is CHARGED else "restocked"}
    assert Slip.objects.filter(kind="JD").get().motors.count() == FIFTY
    assert max(taken.values()) <= MOST_SECONDS
