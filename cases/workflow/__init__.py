"""The two state machines of the main job."""

from cases.workflow.case import CaseWorkflow
from cases.workflow.motor import MotorWorkflow

__all__ = ["CaseWorkflow", "MotorWorkflow"]
