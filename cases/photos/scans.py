"""A photo of a paper that somebody has signed becomes part of the record, with the signature that it shows."""

from django.utils.translation import gettext as _

from cases.models.case import Case
from cases.models.motor import ReturnedMotor
from cases.photos.models import Photo
from cases.statuses import Stage
from workflow.guards import Blocked
from workflow.models import Event


def keep_scan(key: int, case: Case, event: Event, *, motor: ReturnedMotor | None = None) -> Photo:
    """The scan that the actor has sent, now of the case. Raises Blocked where there is none."""
    mine = Photo.objects.select_for_update().filter(pk=key, case=None, added_by=event.actor)
    scan = mine.first()
    if scan is None or not scan.is_picture:
        raise Blocked(_("Add a photo or scan of the paper that was signed."))
    scan.case, scan.motor, scan.stage, scan.caption = case, motor, Stage.LATER, _("signed paper")
    scan.save()
    return scan
