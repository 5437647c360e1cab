"""Corrective actions in the words of the trade: from a factory fault to a measure that is shown to work (二.4)."""

import datetime as dt

import pytest
from django.utils import timezone

from accountability.actions import link, open_action
from accountability.models import CorrectiveAction, Occurrence
from notices.models import Notice
from notices.reminders import remind
from slips.models import Slip
from tests.accountability.factories import (
    action_at,
    action_of,
    by_hand,
    faulty_motor,
    finish_measures,
    implement,
    measure,
    now,
    plan,
    the_plan,
    verify,
)
from tests.actors import (
    admin,
    after_sales,
    director,
    engineer,
    inspector,
    lead,
    manager,
    production,
    salesperson,
    who_also_is,
    workshop,
)
from tests.factories import another_makers, appraised, fresh, motor_at
from tests.work import to_do
from workflow.actions import perform
from workflow.guards import Blocked, Forbidden
from workflow.timeline import events_of

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
SPRING = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


def a_month_ago():
    return timezone.now() - 30 * DAY


def lately():
    """A day after the measures of a month ago."""
    return timezone.localdate() - 7 * DAY


def notified_of(user, action):
    """What a person was told of an action, as verbs."""
    rows = Notice.objects.filter(user=user, event__subject="action", event__subject_id=action.pk)
    return [row.event.verb for row in rows.order_by("pk")]


def test_a_factory_fault_is_planned_implemented_verified_and_comes_back():
    first = faulty_motor("换向器偏心", at=SPRING)
    action = action_of(first)
    assert (action.status, action.issued_by, action.department) == ("issued", after_sales(), "machining")
    assert action.due_on == dt.date(2026, 3, 12)  # ten days for the plan
    assert "换向火花大" in action.problem
    assert "换向器跳动 ≤ 0.01 mm → 0.03 mm" in action.problem
    assert action.root_cause == "换向器精车时跳动超差"

    plan(action, at=SPRING + 3 * DAY)
    assert now(action).due_on == dt.date(2026, 3, 19)  # its last measure
    finish_measures(action, at=SPRING + 10 * DAY)
    implement(action, at=SPRING + 12 * DAY)
    assert now(action).due_on == dt.date(2026, 4, 13)  # thirty days to the check
    verify(action, at=SPRING + 42 * DAY)
    assert (now(action).status, now(action).due_on) == ("verified", None)

    made = (SPRING + 60 * DAY).date()
    second = faulty_motor("换向器偏心", at=SPRING + 100 * DAY, made=made)
    again = now(action)
    assert action_of(second) == action
    assert (again.status, again.cycle, again.verified_by) == ("issued", 2, None)
    row = Occurrence.objects.get(motor=second)
    assert row.recurrence
    assert row.verified_on == dt.date(2026, 4, 13)
    assert set(action.occurrences.values_list("case", flat=True)) == {first.case_id, second.case_id}
    assert "recur" in notified_of(
        workshop(), action
    )  # the owner of the measures; 刘福生, who planned them, signed last

    plan(now(action), at=SPRING + 105 * DAY)
    implement(now(action), at=SPRING + 110 * DAY)
    assert now(verify(action, at=SPRING + 140 * DAY)).status == "verified"


@pytest.mark.parametrize(
    ("confirmed", "reopens"),
    [
        (dt.datetime(2026, 10, 13, 9, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 10, 14, 9, tzinfo=dt.UTC), False),
    ],
)
def test_only_within_six_months_after_verification_is_it_a_recurrence(confirmed, reopens):
    action = action_of(faulty_motor("轴承异响", at=SPRING))
    plan(action, at=SPRING)
    implement(now(action), at=SPRING)
    verify(now(action), at=SPRING + 42 * DAY)  # 2026-04-13
    later = action_of(faulty_motor("轴承异响", at=confirmed, made=dt.date(2026, 3, 3)))
    assert (later == action) is reopens
    assert later.status == "issued"


def test_the_recurrence_is_shown_on_both_cases_the_motor_and_the_action(browse):
    first = faulty_motor("磁瓦脱落", at=a_month_ago())
    action = action_of(first)
    verify(implement(plan(action, at=a_month_ago()), at=a_month_ago()))
    second = faulty_motor("磁瓦脱落", made=lately())
    reader = browse(engineer())
    page = reader.get(action.get_absolute_url()).content.decode()
    assert "did not help" in page
    assert first.case.number in page
    assert second.case.number in page
    for address in (f"/cases/{second.case_id}/", f"/motors/{second.pk}/"):
        page = reader.get(address).content.decode()
        assert action.number in page
        assert "recurrence" in page
        assert first.case.number in page
    for case in (first.case_id, second.case_id):
        assert "reopened as ineffective" in reader.get(f"/cases/{case}/").content.decode()


def test_the_road_of_an_action_that_came_back_begins_anew(browse):
    action = action_of(faulty_motor("磁瓦裂", at=a_month_ago()))
    planned = plan(action, at=a_month_ago())
    steps = browse(engineer()).get(action.get_absolute_url()).context["steps"]
    assert [step.at for step in steps] == [planned.issued_at, planned.planned_at, None, None]
    verify(implement(planned, at=a_month_ago()))
    faulty_motor("磁瓦裂", made=lately())
    steps = browse(engineer()).get(action.get_absolute_url()).context["steps"]
    assert [step.current for step in steps] == [True, False, False, False]
    assert [step.at for step in steps] == [None] * 4


def test_a_further_motor_of_a_case_that_is_known_already_is_no_recurrence():
    motor = faulty_motor("端盖裂")
    action = action_of(motor)
    verify(implement(plan(action)))
    perform(fresh(motor), "reappraise", by=after_sales(), reason="拆检后再看一遍")
    appraised(fresh(motor), "repair_free", defect="端盖裂")
    assert now(action).status == "verified"


def test_the_same_defect_joins_the_open_action_however_it_is_spelt():
    action = action_of(faulty_motor("换向 火花大"))
    assert action_of(faulty_motor("换向火花大")) == action
    assert action.occurrences.count() == 2
    assert CorrectiveAction.objects.count() == 1


def test_another_model_or_defect_has_its_own_action():
    assert action_of(faulty_motor("轴弯")) != action_of(faulty_motor("绕组匝间短路"))


@pytest.mark.parametrize("outcome", ["repair_charged", "send_back", "intact"])
def test_what_is_not_the_factorys_fault_opens_no_action(outcome):
    appraised(motor_at("received", used=outcome != "intact"), outcome)
    assert not CorrectiveAction.objects.exists()


def test_what_another_factory_made_opens_no_action():
    appraised(motor_at("received", **another_makers()), "repair_charged", cause="factory")
    assert not CorrectiveAction.objects.exists()


def test_a_value_outside_the_contract_is_the_factorys_fault_whatever_its_cause():
    motor = appraised(motor_at("received"), "return", cause="none", spec_mismatch="on", defect="转速低")
    assert action_of(motor).defect == "转速低"


def test_a_fault_of_nobody_in_particular_is_planned_by_engineering():
    assert action_of(faulty_motor(liable_department="nobody")).department == "engineering"


def test_it_is_not_verified_while_a_measure_is_open():
    action = action_at("implemented")
    perform(action, "add_measure", by=production(), **measure("preventive", "推广到 110SZ"))
    with pytest.raises(Blocked, match="1 measure is not done yet"):
        verify(action)
    finish_measures(action)
    assert verify(action).status == "verified"


def test_it_is_not_implemented_while_a_measure_is_open():
    with pytest.raises(Blocked, match="2 measures are not done yet"):
        perform(action_at("planned"), "implement", by=production(), standards="")


def test_a_failed_verification_sends_it_back_with_the_evidence():
    action = action_at("implemented")
    perform(action, "fail_verification", by=inspector(), evidence="抽 10 台，2 台跳动超差")
    assert now(action).status == "planned"
    assert now(action).verification == "抽 10 台，2 台跳动超差"
    assert (now(action).implemented_by, now(action).implemented_at) == (None, None)
    assert now(action).due_on == timezone.localdate() + 10 * DAY
    assert "fail_verification" in notified_of(workshop(), action)


def test_issuer_planner_and_verifier_are_three_people_even_if_one_holds_every_role():
    boss = who_also_is(after_sales(), "production", "quality")
    action = action_at("issued")
    with pytest.raises(Forbidden, match="You issued this action"):
        perform(action, "plan", by=boss, **the_plan())
    planner = who_also_is(production(), "quality")
    implement(plan(action, by=planner))
    for person in (boss, planner):
        with pytest.raises(Forbidden, match="does not verify it"):
            verify(now(action), by=person)
    assert verify(now(action)).verified_by == inspector()


def test_who_implemented_it_neither_verifies_it_nor_is_asked_to():
    action = finish_measures(action_at("planned"))
    both = who_also_is(workshop(), "quality")
    done = perform(action, "implement", by=both, standards="")
    for verb in ("verify", "fail_verification"):
        with pytest.raises(Forbidden, match="does not verify it"):
            perform(done, verb, by=both, evidence="30 天内无同类反馈")
    assert (to_do(both, "verify_action"), to_do(inspector(), "verify_action")) == ([], [done])


def test_containment_does_not_wait_for_the_plan():
    action = action_at("issued")
    perform(action, "contain", by=after_sales(), **measure("containment", "库存全检，不合格隔离"))
    perform(action, "finish_measure", by=workshop(), measure=action.measures.get().pk, result="检 64 台")
    assert action.measures.get().done_by == workshop()
    assert now(action).status == "issued"


def test_a_plan_without_a_corrective_measure_is_none():
    action = action_at("issued")
    for measures in ([measure("containment", "库存全检")], []):
        with pytest.raises(Blocked, match="at least one corrective measure"):
            perform(action, "plan", by=production(), **the_plan() | {"measures": measures})
    assert now(action).status == "issued"


def test_a_further_measure_may_put_the_end_off_but_never_brings_it_forward():
    action = action_at("planned")
    planned = action.due_on
    perform(action, "add_measure", by=production(), **measure("preventive", "早做", days=1))
    assert now(action).due_on == planned
    perform(action, "add_measure", by=production(), **measure("preventive", "晚做", days=60))
    assert now(action).due_on == timezone.localdate() + 60 * DAY


def test_only_who_is_asked_to_report_a_measure_sees_the_button(browse):
    action = action_at("planned")
    for user, asked in ((workshop(), True), (inspector(), False)):
        page = browse(user).get(action.get_absolute_url()).content.decode()
        assert ("Report a measure done" in page) is asked


def test_nobody_reports_the_measure_of_somebody_else_done():
    action = action_at("issued")
    perform(action, "contain", by=after_sales(), **measure("containment", "停发", manager()))
    perform(action, "contain", by=after_sales(), **measure("containment", "全检"))
    theirs = action.measures.get(owner=manager())
    with pytest.raises(Blocked, match="not yours"):
        perform(action, "finish_measure", by=workshop(), measure=theirs.pk, result="停发")


def test_by_hand_it_is_opened_without_a_case_and_a_case_is_added():
    action = by_hand("quality")
    motor = motor_at("received")
    perform(action, "add_case", by=after_sales(), **link(motor.case, motor))
    assert [row.motor for row in action.occurrences.all()] == [motor]
    assert CorrectiveAction.objects.search(motor.serial_number).get() == action


def test_the_history_of_a_motor_says_that_it_joined_an_action():
    faulty_motor("键槽偏")
    joined = faulty_motor("键槽 偏")
    assert ("action", "add_case") in [
        (event.subject, event.verb) for event in events_of(joined, after_sales())
    ]


def test_no_second_one_is_opened_beside_an_open_one():
    action = action_of(faulty_motor("键槽偏"))
    facts = {"defect_group": "D", "department": "machining", "problem": "键槽偏 0.2"}
    with pytest.raises(Blocked, match=action.number):
        open_action(by=inspector(), model="90SZ03", defect="键槽 偏", **facts)


def test_only_after_sales_and_quality_open_one_by_hand():
    with pytest.raises(Forbidden):
        by_hand(by=admin())


def test_the_slip_follows_the_action_step_by_step():
    action = action_at("verified")
    slips = Slip.objects.filter(number=action.number).order_by("revision")
    assert [(slip.kind, slip.revision) for slip in slips] == [("JZ", n) for n in range(4)]
    assert [slip.void for slip in slips] == [True, True, True, False]
    facts = slips.last().facts
    assert [box["name"] for box in facts["signatures"]] == ["王立新", "刘福生", "孙静"]
    assert facts["verification"].startswith("30 天内出厂 214 台")
    assert facts["corrective"][0]["owner"] == "马德胜"
    assert facts["state"] == "已验证"


# -- on the pages -------------------------------------------------------------------------------------


def test_a_plan_is_written_on_its_page(browse):
    action = action_at("issued")
    browser = browse(production())
    assert action.number in browser.get("/").content.decode()
    form = browser.get(f"/actions/{action.pk}/plan/").context["form"]
    day = (timezone.localdate() + 7 * DAY).isoformat()
    sent = {"version": form["version"].value(), "key": form["key"].value(), "team": "刘福生"}
    sent |= {"root_cause": "中心孔碰伤", "measures-TOTAL_FORMS": "2", "measures-INITIAL_FORMS": "0"}
    row = {"kind": "corrective", "text": "转序加护套", "owner_id": str(workshop().pk), "due_on": day}
    sent |= {f"measures-0-{name}": value for name, value in row.items()} | {"measures-1-kind": "preventive"}
    missing = browser.post(f"/actions/{action.pk}/plan/", sent | {"measures-0-owner_id": ""})
    assert "Who does it, and by when?" in missing.content.decode()
    assert "转序加护套" in missing.content.decode()
    contained = browser.post(f"/actions/{action.pk}/plan/", sent | {"measures-0-kind": "containment"})
    assert "Plan at least one corrective measure." in contained.content.decode()
    assert "转序加护套" in contained.content.decode()
    assert browser.post(f"/actions/{action.pk}/plan/", sent).url == action.get_absolute_url()
    browser.post(f"/actions/{action.pk}/plan/", sent)  # a double click
    assert now(action).status == "planned"
    assert [row.text for row in action.measures.all()] == ["转序加护套"]
    assert "转序加护套" in browse(workshop()).get("/").content.decode()


def test_the_teams_page_names_the_department_that_plans(browse):
    action = action_of(faulty_motor(at=SPRING))
    late = browse(lead()).get("/team/").context["late"]
    whose = [who for row, who in late if row.item.title.startswith(action.number)]
    assert whose == ["production, workshop"]


def test_no_measure_is_put_on_a_day_that_has_passed(browse):
    action = action_at("planned")
    browser = browse(production())
    address = f"/actions/{action.pk}/add_measure/"
    form = browser.get(address).context["form"]
    sent = {"version": form["version"].value(), "key": form["key"].value(), "kind": "preventive"}
    sent |= {"text": "推广到 110SZ", "owner_id": workshop().pk, "due_on": timezone.localdate() - DAY}
    assert "This day has passed." in browser.post(address, sent).content.decode()
    assert browser.post(address, sent | {"due_on": timezone.localdate()}).status_code == 302


def test_the_worklist_leads_to_the_very_measure(browse):
    action = action_at("planned")
    browser = browse(workshop())
    last = action.measures.last()
    address = f"/actions/{action.pk}/finish_measure/?measure="
    assert f'href="{address}{last.pk}"' in browser.get("/").content.decode()
    assert browser.get(f"{address}{last.pk}").context["form"]["measure"].value() == str(last.pk)
    for unknown in ("", "0", "x"):
        chosen = browser.get(f"{address}{unknown}").context["form"]["measure"].value()
        assert chosen == action.measures.first().pk


def test_by_hand_from_a_motor_nothing_is_typed_twice(browse):
    motor = appraised(motor_at("received"), "repair_charged", defect="轴承卡死")
    browser = browse(inspector())
    form = browser.get(f"/actions/new/?motor={motor.pk}").context["form"]
    known = {name: form[name].value() or "" for name in form.fields}
    assert (known["model"], known["defect"], known["where"]) == ("90SZ03", "轴承卡死", motor.serial_number)
    sent = known | {"where": "没有这台"}
    assert "no returned motor of this number" in browser.post("/actions/new/", sent).content.decode()
    browser.post("/actions/new/", known)
    assert action_of(motor).issued_by == inspector()


def test_the_list_is_filtered_and_searched(browse):
    planned, issued = action_at("planned"), action_at("issued")
    browser = browse(inspector())
    for query, there, gone in (
        ("status=planned", planned, issued),
        (f"q={issued.number}", issued, planned),
        (f"q={planned.case.number}", planned, issued),
    ):
        page = browser.get(f"/actions/?{query}").content.decode()
        assert there.get_absolute_url() in page
        assert gone.get_absolute_url() not in page


def test_a_salesperson_sees_that_something_is_done_but_not_the_cases_of_others(browse):
    action = action_at("planned")
    browser = browse(salesperson())
    page = browser.get(f"/cases/{action.case_id}/").content.decode()
    assert action.number in page
    assert action.get_absolute_url() not in page
    assert browser.get(action.get_absolute_url()).status_code == 404


def test_an_overdue_measure_is_brought_before_those_whom_its_reminder_names():
    """Its owner reads that it was brought before the director, who must have heard of it."""
    director()
    action_at("planned")
    due_on = timezone.localdate() + 7 * DAY
    remind(timezone.make_aware(dt.datetime.combine(due_on + 8 * DAY, dt.time(12))))
    told = Notice.objects.filter(reminder__task="measure", reminder__level="director")
    assert {workshop(), director()} <= {row.user for row in told}
