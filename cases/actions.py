"""What one does with a case besides its verbs: open it, correct it."""

import datetime as dt

from aftersales.models import User
from cases.models import Case
from workflow.actions import create, perform
from workflow.models import Facts


def open_case(case: Case, *, by: User, at: dt.datetime | None = None) -> Case:
    """Write down a new feedback as its author's draft (四.1)."""
    return create(case, by=by, at=at)


def revise_case(case: Case, fields: Facts, *, by: User, version: int) -> Case:
    """Correct the facts of a case that is still with its author."""
    return perform(case, "revise", by=by, version=version, edit=fields)
