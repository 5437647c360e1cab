"""Who answers for a confirmed fault of the factory, and for how much (二.5, 九)."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from decimal import Decimal
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability.statuses import Capacity, FaultClass, PenaltyStatus
from accountability.transitions import PenaltyWorkflow
from aftersales.kit.choices import Label
from aftersales.kit.dated import Dated
from aftersales.kit.fields import LongTextField, person, together
from aftersales.kit.search import index_text, with_every_word
from aftersales.models import User
from cases.models import Appraisal, Case, ReturnedMotor
from catalogue.statuses import Department
from warranty.models import Entry, Match, in_use
from workflow.guards import Permission
from workflow.models import Dossier, Event, Fact, Facts, Stateful, StatefulQuerySet

MUCH = Decimal("0.2")  # of the monthly wage: more than this is worth a warning


def amount_field(
    label: Label, *, null: bool = False, blank: bool = False, help_text: Label = ""
) -> models.DecimalField:
    """An amount in CNY, not negative."""
    return models.DecimalField(
        label,
        max_digits=10,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        null=null,
        blank=blank,
        help_text=help_text,
    )


class PenaltyRate(models.Model):
    """The amount for a class of fault and a capacity. 《质量事故的处理规定》 sets them; they are entered here."""

    fault_class = models.CharField(_("class of the fault"), max_length=20, choices=FaultClass.choices)
    capacity = models.CharField(_("answers as"), max_length=20, choices=Capacity.choices)
    amount = amount_field(_("amount (CNY)"))

    class Meta:
        verbose_name = _("penalty amount")
        verbose_name_plural = _("penalty amounts")
        ordering = ["fault_class", "capacity"]
        constraints = [
            models.UniqueConstraint(fields=["fault_class", "capacity"], name="one_rate_a_class_and_capacity")
        ]

    def __str__(self) -> str:
        return f"{self.get_fault_class_display()}, {self.get_capacity_display()}: {self.amount}"


class Employee(Entry):
    """Somebody of the shop floor, as the production record names them; a leader stands for the whole team."""

    noun = "employee"
    known_by = "name"
    private = frozenset({"monthly_wage"})
    confined = {"monthly_wage": Permission[models.Model]("employee.view_wage")}
    view = Permission[models.Model]("employee.view")
    edit = Permission[models.Model]("employee.edit")

    name = models.CharField(_("name"), max_length=60)
    number = models.CharField(
        _("staff number"), max_length=20, blank=True, help_text=_("Tells apart people of the same name.")
    )
    department = models.CharField(_("department"), max_length=20, choices=Department.choices, blank=True)
    team = models.CharField(
        _("team"), max_length=40, blank=True, help_text=_("As the register calls the production shift.")
    )
    capacity = models.CharField(
        _("answers as"), max_length=20, choices=Capacity.choices, default=Capacity.RESPONSIBLE
    )
    user = person(_("account"), null=True, blank=True)
    monthly_wage = amount_field(
        _("monthly wage (CNY)"), null=True, blank=True, help_text=_("Only for a warning above a fifth of it.")
    )
    active = in_use()

    class Meta:
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        ordering = ["team", "name"]
        indexes = [
            models.Index(fields=["name"], name="employee_name"),
            models.Index(fields=["team", "capacity"], name="employee_team"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="employee_number_once")
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def matches(cls, rows: Sequence[Facts], among: models.QuerySet[Self]) -> list[Match]:
        """By the staff number where one is given; else by name and team, of whom no other number is known."""
        numbers = {row["number"] for row in rows if row.get("number")}
        names = {row.get("name", "") for row in rows}
        found: defaultdict[Hashable, list[Employee]] = defaultdict(list)
        for employee in among.filter(Q(number__in=numbers) | Q(name__in=names)).select_related("user"):
            found[employee.name, employee.team].append(employee)
            if employee.number:
                found[employee.number].append(employee)
        return [Match(found.get(row.get("number", "")) or namesakes(found, row)) for row in rows]

    def mark(self) -> str | tuple[str, str]:
        return self.number or (self.name, self.team)


def namesakes(found: Mapping[Hashable, list[Employee]], row: Facts) -> list[Employee]:
    """People of this name and team who may be meant by a row."""
    same = found.get((row.get("name", ""), row.get("team", "")), [])
    return [employee for employee in same if not (employee.number and row.get("number"))]


class LiabilityQuerySet(models.QuerySet["Liability"]):
    def visible_to(self, user: User) -> "LiabilityQuerySet":
        """For the chain that decides, as the opinion that is to be drafted."""
        return self if user.can("penalty.view") else self.none()


class Liability(Dated, models.Model):
    """The liability finding of one signed appraisal that blames the factory: it wants a handling opinion (九)."""

    appraisal = models.OneToOneField(Appraisal, models.PROTECT, related_name="liability")
    motor = models.ForeignKey(ReturnedMotor, models.PROTECT, related_name="liabilities")
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    due_on = models.DateField(_("due"))
    closed_at = models.DateTimeField(null=True)  # an opinion was drafted, or the motor is appraised anew

    objects = LiabilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("liability finding")
        ordering = ["id"]
        indexes = [models.Index(fields=["due_on"], condition=Q(closed_at=None), name="liability_open")]

    def __str__(self) -> str:
        return str(self.motor)


class PenaltyQuerySet(StatefulQuerySet["Penalty"]):
    def search(self, text: str) -> "PenaltyQuerySet":
        """Penalties whose number, motor, case, customer or people contain every word of ``text``."""
        return with_every_word(self, text)


class Penalty(Dated, PenaltyWorkflow):
    """The handling opinion on one confirmed fault, and what became of it."""

    # Who is concerned, and with what, is for some eyes only; each revision of the slip keeps it.
    private = frozenset({"persons", "amount", "monthly_wage"})
    unlogged = frozenset({"persons"})
    further_labels = {
        "persons": _("people concerned"), "amount": _("amount (CNY)"), "monthly_wage": _("monthly wage (CNY)"),
    }  # fmt: skip

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="penalties", editable=False)
    motor = models.ForeignKey(ReturnedMotor, models.PROTECT, related_name="penalties", editable=False)
    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="penalties", editable=False)
    department = models.CharField(_("liable department"), max_length=20, choices=Department.choices)
    fault_class = models.CharField(_("class of the fault"), max_length=20, choices=FaultClass.choices)
    finding = LongTextField(_("finding"))
    opinion = LongTextField(_("opinion"))

    drafted_by = person(_("drafted by"), editable=False)
    drafted_at = models.DateTimeField(_("drafted"), default=timezone.now, editable=False)
    countersigned_by = person(_("countersigned by"), null=True, editable=False)
    countersigned_at = models.DateTimeField(null=True, editable=False)
    countersign_note = models.CharField(_("countersignature"), max_length=300, blank=True, editable=False)
    assessed_by = person(_("assessed by"), null=True, editable=False)
    assessed_at = models.DateTimeField(null=True, editable=False)
    assessment = LongTextField(_("assessment"), editable=False)
    decided_by = person(_("decided by"), null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decision = models.CharField(_("the director's decision"), max_length=300, blank=True, editable=False)
    deducted_by = person(_("deduction recorded by"), null=True, editable=False)
    deducted_at = models.DateTimeField(null=True, editable=False)
    deduction = models.CharField(_("deduction"), max_length=120, blank=True, editable=False)
    due_on = models.DateField(_("due"), null=True, editable=False)
    search_text = models.TextField(editable=False, default="")

    objects = PenaltyQuerySet.as_manager()
    reads = ("dossier", "case", "case__customer", "motor", "motor__appraisal", "motor__product", "appraisal")

    class Meta:
        verbose_name = _("penalty")
        verbose_name_plural = _("penalties")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["status", "due_on"], name="penalty_status_due"),
            models.Index(fields=["drafted_at", "dossier"], name="penalty_drafted"),
            models.Index(
                fields=["due_on", "dossier"], condition=Q(due_on__isnull=False), name="penalty_by_due"
            ),
            models.Index(fields=["department", "dossier"], name="penalty_by_department"),
            models.Index(fields=["deducted_at", "dossier"], name="penalty_deducted"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["appraisal"],
                condition=~Q(status=PenaltyStatus.DISMISSED),
                name="one_penalty_a_finding",
            ),
            together("countersigned_by", "countersigned_at", name="penalty_countersigned_by_whom"),
            together("assessed_by", "assessed_at", name="penalty_assessed_by_whom"),
            together("decided_by", "decided_at", name="penalty_decided_by_whom"),
            together("deducted_by", "deducted_at", name="penalty_deducted_by_whom"),
        ]

    def further_changes(self, data: Facts) -> dict[str, list[Fact]]:
        """The people whom the opinion names, with their amounts and wages."""
        before = {person.name: (person.amount, person.monthly_wage) for person in self.persons.all()}
        after = {row["name"]: (row["amount"], row.get("monthly_wage")) for row in data["persons"]}
        same = before.keys() & after.keys()
        found: dict[str, list[Fact]] = {"persons": [sorted(before), sorted(after)]}
        for place, name in enumerate(("amount", "monthly_wage")):
            found[name] = [[people[who][place] for who in sorted(same)] for people in (before, after)]
        return found

    def __str__(self) -> str:
        return self.number

    def index(self) -> None:
        """Write what the search looks at."""
        names = self.persons.values_list("name", flat=True)
        self.search_text = index_text(
            self.number, self.case.number, self.case.customer.name, self.motor.serial_number, *names
        )
        self.save(update_fields=["search_text"])

    @property
    def gravity(self) -> FaultClass:
        return FaultClass(self.fault_class)

    @property
    def total(self) -> Decimal:
        """What everybody pays together, in CNY."""
        return sum((person.amount for person in self.persons.all()), Decimal(0))

    def concerned_keys(self) -> set[int]:
        """The accounts of the people concerned."""
        return {person.user_id for person in self.persons.all() if person.user_id}

    @property
    def lock_id(self) -> int:
        """That of the case: a new appraisal of its motor must not slip in between."""
        return self.case_id

    def filing(self) -> Facts:
        """For the chain that decides; the people concerned are its readers, and nobody else sees it."""
        return {"number": self.number, "author_id": self.drafted_by_id}

    def crumbs(self) -> list[Stateful | Dossier]:
        return [self.case, self]

    def stamp(self) -> Facts:
        return {"number": self.number}

    def readers(self, event: Event) -> set[int]:
        """The people concerned hear of every step."""
        return self.concerned_keys() | {self.drafted_by_id}


class PersonQuerySet(models.QuerySet["PenaltyPerson"]):
    def visible_to(self, user: User) -> "PersonQuerySet":
        """The people of the penalties that somebody may see."""
        if user.can("penalty.view"):
            return self
        return self.filter(penalty__in=Penalty.objects.visible_to(user))


class PenaltyPerson(models.Model):
    """One person concerned: as what, for how much, and what they say to it."""

    penalty = models.ForeignKey(Penalty, models.PROTECT, related_name="persons")
    name = models.CharField(_("name"), max_length=60)
    user = person(_("account"), null=True, blank=True)
    capacity = models.CharField(_("answers as"), max_length=20, choices=Capacity.choices)
    amount = amount_field(_("amount (CNY)"))
    monthly_wage = amount_field(_("monthly wage (CNY)"), null=True, blank=True)
    response = LongTextField(_("response"))
    responded_at = models.DateTimeField(null=True)
    recorded_by = person(_("response recorded by"), null=True)

    elsewhere = Decimal(0)
    """What other penalties of the month take from them, once it has been read."""

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["penalty", "name"], name="person_once_a_penalty"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="penalty_not_negative"),
            together("responded_at", "recorded_by", name="response_recorded_by_whom"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def role(self) -> Capacity:
        return Capacity(self.capacity)

    @property
    def much(self) -> bool:
        """More than a fifth of the monthly wage, where that is known: a warning, not a bar (九).

        All deductions of the month count, where ``with_month`` of queries has read them.
        """
        return self.monthly_wage is not None and self.amount + self.elsewhere > self.monthly_wage * MUCH
