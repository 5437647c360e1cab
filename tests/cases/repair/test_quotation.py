"""The quotation: by its parts, on paper, revised, answered; and what is charged less than 七 says."""

from decimal import Decimal

import pytest

from slips.models import Slip
from tests.actors import after_sales, dispatcher, finance, manager, salesperson
from tests.cases.photos.test_pdf_scans import scanned
from tests.cases.photos.test_photos import album, upload  # noqa: F401  (a fixture)
from tests.factories import (
    WAYBILL,
    accept_quote,
    appraised,
    charged_motor_at,
    discounted,
    fresh,
    motor_at,
    motors_at,
    part,
    pass_inspection,
    quote,
    repair,
)
from tests.work import keys
from workflow.actions import perform
from workflow.guards import Blocked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("album")]


def appraised_motor():
    return appraised(motor_at("received"), "repair_charged")


def revisions(motor):
    """The quotation slips of a motor as (number, revision, void, answer)."""
    rows = Slip.objects.filter(kind="BJ", motors=motor).order_by("id")
    return [(slip.number, slip.revision, slip.void, slip.facts["answer"]) for slip in rows]


def test_a_quotation_is_a_slip_and_its_answer_a_revision_of_the_same_number():
    motor = quote(appraised_motor())
    number = Slip.objects.get(kind="BJ").number
    assert revisions(motor) == [(number, 0, False, "")]
    accept_quote(fresh(motor))
    assert revisions(motor) == [(number, 0, True, ""), (number, 1, False, "接受")]
    facts = Slip.objects.filter(kind="BJ").latest("id").facts
    assert facts["answered_by"] == "孙志强　电话"
    assert (facts["total"], facts["total_in_words"]) == ("200.00", "人民币贰佰元整")


def test_a_new_quotation_is_a_revision_and_one_of_a_new_appraisal_has_a_number_of_its_own():
    motor = charged_motor_at("repairing")
    perform(motor, "quote_again", by=after_sales(), material_fee=Decimal(200), labour_fee=Decimal(80))
    assert [(revision, void) for _, revision, void, _ in revisions(motor)] == [
        (0, True),
        (1, True),
        (2, False),
    ]
    perform(fresh(motor), "reappraise", by=after_sales(), reason="另有故障")
    assert all(void for _, _, void, _ in revisions(motor))
    quote(appraised(fresh(motor), "repair_charged"))
    assert len({number for number, *_ in revisions(motor)}) == 2


def test_the_page_asks_for_parts_and_works_the_material_out(browse):
    motor, browser = appraised_motor(), browse(after_sales())
    url = f"/motors/{motor.pk}/quote/"
    form = browser.get(url).context["form"]
    rows = {"parts-TOTAL_FORMS": "2", "parts-INITIAL_FORMS": "0"}
    rows |= {"parts-0-name": "电枢", "parts-0-quantity": "2", "parts-0-unit_price": "60"}
    hidden = {name: form[name].value() for name in ("version", "key", "valid_until")}
    said = {"labour_fee": "80", "material_fee": ""}
    answer = browser.post(url, hidden | rows | said)
    assert answer.status_code == 302, answer.context["form"].errors
    offer = fresh(motor).quotation
    assert (offer.material_fee, offer.total) == (120, 200)
    assert [str(line) for line in offer.parts.all()] == ["电枢 × 2"]
    assert Slip.objects.get(kind="BJ").facts["parts"][0]["amount"] == "120.00"


def test_a_quotation_without_parts_and_without_a_sum_says_what_is_missing(browse):
    motor, browser = appraised_motor(), browse(after_sales())
    url = f"/motors/{motor.pk}/quote/"
    form = browser.get(url).context["form"]
    hidden = {name: form[name].value() for name in ("version", "key", "valid_until")}
    rows = {"parts-TOTAL_FORMS": "1", "parts-INITIAL_FORMS": "0"}
    page = browser.post(url, hidden | rows | {"labour_fee": "80", "discount": "10"})
    assert set(page.context["form"].errors) == {"discount_reason"}
    page = browser.post(url, hidden | rows | {"labour_fee": "80"})
    assert set(page.context["form"].errors) == {"material_fee"}


# -- a departure -------------------------------------------------------------------------------------------


def test_the_customer_hears_of_a_discount_only_when_the_manager_has_agreed():
    motor = discounted(appraised_motor())
    assert "customer_reply" not in keys(salesperson())
    with pytest.raises(Blocked, match="the sales manager must agree"):
        accept_quote(fresh(motor))
    assert "agree_departure" in keys(manager())
    perform(fresh(motor), "agree_departure", by=manager())
    assert "customer_reply" in keys(salesperson())
    accept_quote(fresh(motor))
    facts = Slip.objects.filter(kind="BJ").latest("id").facts
    assert (facts["discount"], facts["agreed_by"], facts["total"]) == ("50.00", "郑海涛", "150.00")


def test_what_is_charged_less_is_taken_off_the_fees_and_printed():
    motor = discounted(appraised_motor())
    perform(fresh(motor), "agree_departure", by=manager())
    accept_quote(fresh(motor))
    repair(fresh(motor), labour="80", parts=[part("电枢", 1, "120")])
    motor = fresh(pass_inspection(fresh(motor)))
    assert motor.amount_due == motor.outstanding == 150
    facts = Slip.objects.get(kind="FX").facts
    assert (facts["material_fee"], facts["labour_fee"]) == ("120.00", "80.00")
    assert (facts["discount"], facts["total"]) == ("50.00", "150.00")


def test_what_the_manager_refuses_is_quoted_again():
    motor = discounted(appraised_motor())
    perform(fresh(motor), "refuse_departure", by=manager(), reason="不是老客户")
    assert (fresh(motor).status, fresh(motor).quotation) == ("quoted", None)
    assert "quote" in keys(after_sales())
    assert [void for _, _, void, _ in revisions(motor)] == [True]
    assert quote(fresh(motor)).outstanding == 200


def test_a_charged_repair_for_nothing_leaves_only_past_the_manager_and_finance():
    motor = charged_motor_at("repairing")
    repair(motor, labour="0", parts=[])
    motor = fresh(pass_inspection(fresh(motor)))
    with pytest.raises(Blocked, match="finance must confirm"):
        perform(motor, "ship", by=dispatcher(), **WAYBILL)
    with pytest.raises(Blocked, match="the sales manager must agree"):
        perform(motor, "confirm_no_charge", by=finance())
    assert ("agree_departure" in keys(manager()), "ship" in keys(dispatcher())) == (True, False)
    perform(fresh(motor), "agree_departure", by=manager())
    assert "no_charge" in keys(finance())
    perform(fresh(motor), "confirm_no_charge", by=finance())
    assert "ship" in keys(dispatcher())
    assert perform(fresh(motor), "ship", by=dispatcher(), **WAYBILL).status == "shipped"


# -- how the customer answered ------------------------------------------------------------------------


def answer_form(browser, url, **said):
    form = browser.get(url).context["form"]
    return {name: form[name].value() for name in ("version", "key")} | {"who": "孙志强", "note": ""} | said


@pytest.mark.parametrize("verb", ["accept_quote", "refuse_quote"])
def test_an_answer_on_the_signed_quotation_is_shown_by_a_scan(verb, browse):
    motor = quote(appraised_motor())
    browser, url = browse(salesperson()), f"/motors/{motor.pk}/{verb}/"
    sent = answer_form(browser, url, how="paper")
    assert "Add a photo or scan" in str(browser.post(url, sent).context["form"].errors["how"])
    page = browser.post(url, sent | {"photos": upload(scanned(2), "报价单.pdf"), "who": ""})
    kept = page.context["chosen"].photos[0]
    assert browser.post(url, sent | {"photo": kept.pk}).status_code == 302
    offer = fresh(motor).quotations.get()
    assert (offer.answered_for, offer.answered_how, offer.answer_scan) == ("孙志强", "paper", kept)
    assert offer.answer_scan.case == motor.case
    assert f"/photos/{kept.pk}/" in browser.get(f"/motors/{motor.pk}/").content.decode()


def test_an_answer_by_telephone_needs_no_scan(browse):
    motor = quote(appraised_motor())
    browser, url = browse(salesperson()), f"/motors/{motor.pk}/accept_quote/"
    assert browser.post(url, answer_form(browser, url, how="phone")).status_code == 302
    assert fresh(motor).quotations.get().answer_scan is None


def test_one_signed_quotation_answers_for_all_the_motors_that_stand_on_it(browse):
    motors = [quote(appraised(motor, "repair_charged")) for motor in motors_at("received", 2)]
    keys_of = [motor.pk for motor in motors]
    browser, url = browse(salesperson()), "/motors/many/accept_quote/"
    form = browser.get(url, {"motor": keys_of}).context["form"]
    sent = {"key": form["key"].value(), "motor": keys_of, "offered": keys_of, "who": "孙志强", "how": "paper"}
    sent |= {f"{motor.pk}-version": fresh(motor).version for motor in motors}
    assert "Add a photo or scan" in str(browser.post(url, sent).context["form"].errors["how"])
    browser.post(url, sent | {"photos": upload(scanned(), "报价单.pdf")})
    scans = {fresh(motor).quotations.get().answer_scan for motor in motors}
    assert [scan.case for scan in scans] == [motors[0].case]
    assert {fresh(motor).status for motor in motors} == {"repairing"}
