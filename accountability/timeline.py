"""What the timelines of cases and motors show of corrective actions and penalties."""

from django.db.models import Q

from accountability.models import CorrectiveAction
from cases.models import Case, ReturnedMotor
from workflow.timeline import beside


@beside("case")
def of_case(case: Case) -> Q:
    """The actions that began with it, and its penalties."""
    actions = CorrectiveAction.objects.filter(case=case).values("pk")
    return Q(dossier__in=actions) | Q(dossier__in=case.penalties.values("pk"))


@beside("motor")
def of_motor(motor: ReturnedMotor) -> Q:
    """Its penalties, and that it joined an action."""
    joined = Q(dossier=motor.case_id, subject="action", data__motor_id=motor.pk)
    return joined | Q(dossier__in=motor.penalties.values("pk"))
