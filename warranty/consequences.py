"""What follows when a change that needed a second person is decided."""

from warranty.actions import carry_out
from warranty.models import Amendment
from workflow.actions import on
from workflow.models import Event


@on("amendment.accept")
def change_the_register(amendment: Amendment, event: Event) -> None:
    """The register says it from now on."""
    carry_out(amendment, by=event.by, at=event.at)
