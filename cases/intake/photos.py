"""Photos of nameplates and damage: decoded, cleaned and re-encoded before anything is stored.

What cannot be decoded as a plain picture is refused; what is stored has no metadata (no place, no camera)
and is at most 2560 pixels wide. A picture is written beside the others before the commit and moved among them
after it: where the power fails in between, whoever looks for it moves it, so that no photo in the database is
without its picture. What a rollback leaves beside the others is cleared away with the next upload after a day.
"""

import io
import os
import time
import uuid
import warnings
from collections.abc import Collection
from contextlib import suppress
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

from aftersales.models import User
from cases.conditions import no_more_photos
from cases.models import Case, Photo
from workflow.actions import perform
from workflow.guards import Blocked

FORMATS = ("JPEG", "PNG", "WEBP")  # JPEG reads the two-picture MPO of phones as well
LARGEST = 50_000_000  # pixels; a picture of 169 megapixels fits in a few kilobytes
SIDE = 2560  # pixels of the longer side that is kept
BYTES = 15 * 1024 * 1024
A_DAY = 24 * 60 * 60  # seconds


@transaction.atomic
def add_photos(case: Case, files: list[UploadedFile], *, by: User) -> list[Photo]:
    """Keep the pictures with the case, all or none.

    Raises what perform() raises, and Blocked where there is no room for all, or one is no picture, naming it.
    """
    if not files:
        raise Blocked(_("Choose at least one photo."))
    fresh = perform(case, "add_photos", by=by, photos=len(files))
    if fresh.photos.count() + len(files) > Case.MOST_PHOTOS:
        raise Blocked(no_more_photos(fresh))
    clear_away()
    pictures = [clean(file) for file in files]
    kept = [Photo(case=fresh, file=f"{uuid.uuid4()}.jpg", added_by=by) for _picture in pictures]
    for photo, picture in zip(kept, pictures, strict=True):
        write(incoming() / photo.file, picture)
        photo.save()
        transaction.on_commit(partial(path_of, photo))
    return kept


def clear_away() -> None:
    """Let go of pictures that were never committed; one that was is moved where it belongs."""
    folder = incoming()
    old = [path for path in folder.glob("*") if is_old(path)] if folder.exists() else []
    committed = {photo.file: photo for photo in Photo.objects.filter(file__in=[path.name for path in old])}
    for path in old:
        if path.name in committed:
            path_of(committed[path.name])
        else:
            path.unlink(missing_ok=True)


def is_old(path: Path) -> bool:
    """Whether a file has lain there for a day; one that somebody else has just cleared away has not."""
    try:
        return path.stat().st_mtime < time.time() - A_DAY
    except FileNotFoundError:
        return False


def clean(file: UploadedFile) -> bytes:
    """The picture as a fresh JPEG."""
    refusal = Blocked(
        _("%(name)s is not a photo that can be read (JPEG, PNG or WebP, at most 15 MB).")
        % {"name": file.name}
    )
    if (file.size or 0) > BYTES:
        raise refusal
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=FORMATS) as source:
                if source.width * source.height > LARGEST or getattr(source, "n_frames", 1) > 2:
                    raise refusal
                ImageFile.LOAD_TRUNCATED_IMAGES = False  # printing a slip turns it on for the whole process
                source.load()
                return encode(ImageOps.exif_transpose(source).convert("RGB"))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise refusal from None


def encode(picture: Image.Image) -> bytes:
    picture.thumbnail((SIDE, SIDE))
    fresh = Image.new("RGB", picture.size)
    fresh.paste(picture)
    buffer = io.BytesIO()
    fresh.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def incoming() -> Path:
    """Where pictures wait for the commit."""
    return Path(settings.MEDIA_ROOT) / "incoming"


def path_of(photo: Photo) -> Path:
    """Where the picture of a committed photo lies; moved there by the first who asks."""
    path = Path(settings.MEDIA_ROOT) / "photos" / photo.file
    if not path.exists() and (incoming() / photo.file).exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # somebody else was first
            (incoming() / photo.file).rename(path)
    return path


def paths_of(keys: Collection[int]) -> dict[int, Path]:
    """Where the pictures of these photos lie, by their keys."""
    return {pk: path_of(photo) for pk, photo in Photo.objects.in_bulk(keys).items()}


def write(path: Path, data: bytes) -> None:
    """Write a file so that it is whole or absent, whatever happens."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(path)
