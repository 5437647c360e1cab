"""A picture that somebody sends becomes a fresh JPEG: the picture alone, without place, camera or anything hidden.

A baseline JPEG is decoded at the size that is kept, so that even 200 megapixels cost little. Whatever else is decoded
in a process of its own, which has little memory and few seconds: those decoders are large and written in C.
"""

import io
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageFile, ImageOps

from aftersales.kit.pixels import ORIENTATION, Decoded, avif, heif, of_pillow, webp, within

SIDE = 2560  # pixels of the longer side that is kept
BYTES = 30 * 1024 * 1024
BASELINE = 210_000_000  # pixels; decoded at a fraction of it
PROGRESSIVE = 64_000_000  # pixels; all of it is in memory before the first row is known
OTHERS = 50_000_000  # pixels; one of 169 megapixels fits in a few kilobytes
SCANS = 32  # of a progressive JPEG; a cheap one has 10, one of 4,000 takes a quarter of a minute
SCAN = b"\xff\xda"
MEMORY = 280 * 1024 * 1024  # bytes that the process may write to which decodes; its programs come on top
SECONDS = 5  # of processor time
PATIENCE = 20  # seconds until one gives up on a machine that has much else to do
SPARING = {"MALLOC_ARENA_MAX": "1"}  # else each thread of a decoder reserves 64 MB

Image.MAX_IMAGE_PIXELS = BASELINE


class NotAPicture(Exception):
    """It cannot be read as a picture, or only at a price that nobody pays."""


def as_jpeg(data: bytes) -> bytes:
    """The picture, upright and at most ``SIDE`` pixels long. Raises ``NotAPicture``."""
    if len(data) > BYTES:
        raise NotAPicture
    if data.startswith(b"\xff\xd8"):
        return attempted(lambda: from_jpeg(data))
    return confined(data)


def attempted(decode: Callable[[], bytes]) -> bytes:
    """What a decoder makes of it; they raise nearly anything."""
    try:
        return decode()
    except NotAPicture:
        raise
    except (OSError, SyntaxError, ValueError, RuntimeError, EOFError, MemoryError, ArithmeticError) as error:
        raise NotAPicture from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, LookupError, TypeError) as error:
        raise NotAPicture from error


def from_jpeg(data: bytes) -> bytes:
    """A JPEG, of which phones' kinds with a second picture keep the first."""
    if data.count(SCAN) > SCANS:
        raise NotAPicture
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as source:
        most = PROGRESSIVE if source.info.get("progressive") else BASELINE
        within(source.size, most)
        wanted = SIDE / max(source.size)
        source.draft("RGB", (int(source.width * wanted) or 1, int(source.height * wanted) or 1))
        ImageFile.LOAD_TRUNCATED_IMAGES = False  # printing a slip turns it on for the whole process
        return encoded(of_pillow(source, SIDE))


def from_others(data: bytes) -> bytes:
    """PNG, WebP and AVIF, and HEIC where a decoder is installed; nothing that moves."""
    if data.startswith(b"RIFF"):
        return encoded(webp(data, SIDE, OTHERS))
    if data[4:8] == b"ftyp":
        return encoded((avif if b"avi" in data[8:40] else heif)(data, SIDE, OTHERS))
    with Image.open(io.BytesIO(data), formats=("PNG",)) as source:
        within(source.size, OTHERS)
        if getattr(source, "n_frames", 1) > 1:
            raise NotAPicture
        return encoded(of_pillow(source, SIDE))


def encoded(decoded: Decoded) -> bytes:
    """The picture made smaller and then turned upright: the other way round takes the memory of it twice."""
    fresh = decoded.picture
    fresh.thumbnail((SIDE, SIDE))
    fresh.getexif()[ORIENTATION] = decoded.orientation
    buffer = io.BytesIO()
    bare(ImageOps.exif_transpose(fresh)).save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def bare(picture: Image.Image) -> Image.Image:
    """The picture without what it knows of itself."""
    fresh = Image.new("RGB", picture.size)
    fresh.paste(picture)
    return fresh


def confined(data: bytes) -> bytes:
    """What a process of its own makes of it, which knows nothing of us. Raises ``NotAPicture``."""
    command = [sys.executable, "-m", "aftersales.kit.pictures"]
    root = Path(__file__).resolve().parents[2]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=data, capture_output=True, timeout=PATIENCE, check=True, cwd=root, env=SPARING
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NotAPicture from error
    return done.stdout


def main() -> int:
    """Decode what comes in, within limits; exit status 1 where it is no picture."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        sys.stdout.buffer.write(attempted(lambda: from_others(sys.stdin.buffer.read())))
    except NotAPicture:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
