"""The ledgers of cases and motors; importing the package registers all of them."""

from cases.ledgers import feedback, repair

__all__ = ["feedback", "repair"]
