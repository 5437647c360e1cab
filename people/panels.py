"""What stands beside an administrator's worklist."""

from aftersales.models import User
from people.first_steps import left
from people.unattended import unattended
from workflow.models import Facts
from workflow.panels import on_page


@on_page("home", "people/_unattended.html")
def nobody_can(user: User) -> Facts | None:
    """What waits and nobody can do, for who gives the roles."""
    found = unattended() if user.can("person.edit") else []
    return {"unattended": found} if found else None


@on_page("home", "people/_first_steps.html")
def first_steps(user: User) -> Facts | None:
    """What is to be done before the first case, as long as it is not done."""
    if not user.can("person.edit"):
        return None
    stages = left(user)
    return {"stages": stages} if stages else None
