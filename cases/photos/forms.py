"""The forms beside which photos are sent to a case or a motor, or a paper that somebody has signed."""

from workflow.forms import ActForm, form_of
from workflow.models import Facts


@form_of("case.add_photos", "motor.add_photos")
class PhotosForm(ActForm):
    """Photos are added to whatever the thing has become; they are looked at when they are kept."""

    version = None  # type: ignore[assignment]  # Django's way to leave a field out


class PaperForm(ActForm):
    """An act that a photo or scan of a paper may come with; whoever takes the form says which."""

    scan_id: int | None = None

    def facts(self) -> Facts:
        said = super().facts()
        return said | {"scan_id": self.scan_id} if self.scan_id else said
