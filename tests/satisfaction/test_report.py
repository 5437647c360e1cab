"""The annual report and the blank form on paper, and every page of the survey at two sizes."""

import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from satisfaction.models import Campaign, Improvement, Response
from satisfaction.printing import blank_pdf, report_pdf
from tests.actors import coordinator, manager, salesperson
from tests.factories import customer, registered
from tests.satisfaction.factories import answered, link, planned, survey, target_of
from tests.test_queries import as_often, visits
from workflow.actions import perform

pytestmark = pytest.mark.django_db

A, B = "青岛海纳包装机械有限公司", "温州锐成包装设备厂"


def text_of(data):
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages)


def test_the_report_states_scores_comments_and_improvements_in_chinese():
    registered(consignee=customer(A))
    campaign = survey(A, B)
    answered(
        target_of(campaign, A), "林海波", quality="good", packaging="poor", comments="纸箱受潮 38 ℃，䶮先生转"
    )
    answered(target_of(campaign, A), "王五", quality="fair")
    words = text_of(report_pdf(campaign, manager()))
    for part in (
        "2026年度顾客满意度调查报告",
        "80.0",
        "纸箱受潮38℃，䶮先生转",
        "明显缺陷",
        "50%",
        B,
        "90SZ03",
    ):
        assert part in words, part
    assert "Productquality" not in words


def test_a_survey_that_nobody_has_answered_can_be_reported():
    assert "没有客户选择最差的答案" in text_of(report_pdf(survey(A), manager()))


def test_the_blank_form_has_every_question_and_no_answer():
    campaign = survey(A)
    words = text_of(blank_pdf(campaign, target_of(campaign, A)))
    assert A in words
    for part in ("产品实物质量", "较差", "拖期", "不及时或无效", "不合理", "明显缺陷", "洽谈会"):
        assert part in words, part
    assert "√" not in words
    assert A not in text_of(blank_pdf(campaign))


def test_the_export_has_a_line_for_every_person(browse):
    campaign = survey(A)
    answered(target_of(campaign, A), "林海波", quality="good", comments="=1+1")
    file = browse(coordinator()).get("/ledgers/survey/excel/?year=2026")
    rows = list(
        load_workbook(io.BytesIO(b"".join(file.streaming_content))).worksheets[0].iter_rows(values_only=True)
    )
    line = dict(zip(rows[0], rows[1], strict=True))
    assert (line["Customer"], line["Respondent"], line["Product quality"]) == (A, "林海波", "good")
    assert line["Comments"] == "=1+1"


def test_the_pages_of_the_survey_ask_as_often_for_many_rows_as_for_few(browse):
    campaign = survey(A)
    target = target_of(campaign, A)
    planned(year=2025)

    def more():
        for number in range(3):
            name = f"客户{Response.objects.count()}{number}"
            other = target_of(add(campaign, name), name)
            for who in ("甲", "乙"):
                answered(other, who, quality="poor", packaging="poor", comments="受潮")
            answered(target, f"{name}的人", service="poor")
            link(target)

    more()
    response, improvement = Response.objects.first(), Improvement.objects.first()
    pages = [
        "/surveys/", f"/surveys/{campaign.pk}/", f"/surveys/{campaign.pk}/results/", "/improvements/",
        f"/targets/{target.pk}/", f"/responses/{response.pk}/", f"/improvements/{improvement.pk}/",
        "/ledgers/survey/",
    ]  # fmt: skip
    as_often(
        more,
        *visits(browse, [manager()], *pages),
        *visits(browse, [salesperson()], "/", "/surveys/", "/improvements/"),
    )


def add(campaign, name):
    fresh = Campaign.objects.get(pk=campaign.pk)
    return perform(fresh, "add_customer", by=manager(), customer=customer(name).pk)
