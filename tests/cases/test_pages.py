"""What the worklist, the lists and the pages of case and motor say to whom."""

import datetime as dt
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from tests.actors import after_sales, dispatcher, finance, inspector, manager, salesperson
from tests.factories import (
    accept_list,
    appraised,
    case_at,
    charged_motor_at,
    deliver,
    drafted,
    drive,
    motor_at,
    quote,
    receive,
    registered,
    report_missing,
    ship,
)

pytestmark = pytest.mark.django_db


def next_step(page):
    """The verb that a page marks as the thing to do next, or None."""
    return next((row.offer.verb for row in page.context["actions"] if row.primary), None)


def case_page(browse, case, user):
    return browse(user).get(f"/cases/{case.pk}/")


def motor_page(browse, motor, user):
    return browse(user).get(f"/motors/{motor.pk}/")


# -- the thing to do next -----------------------------------------------------------------------------


def test_an_incomplete_draft_is_edited_next_and_a_complete_one_submitted(browse):
    incomplete, complete = case_at("draft", damaged_parts=""), case_at("draft")
    assert next_step(case_page(browse, incomplete, salesperson())) == "revise"
    assert next_step(case_page(browse, complete, salesperson())) == "submit"


def test_the_manager_is_led_to_approve_and_may_still_ask_or_reject(browse):
    page = case_page(browse, case_at("submitted"), manager())
    assert [row.offer.verb for row in page.context["actions"] if row.offer.open] == [
        "authorise_return", "hand_over", "request_info", "reject",
    ]  # fmt: skip
    assert next_step(page) == "authorise_return"


def test_what_is_expected_is_counted_next_but_what_is_missing_only_if_it_comes(browse):
    case = accept_list(case_at("authorised"))
    assert next_step(case_page(browse, case, dispatcher())) == "count"
    report_missing(case.motors.get())
    page = case_page(browse, case, dispatcher())
    assert next_step(page) is None
    assert "count_missing" in [row.offer.verb for row in page.context["actions"]]


def test_an_appraisal_is_written_once_and_then_signed(browse):
    motor = motor_at("received")
    assert next_step(motor_page(browse, motor, inspector())) == "draft_appraisal"
    drafted(motor)
    assert next_step(motor_page(browse, motor, inspector())) == "sign_appraisal"


def test_a_second_quotation_is_possible_but_not_the_thing_to_do(browse):
    motor = appraised(motor_at("received"), "repair_charged")
    assert next_step(motor_page(browse, motor, after_sales())) == "quote"
    quote(motor)
    assert next_step(motor_page(browse, motor, after_sales())) is None


def test_a_blocked_action_says_why(browse):
    page = motor_page(browse, charged_motor_at("ready_to_ship"), dispatcher())
    assert "Finance must record the payment" in page.content.decode()


# -- what the pages show ------------------------------------------------------------------------------


def test_a_complaint_takes_the_short_road(browse):
    steps = case_page(browse, case_at("submitted", kind="complaint"), manager()).context["progress"]
    assert [step.state.value for step in steps] == ["draft", "submitted", "completed", "closed"]


def test_a_state_beside_the_road_stands_where_the_case_left_it(browse):
    steps = case_page(browse, case_at("info_requested"), manager()).context["progress"]
    assert [step.state.value for step in steps[:3]] == ["draft", "info_requested", "authorised"]
    assert [step.done for step in steps[:3]] == [True, False, False]
    assert [step.current for step in steps[:3]] == [False, True, False]
    assert [bool(step.at) for step in steps[:3]] == [True, True, False]


def test_amounts_show_to_those_who_handle_them_alone(browse):
    motor = charged_motor_at("ready_to_ship")
    for user, seen in ((finance(), True), (dispatcher(), False), (inspector(), False)):
        for address in (f"/motors/{motor.pk}/", f"/cases/{motor.case_id}/"):
            page = browse(user).get(address).content.decode()
            assert ("To pay" in page) is seen, (user, address)


def test_a_motor_that_comes_back_is_flagged_with_its_earlier_returns(browse):
    entry = registered()
    first = deliver(drive(accept_list(case_at("authorised", entry=entry)).motors.get(), "received"))
    again = accept_list(case_at("authorised", entry=entry)).motors.get()
    assert list(motor_page(browse, again, after_sales()).context["earlier"]) == [first]
    assert list(motor_page(browse, first, after_sales()).context["earlier"]) == []


def test_the_list_shows_the_motor_that_is_due_first_and_finds_it_as_overdue(browse):
    long_ago = timezone.now() - dt.timedelta(days=40)
    late, fresh = motor_at("received", at=long_ago).case, motor_at("received").case
    unanswered = case_at("submitted", at=long_ago)
    due = {str(row.thing): standing_of(row) for row in browse(manager()).get("/cases/").context["rows"]}
    assert due[late.number] == "overdue"
    assert due[fresh.number] != "overdue"
    rows = browse(manager()).get("/cases/?overdue=on").context["rows"]
    assert [str(row.thing) for row in rows] == [unanswered.number, late.number]


def standing_of(row):
    """How what is due next of it stands."""
    (cell,) = [cell for cell in row.cells if cell.kind == "due"]
    return cell.standing.state


def test_a_case_is_overdue_until_the_late_motor_has_left(browse):
    motor = motor_at("ready_to_ship", at=timezone.now() - dt.timedelta(days=40))

    def late():
        return [str(row.thing) for row in browse(manager()).get("/cases/?overdue=on").context["rows"]]

    assert late() == [motor.case.number]
    ship(motor)
    assert late() == []


def test_notices_say_who_did_what_and_are_read_at_once(browse):
    case_at("authorised")
    client = browse(salesperson())
    notice = client.get("/notices/").context["notices"][0]
    assert (notice.who, str(notice.what), notice.unread) == (
        str(manager()), "Authorise the return", True,
    )  # fmt: skip
    client.post("/notices/")
    assert not client.get("/notices/").context["notices"][0].unread


def test_nobody_is_told_of_a_draft_that_only_its_author_sees(browse):
    case_at("withdrawn")
    assert browse(manager()).get("/notices/").context["notices"] == []


# -- photos -------------------------------------------------------------------------------------------


def upload(client, case, name, data):
    form = {"photos": [SimpleUploadedFile(name, data)], "key": uuid.uuid4()}
    return client.post(f"/cases/{case.pk}/add_photos/", form, follow=True)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "MPO"])
def test_a_photo_is_added(browse, settings, tmp_path, kind):
    settings.MEDIA_ROOT = tmp_path
    data = io.BytesIO()
    Image.new("RGB", (40, 30)).save(data, kind)
    case = case_at("submitted")
    upload(browse(salesperson()), case, "nameplate", data.getvalue())
    assert case.photos.count() == 1


@pytest.mark.parametrize("data", [b"no picture", b"\xff\xd8\xff broken", b"GIF89a"])
def test_what_is_no_photo_is_refused_by_name(browse, data):
    case = case_at("submitted")
    page = upload(browse(salesperson()), case, "list.txt", data)
    assert page.status_code == 200
    assert "list.txt is not a photo" in page.content.decode()
    assert not case.photos.exists()


# -- queries ------------------------------------------------------------------------------------------


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def fill(case):
    """Four motors of one case, each a step further than the one before, and two drafts beside it."""
    entries = [registered() for _ in range(4)]
    case = accept_list(case, *(entry.serial_number for entry in entries))
    receive(case)
    motors = list(case.motors.order_by("position"))
    drafted(motors[1])
    appraised(motors[2], "repair_free")
    quote(appraised(motors[3], "repair_charged"))
    case_at("draft")
    case_at("submitted")


def expect(case):
    """As many motors again that have not arrived."""
    motors = list(case.motors.all())
    for position, motor in enumerate(motors, len(motors) + 1):
        case.motors.create(position=position, serial_number=f"X-{position}", product=motor.product)


def test_a_page_asks_the_database_as_often_however_many_rows_it_shows(browse):
    case = case_at("authorised")
    fill(case)
    expect(case)  # another kind of work would be another query of the worklist
    people = (salesperson, manager, after_sales, inspector, dispatcher)
    pages = ("/", "/cases/", "/motors/", "/notices/", f"/cases/{case.pk}/")
    visits = [(actor.__name__, browse(actor()), address) for actor in people for address in pages]

    def asked():
        return {(name, address): queries(browser, address) for name, browser, address in visits}

    asked()
    before = asked()
    fill(case_at("authorised"))
    expect(case)
    assert asked() == before
