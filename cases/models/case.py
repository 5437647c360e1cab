"""The case: one quality feedback of one customer, with everything that 四.1 asks for."""

import datetime as dt
from collections.abc import Collection
from typing import Any, Self, TypeVar, Unpack

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.addresses import addresses_of_text
from aftersales.kit.choices import Label
from aftersales.kit.dated import Dated
from aftersales.kit.fields import LongTextField, Saving, person, together
from aftersales.kit.numbering import in_order
from aftersales.kit.search import index_text, with_every_word
from aftersales.kit.serials import spellings
from cases.intake.verdicts import wrong_return_risks
from cases.policy import CasePolicy
from cases.statuses import Answer, CaseStatus, FeedbackKind
from cases.transitions import CaseWorkflow
from catalogue.models import Failure
from catalogue.statuses import Cause
from slips.models import SlipQuerySet
from warranty.fields import PhoneKeyField, SerialKeyField
from warranty.models import Customer, Product
from warranty.rules import Reason
from workflow.models import Facts, StatefulQuerySet, named, policy_on

Row = TypeVar("Row", bound="Case")


class CaseQuerySet(StatefulQuerySet[Row]):
    def search(self, text: str) -> Self:
        """Cases whose number, customer, serial numbers or problem contain every word of ``text``."""
        return with_every_word(self, text)


class Case(Dated, CaseWorkflow):
    """One feedback of one customer. Its number is that of its quality feedback slip (FK)."""

    private = frozenset({"phone"})
    unlogged = frozenset({"corrected"})  # each of the motors says so itself

    number = models.CharField(_("case number"), max_length=20, unique=True, null=True, editable=False)
    number_order = models.GeneratedField(
        expression=in_order("number"), output_field=models.BigIntegerField(null=True), db_persist=True
    )
    """FK-2026-10000 comes after FK-2026-9999, which as text it does not."""

    revision = models.PositiveSmallIntegerField(_("revision"), default=0, editable=False)
    kind = models.CharField(
        _("kind of feedback"),
        max_length=20,
        choices=FeedbackKind.choices,
        default=FeedbackKind.QUALITY_PROBLEM,
    )
    claim_date = models.DateField(_("date of the feedback"), help_text=_("The day the customer told us."))
    backdating_reason = models.CharField(
        _("why it is registered only now"),
        max_length=300,
        blank=True,
        help_text=_("Where the customer told us long ago: the warranty is judged on that day."),
    )

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="cases", verbose_name=_("customer"))
    contact = models.CharField(_("contact"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_key = PhoneKeyField()
    contract_number = models.CharField(_("contract number"), max_length=60, blank=True)

    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("model")
    )
    other_model = models.CharField(
        _("model, if not in the list"),
        max_length=60,
        blank=True,
        help_text=_("Another maker's, for example."),
    )
    serial_number = models.CharField(
        _("serial number"), max_length=40, blank=True, help_text=_("As on the nameplate, e.g. 250315-0042.")
    )
    serial_key = SerialKeyField()
    ex_factory_date = models.DateField(_("ex-factory date"), null=True, blank=True)
    ex_factory_month_only = models.BooleanField(default=False, editable=False)
    ex_factory_document = models.CharField(
        _("document that shows the ex-factory date"),
        max_length=60,
        blank=True,
        help_text=_("Contract, delivery note or invoice with its number; add a photo of it."),
    )
    quantity = models.PositiveSmallIntegerField(
        _("quantity"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
        help_text=_("Motors with this problem."),
    )

    used = models.BooleanField(_("has been used"), default=True)
    hours_used = models.PositiveIntegerField(
        _("hours run"), null=True, blank=True, validators=[MaxValueValidator(200_000)]
    )
    time_in_use = models.CharField(_("time in use"), max_length=120, blank=True)
    environment = models.CharField(_("working environment"), max_length=200, blank=True)
    connected_equipment = models.CharField(_("connected equipment"), max_length=200, blank=True)
    operated_as_required = models.CharField(
        _("operated as required"), max_length=10, choices=Answer.choices, blank=True
    )
    site_visit = models.CharField(
        _("visit on site"), max_length=200, blank=True, help_text=_("Who went when, if anybody did.")
    )
    problem = LongTextField(_("problem"))
    failure = models.ForeignKey(
        Failure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("failure code")
    )
    """What the customer's words seem to mean, for the appraisal to look at."""

    damaged_parts = models.CharField(_("damaged parts"), max_length=200, blank=True)
    unknown_reason = models.CharField(
        _("why some facts are unknown"),
        max_length=300,
        blank=True,
        help_text=_("Leave a fact empty if nobody knows it, and say here why."),
    )
    customer_request = models.CharField(_("the customer's request"), max_length=300, blank=True)

    own_product = models.CharField(
        _("(a) Is it our product?"), max_length=10, choices=Answer.choices, blank=True
    )
    cause = models.CharField(
        _("(b) Who caused the problem?"), max_length=20, choices=Cause.choices, blank=True
    )
    in_warranty = models.CharField(
        _("(c) Is it in warranty?"), max_length=10, choices=Answer.choices, blank=True
    )
    repair_consent_by = models.CharField(_("consent to a paid repair given by"), max_length=60, blank=True)
    repair_consent_note = models.CharField(
        _("how and when the consent was given"), max_length=200, blank=True
    )

    resolved_on_site = models.BooleanField(default=False, editable=False)
    action_taken = LongTextField(_("action taken"), editable=False)
    customer_reply = LongTextField(_("the customer's reply"), editable=False)
    customer_satisfied = models.BooleanField(_("customer satisfied"), null=True, editable=False)

    salesperson = person(_("salesperson"), "cases")
    created_by = person(_("registered by"), editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    authorised_by = person(_("return approved by"), null=True, editable=False)
    authorised_at = models.DateTimeField(null=True, editable=False)
    first_answered_at = models.DateTimeField(null=True, editable=False)
    completed_at = models.DateTimeField(null=True, editable=False)
    due_on = models.DateField(_("due"), null=True, editable=False)
    next_due_on = models.DateField(_("due next"), null=True, editable=False)
    """The first day on which something is due: of the case itself, or of one of its motors."""

    search_text = models.TextField(editable=False, default="")

    objects = CaseQuerySet.as_manager()

    FOUND_BY = (
        "number", "customer_id", "product_id", "other_model", "serial_number", "contact", "phone",
        "contract_number", "problem",
    )  # fmt: skip
    found_by: "tuple[str | int | None, ...]" = ()
    """What its ``search_text`` was made of when it was read."""

    MAY_BE_UNKNOWN = (
        "serial_number", "ex_factory_date", "time_in_use", "environment",
        "connected_equipment", "operated_as_required", "damaged_parts",
    )  # fmt: skip

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["status", "due_on"], name="case_status_due"),
            models.Index(
                fields=["-dossier", "next_due_on"],
                name="case_due_next",
                condition=Q(next_due_on__isnull=False),
            ),
            models.Index(fields=["status", "dossier"], name="case_by_status"),
            models.Index(
                fields=["next_due_on", "dossier"], condition=Q(next_due_on__isnull=False), name="case_by_due"
            ),
            models.Index(fields=["serial_key"], name="case_by_key"),
            models.Index(fields=["phone_key", "-dossier"], condition=~Q(phone_key=""), name="case_by_phone"),
            models.Index(fields=["salesperson", "-dossier"], name="case_salesperson"),
            models.Index(fields=["created_by", "-dossier"], name="case_author"),
            models.Index(fields=["customer", "-dossier"], name="case_customer"),
            models.Index(fields=["claim_date", "-dossier"], name="case_claim_date"),
            models.Index(fields=["submitted_at"], name="case_submitted"),
            models.Index(fields=["completed_at"], name="case_completed"),
            models.Index(fields=["number_order", "dossier"], name="case_number_order"),
            models.Index(fields=["kind", "claim_date", "dossier"], name="case_ledger_of_kind"),
        ]
        constraints = [
            together("authorised_by", "authorised_at", name="case_authorised_by_whom"),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | Q(status__in=[CaseStatus.DRAFT, CaseStatus.WITHDRAWN]),
                name="case_numbered_once_submitted",
            ),
        ]

    def __str__(self) -> str:
        return named(self.number, self.pk)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """They are about what no form fills in; the database holds them."""

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        case = super().from_db(*args, **kwargs)
        if "search_text" in case.__dict__:  # else it is read in part, to be shown and not to be written
            case.found_by = case.searched()
        return case

    def save(self, **how: Unpack[Saving]) -> None:
        written = how.get("update_fields")
        asked_for = written is not None and "search_text" in written
        out_of_date = written is None and self.found_by != self.searched()
        if asked_for or out_of_date:
            self.search_text = self.build_search_text()
        super().save(**how)
        self.found_by = self.searched()

    def searched(self) -> "tuple[str | int | None, ...]":
        """What it is found by, as far as it has been read; who adds motors writes down theirs."""
        return tuple(self.__dict__.get(name) for name in self.FOUND_BY)

    def build_search_text(self, *serial_numbers: str) -> str:
        """Number, customer, model, serial numbers, contact, phone and problem, for substring search."""
        serials = serial_numbers or ([m.serial_number for m in self.motors.all()] if self.pk else [])
        return index_text(
            self.number, self.customer.name, self.model_name, *spellings(self.serial_number, *serials),
            self.contact, self.phone, self.contract_number, self.problem,
        )  # fmt: skip

    @property
    def history_url(self) -> str:
        """The page of all rounds of its motor; empty where its number is not known."""
        return addresses_of_text("cases:life")(self.serial_number) if self.serial_number else ""

    @property
    def model_name(self) -> str:
        return self.product.model if self.product else self.other_model

    @property
    def slips(self) -> SlipQuerySet:
        """Every slip of the case and of its motors."""
        return self.dossier.slips.all()

    def filing(self) -> Facts:
        """Drafts are their author's; the salesperson sees their own cases, others all that is submitted."""
        return {"number": self.number, "author_id": self.created_by_id, "owner_id": self.salesperson_id}

    def stamp(self) -> Facts:
        return {"number": self.number} if self.number else {}

    def missing_fields(self) -> list[str]:
        """The facts of 四.1 that are neither given nor explained as unknown."""
        needed = self.needed_of(self.kind) + ["backdating_reason"] * self.is_backdated
        explained = self.MAY_BE_UNKNOWN if self.unknown_reason else ()
        given = {"product": self.model_name}
        return [name for name in needed if name not in explained and not given.get(name, getattr(self, name))]

    @classmethod
    def needed_of(cls, kind: str) -> list[str]:
        """The facts of 四.1 without which a feedback of this kind is not submitted, or not without a reason."""
        if kind != FeedbackKind.QUALITY_PROBLEM:
            return ["problem"]
        return ["product", "problem", "own_product", "cause", "in_warranty", *cls.MAY_BE_UNKNOWN]

    @property
    def may_travel(self) -> bool:
        """Whether its motors are on their way or may be sent, with a note in the parcel (四.1)."""
        return self.status in (CaseStatus.AUTHORISED, CaseStatus.AWAITING_RECEIPT, CaseStatus.IN_PROCESS)

    @property
    def is_backdated(self) -> bool:
        """Whether it was registered long after the customer told us, whose day decides about money (八)."""
        policy = policy_on(CasePolicy, self.registered_on)
        allowed = dt.timedelta(days=policy.backdating_days)
        return bool(self.claim_date) and self.claim_date + allowed < self.registered_on

    @property
    def registered_on(self) -> dt.date:
        return timezone.localdate(self.created_at)

    @property
    def ex_factory_day(self) -> str:
        """The ex-factory date as it is known: a day, or a month without one; empty where it is not."""
        written = self.ex_factory_date.isoformat() if self.ex_factory_date else ""
        return written[:7] if self.ex_factory_month_only else written

    def missing_facts(self) -> list[Label]:
        """Their names as people read them."""
        fields = {field.name: field for field in self._meta.fields}
        return [fields[name].verbose_name for name in self.missing_fields()]

    def wrong_return_risks(self) -> list[Reason]:
        """Why the motor should perhaps not travel, which would leave the freight to the salesperson (四.1)."""
        return wrong_return_risks(self)

    @property
    def today(self) -> dt.date:
        return timezone.localdate()
