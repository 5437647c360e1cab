"""The two state machines of the main job."""

from cases.transitions.case import CaseWorkflow
from cases.transitions.motor import MotorWorkflow

__all__ = ["CaseWorkflow", "MotorWorkflow"]
