"""Who repairs what: taken on, handed over, time in each state, the board of the lead."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.bench.queries import loads, since, stays
from notices.models import Notice
from tests.actors import after_sales, finance, inspector, lead, person, salesperson, warehouse
from tests.factories import fresh, motor_at, repair
from tests.work import keys
from workflow.actions import perform
from workflow.guards import Forbidden
from workflow.models import Waiting

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def colleague():
    return person("li.na", "李娜", "after_sales")


def test_what_somebody_takes_on_waits_for_them_alone(colleague):
    motor = motor_at("repairing")
    assert ("repair" in keys(after_sales()), "repair" in keys(colleague)) == (True, True)
    perform(motor, "take_on", by=colleague)
    assert ("repair" in keys(after_sales()), "repair" in keys(colleague)) == (False, True)
    with pytest.raises(Forbidden, match="yours already"):
        perform(fresh(motor), "take_on", by=colleague)
    perform(fresh(motor), "take_on", by=after_sales())
    assert fresh(motor).repairer == after_sales()


def test_the_lead_hands_it_over_and_the_new_repairer_hears_of_it(browse, colleague):
    motor = perform(motor_at("repairing"), "take_on", by=after_sales())
    browser, url = browse(lead()), f"/motors/{motor.pk}/pass_to/"
    hidden = browser.get(url).context["form"].initial
    said = {name: hidden[name] for name in ("version", "key")}
    browser.post(url, said | {"repairer": colleague.pk, "note": "轴承室有划痕"})
    assert fresh(motor).repairer == colleague
    assert Notice.objects.filter(user=colleague, event__verb="pass_to").count() == 1
    page = browse(after_sales()).get(f"/motors/{motor.pk}/").content.decode()
    assert "轴承室有划痕" in page
    assert "李娜" in page


def test_handed_to_nobody_it_is_in_the_queue_again():
    motor = perform(motor_at("repairing"), "take_on", by=after_sales())
    motor = perform(motor, "pass_to", by=lead(), repairer=None)
    assert Waiting.objects.get(noun="motor", item_id=motor.pk, task="repair").person is None


def test_a_new_appraisal_is_nobodys_yet():
    motor = perform(motor_at("repairing"), "take_on", by=after_sales())
    motor = perform(motor, "reappraise", by=after_sales(), reason="拆检后发现另有故障")
    assert motor.repairer is None


def test_the_board_counts_who_has_how_much_and_what_is_late(browse):
    long_ago = timezone.localtime() - 20 * DAY
    late = perform(motor_at("repairing", at=long_ago), "take_on", by=after_sales(), at=long_ago)
    motor_at("awaiting_parts")
    repair(fresh(perform(motor_at("repairing"), "take_on", by=after_sales())))
    mine, queue = loads(lead(), timezone.localdate())
    assert (mine.person, mine.in_work, mine.inspecting, mine.late) == (after_sales(), 1, 1, 1)
    assert (queue.person, queue.waiting, queue.late) == (None, 1, 0)
    page = browse(lead()).get(f"/bench/?person={after_sales().pk}&overdue=on")
    assert [(motor, days) for motor, days in page.context["rows"]] == [(late, 20)]
    assert len(browse(lead()).get("/bench/?person=0").context["rows"]) == 1


def test_the_board_is_for_those_at_the_bench_and_who_lead(browse):
    answers = {who().username: browse(who()).get("/bench/").status_code for who in (after_sales, lead)}
    assert set(answers.values()) == {200}
    assert browse(warehouse()).get("/bench/").status_code == 403


def test_time_in_each_state_adds_up_over_several_stays():
    start = timezone.localtime() - 10 * DAY
    motor = motor_at("inspecting", at=start)
    motor = perform(motor, "fail_inspection", by=inspector(), reason="噪声大", at=start + 2 * DAY)
    motor = repair(fresh(motor), at=start + 3 * DAY)
    found = {
        stay.state: (stay.days, stay.here) for stay in stays(motor.events.order_by("id"), start + 5 * DAY)
    }
    assert found["inspecting"] == (4, True)
    assert found["repairing"] == (1, False)
    assert dict(since([motor.pk]))[motor.pk] == start + 3 * DAY


def test_own_cost_shows_to_who_may_also_of_a_free_repair(browse):
    motor = motor_at("inspecting")
    assert "Our own cost" in browse(finance()).get(f"/motors/{motor.pk}/").content.decode()
    for other in (warehouse(), salesperson()):
        assert "Our own cost" not in browse(other).get(f"/motors/{motor.pk}/").content.decode()
