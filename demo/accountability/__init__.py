"""What the faults of the demo lead to: corrective actions and penalties in every state, by the real actions.

They happen while the cases are told, in the order of time: see aftermath.py. Cases that were copied have their
faults followed here, after all was told.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.utils import timezone

from accountability.models import CorrectiveAction, Penalty
from demo.accountability.aftermath import aftermath  # noqa: F401  (registers it)
from demo.accountability.faults import follow_faults
from demo.accountability.timing import last_evening
from demo.cases.performance import old_notices
from demo.stage import Stage, chapter
from slips.actions.printing import no_more_to_print
from slips.models import Slip


@chapter("accountability")
def accountability(stage: Stage) -> str:
    """What is left to be done until the evening, the faults of copied cases first."""
    chance = stage.random("accountability")
    for at, follow in sorted(follow_faults(stage, chance), key=lambda pair: pair[0]):
        stage.meanwhile(at)
        follow(at)
    stage.meanwhile(last_evening(stage))
    clear_the_desks(stage)
    records = (("actions", CorrectiveAction.objects), ("penalties", Penalty.objects))
    return ", ".join(counted(name, rows.values_list("status", flat=True)) for name, rows in records)


def clear_the_desks(stage: Stage) -> None:
    """Older notices have been read and older slips printed."""
    yesterday = stage.today - dt.timedelta(days=2)
    evening = dt.datetime.combine(yesterday, dt.time(17), timezone.get_default_timezone())
    old_notices(stage).filter(read_at=None).update(read_at=evening)
    no_more_to_print(Slip.objects.filter(kind__in=("JZ", "CF"), issued_at__date__lt=yesterday))


def counted(name: str, statuses: Iterable[str]) -> str:
    states = Counter(statuses)
    return f"{sum(states.values())} {name} in {len(states)} states"
