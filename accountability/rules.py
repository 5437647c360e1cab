"""Whether a motor speaks against a measure: only one that was made after it can (二.4)."""

import datetime as dt
from typing import Literal

Made = Literal["before", "after", "unknown"]


def made(produced_on: dt.date | None, repaired_on: dt.date | None, implemented_on: dt.date) -> Made:
    """Whether a motor was produced, or last repaired by us, after the measure was implemented.

    The later of both days counts, and what was made on the day itself was made before. Where neither is known people
    decide: when it left the factory does not say when it was produced.
    """
    known = [day for day in (produced_on, repaired_on) if day]
    if not known:
        return "unknown"
    return "after" if max(known) > implemented_on else "before"
