"""The corrective action: an 8D report that is carried out, checked, and reopened where it did not help (二.4)."""

import datetime as dt
import unicodedata
from typing import Unpack

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability.statuses import LIABLE, ActionStatus, Made, MeasureKind
from accountability.transitions import ActionWorkflow
from aftersales.kit.dated import Dated
from aftersales.kit.fields import LongTextField, Saving, person, together
from aftersales.kit.search import index_text, with_every_word
from cases.models import Case, ReturnedMotor
from catalogue.models import Failure
from catalogue.queries import alike
from catalogue.statuses import DefectGroup
from workflow.models import Dossier, Event, Facts, Stateful, StatefulQuerySet, VisibleQuerySet

KEPT = "attached"  # where files lie: apart from those that are let go of, even where they are the same
MATTER = 500  # characters: normalising makes up to 18 of one, and an index of PostgreSQL takes 2,700 bytes


def matter(model: str, defect: str) -> str:
    """Model and defect as they are compared: whoever writes 换向火花大 or 换向 火花大 means the same."""
    text = unicodedata.normalize("NFKC", f"{model}|{defect}").casefold()
    return "".join(letter for letter in text if letter.isalnum() or letter == "|")[:MATTER]


class ActionQuerySet(StatefulQuerySet["CorrectiveAction"]):
    def search(self, text: str) -> "ActionQuerySet":
        """Actions whose number, model, defect, cases or serial numbers contain every word of ``text``."""
        return with_every_word(self, text)

    def about(self, model: str, defect: str, failure: Failure | None = None) -> "ActionQuerySet":
        """The actions for a model and a failure code, or what was merged with it; without a code for the text."""
        if failure is None:
            return self.filter(matter=matter(model, defect))
        return self.filter(failure__in=alike(failure), matter__startswith=matter(model, ""))

    def open_for(self, model: str, defect: str, failure: Failure | None = None) -> "CorrectiveAction | None":
        """The action under way for them, the earliest where codes that were merged have several."""
        return self.about(model, defect, failure).exclude(status=ActionStatus.VERIFIED).order_by("pk").first()


class CorrectiveAction(Dated, ActionWorkflow):
    """One defect of one model, from its first confirmed case until its measures are shown to work.

    ``cycle`` counts how often it was issued: a recurrence begins the next. Of each model and defect one action
    at most is open, so that further cases join it.
    """

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    cycle = models.PositiveSmallIntegerField(_("cycle"), default=1, editable=False)
    matter = models.CharField(max_length=MATTER, editable=False)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="corrective_actions", editable=False
    )
    model = models.CharField(_("model"), max_length=60)
    defect_group = models.CharField(_("kind of defect"), max_length=1, choices=DefectGroup.choices)
    defect = models.CharField(_("defect"), max_length=80)
    failure = models.ForeignKey(
        Failure, models.PROTECT, null=True, related_name="+", verbose_name=_("failure code")
    )
    department = models.CharField(_("liable department"), max_length=20, choices=LIABLE)
    team = models.CharField(_("team"), max_length=300, blank=True)
    problem = LongTextField(_("problem"))
    root_cause = LongTextField(_("root cause"))
    standards = models.CharField(_("standards updated"), max_length=300, blank=True)
    verification = LongTextField(_("evidence of the verification"))

    issued_by = person(_("issued by"), editable=False)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now, editable=False)
    planned_by = person(_("planned by"), null=True, editable=False)
    planned_at = models.DateTimeField(null=True, editable=False)
    implemented_by = person(_("implemented by"), null=True, editable=False)
    implemented_at = models.DateTimeField(null=True, editable=False)
    verified_by = person(_("verified by"), null=True, editable=False)
    verified_at = models.DateTimeField(null=True, editable=False)
    due_on = models.DateField(_("due"), null=True, editable=False)
    search_text = models.TextField(editable=False, default="")

    objects = ActionQuerySet.as_manager()
    reads = ("dossier", "failure", "case", "case__customer", "issued_by", "planned_by", "verified_by")

    class Meta:
        verbose_name = _("corrective action")
        verbose_name_plural = _("corrective actions")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["status", "due_on"], name="action_status_due"),
            models.Index(fields=["matter", "-verified_at"], name="action_of_matter"),
            models.Index(fields=["department", "-dossier"], name="action_department"),
            models.Index(fields=["issued_at", "dossier"], name="action_issued"),
            models.Index(
                fields=["due_on", "dossier"], condition=Q(due_on__isnull=False), name="action_by_due"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=~Q(status=ActionStatus.VERIFIED), name="one_open_action_a_matter"
            ),
            together("planned_by", "planned_at", name="action_planned_by_whom"),
            together("implemented_by", "implemented_at", name="action_implemented_by_whom"),
            together("verified_by", "verified_at", name="action_verified_by_whom"),
            models.CheckConstraint(
                condition=Q(planned_by=None) | ~Q(planned_by=F("issued_by")),
                name="action_planner_did_not_issue",
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None)
                | ~Q(verified_by=F("issued_by")) & ~Q(verified_by=F("planned_by")),
                name="action_verifier_is_a_third",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, **how: Unpack[Saving]) -> None:
        if not self.matter:  # a code that its text gets later makes no other matter of it
            self.matter = matter(self.model, self.failure.code if self.failure else self.defect)
        super().save(**how)

    def index(self) -> None:
        """Write what the search looks at: number, model, defect, and every case and serial number."""
        rows = self.occurrences.values_list("case__number", "case__customer__name", "motor__serial_number")
        self.search_text = index_text(
            self.number, self.model, self.failure, self.defect, *(text for row in rows for text in row)
        )
        self.save(update_fields=["search_text"])

    def filing(self) -> Facts:
        """All of it for those who work on cases; who owns a measure is among its readers."""
        return {"number": self.number, "author_id": self.issued_by_id}

    def crumbs(self) -> list[Stateful | Dossier]:
        return [*([self.case] if self.case else []), self]

    def stamp(self) -> Facts:
        return {"number": self.number}

    def readers(self, event: Event) -> set[int]:
        """Who has a hand in it hears of what changes for them."""
        keys = {self.issued_by_id, self.planned_by_id, event.data.get("owner_id")}
        if event.verb in ("plan", "recur", "fail_verification", "verify"):
            keys |= {measure.owner_id for measure in self.measures.all()}
        return {key for key in keys if key}


class MeasureQuerySet(VisibleQuerySet["Measure"]):
    dossier_path = "action__dossier"


class Measure(Dated, models.Model):
    """One thing to be done, by one person, by a day."""

    action = models.ForeignKey(CorrectiveAction, models.PROTECT, related_name="measures")
    cycle = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(_("kind"), max_length=20, choices=MeasureKind.choices)
    text = models.CharField(_("measure"), max_length=300)
    owner = person(_("owner"), "measures")
    due_on = models.DateField(_("by when"))
    done_by = person(_("reported by"), null=True)
    done_at = models.DateTimeField(null=True)
    evidence = models.CharField(_("how it was done"), max_length=300, blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["owner", "due_on"], condition=Q(done_at=None), name="measure_open"),
        ]
        constraints = [together("done_by", "done_at", name="measure_done_by_whom")]

    def __str__(self) -> str:
        return self.text

    @property
    def what_for(self) -> MeasureKind:
        return MeasureKind(self.kind)

    @property
    def seen_on(self) -> dt.date:
        return timezone.localdate(self.done_at)


class Occurrence(models.Model):
    """A confirmed case of the action's defect: the first, one that joined, or one that came after all was well."""

    action = models.ForeignKey(CorrectiveAction, models.PROTECT, related_name="occurrences")
    case = models.ForeignKey(Case, models.PROTECT, related_name="occurrences")
    motor = models.ForeignKey(ReturnedMotor, models.PROTECT, null=True, related_name="occurrences")
    cycle = models.PositiveSmallIntegerField(default=1)
    recurrence = models.BooleanField(_("recurrence"), default=False)
    made = models.CharField(_("made"), max_length=10, choices=Made.choices, blank=True)
    """Empty as long as no measure was implemented; unknown ones of a verified action wait for people."""

    judged_by = person(_("judged by"), null=True)
    judged_at = models.DateTimeField(null=True)
    verified_on = models.DateField(_("verified before, on"), null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["action", "case", "motor"], name="occurrence_once"),
            models.UniqueConstraint(
                fields=["action", "case"], condition=Q(motor=None), name="occurrence_of_a_case_once"
            ),
            together("judged_by", "judged_at", name="occurrence_judged_by_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.motor or self.case}"

    @property
    def day(self) -> dt.date:
        return timezone.localdate(self.at)

    @property
    def when_made(self) -> Made | None:
        return Made(self.made) if self.made else None


class Verification(models.Model):
    """One check whether the measures of an action work; every one is kept (二.4)."""

    action = models.ForeignKey(CorrectiveAction, models.PROTECT, related_name="verifications")
    cycle = models.PositiveSmallIntegerField(default=1)
    works = models.BooleanField(_("works"))
    evidence = LongTextField(_("evidence"))
    early_reason = models.CharField(_("why so early"), max_length=300, blank=True)
    by = person(_("verified by"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.action}: {self.works}"


class ActionFile(models.Model):
    """A report, drawing or picture that belongs to an action: kept under its content, and never replaced (二.4)."""

    action = models.ForeignKey(CorrectiveAction, models.PROTECT, related_name="files")
    cycle = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("file name"), max_length=120)
    ending = models.CharField(max_length=5)
    sha256 = models.CharField(max_length=64)
    note = models.CharField(_("what it shows"), max_length=300, blank=True)
    added_by = person(_("added by"))
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
