"""What would be different in the register: of one entry, or of every row of a table, before anything is written."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftersales.kit.bulk import Written
from aftersales.kit.choices import ColouredChoices
from aftersales.models import User
from warranty.bound import FOLLOWING, Bond, bonds_of
from warranty.dates import When, now
from warranty.models import Amendment, Entry, Kind, Match, fields_of, names_of
from warranty.statuses import AmendmentStatus
from workflow.changes import Changes, plain
from workflow.models import Fact, Facts

ALIKE = "alike"


class Outcome(ColouredChoices):
    """What becomes of a row that comes in."""

    NEW = "new", "green", gettext_lazy("new")
    CHANGED = "changed", "blue", gettext_lazy("changed")
    SAME = "same", "grey", gettext_lazy("as it was")
    WAITS = "waits", "amber", gettext_lazy("waits for a second person")
    REFUSED = "refused", "red", gettext_lazy("refused")


@dataclass(slots=True)
class Finding:
    """What becomes of one row: the entry as it would be, what differs, what is wrong, what hangs on it.

    ``name`` is that of the entry as it is; ``values`` are those that differ, of a new entry all.
    """

    entry: Entry
    name: str
    values: Facts
    outcome: Outcome
    changes: Changes = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    bonds: list[Bond] = field(default_factory=list)
    amendment: Amendment | None = None
    code: str = ""
    """ALIKE, where something is written nearly the same, which may be another thing all the same."""

    def add_fault(self, name: str, sentence: str) -> None:
        """It cannot be written: say the field, or "" for the row as a whole, and why."""
        self.outcome = Outcome.REFUSED
        self.faults.setdefault(name, sentence)


class Judge(NamedTuple):
    """Who looks at a row, and when."""

    by: User
    when: When


def compare(
    model: Kind, rows: Sequence[Facts], *, by: User, among: QuerySet[Entry] | None = None
) -> list[Finding]:
    """What would become of rows, in their order; five queries for any number of them, nothing is written.

    A row has values by field: things as things, days as days. What it does not name stays as it is.
    """
    tidy = [model.tidied(row) for row in rows]
    known = model.matches(tidy, model._default_manager.all() if among is None else among)
    who = Judge(by, now())
    findings = [found(model, row, match, who) for row, match in zip(tidy, known, strict=True)]
    refuse_repeated(findings)
    changed = [finding for finding in findings if finding.outcome == Outcome.CHANGED]
    for finding, earlier in let_wait(changed):
        refuse_again(finding, earlier)
    return findings


def found(model: Kind, row: Facts, match: Match, who: Judge) -> Finding:
    """What becomes of one row, but for what hangs on it."""
    if not match.entries:
        return entered(model.made(row), row, who)
    entry = match.entries[0]
    if len(match.entries) > 1:
        finding = Finding(entry, str(entry), row, Outcome.REFUSED)
        finding.add_fault(model.known_by, _("Several entries are written nearly so; none exactly so."))
        return finding
    finding = revised(entry, row if match.exact else without(model.known_by, row), who)
    if finding.outcome == Outcome.CHANGED and (sentence := not_so(finding, match.exact)):
        finding.add_fault(model.known_by, sentence)
    return finding


def not_so(finding: Finding, exact: bool) -> str:
    """Why a row of a table may not change this entry, or an empty string."""
    if not exact:
        name = {"name": getattr(finding.entry, finding.entry.known_by)}
        return _("The register has “%(name)s”, with other facts. Write it so if that is meant.") % name
    if not finding.entry.active and "active" not in finding.changes:
        return _("It has been taken out of use. Take it into use first.")
    return ""


def entered(entry: Entry, row: Facts, who: Judge) -> Finding:
    """What becomes of a new entry."""
    changes = first_values(entry.kind, row) if entry.confined else {}  # else asked for once it is written
    return judged(Finding(entry, str(entry), row, Outcome.NEW, changes), who)


def without(name: str, row: Facts) -> Facts:
    return {other: value for other, value in row.items() if other != name}


def revised(entry: Entry, row: Facts, who: Judge) -> Finding:
    """What these values change of an entry, which says them from now on."""
    name, values = str(entry), differing(entry, row)
    changes = kept(entry.kind, {n: [plain(getattr(entry, n, None)), plain(v)] for n, v in values.items()})
    for field_name, value in values.items():
        setattr(entry, field_name, value)
    outcome = Outcome.CHANGED if values else Outcome.SAME
    return judged(Finding(entry, name, values, outcome, changes), who)


def judged(finding: Finding, who: Judge) -> Finding:
    """Refused where the model's rules, or what the person may change, forbid it."""
    if finding.outcome != Outcome.SAME:
        for name, sentence in finding.entry.faults(who.when):
            finding.add_fault(name, sentence)
        if finding.entry.confined:
            refuse_what_is_not_theirs(finding, who.by)
    return finding


def refuse_what_is_not_theirs(finding: Finding, by: User) -> None:
    """Some of the changes may not be for this person to make."""
    confined = finding.entry.confined
    for name in finding.changes:
        if name in confined and (reason := confined[name].why(finding.entry, by)):
            finding.add_fault(name, reason)


def differing(entry: Entry, row: Facts) -> Facts:
    """The values of a row that are not what the entry says."""
    return {name: value for name, value in row.items() if plain(getattr(entry, name, None)) != plain(value)}


def first_values(model: Kind, row: Facts) -> Changes:
    """What the history says of a new entry: neither what is empty nor a no."""
    return kept(model, {name: [None, plain(value)] for name, value in row.items() if not is_nothing(value)})


def is_nothing(value: Fact) -> bool:
    return value is None or value is False or value == ""


class FirstValues:
    """What the history says of new entries of one kind, as JSON: what stands in many of them is written out once."""

    def __init__(self, model: Kind) -> None:
        self.known = {name: FirstValue(name, name in model.private) for name in fields_of(model)}

    def of(self, row: Facts) -> Written:
        said = [self.known[name][value] for name, value in row.items()]
        return Written("{" + ", ".join(filter(None, said)) + "}")


class FirstValue(dict[Fact, str]):
    """Each value of a field with its name, as a part of a JSON object; "" for what the history does not say."""

    def __init__(self, name: str, private: bool) -> None:
        super().__init__()
        self.name, self.private = name, private

    def __missing__(self, value: Fact) -> str:
        pair = "null" if self.private else f"[null, {as_json(plain(value))}]"
        said = self[value] = "" if is_nothing(value) else f'"{self.name}": {pair}'
        return said


as_json = DjangoJSONEncoder(ensure_ascii=False).encode


def kept(model: Kind, pairs: Mapping[str, list[Fact]]) -> Changes:
    """What the history keeps of old and new values: of what is private only that it changed."""
    return {name: None if name in model.private else pair for name, pair in pairs.items()}


def refuse_namesake(finding: Finding, apart: bool = False) -> None:
    """Nothing is entered under a name that something else has; or nearly has, unless it is said to be another thing."""
    entry, model = finding.entry, finding.entry.kind
    others = model._default_manager.exclude(pk=entry.pk)
    said = {name: getattr(entry, name, None) for name in names_of(model)}
    match = next((m for m in model.matches([said], others) if m.entries), None)
    if match is None or (apart and model.may_be_alike and not match.exact):
        return
    name = {"name": getattr(match.entries[0], model.known_by)}
    if match.exact or not model.may_be_alike:
        finding.add_fault(model.known_by, _("“%(name)s” is in the register already.") % name)
    else:
        finding.code = ALIKE
        finding.add_fault(
            model.known_by, _("The register has “%(name)s”, which differs in its dashes alone.") % name
        )


def refuse_repeated(findings: list[Finding]) -> None:
    """One thing stands in a table once."""
    marks = [finding.entry.pk or finding.entry.mark() for finding in findings]
    if len(set(marks)) == len(marks):
        return
    seen: set[Hashable] = set()
    for finding, mark in zip(findings, marks, strict=True):
        if mark in seen:
            finding.add_fault(finding.entry.kind.known_by, stands_twice())
        seen.add(mark)


def stands_twice() -> str:
    return _("It stands in this table twice.")


def follow(changed: Sequence[Finding]) -> None:
    """What the apps above keep of entries is brought up to date."""
    for finding in changed:
        for consequence in FOLLOWING[finding.entry.noun]:
            consequence(finding.entry, finding.changes)


# -- what waits for a second person -------------------------------------------------------------------


def let_wait(findings: list[Finding]) -> list[tuple[Finding, Amendment]]:
    """Those that change what decides over money, of entries on which something hangs, are only proposed.

    Of an entry one change waits at a time. Gives those of which a change was proposed before, with the last one.
    """
    deciding = [finding for finding in findings if finding.entry.deciding & finding.changes.keys()]
    bonds = bonds_of([finding.entry for finding in deciding])
    bound = [finding for finding in deciding if finding.entry.pk in bonds]
    before = latest_amendments([finding.entry for finding in bound])
    for finding in bound:
        finding.outcome, finding.bonds = Outcome.WAITS, bonds[finding.entry.pk]
        wait_in_line(finding, before.get(finding.entry.pk))
    return [(finding, before[finding.entry.pk]) for finding in bound if finding.entry.pk in before]


def latest_amendments(entries: list[Entry]) -> dict[int, Amendment]:
    """The last amendment of each of these entries of one kind, by the key of the entry."""
    if not entries:
        return {}
    keys = [entry.pk for entry in entries]
    rows = Amendment.objects.filter(entry_noun=entries[0].noun, entry_id__in=keys).order_by("pk")
    return {amendment.entry_id: amendment for amendment in rows.select_related(*Amendment.reads)}


def wait_in_line(finding: Finding, earlier: Amendment | None) -> None:
    """The same change need not be proposed while it waits, and another one cannot."""
    if earlier is None or earlier.status != AmendmentStatus.OPEN:
        return
    finding.amendment = earlier
    if not earlier.is_about(finding.changes):
        finding.add_fault(
            "", _("Another change of this entry waits for a second person. Wait, or take that one back.")
        )


def refuse_again(finding: Finding, earlier: Amendment) -> None:
    """What a second person has refused is not proposed again by every table that still says so."""
    if earlier.status == AmendmentStatus.REFUSED and earlier.is_about(finding.changes):
        finding.add_fault("", _("%(who)s has refused this change.") % {"who": earlier.decided_by})
