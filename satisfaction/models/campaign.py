"""The yearly survey and the customers whom it asks (十)."""

import datetime as dt

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.dated import Dated
from aftersales.kit.fields import person, together
from aftersales.models import User
from cases.models import Case
from satisfaction.statuses import CampaignStatus, Reach
from satisfaction.transitions import CampaignWorkflow
from warranty.models import Channel, Customer
from workflow.models import Facts, StatefulQuerySet


class Campaign(Dated, CampaignWorkflow):
    """The survey of one year. Whom it asks follows from channels, regions and reach when it is started."""

    year = models.PositiveSmallIntegerField(
        _("year"), unique=True, validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    opens_on = models.DateField(_("from"))
    closes_on = models.DateField(_("until"))
    channels = models.JSONField(_("channels"), default=list, blank=True)
    regions = models.JSONField(_("regions"), default=list, blank=True)
    reach = models.CharField(_("customers"), max_length=10, choices=Reach.choices, default=Reach.EITHER)
    surveyors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="surveys", verbose_name=_("surveyors")
    )
    created_by = person(_("planned by"), editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    launched_by = person(_("started by"), null=True, editable=False)
    launched_at = models.DateTimeField(null=True, editable=False)
    closed_by = person(_("closed by"), null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    reads = ("dossier",)

    objects = StatefulQuerySet.as_manager()

    class Meta:
        verbose_name = _("yearly survey")
        verbose_name_plural = _("yearly surveys")
        ordering = ["-year"]
        constraints = [
            together("launched_by", "launched_at", name="campaign_launched_by_whom"),
            together("closed_by", "closed_at", name="campaign_closed_by_whom"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="campaign_in_order"),
        ]
        indexes = [models.Index(fields=["status", "closes_on"], name="campaign_status_until")]

    def __str__(self) -> str:
        return str(_("Customer satisfaction %(year)d")) % {"year": self.year}

    def surveyor_ids(self) -> list[int]:
        """Keys of who asks, in the order of their accounts."""
        return list(self.surveyors.order_by("pk").values_list("pk", flat=True))

    def filing(self) -> Facts:
        """Surveys as a whole are for those who see them all."""
        return {"number": str(self.year), "author_id": self.created_by_id}

    def stamp(self) -> Facts:
        return {"number": str(self.year)}

    @property
    def due_day(self) -> dt.date | None:
        """Its last day, while it is under way."""
        return self.closes_on if self.status == CampaignStatus.RUNNING else None


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, user: User) -> "TargetQuerySet":
        """All for those who see the survey; a salesperson sees whom they are to ask."""
        return self if user.can("survey.view") else self.filter(surveyor__in=user.places("surveys"))


class Target(Dated, models.Model):
    """A customer to be asked, once a year or after a closed case.

    Channel, region, models and whether there was a case are kept as they were in that year, so that results
    of the past do not change with the register.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, related_name="targets")
    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="survey")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="surveys", verbose_name=_("customer"))
    surveyor = person(_("surveyor"), "surveyed")
    due_on = models.DateField(_("due"))
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    region = models.CharField(_("region"), max_length=40, blank=True)
    motor_models = models.JSONField(_("models"), default=list)
    had_case = models.BooleanField(_("had a case"), default=False)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer asked")
        verbose_name_plural = _("customers asked")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "customer"], name="target_once_a_survey"),
            models.CheckConstraint(
                condition=Q(campaign__isnull=True) ^ Q(case__isnull=True), name="target_of_survey_or_case"
            ),
        ]
        indexes = [
            models.Index(fields=["surveyor", "due_on"], name="target_of_surveyor"),
            models.Index(fields=["customer", "-id"], name="target_of_customer"),
            models.Index(fields=["campaign", "region", "id"], name="target_by_region"),
            models.Index(fields=["campaign", "channel", "id"], name="target_by_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.customer} · {self.occasion}"

    def get_absolute_url(self) -> str:
        return reverse("satisfaction:target", args=[self.pk])

    @property
    def occasion(self) -> str:
        """The survey or the case after which the customer is asked."""
        return str(self.campaign or self.case)

    @property
    def under_way(self) -> bool:
        """Whether answers are taken: in the yearly survey until it is closed, after a case always."""
        return self.campaign is None or self.campaign.status == CampaignStatus.RUNNING
