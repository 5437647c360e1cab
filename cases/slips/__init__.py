"""The slips of cases and motors: feedback, appraisal, repair; importing the package registers all of them."""

from cases.slips import appraisal, feedback, repair

__all__ = ["appraisal", "feedback", "repair"]
