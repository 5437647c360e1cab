"""Adding what somebody has sent to a case or a motor, through the door."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from aftersales.models import User
from cases.conditions import MOST_PHOTOS, no_more_photos
from cases.models import Photo
from cases.photos.scans import owner_of
from cases.statuses import Stage
from workflow.actions import perform
from workflow.guards import Blocked
from workflow.models import Stateful

Thing = TypeVar("Thing", bound=Stateful)


@transaction.atomic
def add_photos(thing: Thing, photos: Sequence[Photo], *, by: User, stage: Stage = Stage.INTAKE) -> Thing:
    """Add what this person has sent to a case, to a motor and its case, or to a parcel; all or nothing.

    What has been added already is not added again. Raises what perform() raises, and Blocked where there is no room.
    """
    keys = [photo.pk for photo in photos]
    mine = list(Photo.objects.unsent().select_for_update().filter(pk__in=keys, added_by=by))
    if not mine:
        raise Blocked(_("Choose at least one photo."))
    fresh = perform(thing, "add_photos", by=by, photos=len(mine))
    owner = owner_of(fresh)
    if Photo.objects.filter(**owner).count() + len(mine) > MOST_PHOTOS:
        raise Blocked(no_more_photos())
    Photo.objects.filter(pk__in=[photo.pk for photo in mine]).update(stage=stage, **owner)
    return fresh
