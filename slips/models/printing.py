"""Printers, prints and where the copies are."""

import datetime as dt
from typing import TypedDict, Unpack

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from aftersales.kit.dated import Dated
from aftersales.kit.fields import person
from aftersales.kit.jobs import Job
from aftersales.kit.leases import claimed_when
from slips.models.slip import Slip
from slips.paper import A4, A5, CONTINUOUS, LABELS, LARGEST_MARGIN, LARGEST_SHIFT, MOST_PLIES, PAPERS, Sheet
from workflow.waiting import act, touched

DAY = dt.timedelta(days=1)
PAPER_NAMES = [
    (A4, _("A4, a page a copy")),
    (A5, _("A5 landscape, a page a copy")),
    (CONTINUOUS, _("241 × 140 continuous, all copies in one pass")),
    (LABELS, _("labels of motors, 60 × 40")),
]


class LengthOptions(TypedDict, total=False):
    """What a length on paper may be told besides."""

    null: bool
    blank: bool
    default: float
    help_text: Label


def millimetres(
    label: Label, least: float, most: float, **options: Unpack[LengthOptions]
) -> models.FloatField:
    """A length on paper."""
    limits = [MinValueValidator(least), MaxValueValidator(most)]
    return models.FloatField(label, validators=limits, **options)


class PrinterQuerySet(models.QuerySet["PrinterProfile"]):
    def for_slips(self) -> "PrinterQuerySet":
        """Those in use that slips can be printed on."""
        return self.filter(active=True).exclude(paper=LABELS)

    def for_labels(self) -> "PrinterQuerySet":
        """Those in use that labels of motors lie in."""
        return self.filter(active=True, paper=LABELS)


class PrinterProfile(models.Model):
    """How one printer of the factory prints: its paper, margins, offset, and the colours of its copies.

    Lengths are millimetres. An empty margin is the one that suits the paper.
    """

    name = models.CharField(_("printer"), max_length=40, unique=True)
    paper = models.CharField(_("paper"), max_length=4, choices=PAPER_NAMES, default=A4)
    margin_top = millimetres(_("margin at the top (mm)"), 0, LARGEST_MARGIN, null=True, blank=True)
    margin_right = millimetres(_("margin at the right (mm)"), 0, LARGEST_MARGIN, null=True, blank=True)
    margin_bottom = millimetres(_("margin at the bottom (mm)"), 0, LARGEST_MARGIN, null=True, blank=True)
    margin_left = millimetres(_("margin at the left (mm)"), 0, LARGEST_MARGIN, null=True, blank=True)
    shift_x = millimetres(
        _("shift to the right (mm)"),
        -LARGEST_SHIFT,
        LARGEST_SHIFT,
        default=0,
        help_text=_("Negative: to the left. The calibration page shows by how much the printer is out."),
    )
    shift_y = millimetres(
        _("shift down (mm)"), -LARGEST_SHIFT, LARGEST_SHIFT, default=0, help_text=_("Negative: up.")
    )
    colours_of_3 = models.CharField(_("colours of 3 copies"), max_length=20, default="白 红 黄")
    colours_of_4 = models.CharField(_("colours of 4 copies"), max_length=20, default="白 红 蓝 黄")
    plies = models.PositiveSmallIntegerField(
        _("plies of continuous paper"),
        default=MOST_PLIES,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PLIES)],
        help_text=_("How many copies one pass makes; what a slip has more goes through a second time."),
    )
    active = models.BooleanField(_("in use"), default=True)

    objects = PrinterQuerySet.as_manager()

    class Meta:
        verbose_name = _("printer")
        verbose_name_plural = _("printers")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("slips:printer", args=[self.pk])

    @property
    def prints_labels(self) -> bool:
        """Whether labels of motors lie in it, and no slip fits."""
        return self.paper == LABELS

    @property
    def shift(self) -> tuple[float, float]:
        """How far it moves what it prints to the right and down, in mm."""
        return self.shift_x, self.shift_y

    @property
    def sheet(self) -> Sheet:
        """The sheet that slips are laid out on."""
        own = (self.margin_top, self.margin_right, self.margin_bottom, self.margin_left)
        usual = PAPERS[self.paper].margins
        top, right, bottom, left = (usual[n] if edge is None else edge for n, edge in enumerate(own))
        colours = {3: tuple(self.colours_of_3.split()), 4: tuple(self.colours_of_4.split())}
        margins = (top, right, bottom, left)
        return Sheet(self.paper, margins, self.shift_x, self.shift_y, colours, self.plies)


class DefaultPrinter(models.Model):
    """The printer that a person prints on unless they choose another."""

    user = models.OneToOneField(
        "aftersales.User", models.CASCADE, related_name="default_printer", verbose_name=_("user")
    )
    profile = models.ForeignKey(
        PrinterProfile, models.CASCADE, related_name="people", verbose_name=_("printer")
    )

    def __str__(self) -> str:
        return f"{self.user}: {self.profile}"


class PrintJob(Job):
    """One print: who pressed the button when, on which printer. Its copies are PrintedCopy rows.

    The PDF is rendered after the commit and kept under its SHA-256; ``done`` of ``total`` slips are laid out.
    """

    profile = models.ForeignKey(PrinterProfile, models.PROTECT, related_name="+", verbose_name=_("printer"))
    by_recipient = models.BooleanField(_("sorted by recipient"), default=False)
    printed_by = person(_("printed by"), "prints")
    printed_at = models.DateTimeField(_("printed"), default=timezone.now)

    class Meta:
        verbose_name = _("print")
        verbose_name_plural = _("prints")
        ordering = ["-id"]
        constraints = [claimed_when("print_claimed_when")]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="pending"), name="print_pending"),
            models.Index(fields=["printed_by", "-id"], name="print_of_person"),
            models.Index(fields=["printed_at"], name="print_ledger"),
            models.Index(fields=["printed_at"], condition=Q(expired_at=None), name="print_file_there"),
        ]

    def __str__(self) -> str:
        return f"{self.printed_by} {timezone.localtime(self.printed_at):%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("slips:print_job", args=[self.pk])

    def given_up(self) -> None:
        self.copies.forget()


class CopyQuerySet(models.QuerySet["PrintedCopy"]):
    def printed(self) -> "CopyQuerySet":
        """Those whose file has been made; the others wait for it, or never got one."""
        return self.filter(nth__isnull=False)

    @act()
    def forget(self) -> None:
        """These were not printed after all. A slip that no other print has is to be printed again."""
        copies = list(self.select_related("slip"))
        for copy in copies:
            copy.nth = copy.due_on = None
        PrintedCopy.objects.bulk_update(copies, ["nth", "due_on"])
        touched(*copies)
        other = PrintedCopy.objects.printed().filter(slip=OuterRef("pk"))
        rows = Slip.objects.filter(~Exists(other), pk__in={copy.slip_id for copy in copies}, voided_at=None)
        for slip in rows.select_for_update(of=("self",)).order_by("pk"):
            slip.to_print = True
            slip.save(update_fields=["to_print"])
            touched(slip)


class PrintedCopy(Dated, models.Model):
    """One copy of a slip in a print: the nth print of it, from the second one on a reprint (补打).

    ``nth`` is empty until the file is there: a print that failed, or a slip left out of one, does not count.

    ``due_on`` is the day by which whoever the copy is for should say that it has arrived. It stands at the
    first print alone and is emptied once it is acknowledged or the slip is void, so that what is still
    awaited is a small index.
    """

    job = models.ForeignKey(PrintJob, models.PROTECT, related_name="copies", verbose_name=_("print"))
    slip = models.ForeignKey(Slip, models.PROTECT, related_name="printed_copies", verbose_name=_("slip"))
    number = models.PositiveSmallIntegerField(_("copy"))
    nth = models.PositiveSmallIntegerField(_("print of this copy"), null=True)
    due_on = models.DateField(_("to be acknowledged by"), null=True, editable=False)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("printed copy")
        verbose_name_plural = _("printed copies")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["slip", "number", "nth"], name="copy_printed_nth_once")
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"], condition=Q(due_on__isnull=False), name="copy_not_acknowledged"
            )
        ]

    def __str__(self) -> str:
        return f"{self.slip} / {self.number}"

    @property
    def recipient(self) -> str:
        """Whom the copy is for, as it is printed on it."""
        return self.slip.copy(self.number).recipient

    @property
    def reprint(self) -> int:
        """How often it had been printed before: 0 for the first print, n for 补打 n."""
        return (self.nth or 1) - 1


class Acknowledgement(models.Model):
    """Somebody of the role that a copy is for says that they have it."""

    slip = models.ForeignKey(Slip, models.PROTECT, related_name="acknowledgements", verbose_name=_("slip"))
    number = models.PositiveSmallIntegerField(_("copy"))
    role = models.CharField(_("role"), max_length=30)
    user = person(_("acknowledged by"))
    at = models.DateTimeField(_("acknowledged"), default=timezone.now)

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["slip", "number"], name="copy_acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.slip} / {self.number}: {self.user}"
