"""What is sent: cleaned, stored as its sender's own until it is added to a case, and where its file lies.

A file is written beside the others before the commit and moved among them after it: where the power fails in between,
whoever looks for it moves it, so that no photo in the database is without its file. What a rollback leaves beside the
others is cleared away with the next upload after a day; what nobody adds to a case, after some days.
"""

import datetime as dt
import os
import time
import uuid
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.kit.codes import read_codes
from aftersales.kit.pdf_scans import NotAScan, is_pdf, pages_of
from aftersales.kit.pictures import BYTES, NotAPicture, as_jpeg
from aftersales.kit.recordings import NotARecording, as_recording
from aftersales.models import User
from cases.photos.models import PDF, PICTURE, Photo

A_DAY = 24 * 60 * 60  # seconds
KEPT = dt.timedelta(days=3)  # what nobody has added to a case
MOST = 200  # that one person has sent and not added: those of a long count


class Refused(Exception):
    """A file that is not kept; says why, by its name."""


class Cleaned(NamedTuple):
    """What is kept of a file: the ending it gets, its content, and of a PDF the number of pages."""

    ending: str
    data: bytes
    pages: int | None = None


class Chosen(NamedTuple):
    """What somebody has chosen for a form: what is kept of it, why something is not, and what its codes say."""

    photos: Sequence[Photo]
    refused: Sequence[str] = ()
    codes: Sequence[str] = ()


def chosen(
    files: Iterable[UploadedFile], keys: Iterable[str], by: User, labels: Iterable[UploadedFile] = ()
) -> Chosen:
    """What came with a form, kept whatever becomes of the form, after what was sent before.

    ``labels`` are pictures whose codes are read besides.
    """
    refused: list[str] = []
    codes: list[str] = []
    fresh = [photo for file in files if (photo := kept(file, by, refused))]
    for label in labels:
        if photo := kept(label, by, refused):
            fresh.append(photo)
            codes += read_codes(path_of(photo).read_bytes()) if photo.is_picture else []
    return Chosen([*own(keys, by), *fresh], refused, codes)


def kept(file: UploadedFile, by: User, refused: list[str]) -> Photo | None:
    """The file as it is kept; None, and the reason among the others, where it is not."""
    try:
        return keep(file, by)
    except Refused as refusal:
        refused.append(str(refusal))
        return None


def own(keys: Iterable[str], by: User) -> list[Photo]:
    """Of these keys, what this person has sent and not added yet."""
    wanted = [int(key) for key in keys if key.isdecimal() and len(key) < 18][:MOST]
    return list(Photo.objects.unsent().filter(pk__in=wanted, added_by=by)) if wanted else []


def keep(file: UploadedFile, by: User) -> Photo:
    """Store one file as this person's own. Raises ``Refused``."""
    ending, data, pages = cleaned(file)
    clear_away()
    with transaction.atomic():
        let_go(Photo.objects.unsent().filter(added_by=by).order_by("-pk")[MOST - 1 :])
        photo = Photo(file=f"{uuid.uuid4()}.{ending}", added_by=by, pages=pages)
        photo.size = len(data) if photo.is_pdf else None
        write(incoming() / photo.file, data)
        photo.save()
        transaction.on_commit(partial(path_of, photo))
    return photo


def cleaned(file: UploadedFile) -> Cleaned:
    """The picture, video or sound without anything hidden, or the scan as it is. Raises ``Refused``."""
    if (file.size or 0) <= BYTES:
        file.seek(0)
        data = file.read()
        if is_pdf(data):
            return looked_through(data, file.name or "")
        with suppress(NotARecording):
            return Cleaned(*as_recording(data))
        with suppress(NotAPicture):
            return Cleaned(PICTURE, as_jpeg(data))
    raise Refused(
        _(
            "%(name)s is not a photo, video, sound or scan that can be read "
            "(JPEG, PNG, WebP, HEIC; MP4, MOV, WebM, M4A, AMR; PDF; at most 30 MB)."
        )
        % {"name": file.name}
    )


def looked_through(data: bytes, name: str) -> Cleaned:
    """A scan as PDF, of which nothing is changed. Raises ``Refused``."""
    try:
        return Cleaned(PDF, data, pages_of(data))
    except NotAScan as refusal:
        raise Refused(f"{name}: {refusal.reason}") from None


def clear_away() -> None:
    """Let go of what was never committed, and of what was never added; what is misplaced is put where it belongs."""
    folder = incoming()
    old = [path for path in folder.glob("*") if is_old(path)] if folder.exists() else []
    committed = {photo.file: photo for photo in Photo.objects.filter(file__in=[path.name for path in old])}
    for path in old:
        if path.name in committed:
            path_of(committed[path.name])
        else:
            path.unlink(missing_ok=True)
    with transaction.atomic():
        let_go(Photo.objects.unsent().filter(added_at__lt=timezone.now() - KEPT))


def let_go(photos: Iterable[Photo]) -> None:
    """Delete what belongs to no case; its files once that is certain."""
    for photo in list(photos):
        if Photo.objects.unsent().filter(pk=photo.pk).delete()[0]:
            transaction.on_commit(partial(path_of(photo).unlink, missing_ok=True))


def is_old(path: Path) -> bool:
    """Whether a file has lain there for a day; one that somebody else has just cleared away has not."""
    try:
        return path.stat().st_mtime < time.time() - A_DAY
    except FileNotFoundError:
        return False


def incoming() -> Path:
    """Where files wait for the commit."""
    return Path(settings.MEDIA_ROOT) / "incoming"


def path_of(photo: Photo) -> Path:
    """Where the file of a committed photo lies; moved there by the first who asks."""
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
