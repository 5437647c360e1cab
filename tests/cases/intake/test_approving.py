"""四.1: the sales manager decides before any motor travels."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.models import Case
from notices.models import Notice
from tests.actors import after_sales, coordinator, manager, salesperson
from tests.factories import another_makers, case_at, registered
from workflow.actions import perform
from workflow.guards import Blocked
from workflow.models import Event

pytestmark = pytest.mark.django_db


def test_who_approved_and_when_is_kept():
    case = perform(case_at("submitted"), "authorise_return", by=manager())
    assert case.authorised_by == manager()
    assert case.authorised_at is not None


def test_after_sales_coordinator_and_the_salesperson_hear_of_it():
    after_sales(), coordinator()
    case_at("authorised")
    notified = Notice.objects.filter(event__verb="authorise_return").values_list("user__name", flat=True)
    assert set(notified) == {"王立新", "吴秀英", "周建国"}


def test_the_question_and_the_reason_are_in_the_log():
    case_at("info_requested")
    case_at("rejected")
    assert Event.objects.get(verb="request_info").data["question"] == "铭牌上的编号是多少？"
    assert Event.objects.get(verb="reject").data["reason"] == "与上一张单重复"


@pytest.mark.parametrize("kind", ["opinion", "grievance", "complaint"])
def test_an_opinion_brings_no_motor_back(kind):
    with pytest.raises(Blocked, match="Only a quality problem"):
        perform(case_at("submitted", kind=kind), "authorise_return", by=manager())


def test_another_makers_motor_comes_back_with_its_owners_consent_to_pay():
    consented = case_at("submitted", **another_makers())
    assert perform(consented, "authorise_return", by=manager(), warning_seen=True).status == "authorised"


def test_a_motor_that_should_perhaps_not_travel_is_approved_only_by_who_has_read_why():
    case = case_at("submitted", cause="none")
    assert case.wrong_return_risks()
    with pytest.raises(Blocked, match="warning"):
        perform(case, "authorise_return", by=manager())
    assert Case.objects.get().status == "submitted"
    perform(case, "authorise_return", by=manager(), warning_seen=True)


def test_out_of_warranty_is_no_such_reason_for_a_paid_repair_is_lawful():
    old = registered(ex_factory_date=timezone.localdate() - dt.timedelta(days=800))
    case = case_at("submitted", entry=old, in_warranty="no")
    assert case.wrong_return_risks() == []


def test_the_page_shows_the_manager_the_warning(browse):
    case = case_at("submitted", cause="none")
    page = browse(manager()).get(f"/cases/{case.pk}/authorise_return/").content.decode()
    assert "its freight falls on the salesperson" in page


def test_an_approval_cannot_be_given_by_link_alone(browse):
    case = case_at("submitted")
    browse(manager()).get(f"/cases/{case.pk}/authorise_return/")
    assert Case.objects.get().status == "submitted"
    assert browse(salesperson()).get(f"/cases/{case.pk}/authorise_return/").status_code == 403
