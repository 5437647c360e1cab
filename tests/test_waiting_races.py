"""Two people at once: what is written down of the worklist is right whoever was first."""

from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from satisfaction.models import Target
from slips.actions import acknowledge, print_copies
from slips.actions.issuing import void
from slips.models import Slip
from tests.actors import another_manager, coordinator, engineer, inspector, manager
from tests.factories import case_at, draft_return, drafted, motor_at, on_paper, printer, sign
from tests.satisfaction.factories import answered, survey
from tests.threads import Meeting, at_once
from tests.work import keys
from workflow.actions import perform
from workflow.models import Event, Waiting
from workflow.projection import all_differences, mend
from workflow.waiting import act, touched

pytestmark = pytest.mark.django_db(transaction=True)

ROW_LOCKS = connection.vendor == "postgresql"


def differing():
    return [str(difference) for _, found in all_differences() for difference in found]


def test_two_departments_sign_at_once():
    motor = drafted(motor_at("received"))
    at_once(
        partial(sign, motor, "quality"),
        partial(sign, motor, "engineering"),
    )
    assert {row.role for row in Waiting.objects.filter(task="sign")} == {"after_sales", "production"}
    assert "sign" not in keys(inspector()) + keys(engineer())
    assert differing() == []


def test_two_managers_approve_at_once():
    motor = draft_return(motor_at("return_pending"))
    at_once(*(partial(perform, motor, "approve_return", by=who) for who in (manager(), another_manager())))
    assert Waiting.objects.filter(noun="motor", item_id=motor.pk).count() == 1
    assert differing() == []


# -- two people of one customer -----------------------------------------------------------------------


def one_answers_while_another_is_withdrawn(meeting=None):
    """Of the two people of a customer one answers, while what the other said is withdrawn."""
    target = survey().targets.first()
    response = answered(target, "张工", quality="good")
    if meeting:
        meeting.again()
    outcomes = at_once(
        partial(perform, response, "withdraw", by=coordinator(), reason="误录"),
        partial(answered, target, "李工", quality="good"),
    )
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []


def test_a_customer_of_whom_somebody_has_answered_is_not_asked_again():
    one_answers_while_another_is_withdrawn()
    assert differing() == []


def test_control_without_the_lock_of_the_customer_they_may_be_asked_though_they_answered(monkeypatch):
    monkeypatch.setattr("satisfaction.consequences.responses.ask_anew", touch_unlocked)
    meeting = Meeting(monkeypatch, "workflow.waiting.derived")
    one_answers_while_another_is_withdrawn(meeting)
    assert bool(differing()) == ROW_LOCKS


def touch_unlocked(targets):
    touched(*Target.objects.filter(pk__in=targets.values("pk")).select_related("campaign"))


# -- paper, which is locked slip by slip --------------------------------------------------------------


def test_a_slip_is_acknowledged_while_it_is_declared_void():
    case = case_at("submitted")
    slip = Slip.objects.get(dossier=case.pk)
    on_paper([(slip.pk, [1])], printer(), by=coordinator())
    event = Event.objects.filter(dossier=case.pk).last()

    def declare_void():
        with act():
            case.lock()
            void(Slip.objects.filter(pk=slip.pk), "污损", event)

    at_once(partial(acknowledge, slip, 1, by=coordinator()), declare_void)
    assert not Waiting.objects.filter(noun__in=["slip", "copy"]).exists()
    assert differing() == []


def test_the_worklist_is_mended_while_a_slip_is_printed():
    case = case_at("submitted")
    slip = Slip.objects.get(dossier=case.pk)
    Waiting.objects.filter(noun="slip").delete()
    at_once(
        partial(mend, case.pk),
        partial(print_copies, [(slip.pk, [1])], printer(), by=coordinator(), at=timezone.now()),
    )
    assert not Waiting.objects.filter(noun="slip").exists()
    assert differing() == []
