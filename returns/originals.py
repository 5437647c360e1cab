"""What a customer sent as the return list: looked at, and kept under its SHA-256 until the list is entered.

Pictures become fresh JPEG files; a PDF, a table or a text stays what it is, and is only ever downloaded. What came
with a form that was not sent after all lies in the store, and nothing refers to it.
"""

from collections.abc import Iterable
from pathlib import PurePath
from typing import NamedTuple

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from aftersales.kit import store
from aftersales.kit.pictures import NotAPicture, as_jpeg
from aftersales.kit.text import identifier
from workflow.models import Facts

KEPT = "original"  # ending of the files in the store
BYTES = 10 * 1024 * 1024
SALT = "list original"
A_DAY = 24 * 60 * 60  # seconds in which a form is sent
TYPES = {
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "txt": "text/plain",
}
BEGINS = {"pdf": b"%PDF-", "xlsx": b"PK", "ods": b"PK", "xls": b"\xd0\xcf\x11\xe0"}


class Original(NamedTuple):
    """A file that is kept: its name, what it is (a key of TYPES), its SHA-256."""

    name: str
    ending: str
    sha256: str

    def facts(self) -> Facts:
        return self._asdict()

    @property
    def token(self) -> str:
        """What a form carries, so that nothing is chosen twice."""
        return signing.dumps(self, salt=SALT)


class Originals(NamedTuple):
    """What came with a form: what is kept of it, and why something is not."""

    kept: list[Original]
    refused: list[str]

    def facts(self) -> list[Facts]:
        return [original.facts() for original in self.kept]


def came_with(files: Iterable[UploadedFile], tokens: Iterable[str]) -> Originals:
    """What was sent with a form before, and what is sent now."""
    kept, refused = [restored for token in tokens if (restored := of_token(token))], []
    for file in files:
        if original := kept_of(file):
            kept.append(original)
        else:
            refused.append(
                _("%(name)s is neither a picture, a PDF nor a table of at most 10 MB.") % {"name": file.name}
            )
    return Originals(list(dict.fromkeys(kept)), refused)


def of_token(token: str) -> Original | None:
    try:
        return Original(*signing.loads(token, salt=SALT, max_age=A_DAY))
    except signing.BadSignature:
        return None


def kept_of(file: UploadedFile) -> Original | None:
    """The file as it is kept; None where it is nothing that a list comes in."""
    if (file.size or 0) > BYTES:
        return None
    data = file.read()
    name = named(file.name or "")
    if ending := ending_of(name, data):
        return Original(name, ending, store.keep(data, KEPT))
    try:
        return Original(name, "jpg", store.keep(as_jpeg(data), KEPT))
    except NotAPicture:
        return None


def named(name: str) -> str:
    return identifier(PurePath(name).name)[-200:] or "-"


def ending_of(name: str, data: bytes) -> str:
    """What a file is that is no picture, by its name and by what it begins with; "" where it is none of these."""
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if ending in BEGINS:
        return ending if data.startswith(BEGINS[ending]) else ""
    return ending if ending in ("csv", "txt") and b"\0" not in data else ""


def of_table(data: bytes, name: str) -> Original:
    """The table that a list was read from; what was pasted is a text."""
    ending = ending_of(name, data) or "txt"
    said = named(name) if name else _("pasted") + ".txt"
    return Original(said, ending, store.keep(data, KEPT))
