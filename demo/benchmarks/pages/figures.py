"""From many readings of the pages to their figures, and from those of two sizes to the growth."""

import json
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import NamedTuple

from django.core.management.base import CommandError

from aftersales.kit.untyped import Json
from demo.benchmarks.pages.meter import Reading


class Figures(NamedTuple):
    """What a page takes: times in milliseconds, the rest medians too."""

    p50: float  # waited
    p95: float
    application: float  # of a processor
    database: float
    queries: float
    size: float  # bytes
    multiple: float  # of the floor, in time of processors


def figures_of(readings: list[Reading], floor: list[Reading]) -> Figures:
    """The figures of a page beside the floor that was measured in the same rounds."""
    waited = sorted(reading.waited for reading in readings)
    return Figures(
        median(waited) * 1000,
        percentile(waited, 95) * 1000,
        median(reading.application for reading in readings) * 1000,
        median(reading.database for reading in readings) * 1000,
        median(reading.queries for reading in readings),
        median(reading.size for reading in readings),
        processor(readings) / processor(floor),
    )


def processor(readings: Iterable[Reading]) -> float:
    return median(reading.processor for reading in readings)


def percentile(ordered: list[float], percent: int) -> float:
    """The value that so many of a hundred do not exceed."""
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def write_figures(path: Path, about: Json, figures: dict[str, Figures]) -> None:
    """Keep figures as JSON."""
    pages = {name: page._asdict() for name, page in figures.items()}
    path.write_text(json.dumps(about | {"pages": pages}, ensure_ascii=False, indent=1) + "\n")


def read_figures(path: Path) -> Json:
    """Figures that were kept. Raises CommandError where the file has none."""
    try:
        kept = json.loads(path.read_text())
        return kept if kept["pages"] else {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{path} has no figures of this benchmark: {error}") from error


def growth(figures: dict[str, Figures], earlier: Json) -> dict[str, float]:
    """By which factor the multiple of each page is that of earlier figures; of pages that are in both."""
    pages = earlier["pages"]
    return {name: page.multiple / pages[name]["multiple"] for name, page in figures.items() if name in pages}
