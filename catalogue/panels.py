"""What the page of a failure code shows besides what the register says of it."""

from aftersales.models import User
from catalogue.forms import MergeForm
from catalogue.models import Failure
from catalogue.queries import failures_in_use, parts_of
from workflow.models import Facts
from workflow.panels import panel


@panel("failure.main", "catalogue/_of_failure.html")
def of_failure(failure: Failure, user: User) -> Facts:
    """Causes and remedies one a line, the parts, what was merged with it; and merging, for the keeper."""
    may = failure.active and user.can(failure.edit.codename)
    return {
        "parts": parts_of(failure),
        "merged": failure.merged.all(),
        "form": MergeForm() if may else None,
        "failures": failures_in_use() if may else [],
    }
