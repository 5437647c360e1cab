"""What is kept of figures."""

from figures.models.kept import KeptFigure, KeptMonth

__all__ = ["KeptFigure", "KeptMonth"]
