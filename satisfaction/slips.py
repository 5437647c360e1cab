"""What the form MY freezes, in the shape of slips.kinds.

Its facts, beside those of every slip:
    year ("" after a closed case), region, factory, respondent, position, method, answered_on, surveyor, comments
    methods         [{text, chosen}]
    questions       [{label, options: [{text, chosen}]}], the best answer first
"""

from collections.abc import Collection

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.kit.prepared import prepared
from cases.models import Case
from satisfaction.models import Campaign, Response, Target
from satisfaction.questions import Question, asked
from satisfaction.scoring import ANSWERS
from satisfaction.statuses import Method
from slips.brief import joined
from slips.items import belong
from slips.kinds import KINDS, Brief, Kind, copies, register
from slips.wording import Facts, date, in_chinese, moment

BY_LINK = "客户网上填写"  # in the box of the surveyor, where nobody asked


@in_chinese
def response(answers: Response) -> Facts:
    """MY: the answers of one person."""
    target = answers.target
    surveyor = str(answers.surveyor) if answers.surveyor else BY_LINK
    signed = [
        {"role": "respondent", "name": answers.respondent, "at": date(answers.answered_on)},
        {"role": "surveyor", "name": surveyor, "at": moment(answers.submitted_at)},
    ]
    return form(target.campaign, target, answers) | {
        "respondent": answers.respondent,
        "position": answers.position,
        "method": str(Method(answers.method).label),
        "methods": methods(answers.method),
        "answered_on": date(answers.answered_on),
        "surveyor": str(answers.surveyor or ""),
        "comments": answers.comments,
        "signatures": KINDS["MY"].boxes(signed),
    }


@in_chinese
def blank(campaign: Campaign, target: Target | None = None) -> Facts:
    """MY as it is taken along to a visit: the questions, and room for the answers."""
    return form(campaign, target, None) | {
        "respondent": "",
        "position": "",
        "method": "",
        "methods": methods(""),
        "answered_on": "",
        "surveyor": "",
        "comments": "",
        "signatures": KINDS["MY"].boxes([]),
    }


def form(campaign: Campaign | None, target: Target | None, response: Response | None) -> Facts:
    """What filled and blank forms have in common."""
    case = target.case if target else None
    return {
        "case_number": (case.number or "") if case else "",
        "customer": target.customer.name if target else "",
        "region": target.region if target else "",
        "year": str(campaign.year) if campaign else "",
        "factory": settings.FACTORY_NAME,
        "questions": [
            {"label": str(question.label), "options": options(question, getattr(response, question.key, ""))}
            for question in asked(case is not None)
        ],
    }


def options(question: Question, answer: str) -> list[dict[str, str | bool]]:
    return [{"text": str(question.words(value)), "chosen": value == answer} for value in ANSWERS]


def methods(chosen: str) -> list[dict[str, str | bool]]:
    return [{"text": str(method.label), "chosen": method == chosen} for method in Method]


def response_brief(facts: Facts) -> Brief:
    yield "调查年度", facts["year"]
    yield "被访人", joined(facts["respondent"], facts["position"])
    yield "调查方式", joined(facts["method"], facts["answered_on"])
    for question in facts["questions"]:
        yield (
            question["label"],
            joined(*(option["text"] for option in question["options"] if option["chosen"])),
        )
    yield "意见建议", facts["comments"]


register(
    Kind(
        "MY",
        "顾客满意度调查表",
        _("Satisfaction survey"),
        copies(
            ("销售公司", "sales_coordinator sales_manager"),
        ),
        ("respondent", "surveyor"),
        follows_matter=True,
        rank=90,
        brief=response_brief,
        titles={"respondent": "被访人", "surveyor": "调查人"},
    )
)


def cases_of(keys: Collection[int]) -> dict[int, Case]:
    """The cases after which these answers were given."""
    return {row.pk: row.target.case for row in with_cases([*keys]) if row.target.case}


@prepared
def with_cases(keys: list[int]) -> QuerySet[Response]:
    return Response.objects.filter(pk__in=keys, target__case__isnull=False).select_related("target__case")


belong("response", cases_of)
