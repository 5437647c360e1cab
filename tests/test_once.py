"""One form, one effect: the second click is answered with what the first one did."""

import uuid

import pytest
from django.db import IntegrityError

from aftersales.models import Counter
from cases.appraisal.forms import shown_to
from cases.statuses import CaseStatus
from notices.models import Notice
from tests.actors import (
    after_sales,
    another_manager,
    coordinator,
    dispatcher,
    finance,
    inspector,
    lead,
    manager,
    salesperson,
)
from tests.factories import (
    ask_extension,
    case_at,
    charged_motor_at,
    count,
    draft_return,
    drafted,
    fresh,
    motor_at,
)
from workflow.guards import Blocked, Stale
from workflow.models import Event, Submission
from workflow.once import earlier_answer, once

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    return uuid.uuid4()


def test_the_same_key_acts_once_and_answers_twice(key):
    done = []

    def act():
        done.append("acted")
        return f"/cases/{len(done)}/"

    assert [once(key, manager(), act) for _ in range(2)] == ["/cases/1/"] * 2
    assert done == ["acted"]
    assert earlier_answer(str(key), manager()) == "/cases/1/"


def test_what_failed_may_be_sent_again_with_the_same_key(key):
    def blocked():
        raise Blocked("not yet")

    with pytest.raises(Blocked):
        once(key, manager(), blocked)
    assert not Submission.objects.exists()
    assert once(key, manager(), lambda: "/cases/1/") == "/cases/1/"


def test_a_broken_rule_of_the_database_is_no_earlier_answer(key):
    def twice():
        Counter.objects.create(prefix="FK", year=2026, last=1)
        Counter.objects.create(prefix="FK", year=2026, last=1)

    with pytest.raises(IntegrityError):
        once(key, manager(), twice)
    assert not Submission.objects.exists()


def test_somebody_elses_key_is_no_answer_of_mine(key):
    once(key, manager(), lambda: "/cases/1/")
    assert earlier_answer(str(key), another_manager()) == ""
    with pytest.raises(Stale, match="Another person has sent this form"):
        once(key, another_manager(), lambda: "/cases/2/")
    assert earlier_answer(str(key), manager()) == "/cases/1/"


def test_who_is_no_form_needs_no_key():
    assert [once(None, manager(), lambda: "/cases/1/") for _ in range(2)] == ["/cases/1/"] * 2
    assert not Submission.objects.exists()


@pytest.mark.parametrize("text", ["", "x", "9f4de90b", "'; DROP TABLE"])
def test_a_key_that_is_none_has_no_answer(text):
    assert earlier_answer(text, manager()) == ""


def submitted():
    return case_at("submitted"), "cases/{}/authorise_return/", manager(), {"note": ""}


def withdrawn():
    return case_at("submitted"), "cases/{}/withdraw/", salesperson(), {"reason": "客户自行解决"}


def listed():
    rows = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "1", "rows-0-serial_number": "260315-0001"}
    return case_at("authorised"), "cases/{}/return-list/", coordinator(), rows | {"rows-0-model": "90SZ03"}


def signed_count():
    return count(case_at("awaiting_receipt")), "handovers/{}/sign/", after_sales(), {}


def signed_appraisal():
    motor = fresh(drafted(motor_at("received")))
    wording = motor.appraisal.wording
    form = {
        "wording": wording,
        "shown": shown_to(inspector(), wording),
        "department": "quality",
        "dissent": "",
    }
    return motor, "motors/{}/sign_appraisal/", inspector(), form


def paid():
    form = {"reference": "收据 0001187", "amount": "200"}
    return charged_motor_at("ready_to_ship"), "motors/{}/record_payment/", finance(), form


def extended():
    motor = fresh(ask_extension(motor_at("repairing")))
    return motor, "motors/{}/grant_extension/", lead(), {"customer_told": "电话告知"}


def repaired():
    form = {"work_done": "更换碳刷", "labour": "80", "parts-TOTAL_FORMS": "0", "parts-INITIAL_FORMS": "0"}
    return motor_at("repairing"), "motors/{}/repair/", after_sales(), form


def approved():
    return fresh(draft_return(motor_at("return_pending"))), "motors/{}/approve_return/", manager(), {}


def shipped():
    form = {
        "consignee": "customer",
        "recipient": "孙志强",
        "address": "青岛",
        "carrier": "顺丰",
        "waybill": "SF1",
    }
    return motor_at("ready_to_ship"), "motors/{}/ship/", dispatcher(), form


PAGES = [
    submitted, withdrawn, listed, signed_count, signed_appraisal, paid, extended, repaired, approved, shipped,
]  # fmt: skip


@pytest.mark.parametrize("scene", PAGES)
def test_the_second_click_on_any_page_leads_where_the_first_one_led(scene, browse, key):
    obj, url, who, form = scene()
    browser = browse(who)
    sent = form | {"version": obj.version, "key": str(key)}
    before = Event.objects.count()
    first = browser.post("/" + url.format(obj.pk), sent)
    assert first.status_code == 302, first.content.decode()
    effect = Event.objects.count(), Notice.objects.count()
    assert effect[0] > before
    second = browser.post("/" + url.format(obj.pk), sent)
    assert (second.status_code, second.url) == (302, first.url)
    assert (Event.objects.count(), Notice.objects.count()) == effect


@pytest.mark.parametrize("scene", PAGES)
def test_a_form_that_was_overtaken_is_answered_409_and_changes_nothing(scene, browse, key):
    obj, url, who, form = scene()
    type(obj).objects.filter(pk=obj.pk).update(version=obj.version + 1)  # somebody else was faster
    if url.endswith("sign_appraisal/"):
        drafted(obj)  # a signature holds for a wording of the appraisal, not for a version of the motor
    effect = Event.objects.count(), Notice.objects.count()
    response = browse(who).post("/" + url.format(obj.pk), form | {"version": obj.version, "key": str(key)})
    assert response.status_code == 409
    assert (Event.objects.count(), Notice.objects.count()) == effect
    assert not Submission.objects.exists()


def test_a_page_that_was_overtaken_says_so_and_leads_to_the_present_state(browse, key):
    case = case_at("withdrawn")
    form = {"version": 1, "key": str(key), "note": ""}
    case = case_at("rejected")
    response = browse(manager()).post(f"/cases/{case.pk}/authorise_return/", form)
    assert response.status_code == 409
    page = response.content.decode()
    assert str(CaseStatus.REJECTED.label) in page
    assert case.get_absolute_url() in page
