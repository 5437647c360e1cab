"""The early warning of one lot: what it saw, who looks into it by when, how it ended."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accountability.models import CorrectiveAction
from aftersales.kit.dated import Dated
from aftersales.kit.fields import LongTextField, person, together
from figures.statuses import AlarmReason, AlarmStatus
from figures.transitions import AlarmWorkflow
from warranty.models import Product
from workflow.models import Event, Facts, StatefulQuerySet


class Alarm(Dated, AlarmWorkflow):
    """One of a lot, whichever window it rang in. ``seen`` keeps the figures of the night on which it rang.

    They are low, high, returned, expected, limit, chance, motors, customers, waiting, clump and edition.
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("model"))
    made = models.DateField(_("made"))  # the first of the month
    seen = models.JSONField(default=dict)
    owner = person(_("owner"), "alarms")
    due_on = models.DateField(_("due"))
    rang_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("reason"), max_length=20, choices=AlarmReason.choices, blank=True)
    note = LongTextField(_("why"))
    corrective_action = models.ForeignKey(CorrectiveAction, models.PROTECT, null=True, related_name="alarms")
    closed_by = person(_("ended by"), null=True)
    closed_at = models.DateTimeField(null=True)

    reads = ("dossier", "product", "owner", "corrective_action")

    objects = StatefulQuerySet.as_manager()

    class Meta:
        verbose_name = _("early warning")
        verbose_name_plural = _("early warnings")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["product", "made"], name="one_alarm_a_lot"),
            together("closed_by", "closed_at", name="alarm_ended_by_whom"),
        ]
        indexes = [models.Index(fields=["status", "due_on"], name="alarm_status_due")]

    def __str__(self) -> str:
        return f"{self.product.model} {self.made:%Y-%m}"

    def filing(self) -> Facts:
        """For all who read the report; whoever looks into it owns it."""
        return {"number": str(self)[:20], "author_id": self.owner_id, "owner_id": self.owner_id}

    def readers(self, event: Event) -> set[int]:
        """Its owner hears of everything."""
        return {self.owner_id}

    def stamp(self) -> Facts:
        return {"number": str(self)}

    @property
    def due_day(self) -> dt.date | None:
        """The day by which somebody has looked into it, while it is open."""
        return self.due_on if self.status == AlarmStatus.OPEN else None

    @property
    def sentence(self) -> str:
        """What rang, in the language of the reader."""
        return said(str(self), self.seen)


def said(name: str, seen: Facts) -> str:
    """The sentence of a lot that came back more often than its limit allows."""
    words = gettext(
        "%(lot)s: %(returned)d of %(motors)d motors returned with a fault of the factory %(window)s,"
        " %(expected).1f expected, alarm at %(limit)d. About one normal lot in %(rare)s does this."
    )
    window = (
        gettext("within %(high)d months in service")
        if not seen["low"]
        else gettext("in months %(low)d to %(high)d of service")
    )
    rare = f"{round(1 / max(seen['chance'], 1e-6), -1):,.0f}"
    text = words % (seen | {"lot": name, "window": window % seen, "rare": rare})
    customers = ngettext("From %(n)d customer.", "From %(n)d customers.", seen["customers"])
    more = ngettext("%(n)d more awaits appraisal.", "%(n)d more await appraisal.", seen["waiting"])
    text = after(text, customers % {"n": seen["customers"]})
    return after(text, more % {"n": seen["waiting"]}) if seen["waiting"] else text


def after(text: str, sentence: str) -> str:
    """One sentence more, with or without a space as the language has it."""
    return gettext("%(text)s %(sentence)s") % {"text": text, "sentence": sentence}
