"""Files that never change, kept under their SHA-256: the same content is kept once, and a changed file is noticed."""

import hashlib
import os
import uuid
from pathlib import Path

from django.conf import settings


class Lost(Exception):
    """A file that was kept is gone from the disk, or is not what it was."""


def keep(data: bytes, ending: str = "pdf") -> str:
    """Write the content so that it is whole or absent, whatever happens; its SHA-256 as 64 hex digits.

    ``ending`` is that of the file's name, and to be given again wherever the file is asked for.
    """
    sha256 = name_of(data)
    path = path_of(sha256, ending)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{sha256}.{uuid.uuid4().hex}.tmp")  # two may keep the same at once
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(path)
    finally:
        temporary.unlink(missing_ok=True)  # a part of a file would only fill a full disk further
    return sha256


def name_of(data: bytes) -> str:
    """The SHA-256 that a content is kept under."""
    return hashlib.sha256(data).hexdigest()


def read(sha256: str, ending: str = "pdf") -> bytes:
    """What was kept under this name. Raises ``Lost``."""
    try:
        data = path_of(sha256, ending).read_bytes()
    except FileNotFoundError as error:
        raise Lost(sha256) from error
    if name_of(data) != sha256:
        raise Lost(sha256)
    return data


def drop(sha256: str, ending: str = "pdf") -> None:
    """Delete what was kept under this name; nothing where it is gone already."""
    path_of(sha256, ending).unlink(missing_ok=True)


def path_of(sha256: str, ending: str = "pdf") -> Path:
    """Where it lies, in one of 256 folders for each ending."""
    return Path(settings.MEDIA_ROOT) / ending / sha256[:2] / f"{sha256}.{ending}"
