"""The figures of the policy that verdicts follow from."""

from dataclasses import dataclass
from typing import Literal

from workflow.policy import Policy, declare, figure
from workflow.policy import gettext_noop as _


@declare(rank=10)
@dataclass(frozen=True, slots=True)
class WarrantyPolicy(Policy):
    """What the rules of 五 to 八 follow from."""

    direct_months: int = figure(12, _("warranty, direct sale (months, 八)"))
    """Warranty of motors sold directly, in months from the ex-factory date (八)."""

    agent_months: int = figure(16, _("warranty, office or agent (months, 八)"))
    """Warranty of motors consigned to an office or an agent, in months from the ex-factory date (八)."""

    earliest_year: int = figure(1990, _("no motor left the factory before (year)"))
    """The first year of an ex-factory date that can be; earlier ones are slips of the pen (八)."""

    claim_basis: Literal["feedback", "handover"] = figure(
        "feedback",
        _("warranty is judged on the date of"),
        feedback=_("the first feedback"),
        handover=_("the handover"),
    )
    """Which date is the claim date: the customer's first feedback, or the handover of the motor (八)."""

    custom_made_bar: Literal["intact_only", "every_ground"] = figure(
        "intact_only",
        _("custom-made bars the return (五.1)"),
        intact_only=_("of intact motors only"),
        every_ground=_("on every ground"),
    )
    """Whether custom-made bars only the return of an intact motor, or a return on any ground (五.1)."""

    dead_on_arrival_is_mismatch: bool = figure(
        True, _("an unused motor with a factory fault fails the contract (五.2)")
    )
    """An unused motor with a factory fault counts as failing the contract (五.2)."""

    transport_repaired_free: bool = figure(
        True, _("damage in transport arranged by the factory is repaired free")
    )
    """Damage in transport that the factory arranged is repaired free (七 is silent)."""

    def warranty_months(self, channel: str) -> int:
        """Months of warranty of a motor consigned through this channel (八)."""
        return self.direct_months if channel == "direct" else self.agent_months


DEFAULT = WarrantyPolicy()
