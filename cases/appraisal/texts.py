"""Signed appraisals of motors that say the defect in words."""

from django.db.models import QuerySet

from cases.models import ReturnedMotor
from catalogue.texts import Texts, with_texts


def motors_without_code() -> QuerySet[ReturnedMotor]:
    """The sheets themselves stay as they were signed: the code hangs on the motor."""
    return ReturnedMotor.objects.filter(failure=None).exclude(disposition="")


with_texts(Texts("motor", "appraisal__defect", motors_without_code))
