"""The form beside which photos are sent to a case or a motor."""

from workflow.forms import ActForm, form_of


@form_of("case.add_photos", "motor.add_photos")
class PhotosForm(ActForm):
    """Photos are added to whatever the thing has become; they are looked at when they are kept."""

    version = None  # type: ignore[assignment]  # Django's way to leave a field out
