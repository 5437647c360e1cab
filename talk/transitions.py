"""What people say to each other about a matter: a note, a question to somebody, and that something is urgent."""

import datetime as dt

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from aftersales.kit.fields import LongTextField, person
from aftersales.models import User
from talk import conditions as c
from talk.statuses import QuestionStatus, Said
from workflow.guards import Permission, creation, step
from workflow.machines import machines
from workflow.models import Dossier, Fact, Facts, Stateful

Q = QuestionStatus


class Talk(Stateful):
    """Something said about a thing: of which kind it is and what it is called, and who said it when."""

    has_page = False
    shows_states = False
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+", editable=False)
    about_noun = models.CharField(max_length=20, editable=False)
    about_id = models.BigIntegerField(editable=False)
    about_name = models.CharField(max_length=120, editable=False)
    by = person(_("who"), editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    text = LongTextField(editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.about_name

    def get_absolute_url(self) -> str:
        """The page of what it is about."""
        model = machines()[self.about_noun]
        return reverse(f"{model._meta.app_label}:{self.about_noun}", args=[self.about_id])

    def stamp(self) -> Facts:
        """What it is about, where that is only a part of its matter."""
        whole = self.about_id == self.dossier_id and self.about_noun == self.dossier.noun
        return {} if whole else {"item": self.about_name}

    def begin(self, by: User, at: dt.datetime) -> None:
        self.by, self.at = by, at


class NoteWorkflow(Talk):
    """The machine of a note: it is written and stays."""

    noun = "note"
    states = Said
    status = FSMField(_("status"), default=Said.SAID, choices=Said.choices, protected=True)

    class Meta:
        abstract = True

    @creation(permission=c.WhoSees("note.write"), custom=step(_("Write a note"), past=_("Note written.")))
    def write(self, *, by: User, at: dt.datetime, note: str, **act: Fact) -> None:
        self.begin(by, at)
        self.text = note


class UrgeWorkflow(Talk):
    """The machine of urging: 催办."""

    noun = "urge"
    states = Said
    status = FSMField(_("status"), default=Said.SAID, choices=Said.choices, protected=True)

    class Meta:
        abstract = True

    @creation(
        permission=c.WhoSees("urge.urge"),
        conditions=[c.something_waits, c.not_urged_today],
        custom=step(_("Urge"), past=_("Urged.")),
    )
    def urge(self, *, by: User, at: dt.datetime, note: str = "", **act: Fact) -> None:
        self.begin(by, at)
        self.text = note


class QuestionWorkflow(Talk):
    """The machine of a question: it is a task of whom it was put to until they have answered it."""

    noun = "question"
    states = QuestionStatus
    to: User
    to_id: int
    answer_text: str
    status = FSMField(_("status"), default=Q.OPEN, choices=Q.choices, protected=True)

    class Meta:
        abstract = True

    @creation(permission=c.WhoSees("question.ask"), custom=step(_("Ask somebody"), past=_("Question asked.")))
    def ask(self, *, by: User, at: dt.datetime, asks: str, **act: Fact) -> None:
        self.begin(by, at)
        self.text = asks

    @transition(
        field=status,
        source=Q.OPEN,
        target=Q.ANSWERED,
        permission=c.WhoIsAsked("question.answer", "confined_question.answer"),
        custom=step(_("Answer"), past=_("Question answered.")),
    )
    def answer(self, *, answer: str, **act: Fact) -> None:
        self.answer_text = answer

    @transition(
        field=status,
        source=Q.OPEN,
        target=None,
        permission=c.WhoIsAsked("question.pass_on", "confined_question.pass_on"),
        custom=step(_("Pass the question on"), past=_("Question passed on.")),
    )
    def pass_on(self, *, whom: int, **act: Fact) -> None:
        """Somebody else knows better: 转交."""
        self.to_id = whom

    @transition(
        field=status,
        source=Q.OPEN,
        target=Q.WITHDRAWN,
        permission=Permission("question.withdraw", c.own_question),
        custom=step(_("Take the question back"), past=_("Question taken back."), grave=True),
    )
    def withdraw(self, *, reason: str, **act: Fact) -> None:
        """It has settled itself."""
