"""A paper that an office scanner has read in as a PDF: kept as it was sent, once it is known to be nothing but pages.

Its pages are counted, and whatever a reader could be made to run is looked for, in a process of its own that has
little memory and few seconds: a PDF of some kilobytes may unpack to gigabytes.
"""

import io
import subprocess
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import PdfObject

BEGINS = b"%PDF-"
BYTES = 20 * 1024 * 1024
PAGES = 100
OBJECTS = 20_000  # a scanner writes about four a page
DEEPEST = 40  # of what stands in one object
MEMORY = 400 * 1024 * 1024  # bytes that the process may write to which reads
SECONDS = 5  # of processor time
PATIENCE = 20  # seconds until one gives up on a machine that has much else to do

ACTIVE = frozenset(
    ("/JS", "/JavaScript", "/XFA", "/EF", "/EmbeddedFiles", "/RichMediaContent", "/RichMediaSettings")
)
"""What a dictionary has that carries a program, or another file."""

ACTS = frozenset(
    (
        "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie",
        "/Sound", "/RichMediaExecute", "/Trans3D", "/GoTo3DView",
    )
)  # fmt: skip
"""Actions that do more than leaf to a page or name an address."""


class Fault(StrEnum):
    """Why a PDF is not kept."""

    LARGE = "large"
    LONG = "long"
    PROTECTED = "protected"
    ACTIVE = "active"
    UNREADABLE = "unreadable"


REASONS: dict[Fault, str | Promise] = {
    Fault.LARGE: _("the PDF is larger than 20 MB; scan it in grey or with fewer dots."),
    Fault.LONG: _("the PDF has more than 100 pages; send the pages that matter."),
    Fault.PROTECTED: _("the PDF is protected; save it without a password and send that."),
    Fault.ACTIVE: _("the PDF carries a program or another file; scan the paper, or print it to a new PDF."),
    Fault.UNREADABLE: _("the PDF is damaged or has no pages; scan the paper again."),
}


class NotAScan(Exception):
    """It is no PDF that is kept; says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault

    @property
    def reason(self) -> str:
        return str(REASONS[self.fault])


def is_pdf(data: bytes) -> bool:
    """Whether it says of itself that it is one."""
    return data.startswith(BEGINS)


def pages_of(data: bytes) -> int:
    """How many pages it has. Raises ``NotAScan``."""
    if len(data) > BYTES:
        raise NotAScan(Fault.LARGE)
    command = [sys.executable, "-m", "aftersales.kit.pdf_scans"]
    root = Path(__file__).resolve().parents[2]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=data, capture_output=True, timeout=PATIENCE, check=True, cwd=root, env={}
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NotAScan(Fault.UNREADABLE) from error
    said = done.stdout.decode().strip()
    if not said.isdecimal():
        raise NotAScan(Fault(said))
    return int(said)


# -- in the process of its own ------------------------------------------------------------------------


def counted(data: bytes) -> int:
    """The pages, each of them looked at. Raises ``NotAScan``, and nearly anything."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise NotAScan(Fault.PROTECTED)
    if any(is_active(part) for thing in things_in(reader) for part in parts_of(thing)):
        raise NotAScan(Fault.ACTIVE)
    pages = reader.root_object["/Pages"].get_object()
    assert isinstance(pages, dict)
    if int(pages.get("/Count", 0)) > PAGES or len(reader.pages) > PAGES:
        raise NotAScan(Fault.LONG)
    sizes = [page.mediabox for page in reader.pages]
    if not sizes or any(size.width <= 0 or size.height <= 0 for size in sizes):
        raise NotAScan(Fault.UNREADABLE)
    return len(sizes)


def things_in(reader: "PdfReader") -> Iterator["PdfObject | None"]:
    """All that stands in the file, referred to or not. Raises ``NotAScan`` where it is too much."""
    from pypdf.generic import IndirectObject

    places = [(number, of) for of, numbers in reader.xref.items() for number in numbers]
    places += [(number, 0) for number in reader.xref_objStm]
    if len(places) > OBJECTS:
        raise NotAScan(Fault.LONG)
    yield reader.trailer
    for number, generation in places:
        yield reader.get_object(IndirectObject(number, generation, reader))


def parts_of(thing: "PdfObject | None", deep: int = 0) -> Iterator["dict[str, PdfObject]"]:
    """The dictionaries of an object, those within others too; what is referred to is an object of its own."""
    if deep > DEEPEST:
        raise NotAScan(Fault.UNREADABLE)
    inside: Iterable[PdfObject] = thing if isinstance(thing, list) else ()
    if isinstance(thing, dict):
        yield thing
        inside = thing.values()
    for part in inside:
        yield from parts_of(part, deep + 1)


def is_active(part: "dict[str, PdfObject]") -> bool:
    """Whether a dictionary could make a reader do something."""
    return not ACTIVE.isdisjoint(part) or str(dict.get(part, "/S")) in ACTS


def limit_resources() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Say how many pages the PDF has that comes in, or why it is not kept; exit status 1 where it cannot be read."""
    limit_resources()
    try:
        print(counted(sys.stdin.buffer.read()))
    except NotAScan as refusal:
        print(refusal.fault)
    except Exception:  # a file made to do harm raises nearly anything
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
