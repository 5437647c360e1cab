"""The editions of the policy, and what holds on a day."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersales.kit.prepared import prepared
from workflow.policy import Policy, check

Own = TypeVar("Own", bound=Policy)


class PolicyEditionQuerySet(models.QuerySet["PolicyEdition"]):
    def standing(self) -> "PolicyEditionQuerySet":
        """Without those that were taken back before they held."""
        return self.filter(withdrawn_at=None)


class PolicyEdition(models.Model):
    """One edition of the regulation's figures; a claim is judged by the one in force on its date.

    Two people make, correct or take back one, see people/models.py, and nobody once it is in force.
    """

    name = models.CharField(_("name"), max_length=80)
    effective_from = models.DateField(_("effective from"))
    values = models.JSONField(_("values that differ from the defaults"), default=dict, blank=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    """Two people took it back before its first day: it never holds."""

    objects = PolicyEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy edition")
        verbose_name_plural = _("policy editions")
        ordering = ["-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["effective_from"], condition=models.Q(withdrawn_at=None), name="one_edition_a_day"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        try:
            check(self.values)
        except ValueError as error:
            raise ValidationError({"values": str(error)}) from None


def edition_on(day: dt.date) -> PolicyEdition | None:
    """The edition in force on a day, or None before the first (the defaults hold)."""
    return next((edition for edition in editions() if edition.effective_from <= day), None)


def editions() -> list[PolicyEdition]:
    """All of them, the newest first: there are a few in ten years."""
    known = _known.get()
    if known is None:
        return read_editions()
    if not known:
        known.append(read_editions())
    return known[0]


@prepared
def read_editions() -> "models.QuerySet[PolicyEdition]":
    return PolicyEdition.objects.standing().order_by("-effective_from")


_known: ContextVar[list[list[PolicyEdition]] | None] = ContextVar("editions", default=None)
"""Empty until somebody asks."""


@contextmanager
def editions_once() -> Iterator[None]:
    """Read the editions a single time, if at all, for all that a page asks of them; it writes none."""
    token = _known.set([])
    try:
        yield
    finally:
        _known.reset(token)


def policy_in(own: type[Own], edition: PolicyEdition | None) -> Own:
    """An app's own figures in an edition; without one, the defaults."""
    return own.from_dict(edition.values if edition else {})


def policy_on(own: type[Own], day: dt.date) -> Own:
    """An app's own figures in force on a day."""
    return policy_in(own, edition_on(day))


def policies(own: type[Own]) -> Callable[[dt.date], Own]:
    """An app's own figures in force on any day, for many at once: reads the editions a single time."""
    found = [(edition.effective_from, policy_in(own, edition)) for edition in editions()]
    return lambda day: next((policy for start, policy in found if start <= day), own())
