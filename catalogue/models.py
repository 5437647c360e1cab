"""The catalogue: what fails, what it is mended with, how it is measured.

Nothing of it is ever deleted: a code or part that is not used any more is retired, a code may be merged into another.
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.fields import LongTextField, person, together
from catalogue.lists import listed, suits
from catalogue.matching import Word, spelt
from catalogue.statuses import Cause, Certainty, DefectGroup, Department, PartSource, Stage
from warranty.dates import When
from warranty.models import Entry, in_use
from workflow.guards import Permission

LISTED = _("Several are separated by semicolons.")


class Named(models.Model):
    """Something with a name in Chinese and in English, in use or retired."""

    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    active = in_use()

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """Its name in the language of the reader."""
        chinese = (get_language() or "").startswith("zh")
        return self.name_zh if chinese else self.name_en or self.name_zh


KEEPER = Permission[models.Model]("failure.edit")


class Part(Named, Entry):
    """A part of a motor, or what else a repair takes; no stock is kept of it here."""

    noun = "part"
    known_by = "number"
    edit = KEEPER
    confined: ClassVar[Mapping[str, Permission[models.Model]]] = {"price": Permission("amount.view")}

    number = models.CharField(_("part number"), max_length=30, unique=True)
    unit = models.CharField(_("unit"), max_length=10, default="件")
    fits = models.CharField(
        _("fits"), max_length=200, blank=True, help_text=_("Models or families; empty for all.")
    )
    price = models.DecimalField(_("price (CNY)"), max_digits=10, decimal_places=2, default=0)
    source = models.CharField(
        _("source"), max_length=10, choices=PartSource.choices, default=PartSource.PURCHASED
    )
    supplier = models.CharField(
        _("supplier"),
        max_length=80,
        blank=True,
        help_text=_("Of whom it is bought; it can be claimed from them."),
    )

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        ordering = ["number"]
        constraints = [models.CheckConstraint(condition=Q(price__gte=0), name="part_price_not_negative")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def suits(self, model: str) -> bool:
        return suits(self.fits, model)

    @property
    def bought_of(self) -> str:
        """Its supplier; empty where it is made in the house, or nobody knows."""
        return self.supplier if self.source == PartSource.PURCHASED else ""


class FailureQuerySet(models.QuerySet["Failure"]):
    def in_use(self) -> "FailureQuerySet":
        return self.filter(active=True)


class Failure(Named, Entry):
    """One way in which motors fail: the symptom, its likely causes, the remedies, the parts and minutes they take.

    What is usual is a proposal to who appraises, never a finding. A code that was merged into another stays on
    every sheet that names it; ``stands_for`` is what figures count it under.
    """

    noun = "failure"
    known_by = "code"
    edit = KEEPER

    code = models.CharField(_("failure code"), max_length=8, unique=True)
    group = models.CharField(_("kind of defect"), max_length=1, choices=DefectGroup.choices)
    synonyms = models.CharField(_("synonyms"), max_length=500, blank=True, help_text=LISTED)
    families = models.CharField(
        _("families"), max_length=80, blank=True, help_text=_("Such as SZ;ZYT; empty for all.")
    )
    causes = LongTextField(_("likely causes"), help_text=LISTED)
    usual_cause = models.CharField(_("usually caused by"), max_length=20, choices=Cause.choices, blank=True)
    usual_department = models.CharField(
        _("usually answerable"), max_length=20, choices=Department.choices, blank=True
    )
    remedies = LongTextField(_("remedies"), help_text=LISTED)
    parts = models.CharField(
        _("parts that it may take"), max_length=600, blank=True, help_text=_("Part numbers.")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes of work"), default=0)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )

    objects = FailureQuerySet.as_manager()

    class Meta:
        verbose_name = _("failure code")
        verbose_name_plural = _("failure codes")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | (Q(active=False) & ~Q(merged_into=F("id"))),
                name="failure_merged_is_retired",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def stands_for(self) -> "Failure":
        """The code under which it counts: itself, or the one that it was merged into."""
        return self.merged_into or self

    @property
    def cause_list(self) -> list[str]:
        return listed(self.causes)

    @property
    def remedy_list(self) -> list[str]:
        return listed(self.remedies)

    @property
    def synonym_list(self) -> list[str]:
        return listed(self.synonyms)

    def faults(self, when: When) -> Iterator[tuple[str, str]]:
        """What it names is there, and one that was merged stays out of use."""
        yield from super().faults(when)
        named = listed(self.parts)
        there = (
            set(Part.objects.filter(number__in=named).values_list("number", flat=True)) if named else set()
        )
        if unknown := [number for number in named if number not in there]:
            yield "parts", gettext("Not among the parts: %(numbers)s.") % {"numbers": ", ".join(unknown)}
        if self.merged_into_id and self.active:
            yield "active", gettext("It was merged into another code.")

    def suits(self, model: str) -> bool:
        """Whether motors of this model can fail so."""
        return suits(self.families, model)

    def words(self) -> list[Word]:
        """What people call it."""
        names = dict.fromkeys([spelt(text) for text in (self.name_zh, self.name_en, *self.synonym_list)])
        return [Word(name, self.pk) for name in names if name]


class TestItem(Named):
    """One line of the test plan of a family: what is measured, how, and between which limits.

    Several lines of one place are one item whose limits depend on the model. A limit is a number, both ends
    included, or a formula of the rated values (catalogue.limits); where there is none the item has no such end.
    """

    __test__ = False  # for pytest: it is none

    family = models.CharField(_("family"), max_length=10)
    place = models.PositiveSmallIntegerField(_("place"))
    of_models = models.CharField(
        _("models"), max_length=200, blank=True, help_text=_("Empty for the whole family.")
    )
    method = models.CharField(_("method"), max_length=300, blank=True)
    unit = models.CharField(_("unit"), max_length=12, blank=True)
    least = models.CharField(_("lower limit"), max_length=60, blank=True)
    most = models.CharField(_("upper limit"), max_length=60, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.STANDARD)
    instead_of = models.PositiveSmallIntegerField(
        _("instead of the item at"),
        null=True,
        blank=True,
        help_text=_("The place of the item that need not be measured where this one is."),
    )
    always = models.BooleanField(_("always measured"), default=True)
    prints_on = models.CharField(_("prints on"), max_length=10, default="JD;FX")
    points_to = models.CharField(_("points to"), max_length=120, blank=True, help_text=_("Failure codes."))
    basis = models.CharField(_("basis"), max_length=80, blank=True)
    certainty = models.CharField(
        _("certainty"), max_length=10, choices=Certainty.choices, default=Certainty.DEFAULT
    )
    reviewed_by = person(_("looked at by"), null=True, editable=False)
    reviewed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("test item")
        verbose_name_plural = _("test items")
        ordering = ["family", "place", "of_models"]
        constraints = [
            models.UniqueConstraint(fields=["family", "place", "of_models"], name="test_item_once"),
            together("reviewed_by", "reviewed_at", name="test_item_reviewed_by_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.family} {self.place} {self.name}"

    @property
    def to_be_looked_at(self) -> bool:
        """Whether its limit is a default that nobody stands for yet."""
        return self.certainty == Certainty.DEFAULT and self.reviewed_at is None

    @property
    def doubt(self) -> Certainty:
        """How far its limit can be trusted, as long as nobody has looked at it."""
        return Certainty(self.certainty)


class LimitReview(models.Model):
    """Somebody of the factory stands for the limits of a test item, as they were or corrected; never written again."""

    item = models.ForeignKey(TestItem, models.PROTECT, related_name="reviews")
    was_least = models.CharField(max_length=60, blank=True)
    was_most = models.CharField(max_length=60, blank=True)
    least = models.CharField(_("lower limit"), max_length=60, blank=True)
    most = models.CharField(_("upper limit"), max_length=60, blank=True)
    note = models.CharField(_("what it follows"), max_length=200, blank=True)
    by = person(_("looked at by"))
    at = models.DateTimeField(_("looked at"), default=timezone.now)

    class Meta:
        verbose_name = _("review of limits")
        verbose_name_plural = _("reviews of limits")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.item}: {self.least} – {self.most}"

    @property
    def corrected(self) -> bool:
        return (self.was_least, self.was_most) != (self.least, self.most)
