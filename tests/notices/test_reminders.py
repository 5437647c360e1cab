"""Reminders: before the day, on it, and further up for every day that work is late."""

import datetime as dt

import pytest

from cases.models import ReturnedMotor
from notices.models import Delivery, Notice, Reminder
from notices.planning import plan
from notices.policy import NoticePolicy
from notices.reminders import levels_at, remind
from notices.sending import send
from tests.actors import (
    after_sales,
    another_salesperson,
    director,
    lead,
    manager,
    salesperson,
    workshop,
)
from tests.factories import ask_extension, case_at, fresh, motor_at, repair
from workflow.actions import perform
from workflow.models import PolicyEdition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]

DUE = dt.date(2026, 11, 20)


def at_noon(day):
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.timezone(dt.timedelta(hours=8)))


def days(count):
    return dt.timedelta(days=count)


@pytest.fixture(scope="module")
def made(made_once):
    for superior in (lead, manager, director):
        superior()
    return motor_at("repairing", at=at_noon(DUE) - days(7))


@pytest.fixture
def motor(db, made):
    """A motor under repair, and everybody to whom it may be brought. The factory is otherwise idle."""
    assert made.due_on == DUE
    return fresh(made)


def reminded(day):
    """Whom a run on this day reminds of repairing, and at which level."""
    before = set(Notice.objects.values_list("pk", flat=True))
    remind(at_noon(day))
    new = Notice.objects.exclude(pk__in=before).filter(reminder__task="repair")
    return {(notice.user.name, notice.reminder.level) for notice in new}


WANG, ZHAO, ZHENG, HAN = (
    "王立新",
    "赵国强",
    "郑海涛",
    "韩振华",
)  # after-sales, its lead, sales manager, director


def test_work_is_brought_higher_the_longer_it_is_late(motor):
    assert {day: reminded(DUE + days(day)) for day in range(-4, 10)} == {
        -4: set(),
        -3: set(),
        -2: {(WANG, "soon")},
        -1: set(),
        0: {(WANG, "due")},
        1: {(WANG, "lead"), (ZHAO, "lead")},
        2: set(),
        3: {(who, "manager") for who in (WANG, ZHAO, ZHENG)},
        4: set(),
        5: set(),
        6: set(),
        7: {(who, "director") for who in (WANG, ZHAO, ZHENG, HAN)},
        8: set(),
        9: set(),
    }


def test_a_second_run_on_the_same_day_reminds_nobody(motor):
    assert reminded(DUE)
    assert reminded(DUE) == set()
    assert remind(at_noon(DUE) + dt.timedelta(hours=11)) == 0


@pytest.mark.parametrize("missed", range(1, 12))
def test_days_without_a_run_lose_no_reminder(motor, missed):
    """Whoever would have been told on one of these days is told on the first day that runs again, once."""
    reminded(DUE - days(3))
    expected = {-1: "soon", 0: "due", 1: "lead", 2: "lead"} | dict.fromkeys((3, 4, 5, 6), "manager")
    level = expected.get(missed - 3, "director")
    everybody = {"soon": [WANG], "due": [WANG], "lead": [WANG, ZHAO], "manager": [WANG, ZHAO, ZHENG]}
    if missed == 1:
        expected_people = {(WANG, "soon")}
    else:
        expected_people = {(who, level) for who in everybody.get(level, [WANG, ZHAO, ZHENG, HAN])}
    day = DUE - days(3) + days(missed)
    assert reminded(day) == expected_people
    levels = levels_at(DUE, day, NoticePolicy())
    assert set(Reminder.objects.values_list("level", flat=True)) == set(levels)
    assert reminded(day) == set()


def test_the_days_are_those_of_the_policy(motor):
    PolicyEdition.objects.create(
        name="2026",
        effective_from=DUE - days(30),
        values={"remind_days": 1, "lead_days": 2, "director_days": 4},
    )
    levels = [{level for _, level in reminded(DUE + days(day))} for day in range(-2, 5)]
    assert levels == [set(), {"soon"}, {"due"}, set(), {"lead"}, {"manager"}, {"director"}]


@pytest.mark.parametrize(
    ("overdue", "levels"),
    [
        (-3, []),
        (-2, ["soon"]),
        (0, ["soon", "due"]),
        (1, ["soon", "due", "lead"]),
        (3, ["soon", "due", "lead", "manager"]),
        (7, ["soon", "due", "lead", "manager", "director"]),
        (400, ["soon", "due", "lead", "manager", "director"]),
    ],
)
def test_the_levels_that_are_passed(overdue, levels):
    assert levels_at(DUE, DUE + days(overdue), NoticePolicy()) == levels


def test_an_extension_begins_anew_with_its_own_date(motor):
    reminded(DUE - days(1))
    later = DUE + days(5)
    ask_extension(motor, at=at_noon(DUE - days(1)))
    perform(fresh(motor), "grant_extension", by=lead(), at=at_noon(DUE), new_due_on=later)
    reminded(DUE)
    assert not Reminder.objects.filter(task="repair", due_on=DUE, settled_at=None).exists()
    assert (WANG, "due") in reminded(later)


def test_what_is_done_is_not_brought_up_again(motor):
    reminded(DUE)
    repair(motor, at=at_noon(DUE))
    reminded(DUE + days(1))
    assert not Reminder.objects.filter(task="repair", settled_at=None).exists()


def test_what_comes_back_with_the_same_date_is_taken_up_where_it_was(motor):
    reminded(DUE)
    Reminder.objects.update(settled_at=at_noon(DUE))  # as if it had gone to inspection and come back
    assert reminded(DUE + days(1)) == {(WANG, "lead"), (ZHAO, "lead")}
    assert not Reminder.objects.filter(settled_at__isnull=False).exists()


def test_a_message_about_what_is_done_meanwhile_does_not_go_out(motor, mailoutbox):
    wang = after_sales()
    wang.email = "wang@example.com"
    wang.save()
    reminded(DUE)
    Notice.objects.filter(reminder=None).update(planned_at=at_noon(DUE))  # only what is due is mailed here
    plan(at_noon(DUE))
    repair(motor, at=at_noon(DUE))
    reminded(DUE)
    send(lambda: at_noon(DUE + days(1)))
    assert mailoutbox == []
    about_repairing = Delivery.objects.filter(reminder__task="repair")
    assert set(about_repairing.values_list("state", flat=True)) == {"dropped"}


def test_only_who_has_the_work_is_reminded(motor):
    workshop(), another_salesperson()
    former = after_sales()
    former.is_active = False
    former.save()
    assert reminded(DUE) == set()
    former.is_active = True
    former.save()
    assert reminded(DUE) == {(WANG, "due")}


def test_late_work_of_sales_goes_to_the_sales_manager_at_once(db):
    lead(), manager(), director(), another_salesperson()
    case = case_at("info_requested", at=at_noon(DUE) - days(30))
    day = case.due_on + days(1) if case.due_on else None
    if day is None:
        pytest.skip("answering the manager's question has no due date")
    remind(at_noon(day))
    about = Notice.objects.filter(reminder__task="give_info")
    assert {notice.user for notice in about} == {salesperson(), manager()}


def test_nobody_hears_of_what_they_may_not_see(motor, monkeypatch):
    """The superior's own eyes decide: where the object is hidden from them, so is the reminder."""
    manager_of = type(motor).objects
    hidden = lambda self, user: self.none() if user == lead() else self  # noqa: E731
    monkeypatch.setattr(type(manager_of.all()), "visible_to", hidden)
    monkeypatch.setattr(type(manager_of), "visible_to", lambda self, user: hidden(self.all(), user))
    assert reminded(DUE + days(3)) == {(WANG, "manager"), (ZHENG, "manager")}


def test_a_reminder_of_something_confidential_is_marked(motor, monkeypatch):
    monkeypatch.setattr(ReturnedMotor, "confined", True)
    reminded(DUE)
    assert Reminder.objects.get(task="repair", level="due").confidential


def test_the_reminder_stands_among_the_notices(motor, browse):
    reminded(DUE + days(1))
    html = browse(after_sales()).get("/notices/").content.decode()
    assert "overdue by 1 day, due on 2026-11-20" in html
    assert f"/motors/{motor.pk}/repair/" in html
    html = browse(lead()).get("/notices/").content.decode()
    assert f'href="/motors/{motor.pk}/"' in html  # the lead may read, not repair
    assert "brought before the lead" in html
