"""Who signs on paper is recorded with a scan, and by whom it was entered (四.2)."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from slips.models import Slip
from tests.actors import after_sales, another_after_sales, dispatcher, engineer, inspector, production
from tests.factories import case_at, count, drafted, fresh, motor_at, scan_by, sign
from workflow.actions import perform
from workflow.guards import Blocked

pytestmark = pytest.mark.django_db


def scan():
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(picture, "JPEG")
    return SimpleUploadedFile("签字.jpg", picture.getvalue(), "image/jpeg")


def on_paper(motor, signer, department, by=None, **said):
    by = by or after_sales()
    facts = {"department": department, "signer_id": signer.pk, "scan_id": scan_by(by).pk} | said
    return perform(motor, "sign_on_paper", by=by, **facts)


def test_a_department_that_signed_the_printed_sheet_has_signed_and_the_fourth_takes_effect(browse):
    motor = drafted(motor_at("received"))
    for department in ("after_sales", "engineering", "production"):
        sign(motor, department)
    browser, url = browse(after_sales()), f"/motors/{motor.pk}/sign_on_paper/"
    form = browser.get(url).context["form"]
    sent = {name: form[name].value() for name in ("version", "key")}
    sent["signature"] = f"quality {inspector().pk}"
    assert "signed" in str(browser.post(url, sent).context["form"].non_field_errors())
    assert browser.post(url, sent | {"photos": scan()}).status_code == 302
    signature = fresh(motor).appraisal.signatures.get(department="quality")
    assert (signature.user, signature.entered_by) == (inspector(), after_sales())
    assert signature.scan.motor_id == motor.pk
    assert fresh(motor).status == "repairing"
    page = browser.get(f"/motors/{motor.pk}/").content.decode()
    assert "on paper, entered by" in page
    names = [box["name"] for box in Slip.objects.get(kind="JD").facts["signatures"]]
    assert names.count("孙静（纸质签字）") == 1
    assert f"/photos/{signature.scan.pk}/" in page


def test_nobody_signs_twice_nor_for_a_department_that_is_not_theirs_nor_without_a_scan():
    motor = drafted(motor_at("received"))
    inspector()
    on_paper(motor, engineer(), "engineering")
    for signer, department in ((engineer(), "engineering"), (production(), "quality")):
        with pytest.raises(Blocked, match="cannot sign"):
            on_paper(motor, signer, department)
    with pytest.raises(Blocked, match="scan"):
        on_paper(motor, inspector(), "quality", scan_id=scan_by(engineer()).pk)


def test_a_dissent_on_paper_waits_for_the_director_as_any_other():
    motor = drafted(motor_at("received"))
    on_paper(motor, engineer(), "engineering", dissent="系碳刷材质问题")
    for department in ("after_sales", "quality", "production"):
        sign(motor, department)
    assert fresh(motor).status == "received"


def test_the_second_signature_under_a_count_may_stand_on_paper():
    counted = count(case_at("awaiting_receipt"))
    for nobody in (dispatcher(), production()):
        with pytest.raises(Blocked):
            perform(
                counted,
                "sign_on_paper",
                by=dispatcher(),
                signer_id=nobody.pk,
                scan_id=scan_by(dispatcher()).pk,
            )
    paper = scan_by(dispatcher())
    perform(counted, "sign_on_paper", by=dispatcher(), signer_id=another_after_sales().pk, scan_id=paper.pk)
    now = type(counted).objects.get(pk=counted.pk)
    assert (now.status, now.signed_by, now.entered_by) == ("signed", another_after_sales(), dispatcher())
    assert counted.case.motors.get().status == "received"
    names = [box["name"] for box in Slip.objects.get(kind="JJ").facts["signatures"]]
    assert "杨帆（纸质签字）" in names
