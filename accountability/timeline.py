"""What the pages of cases and motors show of corrective actions and penalties."""

from django.db.models import Q, QuerySet

from accountability.models import CorrectiveAction, Occurrence, Penalty
from cases.models import Case, ReturnedMotor
from workflow.timeline import beside, mentions


@beside("case")
def actions_of_case(case: Case) -> QuerySet[CorrectiveAction]:
    """The actions that began with it."""
    return CorrectiveAction.objects.filter(case=case)


@beside("case")
def penalties_of_case(case: Case) -> QuerySet[Penalty]:
    return Penalty.objects.filter(case=case)


@beside("motor")
def penalties_of_motor(motor: ReturnedMotor) -> QuerySet[Penalty]:
    return Penalty.objects.filter(motor=motor)


@mentions("motor")
def joined(motor: ReturnedMotor) -> Q:
    """That it joined a corrective action."""
    actions = Occurrence.objects.filter(motor=motor).values("action")
    return Q(dossier=motor.case_id, subject="action", subject_id__in=actions)
