"""The verdict while one types: at intake and at the appraisal, as a partial page and without script."""

import pytest

from tests.actors import after_sales, salesperson
from tests.factories import customer, motor_at, registered

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def judge_intake(browse):
    client = browse(salesperson())

    def preview(headers=None, **facts):
        form = {"preview": "1", "kind": "quality_problem", "claim_date": "2026-11-20"} | facts
        return client.post("/cases/new/", form, headers=headers)

    return preview


def test_half_an_intake_is_judged_by_the_register(judge_intake):
    entry = registered()
    page = judge_intake(HTMX, serial_number=entry.serial_number, cause="factory")
    assert "<html" not in page.content.decode()
    assert page.context["verdict"]["warranty"]["status"] == "in"
    assert page.context["verdict"]["charge"]["clauses"] == ["七.1"]
    assert page.context["days_left"] > 0
    assert not page.context["case"]


def test_what_is_still_missing_is_named(judge_intake):
    missing = [str(fact) for fact in judge_intake(HTMX, problem="runs hot").context["missing"]]
    assert "serial number" in missing
    assert "problem" not in missing


def test_a_motor_that_should_not_travel_warns_of_the_freight(judge_intake):
    page = judge_intake(HTMX, own_product="no", customer_name=customer().name)
    assert page.context["risks"]
    assert "四.1" in page.content.decode()


def test_without_script_the_whole_page_comes_back_with_all_that_was_typed(judge_intake):
    page = judge_intake(problem="runs hot", cause="factory")
    assert "<html" in page.content.decode()
    assert "runs hot" in page.content.decode()
    assert not page.context["form"].errors


def test_a_complaint_about_service_has_no_verdict(judge_intake):
    assert "verdict" not in judge_intake(HTMX, kind="complaint").context


def test_the_appraisal_shows_the_proposal_before_the_findings_are_complete(browse):
    motor = motor_at("received")
    ticked = {"preview": "1", "version": motor.version, "own_product": "on", "used": "on", "cause": "factory"}
    ticked |= {"measurements-TOTAL_FORMS": 0, "measurements-INITIAL_FORMS": 0}
    ticked["key"] = "12345678-1234-5678-1234-567812345678"
    client = browse(after_sales())
    page = client.post(f"/motors/{motor.pk}/appraise/", ticked, headers=HTMX)
    assert "<html" not in page.content.decode()
    assert [choice.value for choice in page.context["proposed"]] == ["repair_free"]
    page = client.post(f"/motors/{motor.pk}/appraise/", ticked | {"cause": "customer"}, headers=HTMX)
    assert [choice.value for choice in page.context["proposed"]] == ["repair_charged", "send_back"]
    assert not motor.appraisals.exists()
