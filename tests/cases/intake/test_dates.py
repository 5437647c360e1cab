"""八: the dates that decide about money: backdated, impossible, by a document, or known by the month."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.appraisal.forms import from_intake
from cases.intake.presentation import preliminary_verdict
from cases.intake.verdicts import intake_facts
from cases.models import Case, Photo, ReturnedMotor
from tests.actors import after_sales, manager, salesperson
from tests.cases.intake.test_registering import filled
from tests.cases.photos.test_photos import picture, upload
from tests.factories import case_at, customer, drafted, fresh, motor_at, registered, sheet, sign
from warranty.dates import read_factory_day
from workflow.actions import perform
from workflow.guards import Blocked

pytestmark = pytest.mark.django_db

LONG_AGO = dt.timedelta(days=500)


def days_ago(days):
    return timezone.localdate() - dt.timedelta(days=days)


def backdated(**facts):
    old = registered(ex_factory_date=timezone.localdate() - LONG_AGO)
    return case_at(
        "submitted", entry=old, claim_date=days_ago(200), backdating_reason="客户来电时出差在外", **facts
    )


def test_a_feedback_of_seven_days_ago_needs_no_reason():
    assert not case_at("draft", claim_date=days_ago(7)).is_backdated
    assert case_at("draft", claim_date=days_ago(8)).is_backdated


def test_a_backdated_feedback_needs_a_reason():
    case = case_at("draft", claim_date=days_ago(60), backdating_reason="")
    with pytest.raises(Blocked, match="registered only now"):
        perform(case, "submit", by=salesperson())


def test_the_form_asks_for_the_reason_only_then(browse):
    customer()
    browser = browse(salesperson())
    assert b"backdating_reason" not in browser.get("/cases/new/").content
    page = browser.post("/cases/new/", filled(claim_date=days_ago(60), submit="1"))
    assert "backdating_reason" in page.context["form"].errors


def test_the_verdict_shows_the_outcome_of_both_dates():
    found = preliminary_verdict(backdated())
    assert found["verdict"]["warranty"]["status"] == "in"
    assert found["on_registration"]["warranty"]["status"] == "out"


def test_the_manager_confirms_the_date_in_so_many_words(browse):
    case = backdated()
    with pytest.raises(Blocked, match="Confirm the date"):
        perform(case, "authorise_return", by=manager(), warning_seen=True)
    page = browse(manager()).get(f"/cases/{case.pk}/authorise_return/").content.decode()
    assert "客户来电时出差在外" in page
    assert "Judged on the day of registration" in page
    done = perform(case, "authorise_return", by=manager(), warning_seen=True, date_confirmed=True)
    assert done.events.get(verb="authorise_return").data["date_confirmed"] is True
    assert preliminary_verdict(done)["on_registration"] is None


def test_a_feedback_of_the_day_asks_for_no_such_word(browse):
    page = browse(manager()).get(f"/cases/{case_at('submitted').pk}/authorise_return/")
    assert b"date_confirmed" not in page.content


@pytest.mark.parametrize("day", ["0025-03-15", "1899-01-01", "1989-12-31", "2999-01-01"])
def test_no_motor_left_the_factory_on_such_a_day(browse, day):
    customer()
    page = browse(salesperson()).post("/cases/new/", filled(ex_factory_date=day))
    assert page.context["form"].errors["ex_factory_date"]
    assert not Case.objects.exists()


def test_no_motor_left_the_factory_before_it_was_made(browse):
    entry = registered(produced_on=days_ago(190))
    told = filled(serial_number=entry.serial_number, ex_factory_date=days_ago(200))
    page = browse(salesperson()).post("/cases/new/", told)
    assert "was made later" in page.content.decode()


@pytest.mark.parametrize("claim", ["0026-03-15", "1980-01-01"])
def test_nobody_complained_before_there_were_motors(browse, claim):
    customer()
    page = browse(salesperson()).post("/cases/new/", filled(claim_date=claim))
    assert page.context["form"].errors["claim_date"]


@pytest.mark.parametrize(
    ("typed", "day", "month_only"),
    [
        ("2026-03-15", (2026, 3, 15), False),
        ("2026/3/15", (2026, 3, 15), False),
        ("20260315", (2026, 3, 15), False),
        ("2026年3月15日", (2026, 3, 15), False),
        ("2026-03", (2026, 3, 1), True),
        ("2026.3", (2026, 3, 1), True),
        ("2026年3月", (2026, 3, 1), True),
        ("202603", (2026, 3, 1), True),
    ],
)
def test_a_day_or_a_month_as_people_write_it(typed, day, month_only):
    assert read_factory_day(typed) == (dt.date(*day), month_only)


@pytest.mark.parametrize("typed", ["03/2026", "2026-13", "2026-02-30", "spring", "2026"])
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(ValueError):  # noqa: PT011
        read_factory_day(typed)


def test_a_month_without_a_day_is_evidence_as_such(browse):
    customer()
    browse(salesperson()).post("/cases/new/", filled(ex_factory_date="2026-03"))
    case = Case.objects.get()
    assert (case.ex_factory_date, case.ex_factory_month_only, case.ex_factory_day) == (
        dt.date(2026, 3, 1), True, "2026-03",
    )  # fmt: skip
    assert intake_facts(case)["evidence"] == [{"source": "nameplate", "date": "2026-03"}]
    page = browse(salesperson()).get(f"/cases/{case.pk}/edit/")
    assert page.context["form"]["ex_factory_date"].value() == "2026-03"


def test_a_document_that_shows_the_date_is_named_and_photographed():
    case = case_at("draft", ex_factory_document="XH-2026-0318")
    assert intake_facts(case)["evidence"][-1]["source"] == "document"
    with pytest.raises(Blocked, match="photo of the document"):
        perform(case, "submit", by=salesperson())
    Photo.objects.create(case=case, file="x.jpg", added_by=salesperson())
    perform(case, "submit", by=salesperson())


def by_document(motor, day, **told):
    return sheet(motor, document_date=day, **told)


def test_a_document_at_the_appraisal_is_named_and_photographed(browse):
    motor, day = motor_at("received"), days_ago(100).isoformat()
    assert "Which document" in str(by_document(motor, day).errors["ex_factory_document"])
    named = {"ex_factory_document": "送货单 XH-2026-0318"}
    assert "Add a photo" in str(by_document(motor, day, **named).errors["ex_factory_document"])
    rows = {"measurements-TOTAL_FORMS": "0", "measurements-INITIAL_FORMS": "0"}
    told = {"save": "1"} | rows | by_document(motor, day, **named).data
    page = browse(after_sales()).post(f"/motors/{motor.pk}/appraise/", told)
    assert page.context["form"].errors.keys() == {"ex_factory_document"}
    page = browse(after_sales()).post(f"/motors/{motor.pk}/appraise/", told | {"photos": upload(picture())})
    assert page.status_code == 302
    appraisal = motor.appraisals.get()
    assert appraisal.ex_factory_document == "送货单 XH-2026-0318"
    assert {"source": "document", "date": day} in appraisal.facts["evidence"]
    sign(fresh(motor), "quality")


def test_nobody_signs_a_date_by_a_document_that_nobody_can_look_at():
    motor = drafted(motor_at("received"))
    piece = {"source": "document", "date": days_ago(100).isoformat()}
    motor.appraisals.update(facts=motor.appraisal.facts | {"evidence": [piece]})
    with pytest.raises(Blocked, match="Name the document"):
        sign(fresh(motor), "quality")


def test_the_appraisal_takes_a_month_over_as_a_month():
    case = case_at("submitted", ex_factory_date=dt.date(2026, 3, 1), ex_factory_month_only=True)
    case.registered = None
    motor = ReturnedMotor(case=case)
    assert from_intake(motor)["nameplate_date"] == "2026-03"
    form = sheet(motor_at("received"), nameplate_date="2026年3月")
    form.full_clean()
    assert form.evidence() == [{"source": "nameplate", "date": "2026-03"}]


@pytest.mark.parametrize("day", ["0025-03-15", "1989-12-31", "2999-01-01"])
def test_the_appraisal_takes_no_such_day_either(day):
    motor = motor_at("received")
    for name in ("document_date", "nameplate_date"):
        assert name in sheet(motor, **{name: day}).errors
