"""The proposal: what one person wants changed and another one decides, the same for whatever is changed."""

from django.db import models
from django.db.models import BaseConstraint, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices
from aftersales.kit.fields import person, together
from workflow.models.event import Event
from workflow.models.stateful import Facts, Filed


class ProposalStatus(ColouredChoices):
    """How a change stands that needs a second person."""

    OPEN = "open", "amber", _("waits for a second person")
    CONFIRMED = "confirmed", "green", _("confirmed")
    REFUSED = "refused", "red", _("refused")
    WITHDRAWN = "withdrawn", "grey", _("taken back")


class Proposal(Filed):
    """A change that holds for nobody until a second person has decided; the database sees to it as well.

    The machine of a model says who proposes and who decides, and what follows is registered for its verb; its
    ``reason`` is a field of the model. ``two_people`` gives the constraints.
    """

    proposed_by = person(_("proposed by"), editable=False)
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now, editable=False)
    decided_by = person(_("decided by"), null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)

    reads: tuple[str, ...] = ("dossier", "proposed_by", "decided_by")

    class Meta:
        abstract = True

    def filing(self) -> Facts:
        """For everybody who may look at changes of this kind."""
        return {"number": "", "author_id": self.proposed_by_id}

    def stamp(self) -> Facts:
        return {"number": str(self)}

    def readers(self, event: Event) -> set[int]:
        """Who proposed it hears what has become of it."""
        return {self.proposed_by_id}


def two_people(name: str) -> list[BaseConstraint]:
    """The constraints of a proposal: nobody decides their own, and a decision has its moment."""
    return [
        models.CheckConstraint(
            condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name=f"{name}_by_two_people"
        ),
        together("decided_by", "decided_at", name=f"{name}_decided_by_whom"),
    ]
