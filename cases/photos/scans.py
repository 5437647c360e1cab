"""A photo or PDF of a paper that somebody has signed becomes part of the record, with the signature that it shows."""

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.models.case import Case
from cases.models.motor import ReturnedMotor
from cases.photos.models import Photo
from cases.statuses import Stage
from workflow.guards import Blocked
from workflow.models import Dossier, Event, Stateful


def keep_scan(key: int, of: Stateful, event: Event, caption: str = "") -> Photo:
    """The scan that the actor has sent, now of the thing; one paper may have several signatures on it.

    Raises Blocked where there is none.
    """
    owner = owner_of(of)
    mine = Photo.objects.select_for_update(of=("self",)).filter(pk=key, added_by=event.actor)
    scan = mine.filter(Q(case=None, dossier=None) | Q(**owner)).first()
    if scan is None or not scan.is_paper:
        raise Blocked(_("Add a photo or scan of the paper that was signed."))
    if scan.case_id or scan.dossier_id:
        return scan
    for name, value in owner.items():
        setattr(scan, name, value)
    scan.stage, scan.caption = Stage.LATER, caption or _("signed paper")
    scan.save()
    return scan


def owner_of(thing: Stateful) -> dict[str, Stateful | Dossier | None]:
    """Whose photos are those of a case itself, of a motor, or of what stands by itself without a case."""
    if isinstance(thing, ReturnedMotor):
        return {"case": thing.case, "motor": thing}
    if isinstance(thing, Case):
        return {"case": thing, "motor": None}
    return {"dossier": thing.dossier}
