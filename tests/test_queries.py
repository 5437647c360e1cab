"""A page asks the database as often for many rows as for few, and a visit changes nothing."""

import datetime as dt
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case, Photo
from slips.actions import acknowledge
from tests.accountability.factories import action_at, action_of, concerned, faulty_motor, measure, penalty_at
from tests.actors import (
    after_sales,
    coordinator,
    dispatcher,
    finance,
    inspector,
    lead,
    manager,
    production,
    salesperson,
)
from tests.everything import cases_in_every_state, one_in_every_state
from tests.factories import (
    accept_list,
    accept_quote,
    appraised,
    approve_return,
    ask_extension,
    case_at,
    count,
    draft_return,
    found,
    freight_of,
    fresh,
    motor_at,
    on_paper,
    part,
    prepare_transfer,
    printer,
    quote,
    receive,
    registered,
    repair,
)
from workflow.actions import perform

pytestmark = pytest.mark.django_db


def asked(browser, address):
    """The statements that a visit takes."""
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200, address
    return [query["sql"] for query in captured]


def as_often(more, *visits, most=100):
    """Each visit takes as many statements after there is more of everything as before, and none that writes."""
    with same_number(*visits, most=most):
        more()


@contextmanager
def same_number(*visits, most=100, more_at=()):
    """Each visit takes as many statements afterwards as before, and none that writes.

    ``most`` is how many statements a visit may take at all, one more at some addresses.
    """
    for address, browser in {address: browser for browser, address in visits}.items():
        browser.get(address)  # what Django remembers from the first visit on
    few = [asked(browser, address) for browser, address in visits]
    yield
    for (browser, address), before in zip(visits, few, strict=True):
        many = asked(browser, address)
        assert len(many) == len(before), "\n".join([address, *set(many) - set(before)])
        assert len(many) <= most + (address in more_at), "\n".join([address, *many])
        assert not [sql for sql in many if sql.split()[0] in {"INSERT", "UPDATE", "DELETE"}]


def visits(browse, people, *addresses):
    """Everybody's visit of every address."""
    return [(browser, address) for browser in map(browse, people) for address in addresses]


LISTS = [
    "/", "/cases/", "/cases/?q=海纳", "/cases/?overdue=on", "/motors/", "/motors/?q=2603", "/slips/", "/slips/?q=FK",
    "/notices/", "/actions/", "/penalties/",
]  # fmt: skip
LEDGERS = [
    "/ledgers/", "/ledgers/feedback/", "/ledgers/feedback/?q=海纳&customer=海&model=90&sort=number_order",
    "/ledgers/extension/", "/ledgers/handover/", "/ledgers/repair/", "/ledgers/return/", "/ledgers/transfer/",
    "/ledgers/appraisal/", "/ledgers/freight/",
    "/ledgers/return/totals/", "/ledgers/return/excel/", "/ledgers/handover/excel/", "/ledgers/repair/pdf/",
]  # fmt: skip


LISTS_OF_CASES = ("/cases/", "/cases/?status=in_process", "/cases/?q=海纳", "/cases/?overdue=on")
BY_NUMBER = "/cases/?q=260315-0001"


def late():
    """What is overdue by now."""
    for state in ("received", "repairing", "ready_to_ship", "shipped"):
        motor_at(state, at=timezone.now() - dt.timedelta(days=20))


def test_a_list_and_a_ledger_ask_as_often_for_many_rows_as_for_few_and_a_list_of_cases_six_times(
    something_of_everything, browse
):
    """Of the six one is for whom and where one may choose, one for the views that one keeps."""
    late()
    readers = [salesperson(), after_sales(), lead()]
    cases = visits(browse, readers, *LISTS_OF_CASES, BY_NUMBER)
    lists = [
        *visits(browse, [salesperson(), manager(), after_sales()], *LISTS),
        *visits(browse, [salesperson(), after_sales()], *LEDGERS),
        *visits(browse, [lead()], "/team/", "/on-time/", "/overview/", "/ledgers/cost/", "/report/"),
        *visits(browse, [finance()], "/ledgers/deductions/"),
    ]
    with same_number(*cases, most=6, more_at=[BY_NUMBER]), same_number(*lists):
        one_in_every_state()
        late()


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
    freight_of(fresh(first))
    freight_of(fresh(second))
    Photo.objects.create(case=case, file=f"{second.pk}.jpg", added_by=salesperson())


def test_the_page_of_a_case_asks_as_often_for_many_motors_slips_and_photos(case, browse):
    as_often(
        lambda: consignment_of(case),
        *visits(browse, [salesperson(), after_sales(), lead()], f"/cases/{case.pk}/"),
        most=15,
    )


def test_the_page_of_a_case_asks_as_often_for_many_motors_that_are_taken_back(db, browse):
    def taken_back():
        """Two more motors, one of them approved; the papers say who may go on."""
        receive(case, *(found(motor) for motor in case.motors.filter(status="expected")[:2]))
        first, second = (fresh(motor) for motor in case.motors.filter(status="received")[:2])
        draft_return(appraised(first, "return"))
        prepare_transfer(approve_return(appraised(second, "return")))

    case = accept_list(case_at("authorised"), *(registered().serial_number for _ in range(4)))
    taken_back()
    as_often(
        taken_back,
        *visits(browse, [manager(), production(), after_sales()], f"/cases/{case.pk}/"),
    )


def test_the_page_of_a_case_and_of_a_motor_in_process_takes_fourteen_statements(browse):
    def in_process(motors):
        """So many motors have arrived, of which one is judged and has more time."""
        entries = [registered() for _ in range(motors)]
        case = accept_list(
            case_at("authorised", entry=entries[0]), *(entry.serial_number for entry in entries)
        )
        receive(case)
        ask_extension(appraised(fresh(case.motors.first()), "repair_free"))
        return case

    for case in (in_process(2), in_process(6)):
        pages = (f"/cases/{case.pk}/", case.motors.first().get_absolute_url())
        for browser, page in visits(browse, [salesperson(), after_sales(), lead()], *pages):
            browser.get(page)
            found = asked(browser, page)
            assert len(found) <= 14, "\n".join([page, *found])


def test_the_page_of_a_motor_asks_as_often_for_a_long_history(browse):
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
    as_often(more, *visits(browse, [salesperson(), after_sales(), lead()], f"/motors/{motor.pk}/"))


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
    as_often(more, *visits(browse, [after_sales()], f"/serial/{entry.serial_number}/"))


def test_the_form_of_a_feedback_asks_as_often_for_a_long_register(browse):
    case = case_at("draft")
    as_often(registered, *visits(browse, [salesperson()], f"/cases/{case.pk}/edit/"))


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
    cases_in_every_state()
    assert approve() == few
    assert Case.objects.count() > 10


def test_the_page_of_an_action_asks_as_often_for_many_cases_and_measures(browse):
    action = action_at("planned", motor=faulty_motor("换向器偏心"))

    def more():
        faulty_motor("换向器偏心")
        facts = measure("preventive", "推广到 110SZ")
        perform(action_of(action.occurrences.first().motor), "add_measure", by=production(), **facts)

    more()
    pages = (f"/actions/{action.pk}/", f"/cases/{action.case_id}/")
    as_often(more, *visits(browse, [after_sales(), inspector()], *pages))


def test_the_page_of_a_penalty_asks_as_often_for_many_people(browse):
    few = penalty_at("drafted")
    others = [concerned(name=name, user_id=None) for name in ("孙兆亮", "李桂芳", "王传宝")]
    many = penalty_at("drafted", concerned(), *others)
    browser = browse(after_sales())
    browser.get(f"/penalties/{few.pk}/")
    asked_of = [asked(browser, f"/penalties/{penalty.pk}/") for penalty in (few, many)]
    assert len(asked_of[0]) == len(asked_of[1])


def test_the_page_of_a_slip_and_of_a_print_ask_as_often_for_many_prints(browse):
    slip = receive(case_at("awaiting_receipt")).slips.get()
    job = on_paper([(slip.pk, [1])], printer(), by=coordinator())

    def more():
        case = case_at("in_process")
        wanted = [(slip.pk, [1, 2, 3]), (case.slips.get(kind="JJ").pk, [1, 2])]
        on_paper(wanted, printer(), by=coordinator())
        acknowledge(slip, 2, by=dispatcher())
        for _ in range(2):
            case_at("in_process")  # whose slips wait to be printed

    pages = (slip.get_absolute_url(), f"/slips/print/?slip={slip.pk}", job.get_absolute_url(), "/printers/")
    more()
    as_often(more, *visits(browse, [coordinator()], *pages, "/slips/waiting/"))
