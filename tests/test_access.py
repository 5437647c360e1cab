"""Who sees what: salespeople their own cases, authors their drafts, and amounts those who handle them."""

from decimal import Decimal

import pytest
from django.test import Client

from aftersales.models import User
from cases.models import Case, Photo, ReturnedMotor
from cases.photos.uploads import path_of, write
from notices.models import Notice
from slips.models import Slip
from tests.actors import (
    PASSWORD,
    after_sales,
    another_salesperson,
    assessment,
    coordinator,
    director,
    dispatcher,
    engineer,
    finance,
    inspector,
    lead,
    manager,
    one_of_each_role,
    production,
    salesperson,
    warehouse,
    workshop,
)
from tests.actors import admin as administrator
from tests.factories import (
    LEDGER_LINE,
    accept_list,
    accept_quote,
    appraised,
    case_at,
    customer,
    fresh,
    motor_at,
    part,
    pass_inspection,
    pay,
    quote,
    receive,
    registered,
    repair,
    submitted_to,
)
from workflow.actions import perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("others_case", "dear_motor", "dear_return")]


# -- rows ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def others_case(made_once):
    """A case of another salesperson that has got as far as a motor and slips."""
    entry = registered("260401-0077", consignee=customer("烟台同泰机械有限公司"))
    motor = motor_of(another_salesperson(), entry)
    photo = Photo.objects.create(case=motor.case, file="other.jpg", added_by=another_salesperson())
    write(path_of(photo), b"a picture")
    return motor.case


def motor_of(seller, entry):
    """A received motor of a salesperson."""
    case = case_at("submitted", by=seller, salesperson=seller, entry=entry)
    case = submitted_to("authorised", case, None)
    receive(accept_list(case))
    return ReturnedMotor.objects.select_related("case").get(case=case)


def addresses_of(case):
    """Every page that shows something of a case."""
    motor = case.motors.get()
    handover = case.handovers.get()
    slips = [f"/slips/{slip.pk}/" for slip in case.slips.all()]
    return [
        f"/cases/{case.pk}/", f"/cases/{case.pk}/edit/", f"/cases/{case.pk}/withdraw/",
        f"/motors/{motor.pk}/", f"/motors/{motor.pk}/accept_quote/",
        f"/handovers/{handover.pk}/", f"/handovers/{handover.pk}/sign/",
        *slips, *(f"{slip}pdf/" for slip in slips), *(f"/photos/{photo.pk}/" for photo in case.photos.all()),
    ]  # fmt: skip


def test_a_colleagues_case_does_not_exist_for_a_salesperson(browse, others_case):
    browser = browse(salesperson())
    for address in addresses_of(others_case):
        assert browser.get(address).status_code == 404, address
    for address in (f"/cases/{others_case.pk}/add_photos/", f"/cases/{others_case.pk}/withdraw/"):
        assert browser.post(address, {"reason": "x"}).status_code == 404, address


def test_it_does_exist_for_its_own_salesperson(browse, others_case):
    browser = browse(another_salesperson())
    for address in addresses_of(others_case):
        assert browser.get(address).status_code in {200, 302, 403}, address
    assert browser.get(f"/cases/{others_case.pk}/").status_code == 200


LISTS = (
    "/", "/cases/", "/cases/?q=烟台", "/cases/?q=260401-0077", "/cases/?q=FK", "/motors/", "/motors/?q=260401",
    "/slips/", "/slips/?q=烟台", "/slips/?q=JJ", "/notices/",
)  # fmt: skip


@pytest.mark.parametrize("address", LISTS)
def test_no_list_and_no_search_shows_a_salesperson_the_cases_of_others(address, browse, others_case):
    motor_at("received")  # something of their own, so that the lists are not empty
    page = browse(salesperson()).get(address).content.decode()
    traces = {"烟台同泰", "260401-0077", others_case.number}
    assert not [trace for trace in traces if trace in page and trace not in address]


def test_the_lists_do_show_a_salesperson_their_own(browse, others_case):
    browser = browse(another_salesperson())
    for address in ("/cases/?q=烟台", "/motors/?q=260401", "/slips/?q=烟台"):
        assert "烟台同泰" in browser.get(address).content.decode(), address


def test_a_motors_life_tells_a_salesperson_of_their_own_cases_only(browse, others_case):
    number = others_case.number
    assert number in browse(after_sales()).get("/serial/260401-0077/").content.decode()
    assert number not in browse(salesperson()).get("/serial/260401-0077/").content.decode()


def test_earlier_returns_of_a_motor_are_shown_only_if_they_are_ones_own(browse, others_case):
    mine = motor_of(salesperson(), registered("260401-0077"))
    assert others_case.number not in browse(salesperson()).get(f"/motors/{mine.pk}/").content.decode()
    assert others_case.number in browse(after_sales()).get(f"/motors/{mine.pk}/").content.decode()


def test_nobody_hears_of_what_does_not_concern_them(others_case):
    of_it = Notice.objects.filter(dossier=others_case.pk)
    assert not of_it.filter(user=salesperson()).exists()
    assert of_it.filter(user=another_salesperson()).exists()


def test_notices_are_read_by_their_reader_alone(browse, others_case):
    browse(manager()).post("/notices/")
    assert not Notice.objects.filter(user=manager(), read_at=None).exists()
    assert Notice.objects.filter(user=another_salesperson(), read_at=None).exists()


def test_all_who_work_on_cases_see_every_submitted_one(others_case):
    blind = {
        role
        for role, user in one_of_each_role().items()
        if not Case.objects.visible_to(user).filter(pk=others_case.pk).exists()
    }
    assert blind == {"salesperson"}


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_draft_is_its_authors_alone(state, browse):
    draft = case_at(state, by=coordinator())  # on behalf of the salesperson
    drafts = Case.objects.filter(pk=draft.pk)
    seen = {role for role, user in one_of_each_role().items() if drafts.visible_to(user).exists()}
    assert seen == {"sales_coordinator"}
    assert browse(manager()).get(draft.get_absolute_url()).status_code == 404
    assert browse(salesperson()).get(draft.get_absolute_url()).status_code == 404


def test_once_submitted_a_case_is_seen_by_its_salesperson_and_its_author(browse):
    case = case_at("submitted", by=coordinator())
    for who in (salesperson(), coordinator(), manager()):
        assert browse(who).get(case.get_absolute_url()).status_code == 200


def test_somebody_without_a_role_sees_nothing(browse, stranger, others_case):
    browser = browse(stranger)
    for address in addresses_of(others_case):
        assert browser.get(address).status_code in {403, 404}, address
    assert not Case.objects.visible_to(stranger).exists()
    assert not ReturnedMotor.objects.visible_to(stranger).exists()
    assert not Slip.objects.visible_to(stranger).exists()
    assert browser.get("/slips/").status_code == 403


def test_who_has_left_the_factory_cannot_act_even_with_an_open_browser(browse):
    case = case_at("submitted")
    browser = browse(manager())
    assert browser.get(case.get_absolute_url()).status_code == 200
    User.objects.filter(pk=manager().pk).update(is_active=False)
    assert browser.get(case.get_absolute_url()).status_code == 302
    assert not manager().can("case.authorise_return")


def test_the_sign_in_page_lets_people_in_and_locks_out_who_guesses(db, settings):
    case_at("draft")
    browser = Client()
    assert browser.post("/login/", {"username": "zhou", "password": PASSWORD}).url == "/"
    guesser = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = guesser.post("/login/", {"username": "zhou", "password": "guess"})
    assert answer.status_code == 429
    assert guesser.post("/login/", {"username": "zhou", "password": PASSWORD}).status_code == 429


# -- amounts ------------------------------------------------------------------------------------------

SEE_AMOUNTS = {
    "salesperson", "sales_coordinator", "sales_manager", "after_sales", "after_sales_lead", "finance", "director",
}  # fmt: skip
# Amounts that nothing else on a page looks like, as they are written.
AMOUNTS = [
    written
    for amount in ("73.31", "1246.27", "911.42", "2157.69", "3000.00", "2000.00", "1000.00", "4321.98")
    for written in (amount, f"{float(amount):,.2f}")
]


@pytest.fixture(scope="module")
def dear_motor(made_once):
    """Quoted at 3000 yuan, ready to ship: 17 brushes at 73.31 are 1246.27, and 911.42 for labour, 2157.69 in all."""
    motor = appraised(motor_at("received"), "repair_charged")
    quote(motor, "2000.00", "1000.00")
    accept_quote(motor)
    repair(fresh(motor), labour="911.42", parts=[part("碳刷", 17, "73.31")])
    pass_inspection(fresh(motor))
    assert fresh(motor).amount_due == Decimal("2157.69")
    return fresh(motor)


@pytest.fixture(scope="module")
def dear_return(made_once):
    """A motor taken back for 4321.98."""
    motor = motor_at("return_pending")
    perform(motor, "draft_return", by=coordinator(), **LEDGER_LINE | {"price": Decimal("4321.98")})
    perform(motor, "approve_return", by=manager())
    return fresh(motor)


def pages_of(motor):
    slips = [f"/slips/{slip.pk}/" for slip in motor.slips.all()]
    return [
        "/", "/cases/", "/motors/", "/notices/", "/slips/", f"/serial/{motor.serial_number}/",
        f"/cases/{motor.case_id}/", f"/motors/{motor.pk}/", *slips,
        *(f"/motors/{motor.pk}/{verb}/" for verb in ("ship", "prepare_transfer", "clear_for_stock", "restock")),
    ]  # fmt: skip


def shows_amounts(browser, address):
    response = browser.get(address)
    text = response.content.decode() if response.status_code == 200 else ""
    return any(amount in text for amount in AMOUNTS)


def test_each_role_that_handles_amounts_may_see_them_and_no_other():
    assert {role for role, user in one_of_each_role().items() if user.can("amount.view")} == SEE_AMOUNTS


ALL_BUT = [engineer, production, workshop, assessment, administrator]
# They get a copy of the slip, or sign it, so they see what is printed on it; the pages hide the rest from them.
ON_THE_SLIP = {"FX": {dispatcher, inspector}, "TH": {warehouse}}


@pytest.mark.parametrize("who", [*ALL_BUT, dispatcher, inspector, warehouse])
def test_no_page_shows_amounts_to_who_may_not_see_them(who, browse, dear_motor, dear_return):
    browser = browse(who())
    theirs = [slip.get_absolute_url() for slip in Slip.objects.all() if who in ON_THE_SLIP.get(slip.kind, ())]
    for address in pages_of(dear_motor) + pages_of(dear_return):
        assert shows_amounts(browser, address) == (address in theirs), address


@pytest.mark.parametrize("who", [salesperson, coordinator, manager, after_sales, lead, finance, director])
def test_who_handles_amounts_sees_them_on_the_motors_page(who, browse, dear_motor):
    assert shows_amounts(browse(who()), f"/motors/{dear_motor.pk}/")


@pytest.mark.parametrize("who", ALL_BUT)
@pytest.mark.parametrize("kind", ["FX", "TH"])
def test_a_slip_with_amounts_is_printed_for_nobody_who_may_not_see_them(
    who, kind, browse, dear_motor, dear_return
):
    slip = Slip.objects.get(kind=kind)
    assert browse(who()).get(f"/slips/{slip.pk}/pdf/").status_code == 403


@pytest.mark.parametrize(("kind", "who"), [("FX", dispatcher), ("FX", inspector), ("TH", warehouse)])
def test_who_gets_a_copy_of_a_slip_or_signs_it_may_read_it(kind, who, browse, dear_motor, dear_return):
    assert shows_amounts(browse(who()), f"/slips/{Slip.objects.get(kind=kind).pk}/")


def test_the_log_keeps_amounts_but_its_timeline_tells_none(browse, dear_motor):
    pay(dear_motor)
    page = browse(engineer()).get(f"/cases/{dear_motor.case_id}/").content.decode()
    assert not any(amount in page for amount in AMOUNTS)
