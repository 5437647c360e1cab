"""What became of an entry of the register: who, when, old and new, why; append-only."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.fields import person, together


class RegisterChange(models.Model):
    """One change of one entry, or how it came in. A database trigger refuses every change and deletion.

    ``changes`` has old and new by field, None for what is private. Of a change that a second person had to
    confirm, ``by`` is who proposed it. What is ``confined`` is about nothing but fields that few people see.
    """

    noun = models.CharField(max_length=20)
    entry_id = models.BigIntegerField()
    entered = models.BooleanField(default=False)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = person(_("who"), db_index=False)
    by_name = models.CharField(max_length=60)
    confirmed_by = person(_("confirmed by"), null=True, db_index=False)
    confirmed_by_name = models.CharField(max_length=60, null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    confined = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["noun", "entry_id", "-id"], name="change_of_entry")]
        constraints = [
            together("confirmed_by", "confirmed_by_name", name="change_confirmed_by_whom"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("by")), name="change_confirmed_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.entry_id}"
