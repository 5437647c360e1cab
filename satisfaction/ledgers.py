"""The ledger of what customers answered; its Excel file is the export of a survey."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.kit.ledger import DATE, ID, LONG, NUMBER, STATE, Column, Filter, Ledger, register
from aftersales.kit.ledger.filters import choice, text
from aftersales.models import User
from cases.ledgers import customer
from satisfaction.models import Response
from satisfaction.questions import QUESTIONS, Question
from satisfaction.statuses import Method


def responses(user: User) -> QuerySet[Response]:
    """The answers that count, of whom the person may see."""
    rows = Response.objects.visible_to(user).counted()
    return rows.select_related("target__customer", "target__campaign", "target__case", "surveyor")


def answer_column(question: Question) -> Column:
    return Column(question.label, lambda row: question.words(getattr(row, question.key)))


def of_year(rows: QuerySet[Response], year: str) -> QuerySet[Response]:
    return (
        rows.filter(target__campaign__year=int(year)) if year.isdecimal() and len(year) == 4 else rows.none()
    )


register(
    Ledger(
        key="survey",
        title=_("Satisfaction ledger"),
        hint=_("What customers answered, one line a person"),
        icon="smile",
        rank=100,
        permission="survey.list",
        rows=responses,
        period="answered_on",
        filters=(
            customer("target__customer"),
            Filter("year", lambda: text(_("Survey of"), 4), of_year),
            choice("method", _("Method"), Method.choices, "method"),
        ),
        columns=(
            Column(_("Number"), "number", ID, url="get_absolute_url"),
            Column(_("Customer"), "target.customer.name", LONG),
            Column(_("Year"), "target.campaign.year", NUMBER),
            Column(_("Case"), "target.case.number", ID, screen=False),
            Column(_("Respondent"), "respondent"),
            Column(_("Method"), lambda row: Method(row.method), STATE),
            Column(_("Surveyor"), "surveyor", screen=False),
            Column(_("Date"), "answered_on", DATE, sort="answered_on"),
            *(answer_column(question) for question in QUESTIONS),
            Column(_("Comments"), "comments", LONG),
            Column(_("Region"), "target.region", screen=False),
        ),
    )
)
