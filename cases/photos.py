"""Photos of nameplates and damage: decoded, cleaned and re-encoded before anything is stored.

What cannot be decoded as a plain picture is refused; what is stored has no metadata (no place, no camera)
and is at most 2560 pixels wide. Files are written after the commit, so a rollback leaves none behind.
"""

import io
import os
import uuid
import warnings
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

from aftersales.guards import Blocked
from aftersales.models import User
from cases.models import Case, Photo

FORMATS = ("JPEG", "PNG", "WEBP")  # JPEG reads the two-picture MPO of phones as well
LARGEST = 50_000_000  # pixels; a picture of 169 megapixels fits in a few kilobytes
SIDE = 2560  # pixels of the longer side that is kept
MOST = 12  # pictures a case
BYTES = 15 * 1024 * 1024


@transaction.atomic
def keep(case: Case, files: list[Any], user: User) -> list[Photo]:
    """Store the pictures with the case, all or none. Raises Blocked, naming the file, where one is no picture."""
    case.lock()
    if case.photos.count() + len(files) > MOST:
        raise Blocked(_("A case keeps at most %(most)d photos.") % {"most": MOST})
    kept = []
    for file in files:
        data = clean(file)
        photo = Photo.objects.create(case=case, file=f"{uuid.uuid4()}.jpg", added_by=user)
        transaction.on_commit(partial(write, path_of(photo), data))
        kept.append(photo)
    return kept


def clean(file: Any) -> bytes:
    """The picture as a fresh JPEG."""
    refusal = Blocked(
        _("%(name)s is not a photo that can be read (JPEG, PNG or WebP, at most 15 MB).")
        % {"name": file.name}
    )
    if file.size > BYTES:
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


def path_of(photo: Photo) -> Path:
    """Where the picture lies."""
    return Path(settings.MEDIA_ROOT) / "photos" / photo.file


def write(path: Path, data: bytes) -> None:
    """Write a file so that it is whole or absent, whatever happens."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(path)
