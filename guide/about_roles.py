"""What the tables of the product say of a role: what it sees, does, is told and gets on paper."""

from collections.abc import Iterator
from dataclasses import dataclass

from aftersales.kit.ledger import Ledger, all_ledgers
from aftersales.navigation import Link, links
from aftersales.roles import PERSONAL, Role, permissions_of
from guide.contents import TASKS
from guide.contents import Task as Page
from guide.explanations import verbs_on
from slips.kinds import KINDS, Copy, Kind
from workflow.verbs import Verb, all_verbs
from workflow.worklist import Task, all_tasks


@dataclass(frozen=True)
class AboutRole:
    """Everything is of this role alone: who has several has all of it together."""

    role: str

    @property
    def granted(self) -> frozenset[str]:
        return permissions_of(frozenset({self.role})) - PERSONAL

    @property
    def places(self) -> list[Link]:
        """The ways in the frame of every page."""
        shown = (link for link in links() if link.place in ("home", "main", "start"))
        return [link for link in shown if not link.permission or link.permission in self.granted]

    @property
    def ledgers(self) -> list[Ledger]:
        return [ledger for ledger in all_ledgers() if ledger.permission in self.granted]

    @property
    def tasks(self) -> list[Task]:
        """What may wait on the worklist."""
        return [task for task in all_tasks() if task.permission in self.granted]

    @property
    def verbs(self) -> list[Verb]:
        return [verb for verb in all_verbs() if may_take(verb, self.granted)]

    @property
    def pages(self) -> list[Page]:
        """The pages of the guide on which the role does something."""
        return [
            page for page in TASKS.values() if any(may_take(verb, self.granted) for verb in verbs_on(page))
        ]

    @property
    def told_of(self) -> list[Verb]:
        return [
            verb for verb in all_verbs() if any(self.role in row.custom["step"].tells for row in verb.rows)
        ]

    @property
    def copies(self) -> Iterator[tuple[Kind, Copy]]:
        for kind in KINDS.values():
            yield from ((kind, copy) for copy in kind.copies if self.role in copy.roles)


def may_take(verb: Verb, granted: frozenset[str]) -> bool:
    """Whether one of the permissions lets somebody take the verb."""
    return any(row.permission.codename in granted for row in verb.rows)


def roles_on(page: Page) -> list[str]:
    """Who does something on a task, in the order of the roles."""
    return [role for role in Role.values if page in AboutRole(role).pages]
