"""What is kept of figures, and the early warnings."""

from figures.models.alarm import Alarm
from figures.models.issued import IssuedReport
from figures.models.kept import KeptFigure, KeptMonth
from figures.models.service import ReturnedLot, ShippedLot

__all__ = ["Alarm", "IssuedReport", "KeptFigure", "KeptMonth", "ReturnedLot", "ShippedLot"]
