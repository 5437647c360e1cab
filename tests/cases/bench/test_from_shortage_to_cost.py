"""The journey of a part: missing, on the list, ordered, arrived, in repair with the date unchanged, used, its cost."""

from decimal import Decimal

import pytest

from cases.models import MissingPart
from catalogue.models import Failure, Part
from catalogue.starting import begin
from tests.actors import after_sales
from tests.factories import appraised, fresh, motor_at
from workflow.models import PolicyEdition

pytestmark = pytest.mark.django_db


def sent(browser, url, **typed):
    hidden = browser.get(url).context["form"].initial
    rows = {f"parts-{name}": value for name, value in (("TOTAL_FORMS", 4), ("INITIAL_FORMS", 0))}
    data = {name: hidden[name] for name in ("version", "key")} | rows | typed
    return browser.post(url, data, follow=True)


def test_from_the_missing_part_to_its_cost(browse):
    begin()
    PolicyEdition.objects.create(name="2026", effective_from="2000-01-01", values={"hour_cost": 90})
    code, bearing = Failure.objects.get(code="N01"), Part.objects.get(number="ZC-629")
    motor = appraised(
        motor_at("received"), "repair_free", parts_complete="", missing_parts="ZC-629 2", failure=code.pk
    )
    due_on = motor.due_on
    assert motor.status == "awaiting_parts"

    browser, key = browse(after_sales()), MissingPart.objects.get().pk
    assert "not ordered yet" in browser.get("/missing-parts/").content.decode()
    browser.post(f"/missing-parts/{key}/order/", {"ordered_from": "青岛轴承", "expected_on": "2026-12-09"})
    assert "青岛轴承" in browser.get("/missing-parts/").content.decode()
    browser.post(f"/missing-parts/{key}/arrived/", {"pieces": "2"})
    motor = fresh(motor)
    assert (motor.status, motor.due_on) == ("repairing", due_on)

    page = browser.get(f"/motors/{motor.pk}/repair/")
    assert str(bearing) in page.context["part_names"]
    assert page.context["form"]["minutes"].value() == code.minutes
    sent(
        browser,
        f"/motors/{motor.pk}/repair/",
        **{
            "work_done": "更换轴承两只", "labour": "0", "minutes": "40",
            "parts-0-name": str(bearing), "parts-0-quantity": "2", "parts-0-old_part": "kept",
            "parts-1-name": "润滑脂", "parts-1-unit_price": "3.50",
        },
    )  # fmt: skip
    motor = fresh(motor)
    assert motor.status == "inspecting"
    used = motor.repair.parts.get(part=bearing)
    assert (used.quantity, used.unit_cost, used.old_part) == (2, bearing.price, "kept")
    assert motor.repair.cost[:2] == (2 * bearing.price + Decimal("3.50"), Decimal("60.00"))
    assert motor.amount_due == 0
    assert "60.00" in browser.get(f"/motors/{motor.pk}/").content.decode()
