"""What the page of a case shows of the survey after it."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from satisfaction.models import Improvement, Response
from workflow.timeline import beside, say

say(mailed=_("Mailed to"), not_mailed=_("Not mailed to"))


@beside("case")
def answers(case: Case) -> QuerySet[Response]:
    return Response.objects.filter(target__case=case)


@beside("case")
def improvements(case: Case) -> QuerySet[Improvement]:
    return Improvement.objects.filter(response__target__case=case)
