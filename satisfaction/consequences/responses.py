"""What follows from an answer that is finished, or withdrawn: its form, and who is asked no more."""

from satisfaction import slips as snapshots
from satisfaction.models import Response, Target
from satisfaction.waiting import ask_anew
from slips.actions import issue, void
from slips.models import Slip
from workflow.actions import on
from workflow.models import Event


@on("response.submit", "response.receive", paper="MY")
def issue_form(response: Response, event: Event) -> None:
    """The form MY with the answers; whoever asks this customer may read it too."""
    slip = issue("MY", snapshots.response(response), event, dossier=response.dossier)
    if response.surveyor_id:
        response.dossier.readers.add(response.surveyor_id)
    slip.to_print = False  # on paper only where somebody asks for it
    slip.save(update_fields=["to_print"])
    response.number = slip.number
    response.save(update_fields=["number"])


@on("response.submit", "response.receive", "response.withdraw")
def ask_no_more_or_again(response: Response, event: Event) -> None:
    """A customer of whom somebody has answered is asked no more, until that is withdrawn."""
    ask_anew(Target.objects.filter(pk=response.target_id))


@on("response.withdraw")
def void_form(response: Response, event: Event) -> None:
    if response.number:
        void(Slip.objects.filter(number=response.number), event.data["reason"], event)
