"""What a verb is: its rows in the machine, and what the apps add to it from outside.

    form (workflow.forms.form_of)           page (workflow.views.acting.page_for)
    further condition, check (below)        consequence (workflow.actions.on)
    whether it is done already (below)

One object a verb holds all of it, by the name ``noun.verb``; ``manage.py verbs`` prints it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from django.db.models import Model

from aftersales.models import User
from workflow.guards import Condition, OfNoun, Step, Transition
from workflow.machines import machines

if TYPE_CHECKING:
    from workflow.forms import ActForm
    from workflow.models import Event, Stateful

Consequence = Callable[[OfNoun, "Event"], None]
Together = Callable[[list[OfNoun], list["Event"]], None]
Check = Callable[[OfNoun, User], str]
Done = Callable[[OfNoun], bool]


@dataclass
class Verb:
    """``motor.ship``, say; or ``motor.*`` and ``*`` for what follows from every verb of a noun, and from any."""

    name: str
    form: "type[ActForm] | None" = None
    url_name: str = ""
    checks: list[Check] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    done: Done | None = None
    """Whether it has been done, where one may do it over again and no field of the object tells."""

    consequences: list[Consequence] = field(default_factory=list)
    together: list[Together] = field(default_factory=list)
    """What follows once from all things of which one act takes the verb, each with its event."""

    papers: list[str] = field(default_factory=list)
    """The kinds of documents that its consequences issue; ``*`` stands for any kind."""

    @property
    def noun(self) -> str:
        return self.name.partition(".")[0]

    @property
    def rows(self) -> list[Transition]:
        """What its machine declares of it: one row for every state in which it can be taken."""
        return rows_of(self.noun).get(self.name.partition(".")[2], [])

    @property
    def step(self) -> Step:
        return self.rows[0].custom["step"]

    def page(self, step: Step) -> str:
        """The name of the URL of its own page; empty where the common form serves."""
        return step.page or self.url_name

    def registered(self) -> Iterator[tuple[str, object]]:
        """What apps have added to it, each with the function by which they did."""
        yield from (("on", consequence) for consequence in self.consequences)
        yield from (("on_together", consequence) for consequence in self.together)
        yield from (("further_check", check) for check in self.checks)
        yield from (("further_condition", condition) for condition in self.conditions)
        yield from [("done_once", self.done)] if self.done else []
        yield from [("form_of", self.form)] if self.form else []
        yield from [("page_for", self.url_name)] if self.url_name else []


VERBS: dict[str, Verb] = {}
"""What apps have registered, by name; a verb to which nobody adds anything need not be here."""


def verb_named(name: str) -> Verb:
    """The object of a name to which something is to be added."""
    return VERBS.setdefault(name, Verb(name))


def find_verb(noun: str, verb: str) -> Verb:
    """All that is said of a verb; nothing is kept of one to which nobody adds anything."""
    name = f"{noun}.{verb}"
    return VERBS.get(name) or Verb(name)


def rows_of(noun: str) -> dict[str, list[Transition]]:
    """The rows of a machine by the verb; none for a name that no machine has."""
    found: dict[str, list[Transition]] = {}
    for row in machines()[noun].rows() if noun in machines() else []:
        found.setdefault(row.name, []).append(row)
    return found


def all_verbs() -> list[Verb]:
    """Every verb of every machine, in the order of the apps and of their machines."""
    return [*chain.from_iterable(map(verbs_of, machines()))]


def verbs_of(noun: str) -> list[Verb]:
    """The verbs of a noun."""
    return [find_verb(noun, verb) for verb in rows_of(noun)]


def further_condition(*names: str) -> Callable[[Condition], Condition]:
    """Let ``noun.verb`` of a lower app wait for something more: a condition on facts of the app that registers it.

    It is asked after those of the machine.
    """

    def register(condition: Condition) -> Condition:
        for name in names:
            verb_named(name).conditions.append(condition)
        return condition

    return register


def further_check(*names: str) -> Callable[[Check], Check]:
    """Let ``noun.verb`` of a lower app be barred to a person for what the app that registers it knows of them.

    The function gives the reason, or an empty string. It is asked after those of the machine.
    """

    def register(check: Check) -> Check:
        for name in names:
            verb_named(name).checks.append(check)
        return check

    return register


def done_once(name: str) -> Callable[[Done], Done]:
    """Let a function say whether ``noun.verb`` of a lower app has been done, and is not the next thing to do."""

    def register(done: Done) -> Done:
        verb_named(name).done = done
        return done

    return register


FURTHER_READS: defaultdict[str, list[str]] = defaultdict(list)


def further_reads(noun: str, *paths: str) -> None:
    """Let rows of a lower app be read together with what further conditions of them look at."""
    FURTHER_READS[noun] += paths


def reads_of(thing: Model | type[Model]) -> list[str]:
    """What conditions of a thing, or of a model, look at: paths for ``select_related``."""
    return [*getattr(thing, "reads", ()), *FURTHER_READS[getattr(thing, "noun", "")]]


def obstacle(row: Transition, obj: "Stateful") -> str:
    """What must happen before the verb can be taken, or an empty string."""
    conditions = [*row.conditions, *find_verb(obj.noun, row.name).conditions]
    return next(filter(None, (condition.why(obj) for condition in conditions)), "")


def refusal(row: Transition, obj: "Stateful", user: User) -> str:
    """Why this person may not take the verb now, or an empty string."""
    further = find_verb(obj.noun, row.name).checks
    return row.permission.why(obj, user, further) or obstacle(row, obj)


def consequences_of(noun: str, verb: str) -> list[Consequence]:
    """What follows from a verb: its own, those of every verb of the noun, those of all."""
    names = (f"{noun}.{verb}", f"{noun}.*", "*")
    return [*chain.from_iterable(VERBS[name].consequences for name in names if name in VERBS)]


def together_of(noun: str, verb: str) -> list[Together]:
    """What follows once from all things of which an act takes a verb: its own, then those of all verbs."""
    names = (f"{noun}.{verb}", "*")
    return [*chain.from_iterable(VERBS[name].together for name in names if name in VERBS)]
