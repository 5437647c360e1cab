"""A slip is declared void by two people, is issued anew at once, and its number is never used again."""

import uuid

import pytest
from django.utils import timezone

from aftersales.models import Counter
from cases.models import Case
from notices.models import Notice
from slips.actions import ask_void
from slips.models import PrintedCopy, Slip, VoidRequest
from tests.actors import (
    after_sales,
    coordinator,
    director,
    dispatcher,
    engineer,
    finance,
    lead,
    manager,
    salesperson,
    who_also_is,
)
from tests.factories import case_at, motor_at, on_paper, printer
from tests.work import to_do
from workflow.actions import perform
from workflow.guards import Blocked, Forbidden
from workflow.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


@pytest.fixture(scope="module")
def made(made_once):
    return motor_at("return_approved").slips.get(kind="TH")


@pytest.fixture
def return_slip(db, made):
    return fresh(made)


def fresh(slip):
    return Slip.objects.get(pk=slip.pk)


# -- two people ---------------------------------------------------------------------------------------


def test_a_slip_stays_in_force_until_a_second_person_confirms(return_slip):
    request = ask_void(return_slip, "纸张损坏", by=coordinator())
    assert not fresh(return_slip).void
    perform(request, "confirm", by=manager())
    old = fresh(return_slip)
    assert (old.voided_by, old.void_reason) == (manager(), "纸张损坏")


def test_nobody_confirms_what_they_asked_for_themselves(return_slip):
    both = who_also_is(manager(), "sales_coordinator")
    request = ask_void(return_slip, "纸张损坏", by=both)
    for verb, said in (("confirm", {}), ("decline", {"reason": "不必"})):
        with pytest.raises(Forbidden):
            perform(request, verb, by=both, **said)
    assert not fresh(return_slip).void
    perform(request, "confirm", by=lead())


@pytest.mark.parametrize("who", [salesperson, dispatcher, engineer, finance])
def test_not_everybody_may_ask(who, return_slip):
    with pytest.raises(Forbidden):
        ask_void(return_slip, "纸张损坏", by=who())


@pytest.mark.parametrize("who", [coordinator, after_sales, dispatcher, finance])
def test_not_everybody_may_confirm(who, return_slip):
    request = ask_void(return_slip, "纸张损坏", by=coordinator())
    with pytest.raises(Forbidden):
        perform(request, "confirm", by=who())


def test_declined_the_slip_stays_in_force_and_somebody_may_ask_again(return_slip):
    request = ask_void(return_slip, "纸张损坏", by=coordinator())
    perform(request, "decline", by=director(), reason="可以补打")
    assert not fresh(return_slip).void
    perform(ask_void(return_slip, "客户名称有误", by=coordinator()), "confirm", by=director())
    assert fresh(return_slip).void_reason == "客户名称有误"


def test_one_request_at_a_time(return_slip):
    ask_void(return_slip, "纸张损坏", by=coordinator())
    with pytest.raises(Blocked):
        ask_void(return_slip, "纸张损坏", by=after_sales())


def test_what_is_void_already_cannot_be_declared_so(return_slip):
    perform(ask_void(return_slip, "纸张损坏", by=coordinator()), "confirm", by=manager())
    with pytest.raises(Blocked):
        ask_void(return_slip, "再来一次", by=coordinator())


def test_a_slip_that_became_void_by_itself_meanwhile_is_not_declared_so_again():
    motor = motor_at("quoted")
    slip = motor.slips.get(kind="JD")
    request = ask_void(slip, "纸张损坏", by=after_sales())
    perform(motor, "reappraise", by=after_sales(), reason="重新鉴定")
    with pytest.raises(Blocked):
        perform(request, "confirm", by=lead())
    assert motor.slips.filter(kind="JD").count() == 1
    perform(request, "decline", by=lead(), reason="已自动作废")


# -- what takes its place -----------------------------------------------------------------------------


def test_another_slip_with_the_next_number_takes_its_place_at_once(return_slip):
    perform(ask_void(return_slip, "客户名称有误", by=coordinator()), "confirm", by=manager())
    new = Slip.objects.get(replaces=return_slip)
    assert (new.kind, new.void, new.to_print) == ("TH", False, True)
    assert new.motors.get() == return_slip.motors.get()
    assert new.number != return_slip.number
    assert Counter.objects.get(prefix="TH").last == 2
    assert new.facts["signatures"] == return_slip.facts["signatures"]


def test_it_has_the_facts_as_they_are_now(return_slip):
    customer = Case.objects.get(pk=return_slip.dossier_id).customer
    customer.name = "青岛海纳智能装备有限公司"
    customer.save()
    perform(ask_void(return_slip, "客户更名", by=coordinator()), "confirm", by=manager())
    assert Slip.objects.get(replaces=return_slip).facts["customer"] == "青岛海纳智能装备有限公司"
    assert fresh(return_slip).facts == return_slip.facts


def test_a_feedback_keeps_its_number_and_gets_the_next_revision():
    case = case_at("authorised")
    slip = case.slips.get(voided_at=None)
    perform(ask_void(slip, "纸张损坏", by=coordinator()), "confirm", by=manager())
    assert [(slip.number, slip.revision, slip.void) for slip in case.slips.order_by("revision")] == [
        (case.number, 0, True), (case.number, 1, True), (case.number, 2, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "kinds"), [("delivered", {"FK", "JJ", "JD", "FX"}), ("transferred", {"TH", "ZY"})]
)
def test_every_kind_of_slip_can_be_issued_anew_and_says_the_same(state, kinds):
    motor_at(state)
    for slip in Slip.objects.filter(kind__in=kinds, voided_at=None):
        perform(ask_void(slip, "纸张损坏", by=after_sales()), "confirm", by=manager())
        same = Slip.objects.get(replaces=slip).facts | {"source_slip": ""}
        assert same == slip.facts | {"source_slip": ""}


def test_the_motor_goes_on_with_the_new_slip():
    motor = motor_at("ready_to_ship")
    perform(ask_void(motor.slips.get(kind="FX"), "遗失", by=after_sales()), "confirm", by=lead())
    assert motor.slips.filter(kind="FX", voided_at=None).count() == 1


# -- who hears of it ----------------------------------------------------------------------------------


def test_it_waits_in_the_worklist_of_others_than_who_asked(return_slip, browse):
    request = ask_void(return_slip, "纸张损坏", by=coordinator())
    assert request in to_do(manager(), "decide_void")
    assert request not in to_do(coordinator(), "decide_void")
    assert "纸张损坏" in browse(manager()).get("/").content.decode()
    perform(request, "confirm", by=lead())
    assert not to_do(manager(), "decide_void")


def test_whoever_may_hold_a_copy_and_whoever_asked_is_told(return_slip):
    finance(), dispatcher()
    request = ask_void(return_slip, "纸张损坏", by=coordinator())
    perform(request, "confirm", by=manager())
    notices = Notice.objects.filter(event__subject="void_request", event__verb="confirm")
    readers = {notice.user for notice in notices}
    assert {finance(), coordinator()} <= readers
    assert dispatcher() not in readers


def test_nobody_waits_for_its_copies_any_more(return_slip):
    on_paper([(return_slip.pk, [1, 2])], printer(), by=coordinator())
    perform(ask_void(return_slip, "纸张损坏", by=coordinator()), "confirm", by=manager())
    assert not PrintedCopy.objects.filter(slip=return_slip, due_on__isnull=False).exists()


def test_the_timeline_of_the_case_tells_it(return_slip, browse):
    perform(ask_void(return_slip, "纸张损坏", by=coordinator()), "confirm", by=manager())
    verbs = Event.objects.filter(subject="void_request").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["ask", "confirm"]
    page = browse(manager()).get(return_slip.dossier.get_absolute_url()).content.decode()
    assert "Asked to declare a slip void" in page
    assert "纸张损坏" in page


# -- the pages ----------------------------------------------------------------------------------------


def test_from_the_page_of_the_slip_to_its_successor(return_slip, browse):
    key = uuid.uuid4()
    asking = browse(coordinator())
    for _ in range(2):  # a double click
        asking.post(f"/slips/{return_slip.pk}/void/", {"key": key, "reason": "纸张损坏"})
    request = VoidRequest.objects.get()
    page = browse(manager()).get(return_slip.get_absolute_url()).content.decode()
    assert "纸张损坏" in page
    assert f"/void-requests/{request.pk}/confirm/" in page
    own = asking.get(return_slip.get_absolute_url()).content.decode()
    assert f"/void-requests/{request.pk}/confirm/" not in own
    said = {"key": uuid.uuid4(), "version": request.version}
    browse(manager()).post(f"/void-requests/{request.pk}/confirm/", said)
    page = browse(coordinator()).get(return_slip.get_absolute_url()).content.decode()
    assert Slip.objects.get(replaces=return_slip).number in page


def test_without_a_reason_nothing_is_asked(return_slip, browse):
    response = browse(coordinator()).post(f"/slips/{return_slip.pk}/void/", {"key": uuid.uuid4()})
    assert set(response.context["form"].errors) == {"reason"}
    assert not VoidRequest.objects.exists()


def test_who_comes_late_is_told_that_it_is_decided(return_slip, browse):
    request = ask_void(return_slip, "纸张损坏", by=coordinator())
    perform(request, "confirm", by=lead())
    said = {"key": uuid.uuid4(), "version": 1}
    assert browse(manager()).post(f"/void-requests/{request.pk}/confirm/", said).status_code == 409
    assert Slip.objects.filter(kind="TH").count() == 2


def test_a_request_is_dated(return_slip):
    at = timezone.now()
    assert ask_void(return_slip, "纸张损坏", by=coordinator(), at=at).asked_at == at
