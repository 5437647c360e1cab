"""The corrective action (二.4), the penalty and the amounts it takes (九): a machine each.

Read a transition as a row of the workflow: where from, where to, who may, what must be true, who is told.
A target of None is an act that leaves the object where it is. The methods only set fields on ``self``;
workflow.actions is the one caller.
"""

from accountability.transitions.actions import ActionWorkflow
from accountability.transitions.penalties import PenaltyWorkflow
from accountability.transitions.rates import RatesWorkflow

__all__ = ["ActionWorkflow", "PenaltyWorkflow", "RatesWorkflow"]
