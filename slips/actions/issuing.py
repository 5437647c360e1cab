"""Slips are issued and voided inside the transaction of the verb that they document."""

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model
from django.utils import timezone

from aftersales.kit.numbering import next_number
from aftersales.kit.queues import wake
from slips.actions.custody import await_no_more
from slips.kinds import Facts
from slips.models import PrintedCopy, Slip
from slips.models.slip import SlipQuerySet
from workflow.guards import OfNoun
from workflow.models import Dossier, Event
from workflow.verbs import find_verb, reads_of
from workflow.waiting import touched

ANY = "*"  # as the paper of a consequence: it issues slips of whatever kind

Row = TypeVar("Row", bound=Model)


def issue(
    kind: str,
    facts: Facts,
    event: Event,
    *,
    dossier: Dossier,
    number: str | None = None,
    replaces: Slip | None = None,
) -> Slip:
    """Freeze a slip, number and seal it, inside the transaction of what it documents.

    The verb of the event must say so, by ``on(…, paper=kind)``. Without a ``number`` it gets the next one of its
    kind; ``replaces`` is the void slip that it stands for.
    """
    if not {kind, ANY}.intersection(find_verb(event.subject, event.verb).papers):
        raise LookupError(f"{event.subject}.{event.verb} does not say that it issues {kind}.")
    name_deputies(facts, dossier)
    number = number or next_number(kind, timezone.localdate(event.at))
    slip = Slip.objects.create(
        kind=kind,
        number=number,
        revision=Slip.objects.filter(number=number).count(),
        dossier=dossier,
        facts=facts,
        issued_by=event.by,
        issued_at=event.at,
        to_print=True,
        replaces=replaces,
    )
    touched(slip)
    wake("prints")
    return slip


def name_deputies(facts: Facts, dossier: Dossier) -> None:
    """Whoever signed in somebody's place stands in the box beside them."""
    for _principal, _deputy, at, name, deputy in Dossier.objects.get(pk=dossier.pk).stood_in:
        signed = f"{timezone.localtime(dt.datetime.fromisoformat(at)):%Y-%m-%d %H:%M}"
        for box in facts["signatures"]:
            if (box["name"], box["at"]) == (name, signed):
                box["name"] = f"{deputy}（代{name}）"


def issue_for(
    kind: str,
    facts: Facts,
    event: Event,
    things: Sequence[OfNoun],
    *,
    number: str | None = None,
    replaces: Slip | None = None,
) -> Slip:
    """Issue a slip that documents these things of a dossier, by their relation ``slips``."""
    slip = issue(kind, facts, event, dossier=things[0].dossier, number=number, replaces=replaces)
    link = type(things[0]).slips.through
    name = things[0]._meta.model_name
    link.objects.bulk_create(link(**{f"{name}_id": thing.pk, "slip_id": slip.pk}) for thing in things)
    return slip


def drop_out(slips: Sequence[Slip], things: Sequence[Model], reason: str, event: Event) -> None:
    """These things leave their slips, which are void by it; for what stays on each, another takes its place."""
    gone = {thing.pk for thing in things}
    void(Slip.objects.filter(pk__in=[slip.pk for slip in slips]), reason, event)
    for slip in slips:
        rest = [thing for thing in documented(slip, type(things[0])) if thing.pk not in gone]
        if rest and slip.definition.of_items:
            number = slip.number if slip.definition.follows_matter else None
            facts = slip.definition.of_items(rest, slip)
            issue_for(slip.kind, facts, event, rest, number=number, replaces=slip)


def documented(slip: Slip, model: type[Row]) -> list[Row]:
    """The things of a model that a slip documents, as they are now, in their order."""
    rows = model._default_manager.filter(slips=slip).select_related(*reads_of(model))
    return list(rows.order_by("pk"))


def void(slips: SlipQuerySet, reason: str, event: Event) -> None:
    """Mark slips void; their numbers are never used again. Nobody prints or awaits their copies any more."""
    facts = {"voided_by": event.by, "voided_at": event.at, "void_reason": reason[:300], "to_print": False}
    rows = list(slips.filter(voided_at=None).select_for_update(of=("self",)).order_by("pk").defer("facts"))
    Slip.objects.filter(pk__in=[slip.pk for slip in rows]).update(**facts)
    for slip in rows:
        slip.to_print = False
    touched(*rows)
    await_no_more(PrintedCopy.objects.filter(slip__in=rows))
