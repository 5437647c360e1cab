"""The photos of a case and of its motors, and papers scanned as PDF."""

from typing import TYPE_CHECKING, Optional

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.fields import person, together
from cases.models.case import Case
from cases.statuses import Stage
from workflow.models import Dossier

if TYPE_CHECKING:
    from cases.models.motor import ReturnedMotor

PICTURE = "jpg"
PDF = "pdf"
TYPES = {
    PICTURE: "image/jpeg",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
    "3gp": "video/3gpp",
    "m4a": "audio/mp4",
    "weba": "audio/webm",
    "amr": "audio/amr",
    PDF: "application/pdf",
}
PLAYED = {"mp4": "video", "mov": "video", "webm": "video", "m4a": "audio", "weba": "audio"}


class PhotoQuerySet(models.QuerySet["Photo"]):
    def pictures(self) -> "PhotoQuerySet":
        """What can be printed."""
        return self.filter(file__endswith=f".{PICTURE}")

    def papers(self) -> "PhotoQuerySet":
        """What can show a paper that somebody has signed or sent."""
        return self.filter(Q(file__endswith=f".{PICTURE}") | Q(file__endswith=f".{PDF}"))

    def unsent(self) -> "PhotoQuerySet":
        """What belongs to nothing yet, and is its sender's alone."""
        return self.filter(case=None, dossier=None)


class Photo(models.Model):
    """A picture, video or sound, cleaned before it is stored; or a scan as PDF, looked through and kept as it came.

    It is of a case, or of another thing that stands by itself (``dossier``): a parcel. Until it is added to one it is
    its sender's alone, and let go of after some days.
    """

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="photos")
    motor: models.ForeignKey[Optional["ReturnedMotor"], Optional["ReturnedMotor"]] = models.ForeignKey(
        "cases.ReturnedMotor", models.PROTECT, null=True, related_name="photos"
    )
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="+", editable=False)
    stage = models.CharField(_("taken at"), max_length=10, choices=Stage.choices, blank=True)
    file = models.CharField(max_length=120, unique=True)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, editable=False)
    size = models.PositiveIntegerField(_("bytes"), null=True, editable=False)
    caption = models.CharField(_("caption"), max_length=60, blank=True)
    added_by = person(_("added by"))
    added_at = models.DateTimeField(default=timezone.now)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["added_by"], condition=Q(case=None, dossier=None), name="photo_belongs_to_nothing"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(motor__isnull=True) | Q(case__isnull=False), name="photo_of_motor_of_case"
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=True) | Q(dossier__isnull=True), name="photo_of_one_thing"
            ),
            together("pages", "size", name="photo_pages_and_size_of_a_pdf"),
        ]

    def __str__(self) -> str:
        return self.caption or self.file

    @property
    def ending(self) -> str:
        """What it is: a key of TYPES."""
        return self.file.rpartition(".")[2]

    @property
    def is_picture(self) -> bool:
        return self.ending == PICTURE

    @property
    def is_pdf(self) -> bool:
        return self.ending == PDF

    @property
    def is_paper(self) -> bool:
        """Whether it can show a paper: pictures and PDFs can."""
        return self.ending in (PICTURE, PDF)

    @property
    def player(self) -> str:
        """The element of a page that plays it; empty where browsers have none, and it is only downloaded."""
        return PLAYED.get(self.ending, "")
