"""A wrong carrier, waybill or day of a consignment that both have signed: a second entry, and another slip."""

import datetime as dt

import pytest
from django.utils import timezone

from slips.models import Slip
from tests.actors import after_sales, dispatcher
from tests.factories import arrived, case_at, parcel_received, receive
from workflow.actions import perform
from workflow.models import Event

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.localdate() - dt.timedelta(days=1)


def slips_of(dossier):
    return list(Slip.objects.filter(kind="JJ", dossier=dossier).order_by("id"))


@pytest.mark.parametrize("kind", ["handovers", "parcels"])
def test_the_slip_is_void_and_another_says_what_should_have_stood_there(kind, browse):
    lines = [arrived("250101-0001", product_id=None, other_model="Z2-11")]
    signed = receive(case_at("awaiting_receipt")) if kind == "handovers" else parcel_received(*lines)
    browser, url = browse(dispatcher()), f"/{kind}/{signed.pk}/correct/"
    hidden = browser.get(url).context["form"].initial
    said = {
        "carrier": "顺丰速运",
        "waybill": "SF77",
        "arrived_on": YESTERDAY.isoformat(),
        "reason": "拿错面单",
    }
    assert browser.post(url, said | hidden).status_code == 302
    first, second = slips_of(signed.dossier_id)
    assert (first.void, first.void_reason, second.replaces) == (True, "拿错面单", first)
    assert [second.facts[name] for name in ("carrier", "waybill", "remark")] == [
        "顺丰速运",
        "SF77",
        "更正：拿错面单",
    ]
    assert second.facts["motors"] == first.facts["motors"]
    changed = Event.objects.filter(verb="correct").latest("id").data["changed"]
    assert changed["waybill"] == ["DPK3021887", "SF77"]
    now = type(signed).objects.get(pk=signed.pk)
    assert (now.waybill, now.arrived_on, now.status) == ("SF77", YESTERDAY, "signed")


def test_the_second_slip_is_that_of_the_consignment_and_may_be_corrected_again():
    count = receive(case_at("awaiting_receipt"))
    for waybill in ("SF77", "SF78"):
        perform(count, "correct", by=after_sales(), edit={"waybill": waybill}, reason="录错")
    assert [slip.void for slip in slips_of(count.dossier_id)] == [True, True, False]
    assert count.slips.count() == 3


def test_what_is_as_it_was_or_has_not_come_yet_is_said_next_to_the_field(browse):
    count = receive(case_at("awaiting_receipt"))
    browser, url = browse(dispatcher()), f"/handovers/{count.pk}/correct/"
    page = browser.get(url).context["form"]
    same = {name: page[name].value() for name in ("carrier", "waybill", "arrived_on", "version", "key")}
    answer = browser.post(url, same | {"reason": "录错"})
    assert "Nothing is different" in answer.context["form"].non_field_errors()[0]
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    answer = browser.post(url, same | {"reason": "录错", "arrived_on": tomorrow})
    assert "not come yet" in answer.context["form"].errors["arrived_on"][0]
