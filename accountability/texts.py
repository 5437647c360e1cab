"""Corrective actions that say the defect in words."""

from django.db.models import QuerySet

from accountability.models import CorrectiveAction
from catalogue.texts import Texts, with_texts


def actions_without_code() -> QuerySet[CorrectiveAction]:
    return CorrectiveAction.objects.filter(failure=None)


with_texts(Texts("action", "defect", actions_without_code))
