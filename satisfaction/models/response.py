"""What one person of a customer answered, and the links over which one may answer without an account (十)."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from aftersales.kit.fields import LongTextField, person, together
from cases.models import Case
from notices.models import Letter
from satisfaction.models.campaign import Target
from satisfaction.questions import BY_KEY, KEYS, Question, asked
from satisfaction.scoring import POOR
from satisfaction.statuses import Method, ResponseStatus
from satisfaction.transitions import ResponseWorkflow
from workflow.models import Dossier, Facts, Stateful, StatefulQuerySet


def answer_field(key: str) -> models.CharField:
    """The answer to a question: good, fair, poor, or "" where there is none."""
    question = BY_KEY[key]
    choices = [("good", question.good), ("fair", question.fair), ("poor", question.poor)]
    return models.CharField(question.label, max_length=4, choices=choices, blank=True)


class ResponseQuerySet(StatefulQuerySet["Response"]):
    def counted(self) -> "ResponseQuerySet":
        return self.filter(status=ResponseStatus.SUBMITTED)


class Response(ResponseWorkflow):
    """One per respondent; several people of one customer may answer."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="responses", verbose_name=_("customer"))
    number = models.CharField(_("number"), max_length=20, blank=True, editable=False)
    respondent = models.CharField(_("respondent"), max_length=60, blank=True)
    position = models.CharField(_("position or phone"), max_length=60, blank=True)
    method = models.CharField(_("method"), max_length=10, choices=Method.choices, default=Method.PHONE)
    surveyor = person(_("surveyor"), null=True, blank=True)
    answered_on = models.DateField(_("date"), default=timezone.localdate)
    quality = answer_field("quality")
    delivery = answer_field("delivery")
    service = answer_field("service")
    price = answer_field("price")
    packaging = answer_field("packaging")
    comments = LongTextField(_("comments"))
    created_by = person(_("written down by"), editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)

    objects = ResponseQuerySet.as_manager()
    reads = ("dossier", "target__campaign", "target__case", "target__customer", "surveyor", "created_by")

    class Meta:
        verbose_name = _("answers")
        verbose_name_plural = _("answers")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "respondent"],
                condition=~Q(respondent="") & ~Q(status=ResponseStatus.WITHDRAWN),
                name="response_once_a_respondent",
            ),
            models.CheckConstraint(
                condition=~Q(status=ResponseStatus.SUBMITTED) | Q(submitted_at__isnull=False),
                name="response_submitted_when",
            ),
        ]
        indexes = [
            models.Index(fields=["target", "status"], name="response_of_target"),
            models.Index(fields=["answered_on", "dossier"], name="response_ledger"),
        ]

    def __str__(self) -> str:
        return self.number or str(_("Answers of %(name)s")) % {"name": self.respondent or "–"}

    def filing(self) -> Facts:
        """For whoever wrote them down and for whoever asks this customer, besides those who see the survey."""
        return {"number": self.number, "author_id": self.created_by_id, "owner_id": self.target.surveyor_id}

    def crumbs(self) -> list[Stateful | Dossier]:
        return [*([self.case] if self.case else []), self]

    def stamp(self) -> Facts:
        return {"number": self.target.customer.name}

    @property
    def case(self) -> Case | None:
        """The case after which it was asked; None in the yearly survey."""
        return self.target.case

    @property
    def of_case(self) -> bool:
        return self.target.case_id is not None

    @property
    def worst(self) -> list[str]:
        """The questions that got the worst of their answers."""
        return [key for key in KEYS if getattr(self, key) == POOR]

    def answers(self) -> list[tuple[Question, str, Label]]:
        """(question, answer, the answer in words) of every question asked."""
        rows = [(question, getattr(self, question.key)) for question in asked(self.of_case)]
        return [(question, answer, question.words(answer)) for question, answer in rows]


class Invitation(models.Model):
    """A personal link for answering on a phone. Only the SHA-256 of its token is kept.

    It works once, until ``expires_at``, unless it is revoked. ``respondent`` is whom it was given to, ``letter``
    with what it was mailed.
    """

    target = models.ForeignKey(Target, models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    respondent = models.CharField(_("for whom"), max_length=60, blank=True)
    created_by = person(_("made by"))
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_by = person(_("revoked by"), null=True)
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    response = models.OneToOneField(Response, models.PROTECT, null=True, related_name="invitation")
    letter = models.OneToOneField(Letter, models.PROTECT, null=True, related_name="invitation")

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        ordering = ["-id"]
        constraints = [
            together("revoked_by", "revoked_at", name="invitation_revoked_by_whom"),
            together("used_at", "response", name="invitation_used_for_what"),
        ]

    def __str__(self) -> str:
        return self.respondent or str(_("personal link"))

    def lock(self) -> None:
        """Take the row lock."""
        type(self).objects.select_for_update(of=("self",), no_key=True).only("pk").get(pk=self.pk)

    def standing(self, at: dt.datetime) -> str:
        """open, used, revoked or expired."""
        if self.used_at:
            return "used"
        if self.revoked_at:
            return "revoked"
        return "expired" if at >= self.expires_at else "open"

    @property
    def now(self) -> str:
        return self.standing(timezone.now())
