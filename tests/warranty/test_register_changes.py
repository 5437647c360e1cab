"""The register keeps what became of it, and money that depends on it needs two people."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accountability.models import Employee
from notices.models import Notice
from tests.actors import admin, assessment, coordinator, lead, manager, salesperson, who_also_is
from tests.factories import case_at, customer, product, registered
from tests.warranty.factories import WHY, bound_motor, proposed
from tests.work import keys
from warranty.actions import record, record_many
from warranty.changes import Outcome, compare
from warranty.models import Amendment, Customer, Motor, Product, RegisterChange
from workflow.actions import perform
from workflow.guards import Blocked, Forbidden, Stale

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 15)


def history(entry):
    return list(RegisterChange.objects.filter(noun=entry.noun, entry_id=entry.pk))


def a_motor(**values):
    known = {"serial_number": "260315-0042", "product": product(), "consignee": customer()}
    return known | {"ex_factory_date": DAY} | values


def entered(**values):
    return record(Motor(), a_motor(**values), by=coordinator(), why="").entry


def test_what_is_entered_is_kept_with_who_and_what():
    (row,) = history(entered())
    assert (row.entered, row.by, row.by_name) == (True, coordinator(), "吴秀英")
    assert row.changes["ex_factory_date"] == [None, "2026-03-15"]
    assert row.changes["consignee"] == [None, customer().name]


def test_a_table_keeps_of_what_is_new_all_that_is_said_and_of_what_is_private_only_that_it_is():
    said = {
        "name": 'Zhang "A" \\ 厂\t1',
        "region": "",
        "contact": "孙某",
        "phone": "13800000000",
        "active": True,
    }
    record_many(
        Customer, [said | {"name": name} for name in (said["name"], "乙厂")], by=coordinator(), why="登记"
    )
    first, second = RegisterChange.objects.filter(noun="customer").order_by("pk")
    kept = {"contact": [None, "孙某"], "phone": None, "active": [None, True]}
    assert first.changes == kept | {"name": [None, said["name"]]}
    assert second.changes == kept | {"name": [None, "乙厂"]}
    record_many(Product, [{"model": "90SZ03", "price": Decimal("380.00")}], by=coordinator(), why="登记")
    assert RegisterChange.objects.get(noun="product").changes["price"] == [None, "380.00"]


def test_a_change_is_kept_with_old_new_and_why():
    entry = entered()
    record(entry, {"production_shift": "总装二班"}, by=coordinator(), why=WHY)
    row = history(entry)[0]
    assert (row.changes, row.reason) == ({"production_shift": ["", "总装二班"]}, WHY)
    assert Motor.objects.get().production_shift == "总装二班"


def test_what_stays_as_it_was_leaves_no_trace():
    entry = entered()
    finding = record(entry, {"product": product(), "custom_made": False}, by=coordinator(), why=WHY)
    assert (finding.outcome, len(history(entry))) == (Outcome.SAME, 1)


def test_of_a_mailbox_the_history_keeps_only_that_it_changed():
    record(customer(), {"email": " Sun@Example.com"}, by=coordinator(), why="来函告知")
    assert history(customer())[0].changes == {"email": None}
    assert Customer.objects.get().email == "Sun@Example.com"


@pytest.mark.parametrize("wrong", ["sun", "sun@", "@example.com", "sun@example", "a@b.com, c@d.com"])
def test_no_way_into_the_register_lets_a_mailbox_in_to_which_nothing_can_be_sent(wrong):
    with pytest.raises(ValidationError) as refusal:
        record(customer(), {"email": wrong}, by=coordinator(), why=WHY)
    assert "is no e-mail address" in refusal.value.message_dict["email"][0]
    assert Customer.objects.get().email == ""


def test_of_phone_and_address_the_history_keeps_only_that_they_changed():
    record(customer(), {"phone": "0532-1234 5678", "region": "华东"}, by=coordinator(), why="搬迁")
    assert history(customer())[0].changes == {"phone": None, "region": ["山东青岛", "华东"]}


def test_nothing_is_changed_without_a_reason():
    with pytest.raises(ValidationError, match="Say why"):
        record(customer(), {"region": "华东"}, by=coordinator(), why="")


def execute(statement):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # else it is refused for what is still to be checked
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_itself_refuses_to_change_the_history(statement):
    if "TRUNCATE" in statement and connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    entered()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        execute(statement.format("warranty_registerchange"))
    assert RegisterChange.objects.count() == 1


def test_who_does_not_keep_the_register_cannot_write_it():
    with pytest.raises(Forbidden):
        record(customer(), {"region": "华东"}, by=salesperson(), why=WHY)
    with pytest.raises(Forbidden):
        record_many(Motor, [a_motor()], by=salesperson(), why="登记")


def test_whoever_looks_at_an_old_page_does_not_overwrite_what_others_wrote():
    entry = entered()
    seen = history(entry)[0].pk
    record(entry, {"document": "XH-1"}, by=coordinator(), why=WHY, seen=seen)
    with pytest.raises(Stale):
        record(entry, {"document": "XH-2"}, by=admin(), why=WHY, seen=seen)


# -- what the rules refuse ----------------------------------------------------------------------------


def day(days):
    return timezone.localdate() + dt.timedelta(days=days)


WRONG = [
    ("serial_number", ""),
    ("serial_number", "无号"),
    ("serial_number", "9" * 41),
    ("ex_factory_date", None),
    ("ex_factory_date", dt.date(25, 3, 15)),
    ("ex_factory_date", day(1)),
    ("produced_on", DAY + dt.timedelta(days=1)),
    ("produced_on", dt.date(1989, 12, 31)),
    ("product", None),
    ("document", "x" * 61),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_what_cannot_be_is_refused_one_by_one_and_in_a_table(name, value):
    values = a_motor(**{name: value})
    with pytest.raises(ValidationError) as refused:
        record(Motor(), values, by=coordinator(), why="")
    assert name in refused.value.message_dict
    tally = record_many(Motor, [values], by=coordinator(), why="登记")
    assert name in tally.refused[0]
    assert not Motor.objects.exists()


def test_a_serial_number_is_kept_normalised_and_entered_once():
    entry = entered(serial_number="２６０３１５－００４２")
    assert entry.serial_number == "260315-0042"
    with pytest.raises(ValidationError, match="differs in its dashes alone"):
        entered(serial_number="2603150042")


def test_another_model_of_the_same_name_is_refused_however_wide_its_letters():
    product()
    with pytest.raises(ValidationError, match="in the register already"):
        record(Product(), {"model": "９０sz03"}, by=coordinator(), why="")


def test_a_wrong_digit_of_a_serial_number_is_mended_and_found_by_its_new_key():
    entry = entered()
    record(entry, {"serial_number": "260315-0043"}, by=coordinator(), why="抄错一位")
    assert Motor.objects.get().serial_key == "2603150043"


# -- tables -------------------------------------------------------------------------------------------


def test_a_table_enters_changes_and_leaves_alone():
    entered()
    rows = [
        a_motor(document="XH-9"),
        a_motor(serial_number="260315-0043"),
        a_motor(serial_number="260315-0044", ex_factory_date=day(3)),
    ]
    tally = record_many(Motor, rows, by=coordinator(), why="出厂台账 3 月")
    assert tally.counts == {Outcome.CHANGED: 1, Outcome.NEW: 1, Outcome.REFUSED: 1}
    assert list(tally.refused) == [2]
    again = record_many(Motor, rows[:2], by=coordinator(), why="出厂台账 3 月")
    assert again.counts == {Outcome.SAME: 2}
    assert RegisterChange.objects.filter(reason="出厂台账 3 月").count() == 2


def test_a_table_that_is_only_looked_at_writes_nothing():
    (finding,) = compare(Motor, [a_motor()], by=coordinator())
    assert (finding.outcome, Motor.objects.count()) == (Outcome.NEW, 0)


def test_a_motor_that_stands_in_a_table_twice_is_refused_the_second_time():
    rows = [a_motor(), a_motor(serial_number="2603150042")]
    assert list(record_many(Motor, rows, by=coordinator(), why="登记").refused) == [1]


def test_a_number_that_is_written_otherwise_changes_nothing_unseen():
    """A factory may have numbered 1-11 and 11-1."""
    entered(serial_number="1-11")
    tally = record_many(Motor, [a_motor(serial_number="11-1", document="XH-9")], by=coordinator(), why="登记")
    assert "1-11" in tally.refused[0]["serial_number"]
    same = record_many(Motor, [a_motor(serial_number="11-1")], by=coordinator(), why="登记")
    assert same.counts == {Outcome.SAME: 1}


def test_a_table_asks_as_often_for_many_rows():
    rows = [a_motor(serial_number=f"260315-{number:04}") for number in range(1, 202)]

    def took(some):
        with CaptureQueriesContext(connection) as captured:
            record_many(Motor, some, by=writer, why="登记")
        return len(captured)

    writer = coordinator()
    took(rows[:1])  # reads what the writer may
    assert took(rows[1:2]) == took(rows[2:])


# -- two people ---------------------------------------------------------------------------------------


def test_what_decides_money_of_a_motor_with_an_open_case_waits_for_a_second_person():
    amendment = proposed(ex_factory_date=DAY)
    entry = amendment.entry()
    assert entry.ex_factory_date != DAY
    assert "decide_amendment" in keys(lead())
    perform(amendment, "accept", by=lead())
    assert amendment.entry().ex_factory_date == DAY
    row = history(entry)[0]
    assert (row.by, row.confirmed_by, row.reason) == (coordinator(), lead(), WHY)
    assert "decide_amendment" not in keys(lead())
    assert Notice.objects.filter(user=coordinator(), event__verb="accept").exists()


@pytest.mark.parametrize(
    "values",
    [{"document": "XH-9"}, {"production_shift": "总装二班"}, {"responsible_person": "孙兆亮"}],
)
def test_what_decides_nothing_is_written_at_once(values):
    entry = bound_motor()
    assert record(entry, values, by=coordinator(), why=WHY).outcome == Outcome.CHANGED


@pytest.mark.parametrize("state", ["draft", "rejected", "withdrawn", "completed", "closed"])
def test_a_motor_whose_cases_are_over_is_changed_by_one_person(state):
    entry = registered()
    case_at(state, entry=entry)
    assert record(entry, {"custom_made": True}, by=coordinator(), why=WHY).outcome == Outcome.CHANGED


@pytest.mark.parametrize("state", ["submitted", "info_requested", "authorised", "awaiting_receipt"])
def test_a_case_binds_its_motor_from_the_first_day(state):
    entry = registered()
    case_at(state, entry=entry)
    assert record(entry, {"custom_made": True}, by=coordinator(), why=WHY).outcome == Outcome.WAITS


def test_the_channel_of_a_customer_with_an_open_case_decides_the_warranty_too():
    bound_motor()
    assert record(customer(), {"channel": "agent"}, by=coordinator(), why=WHY).outcome == Outcome.WAITS
    assert record(customer(), {"contact": "孙志"}, by=coordinator(), why=WHY).outcome == Outcome.CHANGED


def test_nobody_confirms_what_they_proposed_themselves():
    amendment = proposed()
    both = who_also_is(coordinator(), "sales_manager")
    assert "decide_amendment" not in keys(both)
    with pytest.raises(Forbidden, match="yourself"):
        perform(amendment, "accept", by=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.update(decided_by=both, decided_at=timezone.now())


def test_nor_does_the_database_take_one_person_for_two_in_the_history():
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterChange.objects.create(
            noun="customer", entry_id=1, by=lead(), by_name="x", confirmed_by=lead(), confirmed_by_name="x"
        )


def test_a_refused_change_leaves_the_register_as_it_is():
    amendment = proposed()
    perform(amendment, "turn_down", by=manager(), reason="随货单日期无误")
    assert amendment.entry().custom_made is False
    assert history(amendment.entry()) == []


def test_what_has_been_changed_meanwhile_is_not_confirmed_unseen():
    amendment = proposed(product=product("110SZ53"))
    Motor.objects.update(product=product("70SZ08"))
    with pytest.raises(Blocked, match="something else"):
        perform(amendment, "accept", by=lead())


def test_of_an_entry_one_change_waits_at_a_time():
    amendment = proposed()
    entry = amendment.entry()
    again = record(entry, {"custom_made": True}, by=admin(), why=WHY)
    assert again.amendment == amendment
    with pytest.raises(Blocked, match="waits for a second person"):
        record(entry, {"ex_factory_date": DAY}, by=admin(), why=WHY)


def test_a_nightly_table_does_not_propose_again_what_waits_or_was_refused():
    entry = bound_motor()
    rows = [
        {"serial_number": entry.serial_number, "ex_factory_date": DAY},
        a_motor(serial_number="260315-0999"),
    ]
    first = record_many(Motor, rows, by=coordinator(), why="夜间")
    assert first.counts == {Outcome.WAITS: 1, Outcome.NEW: 1}
    second = record_many(Motor, rows, by=coordinator(), why="夜间")
    assert second.counts == {Outcome.WAITS: 1, Outcome.SAME: 1}
    perform(first.waiting[0], "turn_down", by=lead(), reason="随货单日期无误")
    third = record_many(Motor, rows, by=coordinator(), why="夜间")
    assert "refused this change" in third.refused[0][""]
    assert Amendment.objects.count() == 1


# -- employees and wages ------------------------------------------------------------------------------


def worker(**values):
    known = {"name": "孙兆亮", "team": "总装一班", "capacity": "responsible"}
    return record(Employee(), known | values, by=assessment(), why="").entry


def test_wages_are_changed_by_assessment_alone_and_never_kept():
    employee = worker(monthly_wage=Decimal(5000))
    record(employee, {"monthly_wage": Decimal(5200)}, by=assessment(), why="调薪")
    row = history(employee)[0]
    assert (row.changes, row.confined) == ({"monthly_wage": None}, True)
    with pytest.raises(ValidationError, match="assessment"):
        record(employee, {"monthly_wage": Decimal(9000)}, by=admin(), why="调薪")


def test_people_of_the_same_name_are_told_apart_by_team_and_number():
    first = worker()
    rows = [
        {"name": "孙兆亮", "team": "总装二班", "capacity": "responsible"},
        {"name": "孙兆亮", "team": "总装一班", "number": "A17", "capacity": "responsible"},
    ]
    tally = record_many(Employee, rows, by=assessment(), why="花名册")
    assert tally.counts == {Outcome.NEW: 1, Outcome.CHANGED: 1}
    first.refresh_from_db()
    assert first.number == "A17"
    moved = [{"name": "孙兆亮", "team": "总装三班", "number": "A17", "capacity": "team_leader"}]
    assert record_many(Employee, moved, by=assessment(), why="花名册").counts == {Outcome.CHANGED: 1}


def test_what_is_out_of_use_is_no_evidence_and_comes_back_by_intent_alone():
    from warranty.queries import registered_motor

    entry = entered()
    record(entry, {"active": False}, by=coordinator(), why="重复登记")
    assert registered_motor("260315-0042") is None
    tally = record_many(Motor, [a_motor(document="XH-9")], by=coordinator(), why="登记")
    assert "out of use" in tally.refused[0]["serial_number"]
    assert Customer.objects.exists()
