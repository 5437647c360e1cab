"""Numbers of documents: no gap, no duplicate, whoever asks at the same time and whatever fails."""

import datetime as dt
import random
from functools import partial

import pytest
from django.db import connection, transaction

from aftersales.kit.numbering import next_number, reserve
from aftersales.models import Counter
from cases.models import Case
from slips.actions import issue
from slips.models import Slip
from tests.actors import manager, salesperson
from tests.factories import case_at, motor_at
from tests.threads import Meeting, at_once
from workflow.actions import perform
from workflow.guards import Blocked, Stale
from workflow.models import Event
from workflow.verbs import verb_named
from workflow.waiting import act

TODAY = dt.date(2026, 11, 20)
WRITERS = 16 if connection.vendor == "postgresql" else 4
EACH = 20


class PaperJam(Exception):
    """Something that goes wrong after the number was given."""


def issue_some(give, prefix="TH"):
    """One clerk issues slips; every fifth fails after its number was given. The numbers that were used."""
    used = []
    for attempt in range(EACH):
        try:
            with transaction.atomic():
                number = give(prefix, TODAY)
                if attempt % 5 == 4:
                    raise PaperJam
            used.append(number)
        except PaperJam:
            pass
    return used


def issued_at_once(give):
    return sorted(number for used in at_once(*[partial(issue_some, give)] * WRITERS) for number in used)


def without_a_gap(count):
    return [f"TH-2026-{serial:04d}" for serial in range(1, count + 1)]


@pytest.mark.django_db(transaction=True)
def test_many_clerks_some_of_whom_fail_leave_no_gap_and_no_duplicate():
    assert issued_at_once(next_number) == without_a_gap(WRITERS * EACH * 4 // 5)


CLERKS, SLIPS = 16, 2000
KINDS = ("JJ", "JD", "FX", "TH")


def issue_slips(event, clerk):
    """One of the clerks issues slips of four kinds by turns; at a random moment every fifth fails."""
    chance = random.Random(clerk)
    for turn in range(SLIPS // CLERKS):
        while True:
            try:
                with act():
                    issue(
                        KINDS[(turn + clerk) % 4],
                        {"serial_number": f"{clerk}-{turn}"},
                        event,
                        dossier=event.dossier,
                    )
                    if chance.random() < 0.2:
                        raise PaperJam
                break
            except PaperJam:
                pass


@pytest.mark.django_db(transaction=True)
def test_sixteen_clerks_issue_two_thousand_slips_without_a_gap_and_without_a_duplicate(monkeypatch):
    monkeypatch.setattr(verb_named("case.submit"), "papers", ["FK", *KINDS])
    event = case_at("submitted").events.latest("id")
    event.at = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)
    failures = [
        issued
        for issued in at_once(*[partial(issue_slips, event, clerk) for clerk in range(CLERKS)])
        if issued
    ]
    assert failures == []
    for kind in KINDS:
        numbers = sorted(Slip.objects.filter(kind=kind).values_list("number", flat=True))
        assert numbers == [f"{kind}-2026-{serial:04d}" for serial in range(1, SLIPS // 4 + 1)]


def last_plus_one(prefix, day):
    """How not to do it: look for the last number, then write the next."""
    last = look(prefix, day)
    Counter.objects.update_or_create(prefix=prefix, year=day.year, defaults={"last": last + 1})
    return f"{prefix}-{day.year}-{last + 1:04d}"


def look(prefix, day):
    return Counter.objects.filter(prefix=prefix, year=day.year).values_list("last", flat=True).first() or 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time")
def test_control_who_looks_for_the_last_number_gives_it_twice(monkeypatch):
    Counter.objects.create(prefix="TH", year=2026, last=0)
    Meeting(monkeypatch, "tests.test_numbering.look")

    def give():
        with transaction.atomic():
            return last_plus_one("TH", TODAY)

    assert at_once(give, give) == ["TH-2026-0001"] * 2


@pytest.mark.django_db(transaction=True)
def test_control_a_number_taken_in_a_transaction_of_its_own_is_lost_with_the_slip():
    def ahead(prefix, day):
        taken = at_once(partial(in_its_own, prefix, day))
        return taken[0]

    def in_its_own(prefix, day):
        with transaction.atomic():
            return next_number(prefix, day)

    used = []
    for fails in (False, True, False):
        number = ahead("TH", TODAY)
        if not fails:
            used.append(number)
    assert used == ["TH-2026-0001", "TH-2026-0003"]


@pytest.mark.django_db(transaction=True)
def test_a_number_is_given_only_inside_the_transaction_that_uses_it():
    with pytest.raises(RuntimeError):
        next_number("TH", TODAY)
    assert not Counter.objects.exists()


@pytest.mark.django_db
def test_each_kind_counts_for_itself_and_begins_anew_each_year():
    days = (TODAY, dt.date(2027, 1, 1))
    assert [next_number(prefix, day) for day in days for prefix in ("TH", "FX", "TH")] == [
        "TH-2026-0001", "FX-2026-0001", "TH-2026-0002",
        "TH-2027-0001", "FX-2027-0001", "TH-2027-0002",
    ]  # fmt: skip


@pytest.mark.django_db
def test_several_numbers_at_once_follow_each_other():
    next_number("JJ", TODAY)
    assert reserve("JJ", TODAY, 3) == ["JJ-2026-0002", "JJ-2026-0003", "JJ-2026-0004"]
    assert next_number("JJ", TODAY) == "JJ-2026-0005"


@pytest.mark.django_db
def test_the_ten_thousandth_slip_of_a_year_has_a_number_too():
    Counter.objects.create(prefix="FK", year=2026, last=9999)
    assert next_number("FK", TODAY) == "FK-2026-10000"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (dt.datetime(2026, 12, 31, 15, 59, tzinfo=dt.UTC), "FK-2026-0001"),
        (dt.datetime(2026, 12, 31, 16, 1, tzinfo=dt.UTC), "FK-2027-0001"),
    ],
)
def test_the_year_of_a_number_turns_at_midnight_in_shanghai(moment, number):
    assert case_at("submitted", at=moment).number == number


@pytest.mark.django_db
def test_a_draft_has_no_number_and_a_withdrawn_one_burns_none():
    assert case_at("withdrawn").number is None
    assert case_at("submitted").number.endswith("-0001")


@pytest.mark.django_db
def test_a_refused_submission_burns_no_number():
    incomplete = case_at("draft", damaged_parts="")
    with pytest.raises(Blocked):
        perform(incomplete, "submit", by=salesperson())
    assert not Counter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_submission_that_fails_at_its_last_step_gives_its_number_back(monkeypatch):
    case = case_at("draft")

    def jam(things, events):
        raise PaperJam

    with monkeypatch.context() as broken:
        broken.setattr("notices.telling.tell", jam)
        with pytest.raises(PaperJam):
            perform(case, "submit", by=salesperson())
    assert Case.objects.get().number is None
    assert not Slip.objects.exists()
    assert list(Event.objects.values_list("verb", flat=True)) == ["create"]
    assert perform(case, "submit", by=salesperson()).number.endswith("-0001")


@pytest.mark.django_db
def test_a_case_keeps_its_number_when_it_is_submitted_again():
    case = case_at("info_requested")
    assert perform(case, "submit", by=salesperson()).number == case.number
    assert Counter.objects.get(prefix="FK").last == 1


@pytest.mark.django_db
def test_a_refused_return_burns_no_number():
    motor = motor_at("return_pending")
    with pytest.raises(Blocked):
        perform(motor, "approve_return", by=manager())
    with pytest.raises(Stale):
        perform(motor, "transfer", by=manager())
    assert not Counter.objects.filter(prefix__in=["TH", "ZY"]).exists()
