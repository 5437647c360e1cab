"""At the customer's with a phone: few taps, and whatever goes wrong, nothing that was typed is lost."""

import re
import time

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from cases.models import Case, Photo
from tests.actors import (
    PASSWORD,
    after_sales,
    another_salesperson,
    coordinator,
    dispatcher,
    engineer,
    salesperson,
)
from tests.browser import PHONE, labelled
from tests.cases.intake.test_looking_up import label
from tests.cases.photos.test_recordings import mp4
from tests.factories import case_at, customer, product, registered
from warranty.models import Customer
from workflow.actions import perform
from workflow.waiting import act, touched

pytestmark = pytest.mark.browser

# The facts of 四.1 that only a person knows, and the judgement that is theirs.
FACTS = {
    "Problem": "启动后换向火花大",
    "Damaged parts": "碳刷、换向器",
    "Has been used": "yes",
    "Time in use": "约 5 个月，每天两班",
    "Working environment": "室内，粉尘较大",
    "Connected equipment": "立式包装机牵引辊",
    "Operated as required": "yes",
    "(b) Who caused the problem?": "the factory",
}


@pytest.fixture
def phone(new_desk):
    return new_desk(viewport=PHONE, is_mobile=True, has_touch=True)


class Taps:
    """Counts a tap, a choice, a typed field as one."""

    def __init__(self, desk):
        self.desk, self.count = desk, 0

    def follows(self, link):
        self.count += 1
        self.desk.follows(link)

    def fills_in(self, **answers):
        self.count += len(answers)
        self.desk.fills_in({name.replace("_", " "): value for name, value in answers.items()})

    def chooses(self, answers):
        self.count += len(answers)
        self.desk.fills_in(answers)

    def presses(self, button):
        self.count += 1
        self.desk.presses(button)


@pytest.fixture
def picture_of_label(tmp_path):
    def make(text):
        path = tmp_path / "label.jpg"
        path.write_bytes(label(text).read())
        return path

    return make


def reads(desk, name, text):
    expect(desk.page.get_by_label(labelled(name))).to_have_value(text)


def enters(zhou, number):
    """The number, and on to the next field."""
    zhou.fills_in({"Serial number": number})
    zhou.page.keyboard.press("Tab")


def settled(desk):
    """Nothing is under way any more."""
    desk.page.wait_for_load_state("networkidle")


# -- how many taps ------------------------------------------------------------------------------------


def test_a_registered_motor_with_one_photo_takes_at_most_eight_taps(phone, picture_of_label):
    motor = registered("260904-0001")
    with phone.of(salesperson()) as zhou:
        taps = Taps(zhou)
        taps.follows("New feedback")
        zhou.fits_the_screen()
        taps.chooses({"Photo of the label": picture_of_label("HTTP://HOST:8000/M/260904-0001")})
        zhou.sees("In the register: 260904-0001, 90SZ03")
        reads(zhou, "Customer", motor.consignee.name)
        reads(zhou, "Phone", "0532-8765 4321")
        settled(zhou)
        zhou.fills_in(FACTS)
        zhou.fits_the_screen()
        zhou.picture("intake-phone")
        taps.presses("Save and submit")
        zhou.finds_it("awaiting approval")
        zhou.sees_photos(1)
    print(f"a registered motor with one photo: {taps.count} taps besides {len(FACTS)} facts")
    assert taps.count <= 8
    assert Case.objects.get().product == motor.product


def test_an_unregistered_motor_of_a_new_customer_takes_at_most_sixteen_taps(phone, picture_of_label):
    product()
    with phone.of(salesperson()) as zhou:
        taps = Taps(zhou)
        taps.follows("New feedback")
        taps.chooses({"Serial number": "251103-0417", "Model": "90SZ03", "Ex-factory date": "2026-03"})
        zhou.sees("251103-0417 is not in the register")
        taps.chooses({"Customer": "潍坊新远机械厂", "Contact": "马工", "Phone": "0536-1"})
        taps.chooses({"a new customer: the sales coordinator confirms the name later": True})
        taps.chooses({"Photos": picture_of_label("1")})
        taps.chooses({"(a) Is it our product?": "yes", "(c) Is it in warranty?": "yes"})
        zhou.fills_in(FACTS)
        taps.presses("Save and submit")
        zhou.finds_it("awaiting approval")
        zhou.sees_photos(1)
    print(f"an unregistered motor of a new customer: {taps.count} taps besides {len(FACTS)} facts")
    assert taps.count <= 16
    assert Case.objects.get().customer.provisional


def test_a_hand_scanner_which_ends_with_enter_looks_up_and_sends_nothing(desk):
    registered("260904-0001")
    with desk.of(salesperson()) as zhou:
        zhou.follows("New feedback")
        zhou.page.get_by_label(labelled("Serial number")).press_sequentially("260904-0001")
        zhou.page.keyboard.press("Enter")
        zhou.sees("In the register: 260904-0001")
        reads(zhou, "Model", "90SZ03")
        assert not Case.objects.exists()
        zhou.picture("intake-looked-up")


# -- nothing is lost ----------------------------------------------------------------------------------

TYPED = "启动后换向火花大，运行约半小时后壳体发烫"


def begins(zhou):
    """Half an intake, with a photo that has arrived."""
    zhou.follows("New feedback")
    enters(zhou, "260904-0001")
    zhou.sees("In the register: 260904-0001")
    zhou.fills_in({"Problem": TYPED, "Has been used": "yes"})


def adds_photo(zhou, path):
    zhou.fills_in({"Photos": path})
    expect(zhou.page.locator("#chosen img")).to_have_count(1)


def is_offered(zhou):
    zhou.page.get_by_role("button", name="Go on with it").click()
    reads(zhou, "Problem", TYPED)
    expect(
        zhou.page.get_by_role("group", name=labelled("Has been used")).get_by_label("yes", exact=True)
    ).to_be_checked()


def test_an_error_loses_neither_words_nor_photos(phone, picture_of_label):
    registered("260904-0001")
    with phone.of(salesperson()) as zhou:
        begins(zhou)
        adds_photo(zhou, picture_of_label("1"))
        zhou.presses("Save and submit")
        zhou.sees("Please correct what is marked below")
        reads(zhou, "Problem", TYPED)
        zhou.sees_photos(1)
        zhou.picture("intake-error")
        zhou.presses("Save draft")
        zhou.finds_it("draft")
        zhou.sees_photos(1)


def test_an_ended_session_loses_nothing_and_signs_in_on_a_page_of_its_own(phone, picture_of_label):
    registered("260904-0001")
    with phone.of(salesperson()) as zhou:
        begins(zhou)
        adds_photo(zhou, picture_of_label("1"))
        time.sleep(0.6)
        Session.objects.all().delete()
        zhou.fills_in({"Damaged parts": "碳刷"})  # htmx asks for the verdict
        zhou.page.keyboard.press("Tab")
        zhou.page.wait_for_url(re.compile("/login/"))
        zhou.fills_in({"Username": salesperson().username, "Password": PASSWORD})
        zhou.presses("Sign in")
        is_offered(zhou)
        expect(zhou.page.locator("#chosen img")).to_have_count(1)
        zhou.presses("Save draft")
        zhou.sees_photos(1)
    assert Case.objects.get().problem == TYPED


def test_a_lost_line_is_said_and_the_page_stays(phone):
    registered("260904-0001")
    with phone.of(salesperson()) as zhou:
        begins(zhou)
        settled(zhou)
        zhou.page.context.set_offline(True)
        zhou.page.get_by_role("button", name="Save draft").click()
        zhou.sees("There is no line")
        reads(zhou, "Problem", TYPED)
        zhou.page.context.set_offline(False)
        zhou.presses("Save draft")
        zhou.finds_it("draft")
    phone.trouble = [line for line in phone.trouble if "ERR_INTERNET_DISCONNECTED" not in line]


def test_a_photo_that_found_no_line_is_sent_once_there_is_one(phone, picture_of_label):
    with phone.of(salesperson()) as zhou:
        zhou.follows("New feedback")
        settled(zhou)
        zhou.page.context.set_offline(True)
        zhou.fills_in({"Photos": picture_of_label("1")})
        zhou.sees("could not be sent")
        zhou.page.context.set_offline(False)
        expect(zhou.page.locator("#chosen img")).to_have_count(1)
    assert Photo.objects.count() == 1
    phone.trouble = [line for line in phone.trouble if "ERR_INTERNET_DISCONNECTED" not in line]


def test_a_closed_tab_loses_nothing_and_nobody_else_sees_it(phone):
    registered("260904-0001")
    with phone.of(salesperson()) as zhou:
        begins(zhou)
        zhou.page.goto(f"{zhou.address}/cases/")  # at once, as a closed tab does
        zhou.follows("New feedback")
        is_offered(zhou)
        settled(zhou)
        zhou.page.context.clear_cookies()  # without signing out
        zhou.page.goto(zhou.address)
        zhou.signs_in(another_salesperson())
        zhou.follows("New feedback")
        expect(zhou.page.get_by_role("button", name="Go on with it")).to_have_count(0)
        assert TYPED not in zhou.page.content()
        zhou.signs_out()
        zhou.signs_in(salesperson())
        zhou.follows("New feedback")
        is_offered(zhou)
        zhou.signs_out()
        zhou.signs_in(salesperson())
        zhou.follows("New feedback")
        expect(zhou.page.get_by_role("button", name="Go on with it")).to_have_count(0)


def test_back_and_submit_again_makes_no_second_case(phone):
    registered("260904-0001")
    with phone.of(salesperson()) as zhou:
        begins(zhou)
        zhou.presses("Save draft")
        zhou.finds_it("draft")
        zhou.page.go_back()
        enters(zhou, "260904-0001")
        zhou.sees("In the register: 260904-0001")
        zhou.fills_in({"Problem": TYPED, "Has been used": "yes"})
        zhou.presses("Save draft")
        zhou.finds_it("draft")
    assert Case.objects.count() == 1


def test_what_was_carried_out_is_not_offered_again(phone):
    registered("260904-0001")
    with phone.of(salesperson()) as zhou:
        begins(zhou)
        zhou.presses("Save draft")
        zhou.finds_it("draft")
        zhou.follows("Worklist")
        zhou.follows("New feedback")
        expect(zhou.page.get_by_role("button", name="Go on with it")).to_have_count(0)


def test_a_form_of_another_tab_is_sent_again_after_a_new_sign_in(phone):
    registered("260904-0001")
    with phone.of(salesperson()) as zhou:
        begins(zhou)
        settled(zhou)
        other = zhou.page.context.new_page()
        zhou.page.context.clear_cookies(name="sessionid")
        other.goto(zhou.address)
        other.get_by_label("Username").fill("zhou")
        other.get_by_label("Password").fill(PASSWORD)
        other.get_by_role("button", name="Sign in").click()
        expect(other.get_by_role("button", name="Sign in")).to_have_count(0)
        other.close()
        zhou.page.evaluate(
            "document.querySelector('#intake [name=csrfmiddlewaretoken]').value = 'x'.repeat(64)"
        )
        with zhou.refused(403):
            zhou.presses("Save draft")
        zhou.sees("nothing is lost", TYPED)
        zhou.presses("Send it again")
        zhou.finds_it("draft")
    assert Case.objects.get().problem == TYPED


def test_the_verdict_is_that_of_the_last_answer_on_a_slow_line(scripted_desk):
    registered("260904-0001")
    with scripted_desk.of(salesperson()) as zhou:
        zhou.follows("New feedback")
        enters(zhou, "260904-0001")
        zhou.sees("In the register")
        settled(zhou)
        slow = iter([0.9, 0.05])

        def late(route):
            if "preview=1" in (route.request.post_data or ""):
                time.sleep(next(slow, 0))
            route.continue_()

        zhou.page.route("**/cases/new/", late)
        zhou.fills_in({"(b) Who caused the problem?": "the customer"})
        zhou.page.wait_for_timeout(500)
        zhou.fills_in({"(b) Who caused the problem?": "the factory"})
        settled(zhou)
        zhou.page.wait_for_timeout(1200)
        zhou.sees("Repaired free of charge", under="Preliminary verdict")
        zhou.page.unroute_all(behavior="ignoreErrors")


def test_without_script_the_whole_intake_goes_as_far(new_desk, picture_of_label):
    registered("260904-0001")
    desk = new_desk(java_script_enabled=False, viewport=PHONE)
    with desk.of(salesperson()) as zhou:
        zhou.follows("New feedback")
        zhou.presses("Opinion")
        zhou.sees_not("Your judgement")
        zhou.presses("Quality problem")
        zhou.fills_in({"Photo of the label": picture_of_label("260904-0001")})
        zhou.presses("Look up")
        reads(zhou, "Customer", customer().name)
        zhou.sees_photos(1)
        zhou.fills_in(FACTS | {"Problem": ""})
        zhou.presses("Save and submit")
        zhou.sees("Please correct what is marked below")
        zhou.sees_photos(1)
        reads(zhou, "Damaged parts", FACTS["Damaged parts"])
        zhou.fills_in({"Problem": TYPED})
        zhou.presses("Save and submit")
        zhou.finds_it("awaiting approval")
        zhou.sees_photos(1)
    assert Case.objects.get().status == "submitted"


def test_without_script_an_ended_session_loses_neither_words_nor_photos(new_desk, picture_of_label):
    customer()
    desk = new_desk(java_script_enabled=False, viewport=PHONE)
    with desk.of(salesperson()) as zhou:
        zhou.follows("New feedback")
        zhou.fills_in({"Customer": customer().name, "Problem": TYPED, "Photos": picture_of_label("1")})
        Session.objects.all().delete()
        zhou.presses("Save draft")
        zhou.sees("kept for an hour")
        zhou.picture("intake-ended")
        zhou.fills_in({"Username": salesperson().username, "Password": PASSWORD})
        zhou.presses("Sign in")
        zhou.sees("You were no longer signed in")
        zhou.picture("intake-again")
        zhou.presses("Send it again")
        zhou.finds_it("draft")
        zhou.sees_photos(1)
    assert Case.objects.get().problem == TYPED


def test_photos_tell_of_receipt_and_motor_and_the_note_goes_into_the_parcel(
    scripted_desk, picture_of_label, tmp_path
):
    """Seen at both widths: the pages beside the intake."""
    video = tmp_path / "noise.mp4"
    video.write_bytes(mp4())
    case = case_at("awaiting_receipt")
    with scripted_desk.of(salesperson()) as zhou:
        zhou.follows("Cases")
        zhou.follows(case.number)
        zhou.follows("Return note")
        zhou.sees("退货随附单", case.number)
        zhou.picture("return-note")
    with scripted_desk.of(dispatcher()) as chen:
        chen.takes("Count arriving consignments", case.number)
        chen.fills_in({"Carrier": "德邦物流", "Waybill": "DPK3021887", "Photos": picture_of_label("1")})
        expect(chen.page.locator("#chosen img")).to_have_count(1)
        chen.counts(case.serial_number, "Received")
        chen.picture("count-with-photos")
        chen.presses("Counted, sign")
    assert case.photos.get().stage == "receipt"
    receive_counted(case)
    with scripted_desk.of(engineer()) as li:
        li.follows("Motors")
        li.follows(case.serial_number)
        li.unfolds("Add photos")
        li.fills_in({"Photos": [picture_of_label("1"), video]})
        expect(li.page.locator("#chosen video")).to_have_count(1)
        li.presses("Upload")
        expect(li.page.locator(".photos figcaption")).to_have_count(2)
        li.picture("motor-with-photos")
    heard = scripted_desk.trouble
    scripted_desk.trouble = [line for line in heard if "/photos/" not in line]  # the video is no real one


def receive_counted(case):
    handover = case.handovers.get()
    perform(handover, "sign", by=after_sales(), version=handover.version)


def test_the_coordinator_confirms_a_new_customer(desk):
    case = case_at("submitted")
    case.customer = Customer.objects.create(name="潍坊新远机械厂", provisional=True, contact="马工")
    case.save()
    with act():
        touched(case.customer)
    with desk.of(coordinator()) as wu:
        wu.takes("Confirm new customers", "潍坊新远机械厂")
        wu.sees("to be confirmed", case.number)
        wu.picture("new-customer")
        wu.fills_in({"Region": "山东潍坊"})
        wu.presses("Confirm")
        wu.sees("The register knows this customer now")
