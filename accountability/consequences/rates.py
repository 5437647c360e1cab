"""What follows when a change of the table of amounts is confirmed, and what the log of the administration keeps."""

from django.utils.translation import gettext_lazy as _

from accountability.models import PenaltyRate, RatesChange
from aftersales.journal import deeds, write
from workflow.actions import on
from workflow.models import Event

deeds(
    rates_propose=_("Change of the penalty amounts proposed"),
    rates_confirm=_("Penalty amounts changed"),
    rates_turn_down=_("Change of the penalty amounts refused"),
    rates_withdraw=_("Proposed change of the penalty amounts taken back"),
    set_amounts=_("Penalty amounts changed"),  # by one person, as it was once
)


@on("rates.confirm")
def change_the_table(change: RatesChange, event: Event) -> None:
    """Opinions that are drafted already keep their amounts."""
    for row in change.amounts:
        fault_class, capacity = row.cell
        PenaltyRate.objects.update_or_create(
            fault_class=fault_class, capacity=capacity, defaults={"amount": row.new}
        )


@on("rates.*")
def write_it_down(change: RatesChange, event: Event) -> None:
    reason = event.data.get("reason") or change.reason
    write(f"rates_{event.verb}", change, by=event.by, changed=change.changes, reason=reason)
