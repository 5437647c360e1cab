"""What people type into the pages: checked at its field, kept when something is wrong, and never sent twice."""

import uuid

import pytest
from django import forms
from django.utils import timezone

from aftersales.views import failed
from cases.models import Case
from returns.models import Handover
from slips.brief import brief
from slips.models import Slip
from tests.actors import after_sales, coordinator, dispatcher, engineer, inspector, salesperson
from tests.factories import (
    accept_list,
    case_at,
    charged_motor_at,
    customer,
    drafted,
    fresh,
    intact_motor,
    motor_at,
    registered,
    sign,
    transfer,
)

pytestmark = pytest.mark.django_db


def rows(prefix, *filled, initial=0):
    """A formset as a browser posts it."""
    fields = {f"{prefix}-TOTAL_FORMS": len(filled), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(filled):
        fields |= {f"{prefix}-{number}-{name}": text for name, text in row.items()}
    return fields


def bookkeeping(obj=None):
    return {"key": uuid.uuid4(), "version": obj.version if obj else ""}


def intake(**answers):
    known = {
        "customer_name": customer().name,
        "claim_date": timezone.localdate(),
        "kind": "quality_problem",
        "quantity": 1,
        "used": "True",
        "problem": "换向火花大",
    }
    return bookkeeping() | known | answers


def errors(response, form="form"):
    return set(response.context[form].errors)


# -- registering --------------------------------------------------------------------------------------


def test_submitting_says_at_each_field_what_is_missing(browse):
    page = browse(salesperson()).post("/cases/new/", intake(submit="1"))
    assert {"model", "cause", "own_product", "in_warranty", "serial_number"} <= errors(page)
    assert "换向火花大" in page.content.decode()
    assert not Case.objects.exists()


def test_what_nobody_knows_need_not_be_filled_in(browse):
    page = browse(salesperson()).post("/cases/new/", intake(submit="1", unknown_reason="客户已停机"))
    assert errors(page) == {"model", "cause", "own_product", "in_warranty"}


def test_a_draft_may_be_incomplete_and_a_double_click_makes_one(browse):
    page, answers = browse(salesperson()), intake(save="1")
    assert page.post("/cases/new/", answers).url == page.post("/cases/new/", answers).url
    assert Case.objects.count() == 1


def test_a_stale_page_shows_what_was_typed(browse):
    case = case_at("draft")
    typed = "一段写了很久的说明，不该丢失"
    page = browse(salesperson()).post(f"/cases/{case.pk}/edit/", intake(version=99, save="1", problem=typed))
    assert page.status_code == 409
    assert page.context["typed"] == [typed]


def test_a_page_that_fails_shows_what_was_typed(browse, monkeypatch):
    monkeypatch.setattr("cases.intake.views.open_case", lambda case, by: 1 / 0)
    typed = "一段写了很久的说明，不该丢失 <b>"
    browser = browse(salesperson())
    browser.raise_request_exception = False
    page = browser.post("/cases/new/", intake(save="1", problem=typed))
    assert page.status_code == 500
    assert "一段写了很久的说明，不该丢失 &lt;b&gt;" in page.content.decode()
    assert not Case.objects.exists()


def test_the_page_of_a_failure_needs_neither_database_nor_readable_form(rf, django_assert_num_queries):
    sent = {
        "problem": "一段写了很久的说明，不该丢失",
        "new_password": "a secret of many words",
        "name": "short",
    }
    with django_assert_num_queries(0):
        page = failed(rf.post("/", sent)).content.decode()
        assert failed(rf.generic("POST", "/", b"x", content_type="multipart/form-data")).status_code == 500
    assert sent["problem"] in page
    assert sent["new_password"] not in page


def test_who_cannot_save_a_feedback_is_told_before_typing(browse):
    case = case_at("info_requested")
    assert browse(coordinator()).get(f"/cases/{case.pk}/edit/").status_code == 403


# -- rows ---------------------------------------------------------------------------------------------


def test_more_rows_keep_what_was_typed_and_complain_of_nothing(browse):
    case = case_at("authorised")
    filled = rows("rows", {"serial_number": "260315-0001", "remark": "一台"}, {"remark": "只有备注"})
    page = browse(coordinator()).post(
        f"/cases/{case.pk}/return-list/", bookkeeping(case) | filled | {"more": "1"}
    )
    assert page.context["rows"].total_form_count() == 7
    assert not page.context["rows"].total_error_count()
    assert "只有备注" in page.content.decode()


@pytest.mark.parametrize("total", ["", "x", "-1", "9" * 40])
def test_a_damaged_number_of_rows_is_survived(browse, total):
    case = case_at("authorised")
    damaged = rows("rows", {}) | {"rows-TOTAL_FORMS": total, "more": "1"}
    page = browse(coordinator()).post(f"/cases/{case.pk}/return-list/", bookkeeping(case) | damaged)
    assert page.status_code == 200


def test_a_motor_without_serial_number_and_model_is_asked_for_one(browse):
    case = case_at("authorised")
    filled = rows("rows", {"remark": "只有备注"})
    page = browse(coordinator()).post(f"/cases/{case.pk}/return-list/", bookkeeping(case) | filled)
    assert page.context["rows"].errors == [{"serial_number": ["Enter the serial number or the model."]}]


# -- counting -----------------------------------------------------------------------------------------


def count_sheet(case, *findings):
    counted = [
        {"motor": motor.pk, "finding": finding}
        for motor, finding in zip(case.motors.all(), findings, strict=True)
    ]
    header = {"carrier": "德邦物流", "arrived_on": timezone.localdate()}
    return bookkeeping(case) | header | rows("motors", *counted, initial=len(counted)) | rows("unlisted", {})


def test_a_count_starts_with_nothing_counted(browse):
    case = accept_list(case_at("authorised"), registered().serial_number, registered().serial_number)
    page, url = browse(dispatcher()), f"/cases/{case.pk}/count/"
    assert [row["finding"].value() for row, _motor, _note in page.get(url).context["sheet"].rows] == [
        None,
        None,
    ]
    again = page.post(url, count_sheet(case, "received", ""))
    assert again.context["sheet"].counted.errors == [{}, {"finding": ["Not counted yet."]}]
    assert (
        page.post(url, count_sheet(case, "received", "missing")).url
        == Handover.objects.get().get_absolute_url()
    )


def test_a_damaged_count_sheet_is_survived(browse):
    case = case_at("awaiting_receipt")
    sheet = count_sheet(case, "received") | {"motors-0-motor": "abc"}
    assert browse(dispatcher()).post(f"/cases/{case.pk}/count/", sheet).status_code == 200


# -- appraising and repairing -------------------------------------------------------------------------


def test_the_rules_propose_before_the_findings_are_written(browse):
    motor = motor_at("received")
    facts = {"cause": "factory", "own_product": "on", "used": "on", "preview": "1"}
    page = browse(engineer()).post(
        f"/motors/{motor.pk}/appraise/", bookkeeping(motor) | facts | rows("measurements", {})
    )
    assert page.context["proposed"] == ["repair_free"]
    assert not errors(page)


def test_a_second_click_on_sign_leads_where_the_first_did(browse):
    motor = drafted(motor_at("received"))
    page, url = browse(inspector()), f"/motors/{motor.pk}/sign_appraisal/"
    form = page.get(f"/motors/{motor.pk}/appraise/").context["sign_form"]
    answers = {field.name: field.value() for field in form if field.value() is not None}
    assert page.post(url, answers).url == page.post(url, answers).url
    assert fresh(motor).appraisal.signatures.count() == 1


def test_a_signature_that_comes_too_late_says_so_and_leads_to_the_sheet(browse):
    motor = drafted(motor_at("received"))
    sign(motor, "quality")
    page = browse(inspector()).post(f"/motors/{motor.pk}/sign_appraisal/", bookkeeping(motor))
    assert page.status_code == 409
    assert page.context["back"] == f"/motors/{motor.pk}/appraise/"


def test_the_repair_page_works_out_the_fees_without_recording(browse):
    motor = charged_motor_at("repairing")
    part = {"name": "转轴", "quantity": 2, "unit_price": "15.50"}
    answers = {"work_done": "更换转轴", "labour": "60", "preview": "1"} | rows("parts", part)
    page = browse(after_sales()).post(f"/motors/{motor.pk}/repair/", bookkeeping(motor) | answers)
    assert page.context["fees"].total == 91
    assert fresh(motor).status == "repairing"


# -- slips --------------------------------------------------------------------------------------------


def test_every_kind_of_slip_is_shown_in_brief():
    motor_at("delivered")
    transfer(motor_at("return_approved"))
    intact_motor()
    slips = {slip.kind: dict(brief(slip, amounts=True)) for slip in Slip.objects.all()}
    assert set(slips) >= {"FK", "JJ", "JD", "FX", "TH", "ZY"}
    assert all(rows["客户"] and rows["反馈单"] for rows in slips.values())
    assert slips["TH"]["合计"] == "186.00　人民币壹佰捌拾陆元整"


LINK = '<a href="/regulation/#'


class Cites(forms.Form):
    reason = forms.CharField(label="custom-made (五.1)", help_text="Only what 七.1 allows.")
    ticked = forms.BooleanField(label="misuse (六.5)")
    answer = forms.ChoiceField(label="opened (六.4)", choices=[("y", "y")], widget=forms.RadioSelect)

    def clean_reason(self):
        raise forms.ValidationError("Countersign first (二.5) & <wait>.")


def test_a_clause_cited_in_a_label_a_help_or_an_error_leads_to_the_regulation():
    html = str(Cites({"reason": "x"}))
    for clause in ("五.1", "七.1", "六.5", "六.4", "二.5"):
        assert f'">{clause}</a>' in html, clause
    assert html.count(LINK) == 6  # what is wrong stands above the form, too
    assert "&amp; &lt;wait&gt;" in html
    assert "<wait>" not in html
