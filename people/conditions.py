"""Who administers people, and who names a deputy; these are no verbs of a machine, and so declared here."""

from collections.abc import Callable, Iterable

from aftersales.models import Deputyship, User
from workflow.guards import Permission


class OwnDeputies(Permission[Deputyship]):
    """Everybody's for themselves, and an administrator's for others."""

    def why_as(self, obj: Deputyship, one: User, further: Iterable[Callable[[Deputyship, User], str]]) -> str:
        return "" if one.pk == obj.principal_id else super().why_as(obj, one, further)


ADMINISTERS = Permission[User]("person.edit")
NAMES_DEPUTIES = OwnDeputies("person.edit")
