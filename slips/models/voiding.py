"""A slip is declared void by two people: one asks and says why, another confirms."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from aftersales.kit.choices import ColouredChoices
from aftersales.kit.fields import person, together
from aftersales.models import User
from aftersales.roles import Role
from slips.models.slip import Slip
from workflow.guards import Condition, Permission, creation, step
from workflow.models import Dossier, Event, Fact, Facts, Stateful, StatefulQuerySet


class VoidStatus(ColouredChoices):
    """A request waits for a second person."""

    ASKED = "asked", "amber", _("waits for a second person")
    CONFIRMED = "confirmed", "red", _("declared void")
    DECLINED = "declined", "grey", _("declined")


def did_not_ask(request: "VoidRequest", user: User) -> str:
    """Nobody confirms what they asked for themselves."""
    if user.both & request.dossier.with_deputies(request.asked_by_id):
        return str(_("You asked for it yourself; a second person decides."))
    return ""


@Condition
def slip_in_force(request: "VoidRequest") -> str:
    """The slip has not become void by itself in the meantime."""
    return str(_("The slip is void already.")) if request.slip.void else ""


@Condition
def slip_stands_by_itself(request: "VoidRequest") -> str:
    """The slip is no revision that the next step replaces anyway."""
    if not request.slip.definition.follows_matter:
        return ""
    return str(_("This slip follows its matter: each step replaces it by a new revision."))


@Condition
def nobody_has_asked(request: "VoidRequest") -> str:
    """No other request for the slip is open."""
    if not request.slip.void_requests.filter(status=VoidStatus.ASKED).exists():
        return ""
    return str(_("Somebody has asked already; a second person decides."))


def may_read_slip(request: "VoidRequest", user: User) -> str:
    """Nobody asks about what they may not read."""
    return "" if request.slip.readable_by(user) else str(_("You may not ask for this."))


class VoidRequest(Stateful):
    """Somebody wants a slip declared void, and why. It is in force until a second person confirms."""

    noun = "void_request"
    states = VoidStatus
    dossier_path = "slip__dossier"
    reads = ("slip__dossier",)
    brief = "slips/_slip_brief.html"
    status = FSMField(_("status"), default=VoidStatus.ASKED, choices=VoidStatus.choices, protected=True)
    slip = models.ForeignKey(Slip, models.PROTECT, related_name="void_requests", verbose_name=_("slip"))
    reason = models.CharField(_("reason"), max_length=300)
    asked_by = person(_("asked by"))
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = person(_("decided by"), null=True)
    decided_at = models.DateTimeField(null=True)

    objects = StatefulQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to declare a slip void")
        verbose_name_plural = _("requests to declare a slip void")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["slip"], condition=Q(status=VoidStatus.ASKED), name="one_open_void_request"
            ),
            together("decided_by", "decided_at", name="void_decided_by_whom"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(status=VoidStatus.ASKED), name="void_requests_open")
        ]

    def __str__(self) -> str:
        return str(self.slip)

    def get_absolute_url(self) -> str:
        return reverse("slips:slip", args=[self.slip_id])

    @property
    def dossier(self) -> Dossier:
        return self.slip.dossier

    @property
    def dossier_id(self) -> int:
        return self.slip.dossier_id

    def readers(self, event: Event) -> set[int]:
        """Whoever may hold a copy of the slip hears that it is void; whoever asked hears what was decided."""
        if event.verb == "ask":
            return set()
        roles = [
            role for copy in self.slip.definition.copies for role in copy.roles if role != Role.SALESPERSON
        ]
        holders = (
            User.objects.filter(grants__role__in=roles, is_active=True)
            if self.slip.void
            else User.objects.none()
        )
        return {self.asked_by_id, *holders.values_list("pk", flat=True)}

    def crumbs(self) -> list[Stateful | Dossier]:
        return [self.dossier, self]

    def stamp(self) -> Facts:
        return {"number": self.slip.number}

    @creation(
        permission=Permission("slip.ask_void", may_read_slip),
        conditions=[slip_in_force, slip_stands_by_itself, nobody_has_asked],
        of="slip",
        custom=step(_("Asked to declare a slip void")),
    )
    def ask(self, *, by: User, at: dt.datetime, reason: str, **act: Fact) -> None:
        """The slip stays in force until a second person confirms."""
        self.reason, self.asked_by, self.asked_at = reason, by, at

    @transition(
        field=status,
        source=VoidStatus.ASKED,
        target=VoidStatus.CONFIRMED,
        permission=Permission("void_request.confirm", did_not_ask),
        conditions=[slip_in_force],
        custom=step(
            _("Declare the slip void"), past=_("Slip declared void."), grave=True, page="slips:confirm_void"
        ),
    )
    def confirm(self, *, by: User, at: dt.datetime, **act: Fact) -> None:
        self.decided_by, self.decided_at = by, at

    @transition(
        field=status,
        source=VoidStatus.ASKED,
        target=VoidStatus.DECLINED,
        permission=Permission("void_request.confirm", did_not_ask),
        custom=step(
            _("Leave the slip in force"), past=_("The slip stays in force."), page="slips:decline_void"
        ),
    )
    def decline(self, *, by: User, at: dt.datetime, **act: Fact) -> None:
        self.decided_by, self.decided_at = by, at
