"""The board of the bench: who has what, how long it stands there, what is late."""

from django.utils import timezone

from aftersales.kit.list_pages import ListPage
from aftersales.kit.paging import Page
from aftersales.models import User
from cases.bench.forms import BenchFilter
from cases.bench.queries import at_the_bench, loads, since
from cases.models import ReturnedMotor
from workflow.models import Facts


def board(page: Page[ReturnedMotor], user: User) -> Facts:
    """The loads of all, and the motors of the page with the days for which they stand where they do."""
    today = timezone.localdate()
    came = dict(since([motor.pk for motor in page.rows])) if page.rows else {}
    rows = [
        (motor, (today - timezone.localdate(came[motor.pk])).days if motor.pk in came else None)
        for motor in page.rows
    ]
    return {"loads": loads(user, today), "rows": rows}


bench = ListPage(
    template="cases/bench.html",
    permission="bench.view",
    filter=BenchFilter,
    rows=lambda user: at_the_bench(user).select_related("case__customer", "product", "repairer"),
    order="pk",
    context=board,
)
