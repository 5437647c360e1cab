"""What was measured of a motor on one occasion, by the plan of its model."""

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aftersales.kit.fields import person
from cases.measuring.rules import Trigger, Why
from cases.models.motor import ReturnedMotor
from cases.statuses import MotorStatus
from catalogue.limits import Outcome
from workflow.models import Facts


class Occasion(models.TextChoices):
    """At which work it is measured."""

    APPRAISAL = "appraisal", _("appraisal")
    INSPECTION = "inspection", _("inspection")

    @property
    def slip(self) -> str:
        """The kind of slip on which its values print."""
        return "JD" if self == Occasion.APPRAISAL else "FX"

    @classmethod
    def of(cls, status: str) -> "Occasion":
        return cls.APPRAISAL if status == MotorStatus.RECEIVED else cls.INSPECTION


class TestSheet(models.Model):
    """The values of one occasion as they were measured, never written again: who measures once more fills a new one.

    ``values`` are the items with a value, ``lacks`` what the plan asks for besides (see cases.measuring.rules):
    {place, name_zh, name_en, standard, unit, measured, outcome, codes, stage, looked_at}, and
    {name_zh, name_en, trigger, why}. Limits and names are those of that day.
    """

    __test__ = False  # for pytest: it is none

    motor = models.ForeignKey(ReturnedMotor, models.PROTECT, related_name="test_sheets")
    occasion = models.CharField(_("occasion"), max_length=12, choices=Occasion.choices)
    values = models.JSONField(_("values"), default=list)
    lacks = models.JSONField(_("lacking"), default=list)
    answers = models.JSONField(_("what was looked at further"), default=dict)
    tested_by = person(_("measured by"))
    tested_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.motor}: {len(self.values)}"

    @property
    def complete(self) -> bool:
        """Whether the values are evidence that there is no fault."""
        return bool(self.values) and not self.lacks

    @property
    def outside(self) -> list[Facts]:
        """The values out of their limits."""
        return [value for value in self.values if value["outcome"] == Outcome.OUTSIDE]

    @property
    def codes(self) -> list[str]:
        """The failure codes to which they point, each once."""
        return list(dict.fromkeys(code for value in self.outside for code in value["codes"]))

    @property
    def shown(self) -> list[Facts]:
        """The values, each with its name in the language of the reader."""
        return [value | {"name": in_language(value)} for value in self.values]

    @property
    def lacking(self) -> list[str]:
        """What is lacking, in words."""
        return [f"{in_language(lack)} ({Why(lack['why']).label})" for lack in self.lacks]

    @property
    def answered(self) -> list[tuple[str, str]]:
        """What made one look further, and what was found."""
        return [(str(Trigger(key).label), text) for key, text in self.answers.items()]


def in_language(said: Facts) -> str:
    """A name in the language of the reader."""
    if said.get("trigger"):
        return str(Trigger(said["trigger"]).label)
    chinese = (get_language() or "").startswith("zh")
    return str(said["name_zh"] if chinese else said["name_en"] or said["name_zh"])
