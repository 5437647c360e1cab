"""The serial number first: the register fills what it knows, changeable, and says at once what it does not know."""

import io

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from aftersales.kit.codes import read_codes
from cases.intake.lookup import serial_in
from cases.models import Case, Photo
from tests.actors import salesperson
from tests.cases.intake.test_registering import filled
from tests.cases.photos.test_photos import album  # noqa: F401  (a fixture)
from tests.factories import case_at, customer, registered

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def label(text, size=8):
    """A photo of a label with a QR code."""
    code = io.BytesIO()
    segno.make(text, error="q", micro=False).save(code, kind="png", scale=size, border=4)
    picture = Image.new("RGB", (1600, 1200), (200, 200, 196))
    picture.paste(Image.open(code).convert("RGB"), (500, 300))
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=80)
    return SimpleUploadedFile("label.jpg", data.getvalue())


@pytest.fixture
def ask(browse):
    client = browse(salesperson())

    def look_up(headers=None, **facts):
        form = {
            "lookup": "1",
            "kind": "quality_problem",
            "claim_date": timezone.localdate().isoformat(),
        } | facts
        return client.post("/cases/new/", form, headers=headers)

    return look_up


def values(page, *names):
    return [page.context["form"][name].value() for name in names]


@pytest.mark.parametrize(
    "typed", ["260904-0001", "２６０９０４－０００１", "260904–0001", "2609040001", "No. 260904-0001"]
)
def test_the_register_fills_model_date_customer_contact_and_phone(ask, typed):
    entry = registered("260904-0001")
    page = ask(serial_number=typed)
    found = values(page, "serial_number", "model", "ex_factory_date", "customer_name", "contact", "phone")
    assert found == [
        "260904-0001", "90SZ03", entry.ex_factory_date.isoformat(), entry.consignee.name, "孙志强", "0532-8765 4321",
    ]  # fmt: skip
    assert values(page, "own_product", "in_warranty") == ["yes", "yes"]
    assert page.content.decode().count("From the register; change it") == 7
    assert not page.context["form"].errors


def test_nothing_is_preselected_that_only_a_person_knows(ask):
    page = ask(serial_number=registered().serial_number)
    assert not any(values(page, "cause", "used", "operated_as_required", "time_in_use", "environment"))


def test_what_was_typed_stays(ask):
    entry = registered()
    page = ask(
        serial_number=entry.serial_number, model="110SZ53", phone="138", customer_name=entry.consignee.name
    )
    assert values(page, "model", "phone", "contact") == ["110SZ53", "138", "孙志强"]


def test_contact_and_phone_come_only_with_their_customer(ask):
    customer("烟台同泰机械有限公司")
    page = ask(serial_number=registered().serial_number, customer_name="烟台同泰机械有限公司")
    assert not any(values(page, "contact", "phone"))


def test_another_number_takes_away_what_the_first_had_filled(ask):
    first, second = (
        registered(),
        registered(consignee=customer("烟台同泰机械有限公司", contact="李", phone="")),
    )
    page = ask(serial_number=first.serial_number)
    form = {
        name: value for name, value in page.context["form"].data.items() if name not in ("lookup", "phone")
    }
    page = ask(**form | {"serial_number": second.serial_number, "phone": "typed"})
    assert values(page, "customer_name", "contact", "phone") == ["烟台同泰机械有限公司", "李", "typed"]


def test_an_unknown_number_is_said_at_once_with_what_comes_near(ask):
    registered("260904-0001")
    page = ask(serial_number="260904-0007").content.decode()
    assert "260904-0007 is not in the register" in page
    page = ask(HTMX, serial_number="260904-00O1").content.decode()
    assert "Did you mean" in page
    assert "260904-0001" in page


def test_an_open_case_of_the_same_motor_is_said_at_once(ask):
    case = case_at("submitted")
    page = ask(HTMX, serial_number=case.serial_number).content.decode()
    assert f"The same motor is open in {case}" in page


def test_htmx_gets_what_is_said_and_only_the_fields_that_were_filled(ask):
    entry = registered()
    page = ask(HTMX, serial_number=entry.serial_number, model="90SZ03")
    text = page.content.decode()
    assert "<html" not in text
    assert 'id="field-customer_name" data-hx-swap-oob="true"' in text
    assert 'id="field-model"' not in text
    assert page["HX-Trigger-After-Swap"]


def test_enter_looks_the_number_up_and_sends_nothing(ask, browse):
    page = browse(salesperson()).get("/cases/new/").content.decode()
    form = page[page.index('id="intake"') :]
    assert form.index('name="lookup"') < form.index('name="switch"') < form.index('name="submit"')
    ask(serial_number=registered().serial_number)
    assert not Case.objects.exists()


def test_not_ours_is_questioned_where_the_register_has_it(ask):
    entry = registered()
    page = ask(serial_number=entry.serial_number, own_product="no").content.decode()
    assert "is in our register" in page


# -- the photo of the label ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["260904-0001", "HTTP://HOST:8000/M/260904-0001", "http://127.0.0.1:8000/serial/260904-0001/"]
)
@pytest.mark.usefixtures("album")
def test_a_photo_of_the_label_is_the_number_and_a_photo(ask, text):
    registered("260904-0001")
    page = ask(label=label(text))
    assert values(page, "serial_number", "model") == ["260904-0001", "90SZ03"]
    assert [photo.pk for photo in page.context["chosen"].photos] == [Photo.objects.get().pk]


@pytest.mark.usefixtures("album")
def test_a_phone_that_sends_it_alone_gets_the_number(browse):
    registered("260904-0001")
    page = browse(salesperson()).post("/photos/", {"label": [label("260904-0001")]})
    assert 'data-serial="260904-0001"' in page.content.decode()


@pytest.mark.usefixtures("album")
def test_a_photo_without_a_code_is_a_photo(ask):
    plain = io.BytesIO()
    Image.new("RGB", (300, 200)).save(plain, "JPEG")
    page = ask(label=SimpleUploadedFile("x.jpg", plain.getvalue()), serial_number="typed-1")
    assert values(page, "serial_number") == ["typed-1"]
    assert Photo.objects.count() == 1


def test_of_several_codes_the_one_counts_that_the_register_knows():
    registered("260904-0001")
    assert serial_in(["XH-2026-0318", "260904-0001"]) == "260904-0001"
    assert serial_in(["123456", "654321"]) == ""
    assert serial_in(["http://evil.example/path/260904-0001", "no digits"]) == ""


def test_of_a_code_nothing_is_taken_but_plain_text():
    assert read_codes(label("x" * 300, 4).read()) == []
    assert read_codes(label("\u202e0001").read()) == []


# -- a form for each kind -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["opinion", "grievance", "complaint"])
def test_an_opinion_asks_for_words_alone(browse, kind):
    page = browse(salesperson()).get(f"/cases/new/?kind={kind}")
    visible = {field.name for field in page.context["form"].visible_fields()}
    assert visible <= {
        "customer_name", "new_customer", "contact", "phone", "claim_date", "problem", "customer_request",
        "backdating_reason",
    }  # fmt: skip
    assert "in_warranty" not in page.content.decode()


def test_another_kind_of_feedback_keeps_what_was_typed(ask):
    page = ask(lookup="", switch="complaint", problem="送货迟了", customer_name=customer().name)
    assert values(page, "kind", "problem") == ["complaint", "送货迟了"]
    assert not page.context["form"].errors


def test_a_complaint_is_registered_and_submitted(browse):
    form = filled(
        kind="complaint", problem="送货迟了", submit="1", serial_number="260904-0001", cause="factory"
    )
    customer()
    browse(salesperson()).post("/cases/new/", form)
    case = Case.objects.get()
    assert (case.status, case.kind, case.serial_number, case.cause) == ("submitted", "complaint", "", "")


def test_a_quantity_of_nothing_is_refused(browse):
    customer()
    assert browse(salesperson()).post("/cases/new/", filled(quantity="0")).status_code == 200
    assert not Case.objects.exists()


def test_back_and_submit_again_makes_no_second_case(browse):
    customer()
    browser = browse(salesperson())
    first = browser.post("/cases/new/", filled())
    again = browser.post("/cases/new/", filled())  # of a page that was loaded anew
    assert (first.url, Case.objects.count()) == (again.url, 1)


WHOLE = {
    "model": "90SZ03", "unknown_reason": "铭牌缺失", "own_product": "yes", "cause": "factory", "in_warranty": "yes",
}  # fmt: skip


def test_the_same_again_with_the_other_button_submits_it(browse):
    registered()
    browser = browse(salesperson())
    browser.post("/cases/new/", filled() | WHOLE)
    browser.post("/cases/new/", filled(submit="1") | WHOLE)
    assert Case.objects.get().status == "submitted"
