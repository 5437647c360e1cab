"""Files that never change, kept under their SHA-256: the same content is kept once, and a changed file is noticed."""

import hashlib
import os
import uuid
from pathlib import Path

from django.conf import settings


class Lost(Exception):
    """A file that was kept is gone from the disk, or is not what it was."""


def keep(data: bytes) -> str:
    """Write the content so that it is whole or absent, whatever happens; its SHA-256 as 64 hex digits."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{sha256}.{uuid.uuid4().hex}.tmp")  # two may keep the same at once
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(path)
    return sha256


def read(sha256: str) -> bytes:
    """What was kept under this name. Raises ``Lost``."""
    try:
        data = path_of(sha256).read_bytes()
    except FileNotFoundError as error:
        raise Lost(sha256) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Lost(sha256)
    return data


def path_of(sha256: str) -> Path:
    """Where it lies, in one of 256 folders."""
    return Path(settings.MEDIA_ROOT) / "pdf" / sha256[:2] / f"{sha256}.pdf"
