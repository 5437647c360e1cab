"""The catalogue of the demo: what every installation begins with."""

from catalogue.starting import begin
from demo.stage import Stage, chapter


@chapter("catalogue")
def catalogue(stage: Stage) -> str:
    """Failure codes, parts and test plans."""
    return ", ".join(f"{count} {name}" for name, count in begin().items())
