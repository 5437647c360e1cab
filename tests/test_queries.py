"""A page asks the database as often for many rows as for few, and a visit changes nothing."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.actions import perform
from cases.models import Case, Photo
from returns.actions import acknowledge, ask_void, print_copies
from returns.models import Slip
from tests.accountability.factories import action_at, action_of, concerned, faulty_motor, measure, penalty_at
from tests.actors import (
    after_sales,
    coordinator,
    dispatcher,
    inspector,
    lead,
    manager,
    production,
    salesperson,
)
from tests.factories import (
    accept_list,
    accept_quote,
    appraised,
    ask_extension,
    case_at,
    count,
    draft_return,
    drafted,
    found,
    fresh,
    motor_at,
    part,
    printer,
    quote,
    receive,
    registered,
    repair,
    solved_on_site,
)

pytestmark = pytest.mark.django_db


def asked(browser, address):
    """The statements that a visit takes."""
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200, address
    return [query["sql"] for query in captured]


def as_often(browse, who, more, *addresses):
    """Each visit takes as many statements after there is more of everything as before, and none that writes."""
    browser = browse(who)
    few = {}
    for address in addresses:
        browser.get(address)  # what Django remembers from the first visit on
        few[address] = asked(browser, address)
    more()
    for address in addresses:
        many = asked(browser, address)
        assert len(many) == len(few[address]), "\n".join([address, *set(many) - set(few[address])])
        assert not [sql for sql in many if sql.split()[0] in {"INSERT", "UPDATE", "DELETE"}]


def some_of_everything():
    """Cases and motors that wait for this and that, with slips and notices."""
    for state in ("draft", "submitted", "info_requested", "authorised", "completed"):
        case_at(state)
    case_at("submitted", kind="complaint")
    solved_on_site()
    count(case_at("awaiting_receipt"))
    drafted(motor_at("received"))
    quote(motor_at("quoted"))
    ask_extension(motor_at("repairing"))
    draft_return(motor_at("return_pending"))
    for state in ("missing", "inspecting", "ready_to_ship", "shipped", "return_approved", "transferred"):
        motor_at(state)
    slips = Slip.objects.filter(kind__in=["TH", "FX"], voided_at=None, to_print=True)
    at = timezone.now() - dt.timedelta(days=2)
    print_copies([(slip.pk, [1, 2, 3]) for slip in slips], printer(), by=coordinator(), at=at)
    ask_void(slips.model.objects.filter(kind="FX").latest("pk"), "遗失", by=after_sales())
    for state in ("issued", "planned", "implemented", "verified"):
        action_at(state)
    for state in ("drafted", "assessed", "approved", "dismissed"):
        penalty_at(state)


LISTS = [
    "/", "/cases/", "/cases/?q=海纳", "/cases/?overdue=on", "/motors/", "/motors/?q=2603", "/slips/", "/slips/?q=FK",
    "/notices/", "/actions/", "/penalties/",
]  # fmt: skip


def test_the_teams_work_and_the_promises_kept_ask_as_often_for_many_rows_as_for_few(browse):
    def more():
        some_of_everything()
        late = timezone.now() - dt.timedelta(days=20)
        for state in ("received", "repairing", "ready_to_ship", "shipped"):
            motor_at(state, at=late)

    more()
    as_often(browse, lead(), more, "/team/", "/on-time/")


@pytest.mark.parametrize("who", [salesperson, manager, after_sales])
def test_a_list_asks_as_often_for_many_rows_as_for_few(who, browse):
    some_of_everything()
    as_often(browse, who(), some_of_everything, *LISTS)


LEDGERS = [
    "/ledgers/", "/ledgers/feedback/", "/ledgers/feedback/?q=海纳&customer=海&model=90&sort=number",
    "/ledgers/extension/", "/ledgers/handover/", "/ledgers/repair/", "/ledgers/return/", "/ledgers/transfer/",
    "/ledgers/return/totals/", "/ledgers/return/excel/", "/ledgers/handover/excel/", "/ledgers/repair/pdf/",
]  # fmt: skip


@pytest.mark.parametrize("who", [salesperson, after_sales])
def test_a_ledger_asks_as_often_for_many_rows_as_for_few(who, browse):
    some_of_everything()
    as_often(browse, who(), some_of_everything, *LEDGERS)


# -- one case, one motor ------------------------------------------------------------------------------


@pytest.fixture
def case(db):
    """A case that several motors of several consignments belong to."""
    entries = [registered() for _ in range(4)]
    case = accept_list(case_at("authorised", entry=entries[0]), *(entry.serial_number for entry in entries))
    consignment_of(case)
    return case


def consignment_of(case):
    """Two more motors arrive; one is judged, quoted and waits, the other under repair asks for more time."""
    expected = case.motors.filter(status="expected").order_by("position")[:2]
    receive(case, *(found(motor) for motor in expected))
    first, second = (fresh(motor) for motor in case.motors.filter(status="received").order_by("position")[:2])
    quote(appraised(first, "repair_charged"))
    ask_extension(appraised(second, "repair_free"))
    Photo.objects.create(case=case, file=f"{second.pk}.jpg", added_by=salesperson())


@pytest.mark.parametrize("who", [salesperson, after_sales, lead])
def test_the_page_of_a_case_asks_as_often_for_many_motors_slips_and_photos(who, case, browse):
    as_often(browse, who(), lambda: consignment_of(case), f"/cases/{case.pk}/")


@pytest.mark.parametrize("who", [salesperson, after_sales, lead])
def test_the_page_of_a_motor_asks_as_often_for_a_long_history(who, browse):
    motor = appraised(motor_at("received"), "repair_charged")
    quote(motor)

    def more():
        """Repaired, failed, given more time, appraised again, quoted again; and once back from another case."""
        later = timezone.localdate() + dt.timedelta(days=30)
        accept_quote(motor)
        perform(motor, "request_extension", by=after_sales(), new_due_on=later, reason="转子需外协")
        repair(fresh(motor), parts=[part("碳刷", 1, "15.00"), part("轴承", 1, "12.50")])
        perform(motor, "fail_inspection", by=inspector(), reason="噪声超标")
        perform(motor, "reappraise", by=after_sales(), reason="拆检后发现另有故障")
        quote(appraised(motor, "repair_charged"))
        entry = fresh(motor).registered
        accept_list(case_at("authorised", entry=entry), entry.serial_number)

    more()
    as_often(browse, who(), more, f"/motors/{motor.pk}/")


def test_the_page_of_a_count_asks_as_often_for_many_lines(browse):
    def sheet(lines):
        entries = [registered() for _ in range(lines)]
        case = case_at("authorised", entry=entries[0])
        return count(accept_list(case, *(entry.serial_number for entry in entries)))

    browser = browse(after_sales())
    short, long = sheet(1), sheet(8)
    for address in ("/handovers/{}/", "/handovers/{}/recount/"):
        browser.get(address.format(short.pk))
        assert len(asked(browser, address.format(long.pk))) == len(asked(browser, address.format(short.pk)))


def test_a_motors_life_asks_as_often_for_many_returns(browse):
    entry = registered()

    def more():
        accept_list(case_at("authorised", entry=entry), entry.serial_number)

    more()
    as_often(browse, after_sales(), more, f"/serial/{entry.serial_number}/")


def test_the_form_of_a_feedback_asks_as_often_for_a_long_register(browse):
    case = case_at("draft")
    as_often(browse, salesperson(), registered, f"/cases/{case.pk}/edit/")


def test_an_action_asks_as_often_in_a_long_case_as_in_a_short_one(browse, case):
    """What takes a lock shall not hold it longer the longer the history is."""

    def took(deed):
        with CaptureQueriesContext(connection) as captured:
            deed()
        return len(captured)

    def approve():
        fresh_case = case_at("submitted")
        return took(lambda: perform(fresh_case, "authorise_return", by=manager()))

    approve()
    few = approve()
    some_of_everything()
    assert approve() == few
    assert Case.objects.count() > 10


@pytest.mark.parametrize("who", [after_sales, inspector])
def test_the_page_of_an_action_asks_as_often_for_many_cases_and_measures(who, browse):
    action = action_at("planned", motor=faulty_motor("换向器偏心"))

    def more():
        faulty_motor("换向器偏心")
        told = measure("preventive", "推广到 110SZ")
        perform(action_of(action.occurrences.first().motor), "add_measure", by=production(), **told)

    more()
    as_often(browse, who(), more, f"/actions/{action.pk}/", f"/cases/{action.case_id}/")


def test_the_page_of_a_penalty_asks_as_often_for_many_people(browse):
    few = penalty_at("drafted")
    others = [concerned(name=name, user_id=None) for name in ("孙兆亮", "李桂芳", "王传宝")]
    many = penalty_at("drafted", concerned(), *others)
    browser = browse(after_sales())
    browser.get(f"/penalties/{few.pk}/")
    asked_of = [asked(browser, f"/penalties/{one.pk}/") for one in (few, many)]
    assert len(asked_of[0]) == len(asked_of[1])


def test_the_page_of_a_slip_and_of_a_print_ask_as_often_for_many_prints(browse):
    slip = receive(case_at("awaiting_receipt")).slips.get()
    job = print_copies([(slip.pk, [1])], printer(), by=coordinator())

    def more():
        case = case_at("in_process")
        wanted = [(slip.pk, [1, 2, 3]), (case.slips.get(kind="JJ").pk, [1, 2])]
        print_copies(wanted, printer(), by=coordinator())
        acknowledge(slip, 2, by=dispatcher())
        for _ in range(2):
            case_at("in_process")  # whose slips wait to be printed

    pages = (slip.get_absolute_url(), f"/slips/print/?slip={slip.pk}", job.get_absolute_url(), "/printers/")
    more()
    as_often(browse, coordinator(), more, *pages, "/slips/waiting/")
