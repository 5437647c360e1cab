"""The amendment: a change of an entry on which money depends, until a second person has decided."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from warranty.models.entry import Entry, Kind, registers
from warranty.statuses import AmendmentStatus
from warranty.transitions import AmendmentWorkflow
from workflow.changes import Changes, plain
from workflow.models import Fact, StatefulQuerySet, two_people


class Amendment(AmendmentWorkflow):
    """What somebody wants changed of one entry on which something hangs, such as an open case.

    ``changes`` is what people read, ``values`` what the register would say: keys of things, days as text.
    """

    entry_noun = models.CharField(max_length=20, editable=False)
    entry_id = models.BigIntegerField(editable=False)
    name = models.CharField(_("entry"), max_length=120, editable=False)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder, editable=False)
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder, editable=False)
    reason = models.CharField(_("reason"), max_length=300, editable=False)

    objects = StatefulQuerySet.as_manager()

    class Meta:
        verbose_name = _("change that waits for a second person")
        verbose_name_plural = _("changes that wait for a second person")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["entry_noun", "entry_id", "-dossier"], name="amendment_of_entry")]
        constraints = [
            models.UniqueConstraint(
                fields=["entry_noun", "entry_id"],
                condition=Q(status=AmendmentStatus.OPEN),
                name="one_open_amendment_an_entry",
            ),
            *two_people("amendment"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def model(self) -> Kind:
        return registers()[self.entry_noun]

    def entry(self) -> Entry:
        """The entry as it is now."""
        return self.model._default_manager.get(pk=self.entry_id)

    def is_overtaken(self) -> bool:
        """Whether the entry says something else by now than when the change was proposed."""
        entry = self.entry()
        return any(pair and pair[0] != as_kept(getattr(entry, name)) for name, pair in self.changes.items())

    def is_about(self, changes: Changes) -> bool:
        """Whether it is the same change."""
        return self.changes == json.loads(json.dumps(changes, cls=DjangoJSONEncoder))


def as_kept(value: Fact) -> Fact:
    """A value as it comes back from JSON."""
    return json.loads(json.dumps(plain(value), cls=DjangoJSONEncoder))
