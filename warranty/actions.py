"""The door of the register: whatever is entered or changed goes through it, one entry or a table of them.

    who may → read the entry afresh, locked → what differs → what the rules forbid → does anything hang on it?
    → write it, and what the history keeps of it; or let it wait for a second person

all in one transaction. Nothing is deleted: an entry is taken out of use.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.kit.bulk import Written, append, insert, without_collector
from aftersales.models import User
from warranty.changes import (
    Finding,
    FirstValues,
    Judge,
    Outcome,
    compare,
    entered,
    follow,
    kept,
    let_wait,
    refuse_namesake,
    revised,
)
from warranty.dates import now
from warranty.models import Amendment, Entry, Kind, RegisterChange, fields_of
from workflow.actions import create
from workflow.changes import Changes
from workflow.guards import Blocked, Permission, Stale, demand
from workflow.models import Fact, Facts
from workflow.waiting import act

E = TypeVar("E", bound=Entry)

AT_ONCE = 5000  # rows of a table that are compared and written together


def record(
    entry: Entry,
    values: Facts,
    *,
    by: User,
    why: str,
    at: dt.datetime | None = None,
    seen: int | None = None,
    apart: bool = False,
    may: Permission[Model] | None = None,
) -> Finding:
    """Enter one thing, where ``entry`` is not saved yet, or give an entry new values; what became of it.

    ``seen`` is the key of the last change that the person saw; ``apart`` that what is written nearly the same is
    another thing, as 11-1 and 1-11 are. ``may`` is who may do it, where not only who keeps the register may. Raises
    Forbidden, Stale where somebody has changed it meanwhile, Blocked where another change waits for a second person,
    ValidationError with a sentence a field.
    """
    by = demand(may or entry.edit, entry, by)
    with act():
        finding = judge(entry, entry.kind.tidied(values), by, seen)
        if finding.outcome == Outcome.NEW or entry.known_by in finding.changes:
            refuse_namesake(finding, apart)
        if finding.outcome == Outcome.CHANGED:
            let_wait([finding])
        if finding.outcome == Outcome.CHANGED and not why:
            finding.add_fault("why", _("Say why."))
        if "" in finding.faults:
            raise Blocked(finding.faults[""])
        if finding.outcome == Outcome.REFUSED:
            raise ValidationError(
                {
                    name: ValidationError(sentence, code=finding.code)
                    for name, sentence in finding.faults.items()
                }
            )
        write([finding], by=by, why=why, at=at or timezone.now())
        return finding


def judge(entry: Entry, values: Facts, by: User, seen: int | None) -> Finding:
    """What becomes of one entry, read afresh under its lock."""
    who = Judge(by, now())
    if entry.pk is None:
        for name, value in values.items():
            setattr(entry, name, value)
        finding = entered(entry, values, who)
    else:
        fresh = locked(entry.kind).get(pk=entry.pk)
        if seen is not None and seen != last_change(fresh):
            raise Stale(_("Somebody else has changed this in the meantime."))
        finding = revised(fresh, values, who)
    return finding


def locked(model: type[E]) -> QuerySet[E]:
    return model._default_manager.select_for_update(of=("self",), no_key=True)


def last_change(entry: Entry) -> int:
    """The key of the last change of an entry; 0 where it has a history of none."""
    rows = RegisterChange.objects.filter(noun=entry.noun, entry_id=entry.pk)
    return rows.values_list("pk", flat=True).first() or 0


# -- a table ------------------------------------------------------------------------------------------


@dataclass
class Tally:
    """What became of the rows of a table: how many of each outcome, and what is to be said of single ones.

    ``refused`` has the faults by field, by the place of the row in the table, from 0.
    """

    counts: Counter[str] = field(default_factory=Counter)
    refused: dict[int, dict[str, str]] = field(default_factory=dict)
    waiting: dict[int, Amendment | None] = field(default_factory=dict)


def record_many(
    model: Kind,
    rows: Sequence[Facts],
    *,
    by: User,
    why: str,
    at: dt.datetime | None = None,
) -> Tally:
    """Enter or change as many things as a table has rows, in one transaction; refused rows are left out.

    A row has values by field, see ``compare``, which tells the same beforehand. Raises Forbidden, and Stale where
    somebody has entered the same at the same time.
    """
    by = demand(model.edit, model(), by)
    tally, moment = Tally(), at or timezone.now()
    try:
        with act(), transaction.atomic(), without_collector():
            for start in range(0, len(rows), AT_ONCE):
                findings = compare(model, rows[start : start + AT_ONCE], by=by, among=locked(model))
                write([f for f in findings if f.outcome != Outcome.REFUSED], by=by, why=why, at=moment)
                count(tally, findings, start)
    except IntegrityError:
        raise Stale(_("Somebody else has entered the same at the same time. Please try again.")) from None
    return tally


def count(tally: Tally, findings: list[Finding], start: int) -> None:
    for place, finding in enumerate(findings, start):
        tally.counts[finding.outcome] += 1
        if finding.outcome == Outcome.REFUSED:
            tally.refused[place] = finding.faults
        elif finding.outcome == Outcome.WAITS:
            tally.waiting[place] = finding.amendment


# -- writing ------------------------------------------------------------------------------------------


def write(
    findings: Sequence[Finding], *, by: User, why: str, at: dt.datetime, confirmed_by: User | None = None
) -> None:
    """Write what has been judged, with its history; what needs a second person is proposed."""
    if not findings:
        return
    model = findings[0].entry.kind
    new = [finding for finding in findings if finding.outcome == Outcome.NEW]
    changed = [finding for finding in findings if finding.outcome == Outcome.CHANGED]
    enter(model, [finding.entry for finding in new])
    for names, some in by_fields(changed):
        entries = [finding.entry for finding in some]
        model._default_manager.bulk_update(entries, model.with_derived(names, entries), batch_size=500)
    follow(changed)
    keep([*new, *changed], by=by, why=why, at=at, confirmed_by=confirmed_by)
    for finding in findings:
        if finding.outcome == Outcome.WAITS and finding.amendment is None:
            finding.amendment = propose(finding, by=by, why=why, at=at)


def enter(model: Kind, entries: Sequence[Entry]) -> None:
    """Insert new entries, which know their keys afterwards."""
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    model.with_derived(names, entries)
    keys = insert(model, names, [*map(attrgetter(*names), entries)], {})
    for entry, key in zip(entries, keys, strict=True):
        entry.pk = key


def keep(
    findings: Sequence[Finding], *, by: User, why: str, at: dt.datetime, confirmed_by: User | None
) -> None:
    """Write the history of what has been written."""
    if not findings:
        return
    same = {"at": at, "by": by.pk, "by_name": str(by), "reason": why}
    if confirmed_by:
        same |= {"confirmed_by": confirmed_by.pk, "confirmed_by_name": str(confirmed_by)}
    first = FirstValues(findings[0].entry.kind)
    append(RegisterChange, KEPT, (kept_of(finding, first) for finding in findings), same)


def note(
    entry: Entry, changes: Mapping[str, list[Fact]], *, by: User, why: str = "", entered: bool = False
) -> None:
    """What the history keeps of an entry that was written with something else: a customer who came with a feedback.

    ``changes`` are old and new by field.
    """
    outcome = Outcome.NEW if entered else Outcome.CHANGED
    finding = Finding(entry, str(entry), {}, outcome, kept(entry.kind, changes))
    keep([finding], by=by, why=why, at=timezone.now(), confirmed_by=None)


def move(model: Kind, name: str, old: Entry, new: Entry, *, by: User, why: str) -> None:
    """All entries whose field points at one thing point at another from now on; each keeps that in its history."""
    entries = list(locked(model).filter(**{name: old}))
    changes = kept(model, {name: [str(old), str(new)]})
    model._default_manager.filter(pk__in=[entry.pk for entry in entries]).update(**{name: new})
    findings = [Finding(entry, str(entry), {name: new}, Outcome.CHANGED, changes) for entry in entries]
    keep(findings, by=by, why=why, at=timezone.now(), confirmed_by=None)


KEPT = ("noun", "entry_id", "entered", "changes", "confined")


def kept_of(finding: Finding, first: FirstValues) -> tuple[str, int, bool, Changes | Written, bool]:
    """What of it the history keeps, and whether few people see that."""
    entry, new = finding.entry, finding.outcome == Outcome.NEW
    if new and not finding.changes:
        return entry.noun, entry.pk, new, first.of(finding.values), False
    confined = finding.changes.keys() <= entry.confined.keys()
    return entry.noun, entry.pk, new, finding.changes, confined


def by_fields(findings: list[Finding]) -> "list[tuple[list[str], list[Finding]]]":
    """Findings by the fields that they change."""
    groups: dict[frozenset[str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault(frozenset(finding.changes), []).append(finding)
    return [(sorted(names), some) for names, some in groups.items()]


# -- two people ---------------------------------------------------------------------------------------


def propose(finding: Finding, *, by: User, why: str, at: dt.datetime) -> Amendment:
    """Let a change wait for a second person."""
    entry = finding.entry
    amendment = Amendment(
        entry_noun=entry.noun,
        entry_id=entry.pk,
        name=finding.name,
        changes=finding.changes,
        values={name: bare(value) for name, value in finding.values.items()},
        reason=why,
    )
    return create(amendment, by=by, at=at, reason=why)


def bare(value: Fact) -> Fact:
    """A value for JSON: a thing by its key."""
    return value.pk if isinstance(value, Model) else value


def carry_out(amendment: Amendment, *, by: User, at: dt.datetime) -> None:
    """Change the register as two people want it. Raises Blocked where its rules forbid it by now."""
    entry = locked(amendment.model).get(pk=amendment.entry_id)
    who = Judge(amendment.proposed_by, now())
    finding = revised(entry, proposed_values(amendment), who)
    if entry.known_by in finding.changes:
        refuse_namesake(finding, apart=True)  # whoever proposed it has said so
    if finding.outcome == Outcome.REFUSED:
        raise Blocked(" ".join(finding.faults.values()))
    write([finding], by=amendment.proposed_by, why=amendment.reason, at=at, confirmed_by=by)


def proposed_values(amendment: Amendment) -> Facts:
    """The values as the fields of the entry have them."""
    fields = fields_of(amendment.model)
    return {name: of_field(fields[name], value) for name, value in amendment.values.items()}


def of_field(field: Field, value: Fact) -> Fact:
    """A value that was kept as JSON."""
    if isinstance(field, ForeignKey) and value is not None:
        return field.related_model._default_manager.get(pk=value)
    return field.to_python(value)
