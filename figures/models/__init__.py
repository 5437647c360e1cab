"""What is kept of figures, and the early warnings."""

from figures.models.alarm import Alarm
from figures.models.kept import KeptFigure, KeptMonth
from figures.models.service import ReturnedLot, ShippedLot

__all__ = ["Alarm", "KeptFigure", "KeptMonth", "ReturnedLot", "ShippedLot"]
