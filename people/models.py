"""A change of the policy, as one person proposed it and another one decided it."""

import datetime as dt
from typing import cast

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from people.statuses import PolicyStep
from people.transitions import PolicyWorkflow
from workflow.models import Fact, Facts, PolicyEdition, ProposalStatus, StatefulQuerySet, two_people
from workflow.policy import figures


def labels_of_figures() -> dict[str, Label]:
    """How people read the figures of all apps."""
    return {row.name: _(row.label) for row in figures()}


class PolicyChange(PolicyWorkflow):
    """An edition that is to be, one that is to be corrected, or one that is to be taken back before it holds.

    ``edition`` is the one that is changed, or that has come of it. ``values`` are the figures that differ from
    the defaults, as an edition has them.
    """

    step = models.CharField(max_length=12, choices=PolicyStep.choices, editable=False)
    edition = models.ForeignKey(PolicyEdition, models.PROTECT, null=True, related_name="+", editable=False)
    name = models.CharField(_("name"), max_length=80)
    effective_from = models.DateField(_("effective from"))
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder, editable=False)
    reason = models.CharField(_("reason"), max_length=300)

    objects = StatefulQuerySet.as_manager()
    reads = ("dossier", "edition", "proposed_by", "decided_by")
    unlogged = frozenset({"figures"})  # the log has what of them changes
    further_labels = cast(dict[str, Label], SimpleLazyObject(labels_of_figures))

    class Meta:
        verbose_name = _("change of the policy")
        verbose_name_plural = _("changes of the policy")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition"], condition=Q(status=ProposalStatus.OPEN), name="one_open_change_an_edition"
            ),
            *two_people("policy"),
        ]

    def __str__(self) -> str:
        return self.name

    def further_changes(self, data: Facts) -> dict[str, list[Fact]]:
        """Old and new of each figure, where the figures are corrected."""
        new = data.get("figures")
        if new is None:
            return {}
        return {row.name: [row.of(self.values), row.of(new)] for row in figures()}

    @property
    def takes_back(self) -> bool:
        """Whether an edition is to hold no more before it has held."""
        return self.step == PolicyStep.WITHDRAWAL

    @property
    def what(self) -> Label:
        """What is to become of the edition."""
        return PolicyStep(self.step).label

    def base(self) -> PolicyEdition | None:
        """The edition with which its figures are compared: the one it corrects, or that which holds before it."""
        if self.step == PolicyStep.CORRECTION and self.status == ProposalStatus.OPEN:
            return self.edition
        day = self.effective_from - dt.timedelta(days=1)
        rows = PolicyEdition.objects.standing().filter(effective_from__lte=day)
        return rows.exclude(pk=self.edition_id or 0).order_by("-effective_from").first()
