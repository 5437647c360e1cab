"""A change of the table of amounts, as one person proposed it and another one decided it (九)."""

from decimal import Decimal
from typing import NamedTuple

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accountability.models.penalty import PenaltyRate
from accountability.statuses import Capacity, FaultClass
from accountability.transitions import RatesWorkflow
from workflow.models import ProposalStatus, StatefulQuerySet, two_people


class ChangedRate(NamedTuple):
    """An amount that is to be another one; ``old`` is None where the table has none yet."""

    fault_class: FaultClass
    capacity: Capacity
    old: Decimal | None
    new: Decimal

    @property
    def cell(self) -> tuple[str, str]:
        """Its place in the table."""
        return self.fault_class.value, self.capacity.value


class RatesChange(RatesWorkflow):
    """What somebody wants changed of the table. ``changes`` are [class, capacity, old, new], amounts as text."""

    changes = models.JSONField(default=list, editable=False)
    reason = models.CharField(_("reason"), max_length=300, editable=False)

    objects = StatefulQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of the penalty amounts")
        verbose_name_plural = _("changes of the penalty amounts")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["status"], condition=Q(status=ProposalStatus.OPEN), name="one_open_change_of_rates"
            ),
            *two_people("rates"),
        ]

    def __str__(self) -> str:
        return gettext("Penalty amounts")

    def is_overtaken(self) -> bool:
        """Whether the table says something else by now than when the change was proposed."""
        known = {(rate.fault_class, rate.capacity): rate.amount for rate in PenaltyRate.objects.all()}
        return any(known.get(row.cell) != row.old for row in self.amounts)

    @property
    def amounts(self) -> list[ChangedRate]:
        """The amounts that are to be others, in the order of the table."""
        return [
            ChangedRate(
                FaultClass(fault_class), Capacity(capacity), Decimal(old) if old else None, Decimal(new)
            )
            for fault_class, capacity, old, new in self.changes
        ]
