"""A list that is accepted can be counted: up to a thousand motors in one consignment (四.2)."""

import uuid

import pytest
from django.utils import timezone

from cases.models import Case
from demo.specimens import long_return, specimen
from returns.models import Handover
from returns.numbers import MOST
from slips import layout
from slips.models import Slip
from slips.paper import Sheet
from slips.printing import document_pdf, heading
from tests.actors import after_sales, coordinator, dispatcher
from tests.factories import case_at, found, receive
from tests.tables.sheets import decide, text
from workflow.actions import perform

pytestmark = pytest.mark.django_db


def listed(motors: int) -> Case:
    """A case with so many motors on their way."""
    lines = [{"serial_number": f"26A{n:04d}", "other_model": "Y90L"} for n in range(motors)]
    return perform(case_at("authorised"), "accept_list", by=coordinator(), motors=lines)


def sent_list(case, motors):
    pasted = "\n".join(f"26A{n:04d}\tY90L" for n in range(motors))
    rows = {"rows-TOTAL_FORMS": "0", "rows-INITIAL_FORMS": "0"}
    return rows | {"version": case.version, "key": uuid.uuid4(), "pasted": pasted}


def sent_count(case):
    """Every motor has arrived as it is listed; each field of the form is sent, as browsers do."""
    motors = list(case.motors.all())
    sent = {
        "version": Case.objects.get(pk=case.pk).version, "key": uuid.uuid4(), "carrier": "德邦物流",
        "arrived_on": timezone.localdate().isoformat(), "motors-TOTAL_FORMS": len(motors),
        "motors-INITIAL_FORMS": len(motors), "unlisted-TOTAL_FORMS": 3, "unlisted-INITIAL_FORMS": 0,
    }  # fmt: skip
    for n, motor in enumerate(motors):
        sent |= {f"motors-{n}-motor": motor.pk, f"motors-{n}-finding": "received"}
        for name in ("found_model", "found_serial_number", "exterior", "accessories", "remark"):
            sent[f"motors-{n}-{name}"] = ""
    return sent


def test_a_thousand_pasted_motors_are_a_list(browse):
    case = case_at("authorised")
    clerk = browse(coordinator())
    decide(clerk, clerk.post(f"/cases/{case.pk}/return-list/", sent_list(case, MOST), follow=True), "all")
    assert case.motors.count() == MOST


def test_one_more_is_refused_with_a_sentence(browse):
    case = case_at("authorised")
    clerk = browse(coordinator())
    page = clerk.post(f"/cases/{case.pk}/return-list/", sent_list(case, MOST + 1), follow=True)
    assert "at most 1000 motors, and this one 1001" in text(page)
    decide(clerk, page, "all")
    assert not case.motors.exists()


@pytest.mark.parametrize("motors", [201, MOST])
def test_a_long_list_is_counted(motors, browse):
    case = listed(motors)
    assert browse(dispatcher()).post(f"/cases/{case.pk}/count/", sent_count(case)).status_code == 302
    assert Handover.objects.get().lines.count() == motors


def test_the_sheet_of_a_long_list_has_every_motor(browse):
    case = listed(201)
    page = browse(dispatcher()).get(f"/cases/{case.pk}/count/")
    assert len(page.context["sheet"].rows) == 201


@pytest.mark.parametrize("motors", [201, pytest.param(MOST, marks=pytest.mark.long)])
def test_a_long_list_is_signed_and_has_its_pages_and_one_slip(motors, browse):
    case = listed(motors)
    browser = browse(dispatcher())
    browser.post(f"/cases/{case.pk}/count/", sent_count(case))
    handover = Handover.objects.get()
    sent = {"version": handover.version, "key": uuid.uuid4()}
    assert browse(after_sales()).post(f"/handovers/{handover.pk}/sign/", sent).status_code == 302
    assert set(case.motors.values_list("status", flat=True)) == {"received"}
    slip = Slip.objects.get(kind="JJ")
    assert len(slip.facts["motors"]) == motors
    for url in (case.get_absolute_url(), handover.get_absolute_url(), slip.get_absolute_url()):
        assert browser.get(url).status_code == 200


@pytest.mark.long
def test_the_slip_of_a_thousand_motors_goes_over_pages():
    case = listed(MOST)
    handover = receive(case, *(found(motor) for motor in case.motors.all()))
    assert document_pdf(handover.slips.get()).startswith(b"%PDF")


def test_a_list_that_is_known_to_be_long_is_broken_as_if_it_had_been_tried(monkeypatch):
    slip = specimen("TH", facts=long_return(36))
    tried = layout.lay_out(heading(slip), slip.facts, Sheet())
    monkeypatch.setattr(layout, "MANY", 30)
    known = layout.lay_out(heading(slip), slip.facts, Sheet())
    assert len(known.pages) > 1
    assert known.html == tried.html
