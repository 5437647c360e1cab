"""What the timeline of a case shows of the survey after it."""

from django.db.models import Q

from cases.models import Case
from satisfaction.models import Improvement, Response
from workflow.timeline import beside


@beside("case")
def of_case(case: Case) -> Q:
    """What its customer answered, and what was improved."""
    answers = Response.objects.filter(target__case=case).values("pk")
    improvements = Improvement.objects.filter(response__target__case=case).values("pk")
    return Q(dossier__in=answers) | Q(dossier__in=improvements)
