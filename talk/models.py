"""Notes, questions and urging; they share the sight of the matter that they are about."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersales.kit.fields import LongTextField, person
from talk.statuses import QuestionStatus
from talk.transitions import NoteWorkflow, QuestionWorkflow, UrgeWorkflow
from workflow.models import Event, StatefulQuerySet


class Note(NoteWorkflow):
    """A note; ``told`` are the people whom it names with an @."""

    told = models.JSONField(default=list, editable=False)
    objects = StatefulQuerySet.as_manager()
    reads = ("dossier",)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def readers(self, event: Event) -> set[int]:
        return set(self.told)


class Urge(UrgeWorkflow):
    """Somebody asked that what waits be done; ``told`` are the people for whom it waits."""

    told = models.JSONField(default=list, editable=False)
    objects = StatefulQuerySet.as_manager()
    reads = ("dossier",)

    class Meta:
        verbose_name = _("urging")
        verbose_name_plural = _("urgings")
        indexes = [models.Index(fields=["dossier", "at"], name="urged_when")]

    def readers(self, event: Event) -> set[int]:
        return set(self.told)


class Question(QuestionWorkflow):
    """A question to one person, a task of theirs until it is answered."""

    to = person(_("to whom"), editable=False)
    due_on = models.DateField(null=True, editable=False)
    answer_text = LongTextField(editable=False)
    objects = StatefulQuerySet.as_manager()
    reads = ("dossier", "to", "by")
    brief = "talk/_question.html"

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        indexes = [
            models.Index(fields=["dossier"], condition=Q(status=QuestionStatus.OPEN), name="question_open")
        ]

    def readers(self, event: Event) -> set[int]:
        """Whoever asked, and whoever is asked."""
        return {self.by_id, self.to_id}
