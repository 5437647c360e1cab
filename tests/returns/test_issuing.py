"""Slips are issued by the verb they document, with the facts of that moment, and are void once it no longer holds."""

import datetime as dt

import pytest

from cases.actions import revise_case
from cases.models import Case
from demo.specimens import specimen
from slips.brief import brief
from slips.kinds import KINDS
from slips.models import Slip
from tests.accountability.factories import penalty_at
from tests.actors import after_sales, director, dispatcher, inspector, manager, salesperson
from tests.factories import (
    accept_quote,
    another_makers,
    appraised,
    approve_return,
    case_at,
    charged_motor_at,
    clear_for_stock,
    deliver,
    draft_return,
    drafted,
    endorse_return,
    exceptional_return,
    fresh,
    intact_motor,
    motor_at,
    part,
    pass_inspection,
    quote,
    repair,
    restock,
    sign,
    signed,
    solved_on_site,
)
from tests.returns import samples
from tests.satisfaction.factories import ALL_GOOD, answered, survey, target_of
from workflow.actions import perform

pytestmark = pytest.mark.django_db

SAMPLES = {kind: getattr(samples, kind) for kind in KINDS}


def issued(**of):
    """Every slip so far as kind, revision and whether it is void."""
    return [(slip.kind, slip.revision, slip.void) for slip in Slip.objects.filter(**of).order_by("id")]


def names(slip):
    return {box["role"]: box["name"] for box in slip.facts["signatures"] if box["name"]}


# -- which verb issues which slip ---------------------------------------------------------------------


def test_a_motor_repaired_free_leaves_four_kinds_of_slips():
    motor = motor_at("received")
    deliver(motor)
    assert issued() == [
        ("FK", 0, True),  # as submitted
        ("FK", 1, False),  # with the manager's opinion
        ("JJ", 0, False),
        ("JZ", 0, False),  # the appraisal found a factory fault
        ("JD", 0, False),  # once the act is done, for all its motors
        ("FX", 0, False),
    ]


def test_a_motor_taken_back_leaves_a_return_slip_and_a_transfer_slip():
    motor = motor_at("transferred")
    assert [kind for kind, *_ in issued(motors=motor)] == ["JD", "TH", "ZY"]


def test_a_motor_that_goes_back_into_stock_needs_no_transfer_slip():
    motor = approve_return(intact_motor())
    restock(clear_for_stock(motor))
    assert [kind for kind, *_ in issued(motors=motor)] == ["JD", "TH"]


@pytest.mark.parametrize(
    ("verb", "said"),
    [("request_info", {"question": "编号？"}), ("withdraw", {"reason": "客户自行解决"})],
)
def test_a_question_and_a_withdrawal_issue_no_slip(verb, said):
    case = case_at("submitted")
    perform(case, verb, by=salesperson() if verb == "withdraw" else manager(), **said)
    assert issued() == [("FK", 0, False)]


def test_a_draft_has_no_slip():
    case_at("draft")
    assert issued() == []


@pytest.mark.parametrize("state", ["expected", "missing"])
def test_nothing_is_issued_before_it_is_signed(state):
    motor = motor_at(state)
    assert [kind for kind, *_ in issued(dossier=motor.case_id)] == ["FK", "FK"]


def test_every_slip_bears_the_day_and_the_person_of_its_verb():
    at = dt.datetime(2026, 2, 24, 16, 30, tzinfo=dt.UTC)  # the 25th in Shanghai
    motor = motor_at("delivered", at=at)
    for slip in motor.case.slips.all():
        assert slip.issued_at == at
        assert slip.number.split("-")[1] == "2026"
    assert Slip.objects.get(kind="FX").issued_by == inspector()
    assert Slip.objects.get(kind="FX").facts["inspected_on"] == "2026-02-25"


def test_a_slip_made_by_the_product_has_the_shape_of_the_samples_that_are_printed():
    """The samples are checked against the paper; what is issued has the same facts, key by key."""
    motor_at("delivered")
    motor_at("transferred")
    penalty_at("drafted")
    answered(target_of(survey()), **ALL_GOOD)
    charged_motor_at("repairing")
    for kind, sample in SAMPLES.items():
        (facts, rows), (expected, columns) = (
            keys(Slip.objects.filter(kind=kind).latest("id").facts),
            keys(sample),
        )
        assert facts == expected, kind
        assert rows == {name: columns[name] for name in rows}, kind


def keys(facts):
    """The names of the facts, and those of the first row of each table."""
    rows = {name: set(value[0]) for name, value in facts.items() if isinstance(value, list) and value}
    return set(facts), {
        name: columns for name, columns in rows.items() if name not in ("photos", "parts", "checks")
    }


# -- the feedback slip and its revisions --------------------------------------------------------------


def test_the_feedback_slip_bears_the_cases_number():
    case = case_at("submitted")
    slip = case.slips.get()
    assert slip.number == case.number
    assert slip.facts["symptom"] == case.problem
    assert slip.facts["judged_own_product"] == "是"
    assert slip.facts["manager_opinion"] == ""
    assert names(slip) == {"salesperson": "周建国"}


def test_the_managers_opinion_makes_a_new_revision_and_voids_the_one_before():
    case = case_at("submitted")
    perform(case, "authorise_return", by=manager(), note="请附上碳刷照片")
    first, second = case.slips.order_by("id")
    assert (first.void, first.number) == (True, second.number)
    assert second.facts["manager_opinion"] == "同意退回：请附上碳刷照片"
    assert names(second)["sales_manager"] == "郑海涛"


@pytest.mark.parametrize(
    ("make", "opinion"),
    [
        (lambda: case_at("rejected"), "不予受理：与上一张单重复"),
        (lambda: solved_on_site(), "就地解决：更换碳刷"),
        (
            lambda: perform(
                case_at("submitted", kind="complaint"), "answer", by=after_sales(), answer="改用木箱包装"
            ),
            "已答复：改用木箱包装",
        ),
    ],
)
def test_every_decision_is_on_the_feedback_slip(make, opinion):
    assert make().slips.get(voided_at=None).facts["manager_opinion"] == opinion


def test_a_feedback_submitted_again_is_a_new_revision_of_the_same_number():
    case = case_at("info_requested")
    case = revise_case(case, {"problem": "已补充编号"}, by=salesperson(), version=case.version)
    perform(case, "submit", by=salesperson())
    old, new = case.slips.order_by("id")
    assert (old.number, old.revision, old.void) == (new.number, 0, True)
    assert (new.revision, new.void, new.facts["symptom"]) == (1, False, "已补充编号")


def test_a_slip_shows_what_was_issued_and_never_newer_data():
    case = case_at("submitted")
    before = case.slips.get().facts
    case.customer.name, case.customer.region = "青岛海纳（更名）", "山东济南"
    case.customer.save()
    assert Slip.objects.get().facts == before


# -- the slips of a motor -----------------------------------------------------------------------------


def test_the_appraisal_record_names_all_four_and_the_clauses():
    motor = motor_at("repairing")
    slip = motor.slips.get(kind="JD")
    assert names(slip) == {
        "after_sales": "王立新", "engineering": "李明远", "quality": "孙静", "production": "刘福生",
    }  # fmt: skip
    facts = slip.facts
    assert facts["decision"] in ("免费维修", "repair free of charge")
    assert facts["checks"] == [{"item": "换向器跳动", "standard": "≤ 0.01 mm", "measured": "0.03 mm"}]
    assert [row["aspect"] for row in facts["verdict"]] == ["保修", "退货", "收费", "运费"]
    assert facts["verdict"][2]["clauses"] == "七.1"
    assert facts["time_limit"] == "配件齐全，7 日内交给客户"


def test_the_due_date_on_the_appraisal_record_is_the_promised_one():
    motor = motor_at("repairing")
    assert motor.slips.get(kind="JD").facts["due_on"] == motor.due_on.isoformat()


def test_the_repair_slip_adds_up_what_the_customer_pays():
    motor = charged_motor_at("repairing")
    repair(motor, labour="80", parts=[part("碳刷", 2, "15.00"), part("轴承", 1, "12.50")])
    pass_inspection(fresh(motor))
    facts = motor.slips.get(kind="FX").facts
    assert (facts["material_fee"], facts["labour_fee"], facts["total"]) == ("42.50", "80.00", "122.50")
    assert facts["total_in_words"] == "人民币壹佰贰拾贰元伍角"
    assert [row["amount"] for row in facts["parts"]] == ["30.00", "12.50"]
    assert facts["inspection"] == "空载电流 0.42 A，合格"


def test_the_repair_slip_of_a_free_repair_charges_nothing():
    facts = motor_at("ready_to_ship").slips.get(kind="FX").facts
    assert (facts["total"], facts["charge"]) == ("0.00", "免费维修")


def test_a_motor_without_fault_goes_back_on_a_slip_that_says_so():
    motor = appraised(motor_at("received"), "send_back")
    facts = motor.slips.get(kind="FX").facts
    assert facts["unrepaired"] == motor.appraisal.cause_text
    assert facts["work_done"] == ""


def test_a_refused_quotation_goes_back_on_a_slip_that_says_so():
    motor = motor_at("quoted")
    quote(motor)
    perform(motor, "refuse_quote", by=salesperson(), note="孙志强电话拒绝")
    assert motor.slips.get(kind="FX").facts["unrepaired"] == "客户不接受报价"


def test_another_makers_motor_bears_its_owners_consent_on_the_slip():
    motor = motor_at("received", **another_makers())
    motor = appraised(motor, "repair_charged")
    quote(motor)
    accept_quote(motor)
    repair(fresh(motor))
    pass_inspection(fresh(motor))
    assert motor.slips.get(kind="FX").facts["other_maker"] == "非本厂产品，客户自愿有偿维修：孙志强，电话确认"


def test_a_second_inspection_issues_a_slip_only_when_it_is_passed():
    motor = motor_at("inspecting")
    perform(motor, "fail_inspection", by=inspector(), reason="噪声超标")
    assert not motor.slips.filter(kind="FX").exists()
    repair(fresh(motor))
    pass_inspection(fresh(motor))
    assert motor.slips.filter(kind="FX").count() == 1


def test_the_return_slip_states_price_clause_and_what_becomes_of_the_motor():
    motor = approve_return(motor_at("return_pending"))
    facts = motor.slips.get(kind="TH").facts
    assert (facts["total_amount"], facts["total_quantity"]) == ("186.00", 1)
    assert facts["total_in_words"] == "人民币壹佰捌拾陆元整"
    assert facts["reason_clauses"] == "五.2"
    assert facts["disposition"] == "转生产车间处理"
    assert names(motor.slips.get(kind="TH")) == {"sales_coordinator": "吴秀英", "sales_manager": "郑海涛"}


def test_an_intact_motor_is_returned_into_stock_by_its_slip():
    motor = approve_return(intact_motor())
    facts = motor.slips.get(kind="TH").facts
    assert (facts["disposition"], facts["reason_clauses"]) == ("完好，经检验后入成品库", "五.1")


def test_the_director_signs_an_exceptional_return_on_the_slip():
    motor = draft_return(exceptional_return())
    endorse_return(motor)
    perform(motor, "approve_return", by=manager())
    assert names(motor.slips.get(kind="TH"))["director"] == str(director())


def test_the_transfer_slip_names_the_return_slip_it_follows():
    motor = motor_at("transferred")
    assert motor.slips.get(kind="ZY").facts["source_slip"] == motor.slips.get(kind="TH").number
    assert motor.slips.get(kind="ZY").facts["to_department"] == "装配车间"


# -- void ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        ("repairing", {"JD"}),
        ("ready_to_ship", {"JD", "FX"}),
        ("return_pending", {"JD"}),
        ("return_approved", {"JD", "TH"}),
    ],
)
def test_a_new_appraisal_voids_the_slips_of_the_old_one_but_not_the_handover(state, kinds):
    motor = motor_at(state)
    perform(motor, "reappraise", by=after_sales(), reason="拆检后发现另有故障")
    assert {slip.kind for slip in motor.slips.all() if slip.void} == kinds
    assert {slip.void_reason for slip in motor.slips.all()} == {"拆检后发现另有故障"}
    assert not Slip.objects.get(kind="JJ").void
    assert not Slip.objects.filter(kind="FK", voided_at=None).get().void


def test_a_refused_return_voids_its_appraisal_record():
    motor = draft_return(motor_at("return_pending"))
    perform(motor, "refuse_return", by=manager(), reason="不符合第五条")
    slip = motor.slips.get(kind="JD")
    assert (slip.void, slip.voided_by, slip.void_reason) == (True, manager(), "不符合第五条")


def test_a_void_number_is_never_given_again():
    motor = motor_at("return_approved")
    perform(motor, "reappraise", by=after_sales(), reason="开箱发现碰伤")
    motor = appraised(motor, "return")
    approve_return(motor)
    assert [slip.number[-4:] for slip in Slip.objects.filter(kind="TH").order_by("id")] == ["0001", "0002"]
    assert [slip.void for slip in Slip.objects.filter(kind="TH").order_by("id")] == [True, False]


def test_the_new_appraisal_record_says_which_version_it_is():
    motor = motor_at("repairing")
    perform(motor, "reappraise", by=after_sales(), reason="拆检后发现另有故障")
    signed(drafted(motor))
    assert [slip.facts["version"] for slip in Slip.objects.filter(kind="JD").order_by("id")] == [1, 2]


# -- on paper -----------------------------------------------------------------------------------------


def test_each_kind_has_as_many_copies_as_the_regulation_says():
    assert {kind.prefix: len(kind.copies) for kind in KINDS.values()} == {
        "FK": 1, "JJ": 3, "JD": 1, "ZY": 3, "BJ": 2, "FX": 3, "TH": 4, "JZ": 1, "CF": 1, "MY": 1,
    }  # fmt: skip


def test_slips_are_chinese_though_who_issues_them_reads_english():
    motor_at("delivered")
    words = str([slip.facts for slip in Slip.objects.all()])
    assert "quality problem" not in words
    assert "repair free" not in words


def test_a_slip_is_found_by_the_number_on_the_paper(browse):
    case = motor_at("received").case
    page = browse(dispatcher()).get(f"/slips/?q=jj-{Case.objects.get().number[3:7]}")
    assert "JJ-" in page.content.decode()
    assert str(case) in page.content.decode()


def test_the_dissent_is_on_the_record_with_its_name():
    motor = drafted(motor_at("received"))
    sign(motor, "engineering", dissent="系碳刷材质问题")
    signed(motor, "after_sales", "quality", "production")
    perform(motor, "settle_dissent", by=director(), reason="按多数部门意见办")
    assert "李明远：系碳刷材质问题" in Slip.objects.get(kind="JD").facts["dissent"]


@pytest.mark.parametrize("prefix", KINDS)
def test_every_form_is_told_in_brief_on_the_screen(prefix):
    shown = dict(brief(specimen(prefix), amounts=True))
    assert shown["客户"] == specimen(prefix).facts["customer"]
    assert len(shown) > 5
