"""The demo: a factory in which everything that can happen has happened, and very many cases when asked."""

import datetime as dt
import io
import random
from collections import Counter
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accountability.models import CorrectiveAction, Liability, Occurrence, Penalty
from accountability.statuses import ActionStatus, PenaltyStatus
from aftersales.models import User
from aftersales.roles import Role
from aftersales.views import DEMO_PASSWORD
from cases.models import Appraisal, Case, Extension, ReturnedMotor
from cases.statuses import FINAL_MOTOR, CaseStatus, MotorStatus
from cases.verdicts import judge
from catalogue.statuses import DefectGroup
from demo.cases.multiply import OPEN_AT_MOST, copies
from demo.cases.patterns import moved
from demo.cases.performance import prepare
from demo.cases.stories import STORIES
from demo.management.commands.demo import Count
from demo.stage import PEOPLE, Stage
from figures.counting import counted as report_of
from figures.declared import figures
from figures.months import Month, months_until
from notices.models import Notice
from returns.models import Handover, HandoverStatus, ReturnEntry
from slips.models import Slip
from tests.figures.recount import Recount
from tests.oracle import waits
from tests.test_waiting import written
from warranty.models import Customer, Motor, Product
from workflow.models import Event

pytestmark = pytest.mark.django_db

CASES = 400


@pytest.fixture(scope="module")
def factory(made_once):
    """The stories of the default demo, and copies of them up to 400 cases: played once for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("demo.cases.PATTERNS", Stage.cases)
        call_command("demo", cases=CASES, verbosity=0)
        yield


# -- the command --------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self):
        return True


def counted(stdout):
    """What is written while ninety cases are told."""
    show = Count(OutputWrapper(stdout), 90)
    for done in range(91):
        show(done)
    return stdout.getvalue()


def test_a_terminal_shows_one_line_that_counts_up_and_a_log_four_lines():
    assert counted(Terminal()).endswith("\rcases: 89 of 90\rcases: 90 of 90\r")
    assert counted(io.StringIO()) == "".join(f"cases: {done} of 90\n" for done in (22, 44, 66, 88))


def test_it_refuses_to_run_where_no_trial_is_on(settings):
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError, match="never in production"):
        call_command("demo")


def test_it_does_nothing_where_there_are_people(factory, capsys):
    before = User.objects.count(), Case.objects.count()
    call_command("demo", "--if-empty")
    assert "nothing to do" in capsys.readouterr().out
    assert (User.objects.count(), Case.objects.count()) == before


def test_it_wants_an_empty_database(factory):
    with pytest.raises(CommandError, match="empty"):
        call_command("demo")


# -- the people and the register ----------------------------------------------------------------------


def test_every_role_is_held_and_offered_at_the_sign_in(factory, settings):
    settings.DEMO = True
    held = {role for person in PEOPLE for role in person.roles}
    assert held == set(Role)
    page = Client().get("/login/").content.decode()
    assert [person.username for person in PEOPLE if person.username not in page] == []


@pytest.mark.parametrize("username", ["zhou.jianguo", "gao.xiulan", "admin"])
def test_people_sign_in_with_the_password_of_the_demo(factory, username):
    client = Client()
    answer = client.post("/login/", {"username": username, "password": DEMO_PASSWORD})
    assert (answer.status_code, client.get("/").status_code) == (302, 200)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.username)
def test_the_worklist_of_everybody_can_be_shown(factory, person):
    client = Client()
    client.force_login(User.objects.get(username=person.username))
    assert client.get("/").status_code == 200


def test_the_register_knows_customers_of_every_channel_and_about_two_thousand_motors(factory):
    assert Customer.objects.count() == 40
    assert set(Customer.objects.values_list("channel", flat=True)) == {"direct", "office", "agent"}
    assert Product.objects.filter(price__gt=0).count() == Product.objects.count()
    assert Motor.objects.filter(returned=None).count() >= 2000
    assert Motor.objects.filter(custom_made=True, agreement_allows_return=True).exists()


# -- the cases ----------------------------------------------------------------------------------------


def test_every_state_of_both_machines_is_there(factory):
    assert set(Case.objects.values_list("status", flat=True)) == set(CaseStatus)
    # The demo's customers write no wrong list, of which something would be struck off.
    there = set(ReturnedMotor.objects.values_list("status", flat=True))
    assert there == set(MotorStatus) - {MotorStatus.STRUCK}
    assert Handover.objects.filter(status=HandoverStatus.COUNTED).exists()


def test_some_motors_are_overdue_some_nearly_due_and_some_extended(factory):
    motors = ReturnedMotor.objects.exclude(due_on=None).exclude(status__in=FINAL_MOTOR)
    standings = Counter(motor.standing.state for motor in motors)
    assert set(standings) == {"overdue", "due_soon", "extended", "on_track"}
    assert set(Extension.objects.values_list("granted", flat=True)) == {True, False, None}


def test_most_cases_are_closed_and_not_every_customer_is_satisfied(factory):
    closed = Case.objects.filter(status=CaseStatus.CLOSED)
    assert closed.count() > CASES / 2
    assert set(closed.values_list("customer_satisfied", flat=True)) == {True, False}


def test_nothing_happens_in_the_future_or_at_night(factory):
    moments = [timezone.localtime(at) for at in Event.objects.values_list("at", flat=True)]
    assert max(moments).date() < timezone.localdate()
    assert {moment.hour for moment in moments} == {8, 9, 10, 11, 13, 14, 15, 16, 17}


def test_events_of_a_case_follow_each_other(factory):
    last: dict[int, dt.datetime] = {}
    for case, at in Event.objects.filter(dossier__noun="case").order_by("id").values_list("dossier", "at"):
        assert at >= last.get(case, at)
        last[case] = at


def test_no_reason_is_missing_where_people_departed_from_the_rules_or_disagreed(factory):
    assert Appraisal.objects.filter(departs=True).exclude(departure_reason="").exists()
    assert not Appraisal.objects.filter(departs=True, departure_reason="").exists()
    assert Appraisal.objects.exclude(settlement="").exists()
    assert ReturnEntry.objects.filter(motor__exceptional=True, endorsed_at__isnull=False).exists()


def test_every_kind_of_defect_comes_up_noise_most_often(factory):
    groups = Counter(Appraisal.objects.values_list("defect_group", flat=True))
    assert set(groups) == set(DefectGroup.values)
    assert groups.most_common(1)[0][0] == DefectGroup.NOISE


def test_every_verdict_is_what_the_rules_make_of_the_facts(factory):
    for appraisal in Appraisal.objects.select_related("edition"):
        verdict, edition = judge(appraisal.facts)
        assert (verdict.as_dict(), edition) == (appraisal.verdict, appraisal.edition)


def test_a_motor_that_came_back_twice_is_among_them(factory):
    returned = Counter(ReturnedMotor.objects.exclude(registered=None).values_list("registered", flat=True))
    assert max(returned.values()) == 2


# -- very many cases ----------------------------------------------------------------------------------


def test_there_are_as_many_cases_as_asked_for(factory):
    assert Case.objects.count() == CASES
    assert Stage.cases >= len(STORIES)


def test_one_case_has_sixty_motors_at_every_stage_of_the_work(factory):
    motors = Counter(ReturnedMotor.objects.values_list("case", flat=True))
    (largest, sixty), (_, usual) = motors.most_common(2)
    assert sixty == 60 > 3 * usual
    assert ReturnedMotor.objects.filter(case=largest).values("status").distinct().count() == 6


def test_of_very_many_cases_as_many_are_open_as_a_factory_can_work_on():
    began = timezone.now()
    patterns = [SimpleNamespace(ended=ended, large=False, began=began) for ended in (True, False)]
    patterns.append(SimpleNamespace(ended=False, large=True, began=began))

    def opened(amount):
        found = copies(patterns, amount, random.Random(1))
        assert sum(copy.pattern.large for copy in found) == 1
        return sum(not copy.pattern.ended for copy in found)

    assert opened(1_000) == pytest.approx(35, abs=15)
    assert opened(200_000) == pytest.approx(OPEN_AT_MOST, rel=0.05)


def test_the_numbers_of_every_kind_and_year_have_no_gap(factory):
    numbers = {*Slip.objects.values_list("number", flat=True)}
    numbers |= {*Case.objects.exclude(number=None).values_list("number", flat=True)}
    series: dict[str, list[int]] = {}
    for number in numbers:
        series_name, _, serial = number.rpartition("-")
        series.setdefault(series_name, []).append(int(serial))
    assert len(series) >= 6
    for serials in series.values():
        assert sorted(serials) == [*range(1, len(serials) + 1)]


def test_a_copy_speaks_of_its_own_number_days_and_motors(factory):
    for slip in Slip.objects.filter(dossier__noun="case").select_related("dossier"):
        assert slip.facts["case_number"] == slip.dossier.number
        if slip.kind == "JD":
            motor = slip.motors.get()
            assert slip.facts["serial_number"] == motor.serial_number
            assert slip.facts["received_on"] == timezone.localdate(motor.received_at).isoformat()
    for motor in ReturnedMotor.objects.exclude(registered=None).select_related("registered", "case"):
        assert motor.serial_number == motor.registered.serial_number
        assert motor.serial_number in motor.case.search_text
        assert motor.serial_number.startswith(f"{motor.registered.ex_factory_date:%y%m%d}-")


def test_copies_are_whole(factory):
    assert not ReturnedMotor.objects.filter(received_at__isnull=False, handover_lines=None).exists()
    assert not ReturnedMotor.objects.filter(appraisal=None).exclude(disposition="").exists()
    assert not ReturnedMotor.objects.exclude(paid_amount=0).filter(receipts=None).exists()
    signed = Appraisal.objects.filter(effective_at__isnull=False)
    assert all(row.signatures.count() == 4 for row in signed)
    places = dict(ReturnedMotor.objects.values_list("pk", "case"))
    of_motors = Event.objects.filter(subject="motor").values_list("subject_id", "dossier")
    assert {places[motor] == dossier for motor, dossier in of_motors} == {True}


def test_the_database_holds_its_constraints(factory):
    connection.check_constraints()


def test_the_next_case_gets_the_next_id_and_number(factory):
    stage = Stage(timezone.localdate())
    last = Case.objects.latest("pk").pk
    with transaction.atomic():
        prepare(stage, 4, stage.random("cases")).play(alone=True)
        assert Case.objects.latest("pk").pk > last
        transaction.set_rollback(True)


def test_only_what_is_new_is_unread(factory):
    old = timezone.now() - dt.timedelta(days=30)
    assert Notice.objects.filter(read_at=None).exists()
    assert not Notice.objects.filter(read_at=None, event__at__lt=old).exists()


def test_days_in_a_text_move_and_serial_numbers_stay():
    week = dt.timedelta(weeks=1)
    assert moved("2026-03-05", week, {}) == "2026-02-26"
    assert moved("2026年3月05日", week, {}) == "2026年2月26日"
    assert moved("260305-0007", week, {}) == "260305-0007"
    assert moved("2026-03-05", week, {dt.date(2026, 3, 5): dt.date(2026, 2, 27)}) == "2026-02-27"
    assert moved("2026-03-05T", week, {dt.date(2026, 3, 5): dt.date(2026, 2, 27)}) == "2026-02-26T"


def test_every_slip_of_a_copy_has_the_digest_of_what_it_says(factory):
    assert [slip.number for slip in Slip.objects.all() if slip.sealed() != slip.digest] == []


def test_every_due_date_of_a_copy_follows_from_its_events(factory, capsys):
    call_command("deadlines")
    assert capsys.readouterr().out == "0 dates differed.\n"


def test_a_copy_is_found_by_what_it_says(factory):
    cases = Case.objects.select_related("customer", "product").prefetch_related("motors")
    assert [case.number for case in cases if case.search_text != case.build_search_text()] == []


# -- accountability -----------------------------------------------------------------------------------


def test_corrective_actions_and_penalties_are_in_every_state(factory):
    assert set(CorrectiveAction.objects.values_list("status", flat=True)) == set(ActionStatus)
    assert set(Penalty.objects.values_list("status", flat=True)) == set(PenaltyStatus)
    assert Occurrence.objects.filter(made="before").exists()
    assert Liability.objects.filter(closed_at=None).exists()


# -- the worklist -------------------------------------------------------------------------------------


def test_what_waits_for_everybody_is_what_the_oracle_says(factory):
    people = User.objects.filter(is_demo=True).prefetch_related("grants")
    assert {user.username: written(user) ^ waits(user) for user in people} == {
        user.username: set() for user in people
    }
    assert sum(len(written(user)) for user in people) > 100


def test_nothing_waits_otherwise_than_the_cases_say(factory, capsys):
    call_command("tasks", "--check")
    assert capsys.readouterr().out == "0 rows differed.\n"


# -- what the figures say -----------------------------------------------------------------------------


def recounted(months):
    """Where the report and a recount over events and records differ."""
    again = Recount()
    for month in months:
        expected = again.month(month)
        found = report_of(figures(), month)
        assert expected.keys() == found.keys()
        for key, (part, whole) in expected.items():
            if (in_cents(found[key].part), found[key].whole or 0) != (in_cents(part), whole or 0):
                yield f"{month} {key}: {tuple(found[key])}, counted again {part} of {whole}"


def in_cents(number):
    """SQLite adds up in floating point."""
    return round(Decimal(number), 2)


def test_a_recount_over_events_and_records_equals_every_figure(factory):
    assert list(recounted(months_until(Month.now(), 14))) == []


def test_control_the_recount_sees_one_event_that_moved(factory):
    month = Month.now().plus(-2)
    event = Event.objects.filter(subject="motor", verb="appraise", at__range=month.moments).latest("id")
    with transaction.atomic():
        moved_by = Event.objects.filter(pk=event.pk)
        without_trigger(lambda: moved_by.update(at=event.at - dt.timedelta(days=62)))
        assert list(recounted([month]))
        transaction.set_rollback(True)


def without_trigger(change):
    """Past the trigger that keeps the log as it is."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            change()
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
            return
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'workflow_event'"
        )
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        change()
        for _name, sql in triggers:
            cursor.execute(sql)
