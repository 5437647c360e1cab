"""Several motors at once: one form, one act a case, and a reason for each that may not go."""

import uuid

import pytest

from tests.actors import after_sales, dispatcher, person
from tests.factories import fresh, motors_at, repair
from workflow.actions import perform_many
from workflow.guards import Blocked
from workflow.models import Event, JointAct

pytestmark = pytest.mark.django_db


def page_of(browser, verb, motors):
    """The form for these motors, as it stands on the page."""
    page = browser.get(f"/motors/many/{verb}/", {"motor": [motor.pk for motor in motors]})
    assert page.status_code == 200
    return page


def sent(page, motors, **said):
    """What the browser sends from the page with these motors ticked."""
    form = {"key": uuid.uuid4(), "motor": [motor.pk for motor in motors]}
    form |= {"offered": [entry.motor.pk for entry in page.context["entries"]]}
    form |= {f"{entry.motor.pk}-version": entry.motor.version for entry in page.context["entries"]}
    return form | said


WORK = {"work_done": "更换碳刷，精车换向器", "labour": "80", "parts-TOTAL_FORMS": "1", "parts-INITIAL_FORMS": "0",
        "parts-0-name": "碳刷", "parts-0-quantity": "2", "parts-0-unit_price": "15"}  # fmt: skip


def test_three_motors_are_repaired_with_one_form_and_each_has_its_event_and_its_record(browse):
    motors, browser = motors_at("repairing", 3), browse(after_sales())
    page = page_of(browser, "finish_repair", motors)
    form = sent(page, motors, **WORK)
    answer = browser.post("/motors/many/finish_repair/", form)
    assert answer.status_code == 302
    assert [fresh(motor).status for motor in motors] == ["inspecting"] * 3
    act = JointAct.objects.get()
    assert act.events.filter(verb="finish_repair").count() == 3
    assert {motor.repairs.get().parts.get().name for motor in motors} == {"碳刷"}
    # Sent again, it has no second effect and leads to the same place.
    again = browser.post("/motors/many/finish_repair/", form)
    assert (again.status_code, again.url) == (302, answer.url)
    assert Event.objects.filter(verb="finish_repair").count() == 3
    assert "Done" in browser.get(answer.url).content.decode()


def test_who_repaired_a_motor_does_not_inspect_it_and_it_is_left_out_with_the_reason():
    mine, other = motors_at("repairing", 2)
    repair(mine, by=after_sales())
    repair(other, by=inspector_who_repairs())
    act = perform_many(
        [fresh(mine), fresh(other)],
        "pass_inspection",
        {mine.pk: {"findings": "合格"}, other.pk: {"findings": "合格"}},
        by=inspector_who_repairs(),
    )
    assert [fresh(motor).status for motor in (mine, other)] == ["ready_to_ship", "inspecting"]
    assert [(key, reason) for key, _name, reason in act.left_out] == [
        (other.pk, "You repaired this motor; somebody else must inspect it.")
    ]


def inspector_who_repairs():
    return person("bai", "白晓峰", "after_sales", "quality")


def test_where_none_may_go_nothing_is_written():
    motors = motors_at("received", 2)
    with pytest.raises(Blocked):
        perform_many(motors, "ship", {motor.pk: {} for motor in motors}, by=dispatcher())
    assert not JointAct.objects.exists()
