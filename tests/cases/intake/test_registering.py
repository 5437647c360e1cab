"""四.1: the salesperson registers a feedback, completes the facts and submits it."""

import uuid

import pytest
from django.utils import timezone

from cases.actions import open_case, revise_case
from cases.models import Case
from notices.models import Notice
from tests.actors import (
    another_salesperson,
    coordinator,
    manager,
    one_of_each_role,
    salesperson,
    who_also_is,
)
from tests.factories import another_makers, case_at, complaint, customer, registered
from workflow.actions import perform
from workflow.guards import Blocked, Forbidden, Stale
from workflow.models import Event

pytestmark = pytest.mark.django_db

FACTS = [
    "serial_number", "ex_factory_date", "time_in_use", "environment", "connected_equipment",
    "operated_as_required", "damaged_parts",
]  # fmt: skip
JUDGEMENTS = ["own_product", "cause", "in_warranty"]


def left_out(name):
    return {name: None if name == "ex_factory_date" else ""}


def test_only_sales_registers_a_feedback():
    allowed = set()
    for role, user in one_of_each_role().items():
        try:
            open_case(complaint(registered(), salesperson=user), by=user)
            allowed.add(role)
        except Forbidden:
            pass
    assert allowed == {"salesperson", "sales_coordinator"}


def test_a_salesperson_registers_for_nobody_else():
    with pytest.raises(Forbidden):
        open_case(complaint(registered(), salesperson=another_salesperson()), by=salesperson())
    assert not Case.objects.exists()


def test_the_coordinator_registers_for_a_salesperson_who_submits_it():
    case = case_at("draft", by=coordinator())
    assert perform(case, "submit", by=salesperson()).status == "submitted"


@pytest.mark.parametrize("fact", [*FACTS, *JUDGEMENTS, "problem"])
def test_every_fact_is_wanted_before_a_feedback_is_submitted(fact):
    case = case_at("draft", **left_out(fact))
    with pytest.raises(Blocked, match="Still missing"):
        perform(case, "submit", by=salesperson())
    assert Case.objects.get().status == "draft"


def test_the_model_is_wanted_too():
    with pytest.raises(Blocked, match="model"):
        perform(case_at("draft", product=None), "submit", by=salesperson())


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_that_nobody_knows_is_explained_instead(fact):
    case = case_at("draft", unknown_reason="客户已拆除铭牌", **left_out(fact))
    assert perform(case, "submit", by=salesperson()).status == "submitted"


@pytest.mark.parametrize("judgement", JUDGEMENTS)
def test_a_judgement_cannot_be_explained_away(judgement):
    case = case_at("draft", unknown_reason="不清楚", **left_out(judgement))
    with pytest.raises(Blocked):
        perform(case, "submit", by=salesperson())


@pytest.mark.parametrize("kind", ["opinion", "grievance", "complaint"])
def test_an_opinion_wants_words_only(kind):
    facts = {name: value for fact in [*FACTS, *JUDGEMENTS] for name, value in left_out(fact).items()}
    case = case_at("draft", kind=kind, product=None, **facts)
    assert perform(case, "submit", by=salesperson()).status == "submitted"


def test_manager_and_coordinator_hear_of_it():
    coordinator(), manager()
    case_at("submitted")
    notified = Notice.objects.filter(event__verb="submit").values_list("user__name", flat=True)
    assert set(notified) == {"郑海涛", "吴秀英"}


def test_who_acts_is_not_told_of_it():
    case = case_at("draft", by=coordinator())
    perform(case, "submit", by=coordinator())
    assert not Notice.objects.filter(user=coordinator()).exists()


def test_the_author_answers_the_managers_question_and_submits_again():
    case = case_at("info_requested")
    case = revise_case(case, {"problem": "已补充：编号 260315-0001"}, by=salesperson(), version=case.version)
    case = perform(case, "submit", by=salesperson(), version=case.version)
    assert case.problem.startswith("已补充")
    assert list(case.events.values_list("verb", flat=True)) == [
        "create", "submit", "request_info", "revise", "submit",
    ]  # fmt: skip


def test_a_submitted_feedback_is_not_corrected_behind_the_managers_back():
    case = case_at("submitted")
    with pytest.raises(Stale):
        revise_case(case, {"problem": "另一个问题"}, by=salesperson(), version=case.version)
    assert Case.objects.get().problem == case.problem


def test_two_corrections_of_the_same_draft_do_not_overwrite_each_other():
    case = case_at("draft")
    revise_case(case, {"problem": "先改"}, by=salesperson(), version=case.version)
    with pytest.raises(Stale):
        revise_case(case, {"problem": "后改"}, by=salesperson(), version=case.version)
    assert Case.objects.get().problem == "先改"


def test_a_feedback_is_found_by_number_customer_serial_model_and_words():
    case = case_at("submitted", entry=registered("260315-0042"))
    case_at(
        "submitted",
        entry=registered("260401-0001", consignee=customer("烟台同泰机械有限公司")),
        problem="异响",
    )
    for words in (case.number, "海纳", "青岛 包装", "260315", "0042", "火花", "孙志强"):
        found = set(Case.objects.search(words))
        assert case in found, words
    assert list(Case.objects.search("海纳 火花")) == [case]
    assert list(Case.objects.search("海纳 异响")) == []


def test_the_corrected_words_are_found_and_the_old_ones_not():
    case = case_at("draft")
    revise_case(case, {"problem": "轴承异响"}, by=salesperson(), version=case.version)
    assert Case.objects.search("异响").exists()
    assert not Case.objects.search("火花大").exists()


# -- the form -----------------------------------------------------------------------------------------


def filled(**facts):
    form = {
        "key": uuid.uuid4(), "customer_name": "青岛海纳包装机械有限公司", "kind": "quality_problem",
        "claim_date": timezone.localdate(), "quantity": "1", "used": "True", "problem": "换向火花大",
    }  # fmt: skip
    return form | facts


def test_the_register_fills_what_the_salesperson_left_open(browse):
    entry = registered("260315-0042")
    response = browse(salesperson()).post("/cases/new/", filled(serial_number="260315-0042"))
    assert response.status_code == 302
    case = Case.objects.get()
    assert (case.product, case.ex_factory_date, case.own_product) == (
        entry.product,
        entry.ex_factory_date,
        "yes",
    )
    assert (case.status, case.salesperson, case.created_by) == ("draft", salesperson(), salesperson())


@pytest.mark.parametrize(("answer", "used"), [(None, True), ("True", True), ("False", False)])
def test_only_who_says_that_it_was_never_used_makes_it_new(answer, used, browse):
    registered("260315-0042")
    form = filled(serial_number="260315-0042", used=answer)
    browse(salesperson()).post(
        "/cases/new/", {name: value for name, value in form.items() if value is not None}
    )
    assert Case.objects.get().used is used


def test_a_model_that_we_do_not_make_must_be_said_to_be_another_makers(browse):
    customer()
    browser = browse(salesperson())
    assert browser.post("/cases/new/", filled(model="Z2-11")).status_code == 200
    assert browser.post("/cases/new/", filled(model="Z2-11", own_product="no")).status_code == 302
    assert Case.objects.get().other_model == "Z2-11"


def test_the_customer_is_found_by_part_of_the_name_and_asked_for_if_several_fit(browse):
    customer()
    browser = browse(salesperson())
    assert browser.post("/cases/new/", filled(customer_name="海纳")).status_code == 302
    customer("海纳电机经营部")
    page = browser.post("/cases/new/", filled(customer_name="海纳"))
    assert "海纳电机经营部" in page.content.decode()
    assert "No customer" in browser.post("/cases/new/", filled(customer_name="无此客户")).content.decode()
    assert Case.objects.count() == 1


def test_nobody_complains_tomorrow(browse):
    customer()
    page = browse(salesperson()).post("/cases/new/", filled(claim_date="2999-01-01"))
    assert "not come yet" in page.content.decode()


def test_registered_and_submitted_in_one_go(browse):
    entry = registered()
    form = dict.fromkeys(("time_in_use", "environment", "connected_equipment", "damaged_parts"), "略")
    form |= {"serial_number": entry.serial_number, "cause": "factory", "in_warranty": "yes"}
    form |= {"operated_as_required": "yes", "submit": "1"}
    assert browse(salesperson()).post("/cases/new/", filled(**form)).status_code == 302
    assert Case.objects.get().status == "submitted"


def test_incomplete_and_submitted_in_one_go_is_kept_by_nobody(browse):
    customer()
    page = browse(salesperson()).post("/cases/new/", filled(submit="1"))
    assert page.status_code == 200
    assert "Needed to submit" in page.content.decode()
    assert not Case.objects.exists()
    assert not Event.objects.exists()


def test_text_beyond_what_a_slip_can_hold_is_refused_by_the_form(browse):
    customer()
    page = browse(salesperson()).post("/cases/new/", filled(problem="火" * 4001))
    assert page.status_code == 200
    assert not Case.objects.exists()


def test_what_nobody_sees_in_a_pasted_text_is_not_entered(browse):
    said = filled(problem="火\x00花\u2028\ufffe大\u202e", serial_number="\ufeff260904\u200b-0001")
    said["customer_name"] = f"{customer()}\x00"
    assert browse(salesperson()).post("/cases/new/", said).status_code == 302
    case = Case.objects.get()
    assert (case.problem, case.serial_number) == ("火花\n大", "260904-0001")


def test_what_will_print_as_a_substitute_is_named_on_the_next_page(browse):
    customer()
    said = filled(problem="噪声大\U000f0000")
    page = browse(salesperson()).post("/cases/new/", said, follow=True)
    assert "prints as 〓: \U000f0000" in page.content.decode()
    assert Case.objects.get().problem == "噪声大\U000f0000"


def test_another_makers_motor_may_be_registered_without_consent_but_not_approved():
    case = case_at("submitted", **another_makers(repair_consent_by=""))
    with pytest.raises(Blocked, match="consent"):
        perform(case, "authorise_return", by=manager(), warning_seen=True)


# -- what the form says before anybody errs -----------------------------------------------------------


def marked(page):
    """The fields with a star."""
    form = page.context["form"]
    return {name for name, field in form.fields.items() if field.required or getattr(field, "needed", False)}


def test_the_form_marks_what_is_needed_to_submit_before_anybody_errs(browse):
    browser = browse(salesperson())
    page = browser.get("/cases/new/")
    refused = browser.post("/cases/new/", filled(submit="1", customer_name="", claim_date="", problem=""))
    assert set(refused.context["form"].errors) <= marked(page)
    assert {*FACTS, *JUDGEMENTS, "problem", "model", "customer_name"} <= marked(page)
    assert not {"quantity", "customer_request", "contract_number", "hours_used"} & marked(page)
    assert "Needed to submit; a draft is saved with less." in page.content.decode()


def test_of_an_opinion_only_the_words_are_needed(browse):
    page = browse(salesperson()).get("/cases/new/?kind=opinion")
    assert marked(page) - {"key", "kind", "backdating_reason"} == {"customer_name", "claim_date", "problem"}


def test_who_registers_for_others_and_sells_as_well_is_the_salesperson_unless_another_is_chosen(browse):
    both = who_also_is(coordinator(), "salesperson")
    page = browse(both).get("/cases/new/")
    assert page.context["form"]["salesperson"].value() == both.pk


def test_a_coordinator_who_sells_nothing_chooses_the_salesperson(browse):
    assert browse(coordinator()).get("/cases/new/").context["form"]["salesperson"].value() is None


@pytest.mark.parametrize("quantity", ["3", "three", "0"])
def test_what_was_typed_stays_after_an_error(browse, quantity):
    customer()
    said = filled(submit="1", quantity=quantity, hours_used="many", environment="室内", used="False")
    form = browse(salesperson()).post("/cases/new/", said).context["form"]
    for name in ("quantity", "hours_used", "environment", "used", "problem", "customer_name"):
        assert f'value="{said[name]}"' in str(form[name]) or said[name] in str(form[name]), name
        assert 'type="number"' not in str(form[name]), "a browser sends nothing of it that is no number"
