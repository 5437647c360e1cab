"""What is improved because a customer gave the worst of the answers (十: 作为我厂今后改进的依据)."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accountability.models import CorrectiveAction
from aftersales.kit.choices import Label
from aftersales.kit.dated import Dated
from aftersales.kit.fields import LongTextField, person, together
from cases.models import Case
from satisfaction.models.response import Response
from satisfaction.questions import BY_KEY, QUESTIONS, Question
from satisfaction.statuses import ImprovementStatus
from satisfaction.transitions import ImprovementWorkflow
from warranty.models import Customer
from workflow.models import Dossier, Event, Facts, Stateful, StatefulQuerySet


class Improvement(Dated, ImprovementWorkflow):
    """One worst answer: somebody sees to it by a day, or it becomes a corrective action."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="improvements")
    question = models.CharField(_("aspect"), max_length=10, choices=[(q.key, q.label) for q in QUESTIONS])
    owner = person(_("owner"), "improvements")
    due_on = models.DateField(_("due"))
    plan = LongTextField(_("what to do"))
    result = LongTextField(_("what was done"))
    opened_at = models.DateTimeField(default=timezone.now)
    corrective_action = models.ForeignKey(
        CorrectiveAction, models.PROTECT, null=True, related_name="improvements"
    )
    done_by = person(_("done by"), null=True)
    done_at = models.DateTimeField(null=True)

    reads = (
        "dossier", "response__target__campaign", "response__target__case", "response__target__customer", "owner",
        "corrective_action",
    )  # fmt: skip

    objects = StatefulQuerySet.as_manager()

    class Meta:
        verbose_name = _("improvement")
        verbose_name_plural = _("improvements")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="improvement_once_an_answer"),
            together("done_by", "done_at", name="improvement_done_by_whom"),
        ]
        indexes = [
            models.Index(fields=["status", "due_on"], name="improvement_status_due"),
            models.Index(fields=["due_on", "dossier"], name="improvement_by_due"),
            models.Index(fields=["owner", "status", "due_on"], name="improvement_of_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.customer} · {self.aspect.label}"

    def filing(self) -> Facts:
        """Whoever sees to it owns it; it has come from whom the surveyor asked."""
        return {"number": "", "author_id": self.response.target.surveyor_id, "owner_id": self.owner_id}

    def readers(self, event: Event) -> set[int]:
        """Its owner hears of everything."""
        return {self.owner_id}

    def crumbs(self) -> list[Stateful | Dossier]:
        return [*([self.case] if self.case else []), self]

    def stamp(self) -> Facts:
        return {"number": self.customer.name}

    @property
    def case(self) -> Case | None:
        return self.response.target.case

    @property
    def customer(self) -> Customer:
        return self.response.target.customer

    @property
    def aspect(self) -> Question:
        return BY_KEY[self.question]

    @property
    def opinion(self) -> str:
        """The question and the answer: "packaging: damaged"."""
        return gettext("%(question)s: %(answer)s") % {"question": self.aspect.label, "answer": self.said}

    @property
    def said(self) -> Label:
        """The answer that asks for it, in words."""
        return self.aspect.poor

    @property
    def due_day(self) -> dt.date | None:
        """The day by which it is to be done, while it is open."""
        return self.due_on if self.status == ImprovementStatus.OPEN else None
