"""What the faults of the demo led to: corrective actions and penalties in every state, by the real actions.

Everything is put into one schedule and carried out in the order of time, always after the last word of the case
it belongs to. The last case of the demo is played here: a defect that comes back although all was well.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.utils import timezone

from accountability.demo.faults import faults_to_follow, follow_faults
from accountability.demo.hearings import punish
from accountability.demo.improving import improve
from accountability.demo.recurrence import come_back
from accountability.demo.staff import add_staff
from accountability.demo.timing import carry_out
from accountability.models import CorrectiveAction, Penalty
from aftersales.demo import Stage, chapter
from returns.demo.performance import old_notices
from returns.models import Slip


@chapter("accountability")
def accountability(stage: Stage) -> str:
    """Staff and amounts, then every fault followed, and one defect that comes back."""
    chance = stage.random("accountability")
    add_staff(stage, chance)
    faults = faults_to_follow()
    carry_out([*follow_faults(stage, chance, faults)])
    carry_out([*improve(stage, chance), *punish(stage, chance, faults)])
    come_back(stage, chance)
    clear_the_desks(stage)
    told = (("actions", CorrectiveAction.objects), ("penalties", Penalty.objects))
    return ", ".join(counted(name, rows.values_list("status", flat=True)) for name, rows in told)


def clear_the_desks(stage: Stage) -> None:
    """Older notices have been read and older slips printed."""
    yesterday = stage.today - dt.timedelta(days=2)
    evening = dt.datetime.combine(yesterday, dt.time(17), timezone.get_default_timezone())
    old_notices(stage).filter(read_at=None).update(read_at=evening)
    Slip.objects.filter(kind__in=("JZ", "CF"), issued_at__date__lt=yesterday).update(to_print=False)


def counted(name: str, statuses: Iterable[str]) -> str:
    states = Counter(statuses)
    return f"{sum(states.values())} {name} in {len(states)} states"
