"""The joint appraisal: facts, the verdict of the rules, the decision, and the four signatures (四.2)."""

from typing import TYPE_CHECKING, Optional

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.fields import LongTextField, person, together
from aftersales.kit.prepared import prepared
from aftersales.roles import Role
from cases.models.motor import ReturnedMotor
from cases.photos.models import Photo
from cases.statuses import Disposition
from catalogue.models import Failure
from catalogue.statuses import DefectGroup, Department
from workflow.models import PolicyEdition

if TYPE_CHECKING:
    from cases.measuring.models import TestSheet


class Appraisal(models.Model):
    """One version of the appraisal of one motor.

    Until somebody signs it, it is rewritten in place. Once signed it is never changed: a correction is a
    new version, and the signatures under the old one no longer count.
    """

    motor = models.ForeignKey(ReturnedMotor, models.PROTECT, related_name="appraisals")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    facts = models.JSONField(_("facts"))
    verdict = models.JSONField(_("verdict"))
    reasons = models.JSONField(_("reasons"), default=list)
    edition = models.ForeignKey(PolicyEdition, models.PROTECT, null=True, related_name="+")

    ex_factory_document = models.CharField(
        _("document that shows the ex-factory date"), max_length=80, blank=True
    )
    symptom = LongTextField(_("symptom"))
    defect_group = models.CharField(_("kind of defect"), max_length=1, choices=DefectGroup.choices)
    defect = models.CharField(_("defect"), max_length=80)
    failure = models.ForeignKey(
        Failure, models.PROTECT, null=True, related_name="+", verbose_name=_("failure code")
    )
    cause_text = LongTextField(_("cause found"))
    measurements = models.JSONField(_("measurements"), default=list)
    liable_department = models.CharField(_("liable department"), max_length=20, choices=Department.choices)
    liable_person = models.CharField(_("liable person"), max_length=60, blank=True)
    disposition = models.CharField(_("disposition"), max_length=20, choices=Disposition.choices)
    departs = models.BooleanField(_("departs from the proposal"), default=False)
    departure_reason = models.CharField(_("reason for the departure"), max_length=300, blank=True)
    remedy = LongTextField(_("remedy"))
    parts_complete = models.BooleanField(_("parts are complete"), default=True)
    test_sheet: models.ForeignKey[Optional["TestSheet"], Optional["TestSheet"]] = models.ForeignKey(
        "cases.TestSheet", models.PROTECT, null=True, related_name="+", editable=False
    )
    no_fault_reason = models.CharField(_("why no fault without all values"), max_length=300, blank=True)
    missing_parts = models.JSONField(_("missing parts"), default=list)

    drafted_by = person(_("drafted by"))
    drafted_at = models.DateTimeField(default=timezone.now)
    effective_at = models.DateTimeField(null=True)  # with the last signature
    settled_by = person(_("settled by"), null=True)
    settled_at = models.DateTimeField(null=True)
    settlement = models.CharField(_("the director's decision"), max_length=300, blank=True)

    class Meta:
        ordering = ["-version"]
        indexes = [
            models.Index(fields=["effective_at", "id"], name="appraisal_ledger"),
            models.Index(fields=["liable_department"], name="appraisal_liable"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["motor", "version"], name="appraisal_version_once"),
            together("settled_by", "settled_at", name="appraisal_settled_by_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.motor} v{self.version}"

    @property
    def wording(self) -> str:
        """Another one after every rewriting, so that nobody signs what they have not read."""
        return f"{self.pk} {self.drafted_at.isoformat()}"

    def signed_so_far(self) -> "list[Signature]":
        """The signatures under it; where a page has read them already, these."""
        read = vars(self).get("_prefetched_objects_cache", {})
        return list(read["signatures"]) if "signatures" in read else signatures_under(self.pk)


@prepared
def signatures_under(appraisal: int) -> "models.QuerySet[Signature]":
    """The signatures under this appraisal."""
    return Signature.objects.filter(appraisal=appraisal)


class Signature(models.Model):
    """A department's signature under one version of an appraisal, with its dissent if it has any."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="signatures")
    department = models.CharField(_("department"), max_length=20, choices=Role.choices)
    user = person(_("signed by"))
    at = models.DateTimeField(_("signed at"), default=timezone.now)
    dissent = models.CharField(_("dissent"), max_length=300, blank=True)
    entered_by = person(_("entered by"), null=True)
    scan = models.ForeignKey(Photo, models.PROTECT, null=True, related_name="+")
    """Of a signature on paper: who has entered it, and the paper."""

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            together("entered_by", "scan", name="signature_on_paper_is_shown"),
            models.UniqueConstraint(fields=["appraisal", "department"], name="one_signature_a_department"),
            models.UniqueConstraint(fields=["appraisal", "user"], name="one_signature_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_department_display()}: {self.user}"
