"""The forms of the intake; importing the package registers the form of every verb."""

from cases.intake.forms import deciding  # noqa: F401  (registers its forms)
from cases.intake.forms.feedback import SUGGESTED, IntakeForm, find_customer, find_product

__all__ = ["SUGGESTED", "IntakeForm", "find_customer", "find_product"]
